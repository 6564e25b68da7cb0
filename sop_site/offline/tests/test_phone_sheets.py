"""A printed sheet is scanned where there is no network: the saved copy answers."""

import pytest

from .phone import no_network

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REFRESH = "() => lib.saved.refresh('lo')"
TO_COME = (
    "UPDATE sop_pages_renderedsop SET made_at = datetime('now'),"
    " body = replace(body, ' data-since=', ' data-since=\"ມື້ກ່ອນ\" data-coming=\"2026-01-05\" x=')"
    " WHERE code = 'REG-02' AND language = 'lo'"
)

RETIRE = """
from django.contrib.auth.models import Group
from django.utils.timezone import localdate
from sop_pages.models import SOP
from sop_pages.retiring import Reason, withdraw
from sop_site.officers.models import User
lead = User.objects.create_user("lsso-1", "correct horse battery", name="LSSO")
lead.groups.set(Group.objects.filter(name="reviewer"))
withdraw(SOP.objects.get(code="CLM-03"), actor=lead, reason=Reason("ກົດໝາຍປ່ຽນ", "New law"),
         holds_from=localdate())
"""
ENDS = (
    "UPDATE sop_pages_renderedsop SET made_at = datetime('now'),"
    " body = replace(body, ' data-since=', ' data-since=\"ມື້ກ່ອນ\" data-ends=\"2026-01-05\" x=')"
    " WHERE code = 'CLM-04' AND language = 'lo'"
)


def said(handset, path: str) -> str:
    handset.goto(path)
    handset.page.locator("[data-sheet-said] .status").wait_for()
    return handset.page.inner_text("main")


def test_scanned_sheet_is_answered_by_the_saved_copy(handset, site):
    site.change(TO_COME)
    handset.ask(REFRESH)

    with no_network(handset):
        newest = said(handset, "/lo/sops/reg-01/releases/1.0/check/")
        lead = handset.page.get_attribute("[data-sheet-said] a", "href")
        old = said(handset, "/lo/sops/reg-01/releases/0.9/check/")
        newer = said(handset, "/lo/sops/reg-01/releases/1.10/check/")
        unknown = said(handset, "/lo/sops/xxx-99/releases/1.0/check/")
        passed = said(handset, "/lo/sops/reg-02/releases/1.0/check/")
        typed = said(handset, "/lo/check/?code=REG-01&release=1.0")

    assert "ຕາມສະບັບທີ່ບັນທຶກໄວ້ ນີ້ແມ່ນສະບັບຫຼ້າສຸດ" in newest
    assert "ສະບັບທີ່ບັນທຶກໄວ້ " in newest.split("\n")[0]  # the date of the copy, above all
    assert lead == "/lo/sops/reg-01/"
    assert "ໃບຂອງທ່ານເກົ່າແລ້ວ. ຕາມສະບັບທີ່ບັນທຶກໄວ້ ປັດຈຸບັນນຳໃຊ້ສະບັບທີ 1.0" in old
    assert "ໃບຂອງທ່ານໃໝ່ກວ່າສະບັບທີ່ບັນທຶກໄວ້" in newer
    assert "ບໍ່ມີໃນສະບັບທີ່ບັນທຶກໄວ້" in unknown
    assert "ມີສະບັບໃໝ່ ນຳໃຊ້ມາແຕ່ວັນທີ 5 ມັງກອນ 2026" in passed
    assert "ນີ້ແມ່ນສະບັບຫຼ້າສຸດ" in typed


def test_sheet_of_a_retired_sop_is_known_without_a_network(handset, site):
    site.manage("shell", "-v0", "-c", RETIRE)
    site.change(ENDS)
    handset.ask(REFRESH)

    with no_network(handset):
        retired = said(handset, "/lo/sops/clm-03/releases/1.0/check/")
        ended = said(handset, "/lo/sops/clm-04/releases/1.0/check/")
        handset.goto("/lo/sops/clm-03/")
        page = handset.page.inner_text("main")

    assert "ຂັ້ນຕອນວຽກນີ້ ເຊົານຳໃຊ້ແລ້ວ" in retired
    assert "ຂັ້ນຕອນວຽກນີ້ ເຊົານຳໃຊ້ແລ້ວ" in ended
    assert "ຂັ້ນຕອນວຽກນີ້ ຍົກເລີກ" in page
    assert "ກົດໝາຍປ່ຽນ" in page
