"""The sample notes: few, in both languages, marked as samples, loaded once."""

from uuid import uuid4

import pytest
from django.utils import translation
from django.utils.timezone import localdate

from content.loaders import notes, places
from content.loaders.sop_files import FOLDER
from sop_pages.models import SOP, LocalNote, RenderedSOP
from sop_pages.notes import showing
from sop_site.officers import roles

SOPS = {"REG-01": "teach-back", "CON-01": "official-channel"}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def people(make_person):
    """The officer of a sample's district; a reviewer who approved it."""
    list(places.load(samples=True))
    make_person("LS-R", roles.REVIEWER)
    person = make_person("LS-S1", roles.OFFICER, is_sample=True)
    person.district_id, person.province_id = "1405", "14"
    person.save()
    return person


@pytest.fixture
def sops(people):
    """The two SOPs, each with the step beneath which a sample stands."""
    for code, key in SOPS.items():
        SOP.objects.create(code=code).steps.create(block_id=uuid4(), kind="step", key=key, number=1)


def test_the_starting_sops_have_the_steps():
    for code, key in SOPS.items():
        for language in ("lo", "en"):
            text = (FOLDER / f"{code}.{language}.md").read_text(encoding="utf-8")
            assert f"{{#{key}}}" in text


def test_samples_are_loaded_once_in_both_languages(sops):
    said = [*notes.load(samples=True), *notes.load(samples=True)]

    assert said == [
        "4 sample notes, 0 left as they are.",
        "0 sample notes, 4 left as they are.",
    ]
    found = LocalNote.objects.order_by("step__sop__code", "language").values_list(
        "step__sop__code", "step__key", "language", "district", "is_sample"
    )
    assert list(found) == [
        ("CON-01", "official-channel", "en", "1306", True),
        ("CON-01", "official-channel", "lo", "1305", True),
        ("REG-01", "teach-back", "en", "1404", True),
        ("REG-01", "teach-back", "lo", "1405", True),
    ]


def test_officer_of_the_place_reads_it_marked_as_a_sample(sops, people, officer):
    list(notes.load(samples=True))
    copy = RenderedSOP(sop=SOP.objects.get(code="REG-01"), language="en")

    (beneath,) = showing.beneath(copy, people).values()

    assert "ເມັດຖົ່ວແທນເດືອນ" in beneath
    assert "sample, to be confirmed by LSSO" in beneath
    assert showing.beneath(copy, officer) == {}


def test_what_people_did_with_a_sample_stays(sops):
    list(notes.load(samples=True))
    LocalNote.objects.update(state="withdrawn", expires_on=localdate())

    list(notes.load(samples=True))

    assert set(LocalNote.objects.values_list("state", "expires_on")) == {("withdrawn", localdate())}


def test_each_has_its_deeds_by_two_people(sops):
    list(notes.load(samples=True))

    for note in LocalNote.objects.all():
        assert [deed.deed for deed in note.deeds.all()] == ["proposed", "approved"]
        assert len({deed.actor_id for deed in note.deeds.all()}) == 2


def test_without_its_sop_a_note_is_left_out_and_said(people):
    assert list(notes.load(samples=True)) == [
        "0 sample notes, 0 left as they are.",
        "4 sample notes left out: their step or their district is not there.",
    ]


@pytest.mark.django_db
def test_without_samples_nothing_is_loaded():
    assert list(notes.load(samples=False)) == ["No local notes: they are samples."]
    assert LocalNote.objects.count() == 0
