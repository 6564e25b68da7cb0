"""PDFs of a release and of the handbook: what stands on every sheet, who gets which, made once."""

import io
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction

from sop_pages.models import SOPPage
from sop_pages.paper import ahead, kept, typesetting
from sop_pages.releases import Terms, releasing
from sop_site.offline import limits
from sop_site.offline.saved import documents
from sop_site.tests.paper import sheets_of

from .test_release_pages import issue

PDF = "/{}/sops/reg-01/releases/{}/pdf/"
LONG = {
    "en": "Ask for the family book, and read every line aloud.",
    "lo": "ກະລຸນາຖາມຫາສຳມະໂນຄົວ ແລ້ວອ່ານທຸກແຖວໃຫ້ຟັງ.",
}
PAGE = {"en": "page {} of {}", "lo": "ໜ້າ {} ໃນ {}"}
RELEASE = {"en": "Release 1.0", "lo": "ສະບັບທີ 1.0"}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()


def sheets(client, path: str):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return sheets_of(response.content)


@pytest.mark.parametrize("language", ["lo", "en"])
def test_every_sheet_says_code_release_page_and_where_to_check(client, publish, language, settings):
    settings.PUBLIC_URL = "https://khumue.example.la"
    publish(language=language, text=f"{LONG[language]}\n\n" * 90)

    found = sheets(client, PDF.format(language, "1.0"))

    assert len(found) > 2
    address = f"https://khumue.example.la/{language}/sops/reg-01/releases/1.0/check/"
    for number, sheet in enumerate(found, 1):
        assert sheet.says("REG-01")
        assert sheet.says(RELEASE[language])
        assert sheet.says(PAGE[language].format(number, len(found)))
        assert sheet.scanned() == [address]
    assert found[0].says(LONG[language])
    assert found[-1].says("Listen.")


def test_old_release_has_the_numbers_of_its_last_day(client, publish, value, at):
    value("vol_rate", "9")
    value("vol_rate", "10", valid_from=timezone.localdate() + timedelta(days=5))
    first = publish(text="Take {vol_rate} of it.")
    with at(timezone.localdate() + timedelta(days=3)):
        issue(first)

    with at(timezone.localdate() + timedelta(days=9)):
        old, new = (sheets(client, PDF.format("en", number))[0] for number in ("1.0", "1.1"))

    assert old.says("Take 9 of it.")
    assert new.says("Take 10 of it.")


# Wagtail leaves a file open where a picture's own is gone.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_picture_is_on_the_sheet_and_a_lost_one_says_what_it_showed(client, publish):
    page = publish()
    drawn = io.BytesIO()
    Image.new("RGB", (400, 200), "red").save(drawn, "PNG")
    image = get_image_model()(title="Stamp")
    image.file = ImageFile(drawn, "stamp.png")
    image.save()
    draft = SOPPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.steps[0].value["body"].append(("picture", {"image": image, "alt": "A stamped receipt"}))
    with releasing(Terms(way="approval", note_lo="ຮູບ", note_en="A picture")):
        draft.save_revision().publish()

    (shown, *_rest) = sheets(client, PDF.format("en", "1.1"))
    for rendition in image.renditions.filter(filter_spec__contains="1400"):
        Path(rendition.file.path).unlink()
    (lost, *_rest) = sheets(client, PDF.format("en", "1.1"))
    image.renditions.all().delete()
    image.file.delete(save=False)
    cache.clear()
    (gone, *_rest) = sheets(client, PDF.format("en", "1.1"))

    colours = dict((c, n) for n, c in shown.image.getcolors(maxcolors=1 << 20))
    assert max(n for (r, g, b), n in colours.items() if r > 200 and g < 60 and b < 60) > 5000
    assert not shown.says("A stamped receipt")
    assert lost.says("Picture: A stamped receipt")
    assert gone.says("Agree the day")


def test_pdf_is_made_once_and_not_sent_again(client, publish, monkeypatch):
    publish()
    first = client.get(PDF.format("en", "1.0"))
    monkeypatch.setattr(typesetting, "made", None)  # would fail if it were called

    second = client.get(PDF.format("en", "1.0"))
    third = client.get(PDF.format("en", "1.0"), headers={"If-None-Match": first["ETag"]})

    assert second.content == first.content
    assert third.status_code == 304
    assert len(list(kept.folder().glob("*.pdf"))) == 1


def test_pdf_has_a_good_name_in_both_languages(client, publish):
    publish()
    publish(language="lo", title="ການຂຶ້ນທະບຽນ")

    english = client.get(PDF.format("en", "1.0"))["Content-Disposition"]
    lao = client.get(PDF.format("lo", "1.1"))["Content-Disposition"]

    assert 'filename="REG-01-1.0-en.pdf"' in english
    assert "filename*=UTF-8''REG-01%20release%201.0%20Title%20of%20REG-01.pdf" in english
    assert 'filename="REG-01-1.1-lo.pdf"' in lao
    assert "%E0%BA%81" in lao


def test_handbook_has_contents_sops_in_order_and_an_index(client, publish, settings):
    settings.PUBLIC_URL = "https://khumue.example.la"
    for code, task in (("CLM-01", "claims"), ("REG-02", "register"), ("REG-01", "register")):
        publish(code, title=f"Title of {code}", task=task)

    title, contents, *sops, index = sheets(client, "/en/handbook/pdf/")

    assert title.says("Handbook")
    assert title.says("Sample content, to be reviewed by LSSO")
    assert title.says("3 procedures")
    in_order = ["REG-01", "REG-02", "CLM-01"]
    for number, (code, sheet) in enumerate(zip(in_order, sops, strict=True), 3):
        assert sheet.says(f"{code} Title of {code}")
        assert sheet.says(f"page {number} of 6")
        assert contents.says(f"Title of {code}")
        (address,) = sheet.scanned()
        assert address == f"https://khumue.example.la/en/sops/{code.lower()}/releases/1.0/check/"
    assert index.says("Index")
    assert index.says("card 3, 4, 5")
    assert title.scanned() == ["https://khumue.example.la/en/sops/"]


