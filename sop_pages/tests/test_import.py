"""import_sop, export_sop: from files to pages and back."""

import io
import json

import pytest
from django.core.management import call_command
from PIL import Image

from sop_pages.files.importing import import_files
from sop_pages.models import SOP, SOPPage, Step
from sop_pages.tests.conftest import TEXT

pytestmark = pytest.mark.usefixtures("in_english", "handbook")


def states(*paths, **options):
    return [outcome.state for outcome in import_files(paths, **options)]


def export(code, *options):
    out = io.StringIO()
    call_command("export_sop", code, *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_import_makes_a_draft(write_file):
    assert states(write_file("lo")) == ["created"]

    page = SOPPage.objects.get()
    assert (page.live, page.code, page.get_parent().specific.task) == (False, "REG-07", "register")
    assert not Step.objects.exists()


def test_import_with_publish_makes_a_live_page(write_file):
    states(write_file("lo"), publish=True)

    page = SOPPage.objects.get()
    assert (page.live, page.has_unpublished_changes) == (True, False)
    assert page.url.endswith("/lo/sops/reg-07/")


def test_export_gives_the_file_back(write_file, published):
    assert export("reg-07", "--language", "en") == TEXT["en"]
    assert export("REG-07") == TEXT["lo"]


def test_same_file_again_makes_no_revision(write_file, published):
    before = published["lo"].revisions.count()

    assert states(write_file("lo"), write_file("en"), publish=True) == ["unchanged", "unchanged"]
    assert published["lo"].revisions.count() == before


def test_same_file_publishes_the_draft_of_before(write_file):
    states(write_file("lo"))

    assert states(write_file("lo"), publish=True) == ["published"]
    assert SOPPage.objects.get().live


def test_what_people_edited_is_left_unless_forced(write_file, published):
    draft = published["lo"].get_latest_revision_as_object()
    draft.title = "ແກ້ດ້ວຍມື"
    draft.save_revision()
    changed = write_file("lo", title="ຈາກແຟ້ມ")

    assert states(changed, publish=True) == ["left"]
    assert published["lo"].get_latest_revision_as_object().title == "ແກ້ດ້ວຍມື"
    assert states(changed, publish=True, force=True) == ["updated"]
    assert SOPPage.objects.get(language="lo").title == "ຈາກແຟ້ມ"


def test_dry_run_writes_nothing(write_file):
    assert states(write_file("lo"), dry_run=True, publish=True) == ["created"]
    assert not SOP.objects.exists()


def test_code_used_twice_in_one_run_refuses_both(write_file):
    first, second = write_file("lo", name="a.md"), write_file("lo", name="b.md", title="ອື່ນ")

    outcomes = import_files([first, second])

    assert [str(f) for o in outcomes for f in o.faults] == [
        "a.md:2: The code REG-07 is used by b.md too.",
        "b.md:2: The code REG-07 is used by a.md too.",
    ]
    assert not SOPPage.objects.exists()


def test_unknown_value_and_missing_sop_are_refused_by_line(write_file):
    text = (
        TEXT["en"]
        .replace("{vol_rate}", "{no_rate}")
        .replace("sample:", "related: [XX-09]\nsample:")
    )

    [outcome] = import_files([write_file("en", text)])

    assert [str(f) for f in outcome.faults] == [
        "REG-07.en.md:18: There is no reference value {no_rate}.",
        "REG-07.en.md:8: There is no SOP with the code XX-09.",
    ]


def test_related_sop_may_come_in_the_same_run(write_file):
    one = write_file("en", TEXT["en"].replace("sample:", "related: [REG-08]\nsample:"))
    other = write_file("en", code="REG-08")

    assert states(one, other) == ["created", "created"]


def test_faulty_file_does_not_hold_up_the_others(write_file):
    bad = write_file("en", code="REG-08", task="fish")

    assert states(bad, write_file("en")) == ["refused", "created"]


def test_language_of_the_command_must_agree_with_the_head(write_file):
    [outcome] = import_files([write_file("en")], language="lo")

    assert str(outcome.faults[0]) == "REG-07.en.md:3: The head says “en”, the command “lo”."


def test_json_is_one_object_and_words_go_elsewhere(write_file, capsys):
    call_command("import_sop", str(write_file("lo")), "--json")

    out, err = capsys.readouterr()
    assert json.loads(out)["files"][0]["state"] == "created"
    assert err == "REG-07.lo.md: created\n"


def test_refusal_exits_with_one(write_file, capsys):
    with pytest.raises(SystemExit) as stop:
        call_command("import_sop", str(write_file("lo", task="fish")), "--json")

    assert stop.value.code == 1
    assert json.loads(capsys.readouterr().out)["done"] is False


def test_export_refuses_what_is_not_there(db, capsys):
    with pytest.raises(SystemExit) as stop:
        call_command("export_sop", "NOP-99", "--json")

    said = capsys.readouterr()
    assert stop.value.code == 1
    assert json.loads(said.out) == {
        "error": {"message": "There is no SOP NOP-99 in this language."}
    }
    assert said.err == "There is no SOP NOP-99 in this language.\n"


def test_export_into_a_file_is_refused_in_words(published, tmp_path, capsys):
    (tmp_path / "out").touch()

    with pytest.raises(SystemExit) as stop:
        call_command("export_sop", "REG-07", "--output", str(tmp_path / "out"))

    assert stop.value.code == 1
    assert "out can't be written to: File exists.\n" in capsys.readouterr().err


@pytest.mark.parametrize("publish", [True, False])
def test_dry_run_leaves_no_files_behind(write_file, tmp_path, settings, publish):
    settings.MEDIA_ROOT = tmp_path / "media"
    Image.new("RGB", (8, 8), "green").save(tmp_path / "stamp.png")
    text = TEXT["en"].replace("> [!warning]", "![Stamp](stamp.png)\n\n> [!warning]")

    assert states(write_file("en", text), dry_run=True, publish=publish) == ["created"]
    assert [path for path in tmp_path.glob("media/**/*") if path.is_file()] == []


# Wagtail leaves the file of a picture's rendition to be closed by the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_block_survives_export_and_import(write_file, tmp_path):
    Image.new("RGB", (8, 8), "green").save(tmp_path / "stamp.png")
    (tmp_path / "form.pdf").write_bytes(b"%PDF-1.4 form")
    (tmp_path / "hmong.mp3").write_bytes(b"ID3" + b"\0" * 64)
    blocks = (
        "![A stamped receipt](stamp.png)\n\n> [!documents]\n> - Card\n> - Book\n\n"
        "> [!calculator] contribution\n\n> [!audio] hmong.mp3\n> The same in Hmong\n\n"
        "> [!download] form.pdf\n> The form\n\n> [!warning]"
    )
    text = TEXT["en"].replace("> [!warning]", blocks) + "\n## Form\n- [REG-07-A: Form](form.pdf)\n"
    file = write_file("en", text)

    assert states(file, publish=True) == ["created"]
    assert export("REG-07", "--language", "en") == text
    assert states(file, publish=True) == ["unchanged"]
    kinds = [part.kind for part in SOPPage.objects.get().content().steps[0].parts]
    assert kinds == [
        "text", "picture", "documents", "calculator", "audio", "download", "warning",
    ]  # fmt: skip


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_export_into_a_folder_brings_the_pictures(write_file, tmp_path):
    Image.new("RGB", (8, 8), "green").save(tmp_path / "stamp.png")
    text = TEXT["en"].replace("> [!warning]", "![Stamp](stamp.png)\n\n> [!warning]")
    states(write_file("en", text), publish=True)

    export("REG-07", "--language", "en", "--output", str(tmp_path / "out"))

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "REG-07.en.md",
        "stamp.png",
    ]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("gone.png", None, "The file “gone.png” is not there."),
        ("../up.png", None, "“../up.png” lies outside the SOP file's folder."),
        ("page.svg", b"<svg/>",
         "“page.svg” is of a kind that is not taken; taken are .jpg, .jpeg, .png, .webp."),
    ],
)  # fmt: skip
def test_bad_picture_is_refused_by_line(write_file, tmp_path, name, data, message):
    if data:
        (tmp_path / name).write_bytes(data)
    text = TEXT["en"].replace("> [!warning]", f"![Alt]({name})\n\n> [!warning]")

    [outcome] = import_files([write_file("en", text)])

    assert [str(f) for f in outcome.faults] == [f"REG-07.en.md:19: {message}"]
    assert not SOPPage.objects.exists()


def test_html_named_as_a_picture_is_refused(write_file, tmp_path):
    (tmp_path / "x.jpg").write_bytes(b"<html><script>1</script></html>")
    text = TEXT["en"].replace("> [!warning]", "![Alt](x.jpg)\n\n> [!warning]")

    assert states(write_file("en", text)) == ["refused"]
