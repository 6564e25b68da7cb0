"""A small handbook, written straight into the search."""

import pytest
from wagtail.models import Page

from sop_pages.models import SOP
from sop_pages.search.index import index_passages


@pytest.fixture
def put_sop(db):
    """Puts an SOP into the search: put_sop("REG-01", "lo", title, *passages)."""

    def put(code, language, title, *passages, text=""):
        root = Page.objects.get(depth=1)
        sop, _made = SOP.objects.get_or_create(code=code)
        page = root.add_child(instance=Page(title=title, slug=f"{code}-{language}".lower()))
        index_passages(page, sop, language, title, [(None, "head", title, text), *passages])
        return page

    return put


@pytest.fixture
def handbook(put_sop):
    """Four SOPs, two of them in both languages. {(code, language): page}"""
    return {
        ("REG-01", "lo"): put_sop(
            "REG-01",
            "lo",
            "ການຂຶ້ນທະບຽນຜູ້ປະກັນຕົນສະໝັກໃຈ",
            ("fill-form", "step", "ຂຽນແບບຟອມ", "ໃຫ້ນາຍບ້ານເບິ່ງສຳມະໂນຄົວແລະບັດປະຈຳຕົວກ່ອນ."),
            ("obj-family-book", "objection", "“ຂ້ອຍບໍ່ມີສຳມະໂນຄົວ”", "ຖາມສາຂາວ່າໃຊ້ເອກະສານໃດແທນໄດ້."),
            text="ສຳລັບແຮງງານນອກລະບົບ",
        ),
        ("REG-01", "en"): put_sop(
            "REG-01",
            "en",
            "Registering a voluntary member",
            ("fill-form", "step", "Fill in the form", "Look at the family book and identity card."),
            text="For informal workers",
        ),
        ("COM-01", "lo"): put_sop(
            "COM-01",
            "lo",
            "ການຢ້ຽມຢາມຄົວເຮືອນ",
            ("agree-day", "step", "ຕົກລົງວັນກັບນາຍບ້ານ", "ເບິ່ງ REG-01 ກ່ອນ. ແບບຟອມ COM-01-A."),
            ("water", "objection", "ບ້ານຢູ່ແຄມນ້ຳ", "ຂ້າມນໍ້າດ້ວຍເຮືອ."),
        ),
        ("COM-01", "en"): put_sop(
            "COM-01", "en", "Household outreach visit", ("agree-day", "step", "Agree the day", "x")
        ),
        ("CLM-03", "lo"): put_sop(
            "CLM-03",
            "lo",
            "ການຂໍຮັບການອຸດໜູນບຳນານ",
            ("check", "step", "ກວດເດືອນຖອກເງິນສົມທົບ", "ຢ່າງໜ້ອຍຕາມຈຳນວນເດືອນທີ່ກຳນົດ."),
        ),
        ("CON-01", "en"): put_sop(
            "CON-01",
            "en",
            "Contributions and arrears",
            ("arrears", "step", "Arrears", "Policies on contributions that were not paid."),
        ),
    }