def test_closed_sop_is_only_in_the_handbook_of_who_may_read_it(client, publish, officer, as_):
    publish("REG-01", title="Open one")
    closed = publish("REG-02", title="Closed one")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    SOPPage.objects.get(pk=closed.pk).save_revision().publish()

    strangers = sheets(client, "/en/handbook/pdf/")
    officers = sheets(as_(officer), "/en/handbook/pdf/")
    again = sheets(client, "/en/handbook/pdf/")

    assert not any(sheet.says("Closed one") for sheet in [*strangers, *again])
    assert any(sheet.says("Closed one") for sheet in officers)
    assert client.get("/en/sops/reg-02/releases/1.0/pdf/").status_code == 302


def test_empty_handbook_is_not_found(client, db):
    assert client.get("/en/handbook/pdf/").status_code == 404


def test_handbook_asks_as_much_of_the_database_for_more_sops(
    client, publish, django_assert_max_num_queries
):
    for number in range(1, 7):
        publish(f"REG-0{number}")

    with django_assert_max_num_queries(5):
        assert client.get("/en/handbook/pdf/").status_code == 200


def test_too_many_new_ones_are_refused_but_not_those_that_are_kept(
    client, publish, settings, monkeypatch
):
    # Counted by the clock's minute, which must not end between the two requests.
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: 1_790_000_000.0))
    settings.LIMITS = settings.LIMITS | {"anonymous_pdfs_a_minute": 1}
    issue(publish())
    assert client.get(PDF.format("en", "1.0")).status_code == 200

    refused = client.get(PDF.format("en", "1.1"))

    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert client.get(PDF.format("en", "1.0")).status_code == 200


def test_press_that_fails_or_is_busy_is_told_in_words(client, publish, monkeypatch):
    publish()

    def fails(error):
        def made(*args, **options):
            raise error

        monkeypatch.setattr(typesetting, "made", made)
        return client.get(PDF.format("en", "1.0"))

    failed, busy = fails(typesetting.Unmakeable("broken")), fails(typesetting.Busy())

    assert failed.status_code == 503
    assert "The PDF could not be made" in failed.content.decode()
    assert (busy.status_code, busy["Retry-After"]) == (429, "20")


@pytest.mark.parametrize("number", ["9.9", "x", "1.0.0", "%00"])
def test_what_is_no_release_has_no_pdf(client, publish, number):
    publish()

    assert client.get(PDF.format("en", number)).status_code == 404


def test_pages_lead_to_the_pdfs(client, publish):
    publish()

    sop = client.get("/en/sops/reg-01/").content.decode()
    listed = client.get("/en/sops/").content.decode()

    assert '/en/sops/reg-01/releases/1.0/pdf/"' in sop
    assert '/en/handbook/pdf/"' in listed


def test_kept_pdfs_don_t_grow_without_end(client, publish, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 1)
    issue(publish())

    for number in ("1.0", "1.1"):
        client.get(PDF.format("en", number))

    assert len(list(kept.folder().glob("*.pdf"))) == 1


def test_pages_say_how_large_a_pdf_is_once_it_was_made(client, publish):
    publish()
    before = client.get("/en/sops/reg-01/")
    size = len(client.get(PDF.format("en", "1.0")).content)
    client.get("/en/handbook/pdf/")

    pages = ["/en/sops/reg-01/", "/en/sops/reg-01/releases/1.0/", "/en/sops/"]
    after = [client.get(path).content.decode() for path in pages]

    assert "kB</span>" not in before.content.decode()
    assert f'<span class="quiet">{round(size / 1000)} kB</span>' in after[0]
    assert all("kB</span>" in page for page in after)
    assert client.get("/en/sops/reg-01/", headers={"If-None-Match": before["ETag"]}).content


def test_pdfs_of_open_sops_are_made_ahead(client, publish):
    publish("REG-01")
    closed = publish("REG-02", title="Closed one")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    SOPPage.objects.get(pk=closed.pk).save_revision().publish()

    first, second = ahead.make_ahead(), ahead.make_ahead()

    assert (first, second) == ("2 PDFs made.", None)
    assert kept.size_of("REG-01-1.0-en")
    assert kept.size_of("Khumue-en")
    made = [sheets_of(path.read_bytes()) for path in kept.folder().glob("*.pdf")]
    assert not any(sheet.says("Closed one") for pdf in made for sheet in pdf)


def test_timer_makes_a_few_in_one_run(publish, monkeypatch):
    monkeypatch.setattr(ahead, "MOST", 1)
    publish("REG-01")

    assert [ahead.make_ahead() for _run in range(3)] == ["1 PDFs made.", "1 PDFs made.", None]


def test_saved_list_leads_to_no_pdf(client, publish):
    publish()

    (saved,) = [d for d in documents(["/en/sops/"], "en") if d.u == "/en/sops/"]

    assert "/pdf/" not in saved.m


@pytest.mark.parametrize(
    ("language", "said"),
    [("lo", "ຖືກແທນດ້ວຍສະບັບທີ 1.1"), ("en", "it was replaced by release 1.1")],
)
def test_scanned_pdf_of_an_old_release_says_what_replaced_it(client, publish, language, said):
    issue(publish(language=language))

    (address,) = sheets(client, PDF.format(language, "1.0"))[0].scanned()
    page = client.get(urlsplit(address).path).content.decode().replace("<wbr>", "")

    assert said in page
