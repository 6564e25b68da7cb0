"""What a recording says of itself: read from its bytes, without a decoder.

WebM is Matroska's EBML (RFC 8794, RFC 9559): elements of an id, a size and a body. Ogg is a row of
pages (RFC 3533); Opus in it counts time in 1/48,000 s (RFC 7845). Browsers record one or the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

EBML, SEGMENT, TRACKS, TRACK, CLUSTER, GROUP = (
    *(0x1A45DFA3, 0x18538067, 0x1654AE6B),
    *(0xAE, 0x1F43B675, 0xA0),
)
MASTERS = {EBML, SEGMENT, TRACKS, TRACK, CLUSTER, GROUP}
DOC_TYPE, SCALE, TRACK_TYPE, CODEC = 0x4282, 0x2AD7B1, 0x83, 0x86
CLUSTER_TIME, SIMPLE_BLOCK, BLOCK = 0xE7, 0xA3, 0xA1
AUDIO = 2
MILLISECOND = 1_000_000  # ns, the scale where the file names none
BEGINS = 0x02  # of an Ogg page: the first of its stream
OPUS_RATE = 48_000


class NotSound(ValueError):
    """These bytes are no recording that can be read."""


@dataclass
class Sound:
    """`codecs` of all its tracks, `is_only_sound` where no track is anything else."""

    type: str
    seconds: float = 0.0
    codecs: set[str] = field(default_factory=set)
    is_only_sound: bool = True


def is_sound(content: bytes) -> bool:
    """Whether it begins as a recording does, or as a video does."""
    return content[:4] in (b"\x1aE\xdf\xa3", b"OggS")


def read(content: bytes) -> Sound:
    """Raises NotSound."""
    try:
        return _webm(content) if content[:4] == b"\x1aE\xdf\xa3" else _ogg(content)
    except (IndexError, UnicodeDecodeError) as error:
        raise NotSound from error


def _webm(content: bytes) -> Sound:
    sound = Sound("audio/webm")
    scale, cluster, last = MILLISECOND, 0, 0
    for identity, body in _elements(content):
        number = int.from_bytes(body[:8])
        if identity == DOC_TYPE and body.rstrip(b"\0") != b"webm":
            raise NotSound
        elif identity == SCALE:
            scale = number
        elif identity == TRACK_TYPE:
            sound.is_only_sound &= number == AUDIO
        elif identity == CODEC:
            sound.codecs.add(body.rstrip(b"\0").decode("ascii"))
        elif identity == CLUSTER_TIME:
            cluster = number
        elif identity in (SIMPLE_BLOCK, BLOCK):
            _track, length = _number(body, 0)
            at = int.from_bytes(body[length : length + 2], signed=True)
            last = max(last, cluster + at)
    if not sound.codecs:
        raise NotSound
    sound.seconds = last * scale / 1e9
    return sound


def _elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(id, body) of all elements; one that holds others is entered, and gives no body itself.

    A recording that is still being made when it is cut has elements of unknown size: those are
    such as hold others, and their end need not be known.
    """
    at = 0
    while at < len(content):
        identity, length = _number(content, at, keep=True)
        at += length
        size, length = _number(content, at)
        at += length
        if identity in MASTERS:
            continue
        if at + size > len(content):
            raise NotSound
        yield identity, content[at : at + size]
        at += size


def _number(content: bytes, at: int, *, keep: bool = False) -> tuple[int, int]:
    """A number of EBML and how many bytes it takes; `keep` leaves the bit that tells the length,
    as ids are written."""
    first = content[at]
    length = 9 - first.bit_length()
    if length > 8 or at + length > len(content):
        raise NotSound
    number = int.from_bytes(content[at : at + length])
    return (number if keep else number - (1 << 7 * length)), length


def _ogg(content: bytes) -> Sound:
    sound = Sound("audio/ogg")
    at, last = 0, 0
    while at < len(content):
        if content[at : at + 4] != b"OggS":
            raise NotSound
        flags, segments = content[at + 5], content[at + 26]
        position = int.from_bytes(content[at + 6 : at + 14], "little", signed=True)
        sizes = content[at + 27 : at + 27 + segments]
        begin = at + 27 + segments
        at = begin + sum(sizes)
        if len(sizes) < segments or at > len(content):
            raise NotSound
        if flags & BEGINS:
            is_opus = content[begin : begin + 8] == b"OpusHead"
            sound.codecs.add("A_OPUS" if is_opus else "unknown")
            sound.is_only_sound &= is_opus
        last = max(last, position)
    if not sound.codecs:
        raise NotSound
    sound.seconds = last / OPUS_RATE
    return sound
