"""What the rows of access.py name in braces: made by or for one officer, in each app."""

import io
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils.timezone import localdate
from PIL import Image

from feedback import telling_solutions, themes, voting
from feedback.models import Recording, Report, ReportPhoto, Solution
from feedback.receiving import KIND
from quizzes.models import (
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
from quizzes.paper.printing import prepare
from quizzes.starting import start
from quizzes.tests.conftest import single_content, story_content
from quizzes.workshops import joining, running
from quizzes.writing import write_story
from sop_pages import acknowledging, tree
from sop_pages.files.importing import import_files
from sop_pages.models import Contact, LocalNote, SOPPage
from sop_pages.notes import proposing
from sop_site.officers import roles, slips
from sop_site.offline import inbox
from sop_site.offline.models import InboxItem

SOP_FILE = """---
code: REG-07
language: lo
title: ຂຶ້ນທະບຽນສະມາຊິກ
task: register
sample: true
---
ໃຊ້ເພື່ອຂຶ້ນທະບຽນ.

## Steps
### ຖາມກ່ອນ {#ask}
ຖາມຜູ້ກ່ຽວ.
"""


def a_slip(person, admin) -> dict:
    return {"slip": slips.make([person], by=admin)[0].code.replace("-", "")}


def an_sop(folder: Path) -> dict:
    tree.ensure_tree()
    path = folder / "REG-07.lo.md"
    path.write_text(SOP_FILE, encoding="utf-8")
    import_files([path], publish=True)
    page = SOPPage.objects.get(sop__code="REG-07")
    release = page.sop.releases.get()
    acknowledging.ask(release, actor=None, roles=[roles.OFFICER], due=localdate())
    return {
        "sop": "reg-07",
        "sop_page": page.pk,
        "sop_row": page.sop_id,
        "release": release.pk,
        "asked_release": release.pk,
    }


def a_draft_in_review(folder: Path, trainer) -> dict:
    """Another SOP, as a trainer wrote it and sent it to LSSO."""
    path = folder / "REG-08.lo.md"
    path.write_text(SOP_FILE.replace("REG-07", "REG-08"), encoding="utf-8")
    import_files([path], user=trainer)
    page = SOPPage.objects.get(sop__code="REG-08")
    page.get_workflow().start(page, trainer)
    return {"in_review": page.pk}


def a_contact(officer) -> dict:
    """A number of the officer's own province."""
    contact = Contact.objects.create(
        key="p06-desk",
        level="province",
        province_id=officer.province_id,
        unit_lo="ຂະແໜງ",
        unit_en="Desk",
        phone="020 5555 1234",
    )
    return {"contact": contact.key, "contact_pk": contact.pk}


def notes(officer, elsewhere) -> dict:
    """A proposed note of the officer's district, and one of another province."""
    payload = {"sop": "REG-07", "step": "ask", "language": "lo", "text": "ຖາມນາຍບ້ານກ່ອນ."}
    kept = {}
    for name, person in (("note", officer), ("note_elsewhere", elsewhere)):
        inbox.deliver(person, proposing.KIND, payload | {"place": person.district_id})
        kept[name] = LocalNote.objects.get(proposer=person).pk
    return kept


def a_quiz(officer) -> dict:
    pool, _ = Pool.objects.get_or_create(name="M2", defaults={"all_trainers": True})
    question = Question.objects.create(key="M2-90", type="single", pool=pool, state="ready")
    QuestionVersion.objects.create(question=question, number=1, content=single_content("M2-90"))
    quiz = Quiz.objects.create(slug="m2-90", title_lo="ແບບ", title_en="Quiz", state="ready")
    QuizSlot.objects.create(quiz=quiz, position=1, question=question)
    done = start(quiz, officer=officer, language="lo")
    inbox.deliver(officer, "quiz.hand_in", {"attempt": done.uuid.hex, "sequence": 1})
    attempt = start(quiz, officer=officer, language="lo")
    story = Story.objects.create(key="M2-91", pool=pool)
    write_story(story, story_content("M2-91"))
    return {
        "case": story.key,
        "quiz": quiz.slug,
        "attempt": attempt.uuid,
        "done": done.uuid,
        "question": question.key,
    }


def a_print(quiz: str, trainer) -> dict:
    """One sheet of this quiz, number 1."""
    quiz = Quiz.objects.get(slug=quiz)
    paper = prepare(quiz, sheets=1, versions=1, language="lo", by=trainer)
    return {"print": paper.pk}


def workshops(officer, elsewhere, trainer) -> dict:
    """An open workshop of the trainer with the officer in it, and one of nobody here."""
    programme = Programme.objects.create(slug="course", title_lo="ຫຼັກສູດ", title_en="Course")
    module = Module.objects.create(programme=programme, code="M2", title_lo="ຂຽນ", title_en="Write")
    found = {"module": module.pk}
    for name, person in (("workshop", officer), ("workshop_elsewhere", elsewhere)):
        made = Workshop.objects.create(
            programme=programme,
            title_lo="ກອງປະຊຸມ",
            title_en="Workshop",
            province_id=person.province_id,
            starts_on=localdate(),
            ends_on=localdate(),
            state="open",
        )
        enrolment = Enrolment.objects.create(workshop=made, officer=person, how="hand")
        found |= {name: made.pk, name.replace("workshop", "enrolment"): enrolment.pk}
        if person == officer:
            made.trainers.set([trainer])
            running.open_session(made, module, by=trainer)
            joining.show_code(made)
    return found


def reports(officer) -> dict:
    """An ordinary report with a photo, and one that only leads may read."""
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(content, "JPEG")
    files = [inbox.Attachment("a" * 64, len(content.getvalue()), "image/jpeg", content.getvalue())]
    payload = {"category": "documents", "text": "ຊື່ໃນບັດ ບໍ່ຄືກັນ."}
    report = inbox.deliver(officer, KIND, payload, files=files).receipt
    sensitive = inbox.deliver(officer, KIND, payload | {"sensitive": True}).receipt
    photo = ReportPhoto.objects.get(report__code=report)
    voice = Recording(report=photo.report, type="audio/webm", seconds=1, sha256="b" * 64)
    voice.sound.save("note", ContentFile(b"a sound"))
    item = InboxItem.objects.get(receipt=report).pk
    return {
        "report": report,
        "sensitive": sensitive,
        "photo": photo.pk,
        "item": item,
        "voice": voice.pk,
    }


def a_solution(officer) -> dict:
    """What worked for the officer, as it waits for LSSO."""
    payload = {"text": "ນັດໃນຕອນແລງ.", "language": "lo"}
    inbox.deliver(officer, telling_solutions.SOLUTION, payload)
    return {"solution": Solution.objects.get().pk}


def a_theme(officer, colleague, admin) -> dict:
    """Two reports that were merged, and a colleague's vote on one."""
    payload = {"category": "money", "text": "ທະນາຄານຢູ່ໄກ."}
    codes = [inbox.deliver(officer, KIND, payload).receipt for _ in range(2)]
    one, other = Report.objects.filter(code__in=codes)
    theme = themes.merge(one, other, actor=admin)
    voting.vote(one, colleague, colleague.district, "")
    return {"theme": theme.pk, "vote": colleague.votes.get().pk}
