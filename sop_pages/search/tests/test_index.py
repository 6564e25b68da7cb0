"""The search follows what is published."""

import pytest
from django.core.management import call_command
from django.db import connection

from sop_pages.models import SOP
from sop_pages.search.find import search
from sop_pages.search.index import remove_sop
from sop_pages.search.models import INDEX, SearchEntry, SearchPassage
from sop_pages.search.query import parse
from sop_pages.search.tokens import words_of
from sop_site.lao import fulltext


def codes(typed, language="lo"):
    return [result.code for result in search(parse(typed), language, refused=[])]


def test_indexing_again_replaces(handbook, put_sop):
    sop = SOP.objects.get(code="REG-01")
    remove_sop(sop, "lo")
    handbook["REG-01", "lo"].delete()
    put_sop("REG-01", "lo", "ບົດໃໝ່ທັງໝົດ")

    assert codes("ສຳມະໂນຄົວ") == []
    assert codes("ບົດໃໝ່") == ["REG-01"]
    assert SearchEntry.objects.filter(sop=sop, language="lo").count() == 1


def test_removed_language_leaves_the_other(handbook):
    remove_sop(SOP.objects.get(code="REG-01"), "lo")

    assert codes("REG-01") == ["COM-01"]
    assert codes("REG-01", "en") == ["REG-01"]


def test_deleted_page_leaves_the_search(handbook):
    handbook["CLM-03", "lo"].delete()

    assert codes("ບຳນານ") == []
    assert SearchPassage.objects.filter(entry__code="CLM-03").count() == 0


def test_rebuild_takes_live_sop_pages_only(handbook, capsys):
    call_command("rebuild_search")

    assert capsys.readouterr().out == "0 SOPs in the search.\n"
    assert codes("ສຳມະໂນຄົວ") == []


@pytest.mark.parametrize("words", [(), ("a b",), ('"',), ("a*",), ("ກ",), ("",)])
def test_engine_takes_words_only(db, words):
    if words == ("ກ",):
        assert fulltext.best(INDEX, fulltext.Phrase(words), limit=1) == []
    else:
        with pytest.raises(ValueError, match="are not words"):
            fulltext.best(INDEX, fulltext.Phrase(words), limit=1)


def test_words_hold_syllables_codes_and_clusters():
    assert words_of("ບັດ REG-1").split() == ["x1a3114", "reg", "1", "reg01", "c1a31", "c14"]
    assert words_of("") == ""


@pytest.mark.skipif(connection.vendor != "postgresql", reason="tsvector is PostgreSQL's")
def test_long_document_keeps_its_last_words(put_sop):
    put_sop("DAT-01", "lo", "ບົດ", ("k", "step", "", "ກາ " * 20_000 + "ສຳມະໂນຄົວ"))

    assert codes("ສຳມະ") == ["DAT-01"]
