"""Rules on an author's text: what is refused and what is warned of, each at its field."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation
from PIL import Image
from wagtail.images.models import Image as Picture
from wagtail.test.utils.form_data import streamfield

from sop_pages import lints
from sop_pages.models import SOP, ReferenceValue, SOPPage
from sop_pages.tests.test_authoring import add_url, edit_url, edited, form

pytestmark = pytest.mark.usefixtures("handbook")
LONG = "This sentence goes on and on " * 6 + "without an end."
LONG_LAO = "ພະນັກງານຕ້ອງອະທິບາຍໃຫ້ຄອບຄົວເຂົ້າໃຈກ່ຽວກັບການປະກັນສັງຄົມ" * 5


def steps(*parts, title="ຖາມກ່ອນ", time_limit=""):
    body = streamfield(list(parts))
    step = {"title": title, "key": "", "time_limit": time_limit, "body": body}
    return streamfield([("step", step)])


def png() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")
    return content.getvalue()


@pytest.fixture
def write(as_, trainer, speaks):
    """write("en", purpose="…") saves a draft as a trainer: (page or None, response)."""

    def post(language="lo", cms="en", **changes):
        speaks(trainer, cms)
        told = form(**changes)
        if language == "en":
            told = form(**{"title": "Ask", "purpose": "Why.", **changes})
        response = as_(trainer).post(add_url(language), told)
        return SOPPage.objects.filter(sop__code="REG-11").first(), response

    return post


def warned(page) -> list[tuple[str, str]]:
    draft = page.get_latest_revision_as_object()
    with translation.override("en"):
        return [(one.path, one.message) for one in lints.findings(draft)]


class TestWarnings:
    def test_good_page_has_none(self, write):
        page, _response = write()

        assert warned(page) == []

    @pytest.mark.parametrize(
        ("language", "changes", "path", "said"),
        [
            (
                "lo",
                {"steps": steps(("text", "ຍາວ. " * 160))},
                "steps-0-value-title",
                "“ຖາມກ່ອນ” has 799 characters; 600 are enough for one step.",
            ),
            (
                "lo",
                {"steps": steps()},
                "steps-0-value-title",
                "“ຖາມກ່ອນ” says nothing yet below its title.",
            ),
            (
                "lo",
                {"steps": steps(("text", "ດີ"), ("text", "ອັດຕາ 9 ເປີເຊັນ"))},
                "steps-0-value-body-1-value",
                "“ຖາມກ່ອນ” holds the number 9; is it the reference value {vol_rate}?",
            ),
            (
                "lo",
                {"steps": steps(("text", "ດີ"), time_limit="9%")},
                "steps-0-value-time_limit",
                "“ຖາມກ່ອນ” holds the number 9; is it the reference value {vol_rate}?",
            ),
            (
                "lo",
                {"purpose": "ເບິ່ງ [ໜ້າ](nowhere)."},
                "purpose",
                "The link to “nowhere” in “Purpose” leads nowhere.",
            ),
            (
                "lo",
                {"when": "ຫຼັງ REG-99"},
                "when",
                "“Occasion” names REG-99, but there is no such SOP.",
            ),
            (
                "lo",
                {"bring": streamfield([("item", {"text": "Identity card", "key": ""})])},
                "bring-0-value-text",
                "“Identity card” has no Lao text.",
            ),
            (
                "en",
                {"steps": steps(("text", "Short."), ("warning", LONG), title="Ask")},
                "steps-0-value-body-1-value",
                "A sentence in “Ask” is long: “This sentence goes on and on T…” Make two of it.",
            ),
            (
                "lo",
                {"purpose": LONG_LAO},
                "purpose",
                f"A sentence in “Purpose” is long: “{LONG_LAO[:30]}…” Make two of it.",
            ),
        ],
    )
    def test_stands_at_its_field(self, write, language, changes, path, said):
        ReferenceValue.objects.filter(key="vol_rate").update(unit="percent")

        page, _response = write(language, **changes)

        assert warned(page) == [(path, said)]

    def test_stands_at_the_line_of_a_list(self, write):
        ReferenceValue.objects.create(
            key="ceiling", value=4_500_000, label_lo="ກ", label_en="c", unit="kip"
        )
        lines = [
            {"value": text, "order": str(n), "deleted": "", "id": ""}
            for n, text in enumerate(("ບັດ", "ໃບຮັບເງິນ 4.500.000"))
        ]
        listed = {"count": "2"} | {str(n): line for n, line in enumerate(lines)}

        page, _response = write(steps=steps(("documents", listed)))

        said = "“ຖາມກ່ອນ” holds the number 4.500.000; is it the reference value {ceiling}?"
        assert warned(page) == [("steps-0-value-body-0-value-1-value", said)]

    def test_two_queries_whatever_the_page_says(self, write, django_assert_max_num_queries):
        page, _response = write(steps=steps(*[("text", "ອັດຕາ 9%")] * 30))
        draft = page.get_latest_revision_as_object()

        with django_assert_max_num_queries(4):
            lints.findings(draft)

    @pytest.mark.parametrize(("cms", "said"), [("en", "leads nowhere"), ("lo", "ບໍ່ໄປບ່ອນໃດ")])
    def test_are_on_the_editors_page_after_a_save(self, as_, trainer, write, cms, said):
        page, _response = write(cms=cms, purpose="ເບິ່ງ [ໜ້າ](nowhere).")

        shown = as_(trainer).get(edit_url(page)).content.decode()

        assert 'data-lint="purpose"' in shown
        assert "js/cms/lints" in shown
        assert "nowhere" in shown.split('data-lint="purpose"')[1].split("</a>")[0]

    def test_stand_on_the_approval_page(self, as_, trainer, reviewer, speaks, write):
        page, _response = write(purpose="ເບິ່ງ [ໜ້າ](nowhere).")
        as_(trainer).post(
            edit_url(page), edited(page, action="submit", purpose="ເບິ່ງ [ໜ້າ](nowhere).")
        )
        speaks(reviewer, "en")

        shown = as_(reviewer).get(reverse("sop_approve", args=[page.pk])).content.decode()

        assert "The link to “nowhere” in “Purpose” leads nowhere." in shown


class TestRefusals:
    @pytest.mark.parametrize("site", ["", "http://127.0.0.1:8000"])
    def test_link_to_a_missing_sop_at_its_block(self, write, settings, site):
        settings.PUBLIC_URL = "http://127.0.0.1:8000"
        text = f"ເບິ່ງ [ຄູ່ມື]({site}/lo/sops/reg-99/#ask)."

        page, response = write(steps=steps(("text", "ດີ"), ("text", text)))

        errors = response.context["form"].errors.as_data()["steps"][0]
        nested = errors.block_errors[0].block_errors["body"].block_errors[1]
        assert nested.messages == ["A link leads to REG-99, but there is no such SOP."]
        assert page is None
        assert "/lo/sops/reg-99/#ask" in response.content.decode()

    def test_link_to_an_sop_that_is_there_is_kept(self, write):
        SOP.objects.create(code="REG-98")

        page, _response = write(
            purpose="ເບິ່ງ [ນີ້](/lo/sops/reg-98/), [ຕົນເອງ](/lo/sops/reg-11/) ແລະ "
            "[ບ່ອນອື່ນ](https://example.la/lo/sops/reg-99/)."
        )

        assert page is not None

    # Wagtail leaves the spooled file of the chooser's small picture open.
    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    def test_picture_without_words_for_those_who_cannot_see_it(
        self, as_, trainer, write, settings, tmp_path
    ):
        """A draft may wait for them, and says so; it is not sent for approval without."""
        settings.MEDIA_ROOT = tmp_path
        file = ContentFile(png(), "stamp.png")
        picture = Picture.objects.create(title="Stamp", file=file, width=8, height=8)
        silent = steps(("picture", {"image": picture.pk, "alt": ""}))
        page, _response = write(steps=silent)

        response = as_(trainer).post(edit_url(page), form("submit", steps=silent))

        said = "A picture in “ຖາມກ່ອນ” has no alternative text."
        assert warned(page) == [("steps-0-value-body-0-value-alt", said)]
        errors = response.context["form"].errors.as_data()["steps"][0]
        nested = errors.block_errors[0].block_errors["body"].block_errors[0]
        assert set(nested.block_errors) == {"alt"}
        assert page.current_workflow_state is None

    @pytest.mark.parametrize("chooser", [True, False])
    def test_picture_of_40_megabytes(self, as_, trainer, speaks, chooser):
        speaks(trainer, "en")
        big = io.BytesIO(png() + b"\0" * (40 * 2**20))
        big.name = "huge.png"
        address = "wagtailimages_chooser:create" if chooser else "wagtailimages:add"
        prefix = "image-chooser-upload-" if chooser else ""

        page = as_(trainer).post(
            reverse(address), {f"{prefix}title": "Typed with care", f"{prefix}file": big}
        )

        said = page.content.decode()
        assert Picture.objects.count() == 0
        assert "too big" in said
        assert "Typed with care" in said


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestInTheEditor:
    """What a trainer sees beside the fields, on a computer."""

    @pytest.mark.parametrize(
        ("cms", "said"),
        [("en", "The link to “nowhere”"), ("lo", "ລິ້ງໄປ “nowhere”")],
    )
    def test_warning_stands_at_the_field_until_it_is_changed(
        self, open_page, trainer, write, cms, said
    ):
        broken = "ເບິ່ງ [ໜ້າ](nowhere)."
        page, _response = write(cms=cms, steps=steps(("text", "ດີ"), ("text", broken)))

        shown = open_page(edit_url(page), person=trainer, language=cms, size="desk")

        field = shown.locator('[name="steps-0-value-body-1-value"]')
        line = shown.locator(".lint")
        line.wait_for()
        assert said in line.inner_text()
        assert field.get_attribute("aria-describedby").endswith(line.get_attribute("id"))
        assert field.evaluate("(field) => field.closest('.w-field').querySelector('.lint').id")
        field.fill("ດີຫຼາຍ.")
        assert line.count() == 0

    @pytest.mark.parametrize("cms", ["en", "lo"])
    def test_error_stands_at_the_block_and_words_stay(self, open_page, trainer, write, cms):
        page, _response = write(cms=cms)
        shown = open_page(edit_url(page), person=trainer, language=cms, size="desk")
        field = shown.locator('[name="steps-0-value-body-0-value"]')
        typed = "ເບິ່ງ [ຄູ່ມື](/lo/sops/reg-99/)."
        field.fill(typed)

        shown.locator("button.action-save").first.click()

        error = shown.locator(".w-field__errors", has_text="REG-99")
        error.wait_for()
        assert shown.locator('[name="steps-0-value-body-0-value"]').input_value() == typed
        assert (
            shown.evaluate(
                "(error) => error.closest('.w-field').querySelector('textarea').name",
                error.element_handle(),
            )
            == "steps-0-value-body-0-value"
        )
