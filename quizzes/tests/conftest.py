"""Questions and quizzes of the tests, made from few words."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from quizzes.models import (
    Attendance,
    Cohort,
    Enrolment,
    Module,
    Pool,
    Programme,
    Question,
    QuestionVersion,
    Quiz,
    QuizSlot,
    Story,
    Workshop,
)
from quizzes.starting import start
from quizzes.writing import write_story
from sop_pages.models import SOP, Step
from sop_site.offline.tests.phones import (  # noqa: F401  a running site, and phones before it
    handset,
    keo,
    pair,
    running,
    site,
    somchai,
)


def both(text: str) -> dict:
    return {"lo": f"ລາວ {text}", "en": f"English {text}"}


def single_content(name="q", right="c", keys="abcd") -> dict:
    """A single choice whose every text, weight and feedback is unlike any other."""
    return {
        "stem": both(f"stem-{name}"),
        "options": [
            {
                "key": key,
                "text": both(f"text-{name}-{key}"),
                "weight": "1" if key == right else "0",
                "feedback": both(f"SECRET-feedback-{name}-{key}"),
            }
            for key in keys
        ],
        "explanation": both(f"SECRET-explanation-{name}"),
        "hint": both(f"hint-{name}"),
        "reference_keys": [],
    }


def multiple_content(name="m") -> dict:
    content = single_content(name)
    for option, weight in zip(content["options"], ["0.5", "0.5", "-0.5", "-0.5"], strict=True):
        option["weight"] = weight
    return content | {"right_count": 2}


def numeric_content(name="n") -> dict:
    return {
        "stem": both(f"stem-{name}"),
        "answer": "405000",
        "tolerance": "0",
        "unit": {"lo": "ກີບຕໍ່ເດືອນ", "en": "kip a month"},
        "known_wrong": [{"value": "4500000", "feedback": both(f"SECRET-feedback-{name}")}],
        "explanation": both(f"SECRET-explanation-{name}"),
        "reference_keys": [],
    }


def short_content(name="s") -> dict:
    return {
        "stem": both(f"stem-{name}"),
        "accepted": {"lo": ["ໃບຢັ້ງຢືນແພດ"], "en": ["medical certificate"]},
        "known_wrong": [
            {
                "text": {"lo": "ໃບຮັບເງິນ", "en": "receipt"},
                "feedback": both(f"SECRET-feedback-{name}"),
            }
        ],
        "explanation": both(f"SECRET-explanation-{name}"),
        "reference_keys": [],
    }


def matching_content(name="p") -> dict:
    """Three pairs and a right side too many; keys cross, so that none tells what goes with it."""
    return {
        "stem": both(f"stem-{name}"),
        "pairs": [
            {
                "key": left,
                "left": both(f"left-{name}-{left}"),
                "right_key": right,
                "right": both(f"right-{name}-{right}"),
                "feedback": both(f"SECRET-feedback-{name}-{left}"),
            }
            for left, right in (("a", "c"), ("b", "a"), ("c", "d"))
        ],
        "distractors": [
            {
                "key": "b",
                "text": both(f"right-{name}-b"),
                "feedback": both(f"SECRET-feedback-{name}-extra"),
            }
        ],
        "explanation": both(f"SECRET-explanation-{name}"),
        "reference_keys": [],
    }


def ordering_content(name="o") -> dict:
    """Four steps whose keys tell nothing of their order: c, a, d, b."""
    return {
        "stem": both(f"stem-{name}"),
        "items": [
            {
                "key": key,
                "text": both(f"step-{name}-{key}"),
                "feedback": both(f"SECRET-feedback-{name}-{key}"),
            }
            for key in "abcd"
        ],
        "order": ["c", "a", "d", "b"],
        "explanation": both(f"SECRET-explanation-{name}"),
        "reference_keys": [],
    }


def computed_content(name="v", rate="9") -> dict:
    """One drawn number; `rate` may name a reference value."""
    return {
        "stem": both(f"stem-{name} of {{income}}"),
        "parameters": [
            {"name": "income", "min": "1200000", "max": "2700000", "step": "100000"},
        ],
        "formula": f"round(income * {rate} / 100)",
        "tolerance": "0",
        "unit": {"lo": "ກີບຕໍ່ເດືອນ", "en": "kip a month"},
        "known_wrong": [
            {
                "formula": f"round(income * {rate} / 1000)",
                "feedback": both(f"SECRET-feedback-{name}"),
            }
        ],
        "explanation": both(f"SECRET-explanation-{name}"),
        "reference_keys": [],
    }


CONTENTS = {
    "single": single_content,
    "multiple": multiple_content,
    "numeric": numeric_content,
    "short": short_content,
    "matching": matching_content,
    "ordering": ordering_content,
    "computed": computed_content,
}


@pytest.fixture
def step(db):
    sop = SOP.objects.create(code="REG-01")
    return Step.objects.create(
        sop=sop,
        block_id=sop.block_id("fill-form"),
        key="fill-form",
        kind="step",
        number=4,
        title_lo="ຂຽນແບບຟອມ",
        title_en="Fill in the form",
    )


@pytest.fixture
def pool(db):
    """The pool of make_question's questions, open to all trainers."""
    return Pool.objects.get_or_create(name="M2", defaults={"all_trainers": True})[0]


