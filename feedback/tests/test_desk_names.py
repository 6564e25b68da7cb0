"""People are named in the letters of whoever reads, and a phrase in those of its language."""

import pytest
from django.utils import translation

from feedback import bulk, said, triage
from feedback.bulk import Chosen
from sop_site.officers.models import User

pytestmark = pytest.mark.django_db
DESK = "/cms/feedback/"
LETTERS = {"lo": ("ທ່ານ ສົມສັກ", "ນາງ ບົວຈັນ"), "en": ("Somsak", "Bouachan")}


@pytest.fixture
def report(officer, reviewer, report_of):
    """An officer's report in the reviewer's hands; both have a name in Lao and one in Latin."""
    for person, lao, latin in zip((reviewer, officer), LETTERS["lo"], LETTERS["en"], strict=True):
        User.objects.filter(pk=person.pk).update(name=lao, name_latin=latin)
    found = report_of(officer, language="en")
    return triage.assign(found, actor=reviewer, to=User.objects.get(pk=reviewer.pk))


@pytest.mark.parametrize(("language", "other"), [("lo", "en"), ("en", "lo")])
def test_desk_names_people_in_the_letters_of_its_page(as_, reviewer, report, language, other):
    client = as_(reviewer)
    addresses = [DESK, f"{DESK}{report.code.lower()}/", f"{DESK}hand-over/"]

    texts = [
        client.get(address, headers={"accept-language": language}).content.decode()
        for address in addresses
    ]

    holder, sender = LETTERS[language]
    assert [holder in text for text in texts] == [True, True, True]
    assert sender in texts[1]
    assert not any(name in text for name in LETTERS[other] for text in texts)


@pytest.mark.parametrize("reader", ["lo", "en"])
def test_phrase_names_who_has_it_in_its_own_letters(report, reviewer, reader):
    with translation.override(reader):
        [heard] = bulk.heard_by_answering(
            [Chosen(report, report.version)],
            actor=reviewer,
            texts={"en": "{owner} looks at it."},
            state="looking",
        )

    assert heard.text == "Somsak looks at it."


def test_sender_reads_who_has_it_in_the_letters_of_the_page(report, in_english):
    assert "Somsak" in said.what_now(report)
