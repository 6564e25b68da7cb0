"""What is published is found, what is taken back is not; with the CMS's real pages."""

import pytest
from django.core.management import call_command

from sop_pages import tree
from sop_pages.models import SOPPage

TEXT = """---
code: REG-01
language: lo
title: ຂຶ້ນທະບຽນສະມາຊິກ
task: register
---
ໃຊ້ເພື່ອຂຶ້ນທະບຽນ.

## Steps
### ຖາມກ່ອນ {#ask}
ໃຫ້ຜູ້ກ່ຽວເອົາສຳມະໂນຄົວມາໃຫ້ເບິ່ງ.
"""


@pytest.fixture
def published(db, tmp_path, capsys):
    tree.ensure_tree()
    path = tmp_path / "REG-01.lo.md"
    path.write_text(TEXT, encoding="utf-8")
    call_command("import_sop", str(path), "--publish")
    capsys.readouterr()
    return SOPPage.objects.get(sop__code="REG-01")


def answers(client, typed):
    return client.get("/api/search/v1", {"q": typed, "language": "lo"}).json()["results"]


def test_published_sop_is_found_and_its_address_serves_it(client, published):
    (result,) = answers(client, "reg 01")

    assert (result["code"], result["step"]) == ("REG-01", None)
    assert client.get(result["url"]).status_code == 200
    assert "ສຳມະໂນຄົວ" in answers(client, "ສໍາມະໂນຄົວ")[0]["snippet"]


def test_unpublished_sop_is_not_found(client, published):
    published.unpublish()

    assert answers(client, "reg 01") == []


def test_rebuild_gives_the_same_answers(client, published, capsys):
    before = answers(client, "ສຳມະໂນຄົວ")

    call_command("rebuild_search")

    assert capsys.readouterr().out == "1 SOPs in the search.\n"
    assert answers(client, "ສຳມະໂນຄົວ") == before
