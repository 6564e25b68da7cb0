"""SOPs with the notes of a place, as that place's phones keep them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from sop_pages.files.importing import import_files
from sop_pages.models import LocalNote, ReferenceValue, Step
from sop_pages.notes.saved import own_pages
from sop_site.officers.models import User

OTHERS = ("REG-08", "REG-09", "REG-10")


@pytest.fixture
def pages(rf, officer):
    """pages() -> {path: text of its main} of the officer's own pages in English."""

    def made():
        request = rf.get("/", headers={"host": "127.0.0.1:8000"})
        request.user, request.session = User.objects.get(pk=officer.pk), {}
        return {document.u: document.m for document in own_pages("en", request)}

    return made


def note_on(code, officer, **fields):
    return LocalNote.objects.create(
        step=Step.objects.get(sop__code=code, key="ask"),
        district=officer.district,
        text=f"Here: {code}",
        language="en",
        state="approved",
        proposed_at="2026-01-01T00:00Z",
        received_at="2026-01-01T00:00Z",
        expires_on=localdate(),
        **fields,
    )


def test_sops_that_are_known_cost_the_same_whatever_their_number(
    published, write_file, officer, pages
):
    import_files([write_file("en", code=code) for code in OTHERS], publish=True)
    costs = []
    for codes in (("REG-07",), OTHERS):
        for code in codes:
            note_on(code, officer)
        before = pages()
        with CaptureQueriesContext(connection) as found:
            assert pages() == before
        costs.append(len(found))
        assert all(f"Here: {code}" in before[f"/en/sops/{code.lower()}/"] for code in codes)

    assert costs[0] == costs[1]


def test_known_sop_is_rendered_anew_with_each_change(published, officer, coordinator, pages):
    path, note = "/en/sops/reg-07/", note_on("REG-07", officer)
    seen = [pages()[path]]
    note.text, note.owner = "Otherwise here.", coordinator
    note.save()
    seen.append(pages()[path])
    rate = ReferenceValue.objects.get(key="vol_rate")
    rate.value = 11
    rate.save()
    seen.append(pages()[path])
    coordinator.name = "ນາງ ປ່ຽນຊື່"
    coordinator.save()
    seen.append(pages()[path])

    assert ["Otherwise here." in text for text in seen] == [False, True, True, True]
    assert [">11</a>" in text for text in seen] == [False, False, True, True]
    assert len(set(seen)) == 4
    note.delete()
    assert path not in pages()
