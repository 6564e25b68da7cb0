"""The archive's file: what is torn, spoilt, later or another's is refused whole."""

import json
import zipfile

import pytest

from sop_site.archive.form import CONTENTS, Archive, Refused, Writer, written_whole

ROWS = "".join(f'["{n * n * 7919:x}","ກ"]\n' for n in range(400))


@pytest.fixture
def archive(tmp_path):
    """A small archive: two tables and an upload."""
    path = tmp_path / "one.zip"
    with written_whole(path) as file, Writer(file) as writer:
        for name, content in [
            ("rows/a.one.jsonl", ROWS.encode()),
            ("rows/a.two.jsonl", b""),
            ("media/p/x.jpg", b"\xff\xd8" * 3000),
        ]:
            with writer.entry(name, packed=name.startswith("rows")) as entry:
                entry.write(content)
        writer.close({"migrations": [], "media": ["p/x.jpg"]})
    return path


def refusal(path) -> str:
    with pytest.raises(Refused) as refused:
        Archive(path)
    return str(refused.value)


def written_anew(path, **changes) -> None:
    """The same archive with other contents or entries: {name: bytes}, None leaves one out."""
    with zipfile.ZipFile(path) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    entries |= {name.replace("__", "/"): content for name, content in changes.items()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in entries.items():
            if content is not None:
                new.writestr(name, content)


def contents_of(path) -> dict:
    with zipfile.ZipFile(path) as file:
        return json.loads(file.read(CONTENTS))


def test_archive_gives_back_what_was_written(archive):
    with Archive(archive) as found:
        rows = list(found.rows("a.one"))

        assert (len(rows), rows[0], found.contents["media"]) == (400, ["0", "ກ"], ["p/x.jpg"])
        assert found.open("media/p/x.jpg").read() == b"\xff\xd8" * 3000


def test_archive_is_readable_by_its_owner_alone(archive):
    assert archive.stat().st_mode & 0o777 == 0o600


def test_archive_that_is_torn_anywhere_is_refused(archive):
    whole = archive.read_bytes()

    for length in range(2, len(whole), 97):
        archive.write_bytes(whole[:length])
        assert refusal(archive) == f"{archive} is torn: its end is missing."


def test_archive_with_a_spoilt_byte_is_refused(archive):
    whole = archive.read_bytes()
    with zipfile.ZipFile(archive) as file:
        starts = {info.filename: info.header_offset for info in file.infolist()}

    for name in ("rows/a.one.jsonl", "media/p/x.jpg"):
        at = starts[name] + 120
        archive.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert refusal(archive) == f"{archive} is spoilt: not all in it is as it was written."


@pytest.mark.parametrize(
    "changes",
    [
        {"rows__a.one.jsonl": b"[2]\n"},
        {"rows__a.two.jsonl": None},
        {"media__y.jpg": b"x"},
        {"media__..__..__y.jpg": b"x"},
    ],
    ids=["other rows", "a table less", "a file more", "a file outside"],
)
def test_archive_that_was_changed_is_refused(archive, changes):
    written_anew(archive, **changes)

    assert refusal(archive).endswith("not all in it is as it was written.")


def test_file_of_the_archive_cannot_lead_outside(archive):
    told = contents_of(archive)
    hash_of_file = told["entries"].pop("media/p/x.jpg")
    told["entries"]["media/../../x.jpg"] = hash_of_file
    content = b"\xff\xd8" * 3000
    written_anew(
        archive,
        **{CONTENTS: json.dumps(told), "media__p__x.jpg": None, "media__..__..__x.jpg": content},
    )

    assert refusal(archive).endswith("not all in it is as it was written.")


def test_archive_of_a_later_form_is_refused(archive):
    written_anew(archive, **{CONTENTS: json.dumps({**contents_of(archive), "number": 2})})

    assert refusal(archive).endswith("was made by a later version of Khumue; upgrade first.")


@pytest.mark.parametrize(
    "content",
    [b"", b"SQLite format 3\x00", b"{}", b"\x00" * 5000],
    ids=["empty", "sqlite", "json", "zeros"],
)
def test_other_files_are_refused(tmp_path, content):
    path = tmp_path / "x"
    path.write_bytes(content)

    assert refusal(path) == f"{path} is no backup of Khumue."


@pytest.mark.parametrize("contents", [b"", b"[]", b'{"format": "other"}', b'{"format": NaN'])
def test_other_zips_are_refused(tmp_path, contents):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(CONTENTS, contents)

    assert refusal(path) == f"{path} is no backup of Khumue."


def test_missing_file_and_folder_are_refused(tmp_path):
    assert refusal(tmp_path / "none") == f"There is no file {tmp_path / 'none'}."
    assert refusal(tmp_path) == f"{tmp_path} can't be read: Is a directory."


def test_writing_that_breaks_off_leaves_the_older_file(tmp_path):
    path = tmp_path / "one.zip"
    path.write_bytes(b"older")

    def broken_off():
        with written_whole(path) as file:
            file.write(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()

    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"older", [path])
