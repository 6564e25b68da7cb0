"""What a run of the fault bench will write and suffer, all drawn from its seed."""

import hashlib
import io
from dataclasses import dataclass, field, replace
from random import Random

from PIL import Image

ITEMS = 20
WAVES = (2, 4)
WORDS = ["ກອງທຶນ", "ສະມາຊິກ", "ແບບຟອມ", "ຄອບຄົວ", "form", "“quoted”", "<b>", "&", "'ຂ້າ'", "😀"]
SIDES = ((160, 120), (320, 240), (480, 360), (640, 480))
# How often each fault meets a request, in a hundred; what is left goes well.
FAULTS = {
    "refuse": 6,
    "half_request": 6,
    "drop_reply": 10,
    "cut": 6,
    "truncate": 6,
    "delay": 5,
    "stall": 3,
    "double": 10,
    "late_double": 5,
    "portal": 3,
    "portal_json": 3,
    "redirect": 3,
    "bad_gateway": 4,
}
SERVER_KILLED, BROWSER_KILLED = 0.35, 0.25


@dataclass(frozen=True)
class Photo:
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Planned:
    """An item to be written: what the phone is given, and by which the server's row is known.

    One `by_form` is typed into the product's own form, which adds fields and draws photos anew.
    """

    number: int
    kind: str
    payload: dict
    photos: tuple[Photo, ...] = ()
    by_form: bool = False

    def is_in(self, payload: dict) -> bool:
        """Whether this is what became of the item, on the phone or on the server."""
        if self.by_form:
            return payload.items() >= self.payload.items()
        return payload == self.payload

    @property
    def files(self) -> set[tuple[str, int]]:
        return {(photo.sha256, len(photo.content)) for photo in self.photos}


@dataclass
class Plan:
    """`waves` are written one after the other; `server_kill` and `browser_kill` name one each."""

    seed: int
    random: Random
    waves: list[list[Planned]] = field(default_factory=list)
    server_kill: int | None = None
    browser_kill: int | None = None

    @property
    def items(self) -> list[Planned]:
        return [item for wave in self.waves for item in wave]


def make(seed: int, attempt: dict) -> Plan:
    """`attempt` is {"attempt": uuid, "questions": {key: [option keys]}} of who writes."""
    random = Random(seed)
    plan = Plan(seed, random)
    items = [_item(random, seed, number, attempt) for number in range(ITEMS)]
    count = random.randint(*WAVES)
    cuts = sorted(random.sample(range(1, ITEMS), count - 1))
    plan.waves = [items[a:b] for a, b in zip([0, *cuts], [*cuts, ITEMS], strict=True)]
    plan.waves = [_one_by_form(seed, n, wave) for n, wave in enumerate(plan.waves)]
    if random.random() < SERVER_KILLED:
        plan.server_kill = random.randrange(count)
    if random.random() < BROWSER_KILLED:
        plan.browser_kill = random.randrange(count)
    return plan


def _one_by_form(seed: int, number: int, wave: list[Planned]) -> list[Planned]:
    """The wave with one of its plain reports to be typed; drawn apart from all else."""
    plain = [item for item in wave if item.payload.keys() == {"text", "category"}]
    if not plain:
        return wave
    chosen = Random(f"{seed} {number} form").choice(plain)
    return [replace(item, by_form=True) if item is chosen else item for item in wave]


def chaos(random: Random):
    """decide(line) for the proxy: one of FAULTS, or none; pages are let through."""
    kinds, weights = [*FAULTS, ""], [*FAULTS.values(), 100 - sum(FAULTS.values())]

    def decide(line: str) -> str:
        return random.choices(kinds, weights)[0] if " /api/" in line else ""

    return decide


def _item(random: Random, seed: int, number: int, attempt: dict) -> Planned:
    if random.random() < 0.25:
        return _answer(random, seed, number, attempt)
    text = " ".join(random.choices(WORDS, k=random.randint(1, 60)))
    payload = {"text": f"{seed}/{number} {text}", "category": random.choice(["sop", "trust"])}
    if random.random() < 0.3:
        payload |= {"sop": "REG-01", "severity": "slows", "proposal": text[:40]}
    photos = ()
    if random.random() < 0.3:
        many = random.randint(1, 2)
        photos = tuple(_photo(random, f"{seed}/{number}/{n}") for n in range(many))
    return Planned(number, "feedback.report", payload, photos)


def _answer(random: Random, seed: int, number: int, attempt: dict) -> Planned:
    questions = attempt["questions"]
    question = one_of(random, sorted(questions))
    payload = {
        "attempt": attempt["attempt"],
        "question": question,
        "sequence": seed * 100 + number,
        "response": one_of(random, questions[question]),
    }
    return Planned(number, "quiz.answer", payload)


def one_of(random: Random, these: list):
    """Takes one draw however many there are: what follows is the same on any database."""
    return these[int(random.random() * len(these))]


def _photo(random: Random, name: str) -> Photo:
    """A JPEG like no other (its comment says so), 5 to 120 kB."""
    side = random.choice(SIDES)
    small = (side[0] // 4, side[1] // 4)
    noise = Image.frombytes("L", small, random.randbytes(small[0] * small[1]))
    out = io.BytesIO()
    picture = noise.resize(side).convert("RGB")
    picture.save(out, "JPEG", quality=random.choice([60, 75, 92]), comment=name.encode())
    return Photo(out.getvalue())