@pytest.fixture
def make_question(pool):
    """make_question("M2-01", type="multiple", critical=True)."""

    def make(key, type="single", content=None, **fields):
        fields.setdefault("state", "ready")
        question = Question.objects.create(key=key, type=type, pool=pool, **fields)
        QuestionVersion.objects.create(
            question=question, number=1, content=content or CONTENTS[type](key)
        )
        return question

    return make


def story_content(name="story") -> dict:
    return {"story": both(f"story-{name}"), "explanation": both(f"SECRET-lesson-{name}")}


@pytest.fixture
def make_case(make_question):
    """make_case("C-1", 3): a case with so many single choices, C-1-a, C-1-b, …"""

    def make(key, size=3, **fields):
        pool, _ = Pool.objects.get_or_create(name="M2", defaults={"all_trainers": True})
        story = Story.objects.create(key=key, pool=pool, **{"state": "ready"} | fields)
        write_story(story, story_content(key))
        for n, letter in enumerate("abcdefghij"[:size], 1):
            make_question(f"{key}-{letter}", story=story, story_position=n, share=1)
        return story

    return make


@pytest.fixture
def make_quiz(make_question):
    """make_quiz("m2", 4, kind="assessed"): a quiz of so many single choices, or of these types."""

    def make(slug="m2", types=3, **fields):
        fields.setdefault("title_lo", f"ແບບທົດສອບ {slug}")
        fields.setdefault("title_en", f"Quiz {slug}")
        fields.setdefault("state", "ready")
        quiz = Quiz.objects.create(slug=slug, **fields)
        types = ["single"] * types if isinstance(types, int) else types
        for n, question_type in enumerate(types, 1):
            question = make_question(f"{slug}-{n:02}", type=question_type)
            QuizSlot.objects.create(quiz=quiz, position=n, question=question)
        return quiz

    return make


@pytest.fixture
def begun(make_quiz, officer):
    """An officer's open attempt at an assessed quiz of three single choices."""
    return start(make_quiz(kind="assessed"), officer=officer, language="lo")


@pytest.fixture(autouse=True)
def noise(request):
    """Somebody else's open attempt at another quiz, where there is a database: a missing filter
    would find it."""
    if not {"db", "transactional_db"} & set(request.fixturenames):
        return None
    make_person = request.getfixturevalue("make_person")
    make_quiz = request.getfixturevalue("make_quiz")
    stranger = make_person("LS-NOISE", "officer", district="1602")
    return start(make_quiz("noise", 1), officer=stranger, language="en")


@pytest.fixture
def make_workshop(places):
    """make_workshop("one", trainer): an open workshop of a programme with M1 and M2."""

    def make(slug="one", *trainers, state="open", province="06", programme=None, **fields):
        if programme is None:
            programme = Programme.objects.create(
                slug=slug, title_lo=f"ຫຼັກສູດ {slug}", title_en=f"Programme {slug}"
            )
            for position, code in enumerate(("M1", "M2"), 1):
                Module.objects.create(
                    programme=programme,
                    code=code,
                    position=position,
                    title_lo=f"ບົດຮຽນ {code}",
                    title_en=f"Module {code}",
                )
        today = timezone.localdate()
        made = Workshop.objects.create(
            programme=programme,
            cohort=Cohort.objects.create(code=slug, title_lo=slug, title_en=slug),
            title_lo=f"ກອງປະຊຸມ {slug}",
            title_en=f"Workshop {slug}",
            province_id=province,
            starts_on=today,
            ends_on=today + timedelta(days=2),
            state=state,
            **fields,
        )
        made.trainers.set(trainers)
        return made

    return make


@pytest.fixture
def workshop(make_workshop, trainer):
    """An open workshop of the trainer."""
    return make_workshop("one", trainer)


@pytest.fixture
def enrol():
    def enrolled(workshop, officer, how="hand"):
        return Enrolment.objects.create(workshop=workshop, officer=officer, how=how)

    return enrolled


@pytest.fixture
def attend_by_list(trainer):
    """attend_by_list(enrolment, "M1"): as a trainer ticked it."""

    def noted(enrolment, code):
        return Attendance.objects.create(
            enrolment=enrolment,
            module=enrolment.workshop.programme.modules.get(code=code),
            how="list",
            noted_by=trainer,
            noted_at=timezone.now(),
        )

    return noted


@pytest.fixture
def in_english(trainer):
    """The CMS talks English to the trainer; sentences of deeds are as they are in the code."""
    profile = UserProfile.get_for_user(trainer)
    profile.preferred_language = "en"
    profile.save()
    with translation.override("en"):
        yield
