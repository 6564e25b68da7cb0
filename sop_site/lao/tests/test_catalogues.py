"""Every word is there in Lao, compiled as written; English shows English."""

import re
from pathlib import Path

import polib
import pytest
from django import forms
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from django.utils.timesince import timesince

from sop_site.lao import catalogues

SENTENCES = re.compile(r"""["'`]([A-Z][^"'`\n]*[a-z]\s+[a-z][^"'`\n]*)["'`]""")
COMMENTS = re.compile(r"/\*.*?\*/|(?m:(?<![:\"'])//.*$)", re.DOTALL)
LAO = re.compile("[\u0e80-\u0eff]{2,}")


@pytest.mark.parametrize("name", catalogues.names())
def test_catalogue_is_complete_and_compiled(name):
    assert catalogues.faults(name) == []


@pytest.fixture
def own_catalogue(tmp_path, monkeypatch):
    """A catalogue of its own with one Python file; returns a function that writes its entries."""
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(catalogues, "SOURCES", {"mine": ["code"]})
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    code = tmp_path / "code"
    code.mkdir()
    (code / "views.py").write_text(
        'from x import gettext as _\n_("Hello %(name)s.")\n', encoding="utf-8"
    )

    def write(**entry):
        catalogue = polib.POFile()
        catalogue.metadata = dict(catalogues.HEADER)
        if entry:
            catalogue.append(polib.POEntry(**entry))
        path = catalogues.po_path("mine")
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        catalogues.compile_catalogue("mine")
        return path

    return write


def test_complete_catalogue_has_no_fault(own_catalogue):
    own_catalogue(msgid="Hello %(name)s.", msgstr="ສະບາຍດີ %(name)s.")

    assert catalogues.faults("mine") == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({}, "is not in the catalogue"),
        ({"msgid": "Hello %(name)s."}, "has no Lao"),
        ({"msgid": "Hello %(name)s.", "msgstr": "%(name)s", "flags": ["fuzzy"]}, "has no Lao"),
        ({"msgid": "Hello %(name)s.", "msgstr": "ສະບາຍດີ"}, "different placeholders"),
        ({"msgid": "Gone.", "msgstr": "ໝົດ"}, "is said nowhere any more"),
    ],
)
def test_faulty_catalogue_is_named(own_catalogue, entry, fault):
    own_catalogue(**entry)

    assert any(fault in said for said in catalogues.faults("mine"))


def test_catalogue_changed_after_compiling_is_named(own_catalogue):
    path = own_catalogue(msgid="Hello %(name)s.", msgstr="ສະບາຍດີ %(name)s.")
    catalogue = polib.pofile(str(path))
    catalogue[0].msgstr = "%(name)s, ສະບາຍດີ."
    catalogue.save(str(path))

    assert catalogues.faults("mine") == ["mine: django.mo is older than django.po."]


def test_update_gathers_new_strings_and_drops_old_ones(own_catalogue):
    own_catalogue(msgid="Gone.", msgstr="ໝົດ")

    assert catalogues.update("mine") == 1
    assert [entry.msgid for entry in catalogues.load("mine")] == ["Hello %(name)s."]


def test_clash_of_two_catalogues_is_named(own_catalogue, monkeypatch):
    path = own_catalogue(msgid="Task", msgstr="ວຽກ")
    other = catalogues.po_path("other")
    other.parent.mkdir(parents=True)
    other.write_text(path.read_text(encoding="utf-8").replace("ວຽກ", "ໜ້າທີ່"), encoding="utf-8")
    monkeypatch.setattr(catalogues, "names", lambda: ["mine", "other"])

    assert "'Task' is put differently in mine and other." in catalogues.clashes()


def test_no_words_have_two_lao():
    assert catalogues.clashes() == []


@pytest.mark.parametrize(("english", "other"), [("file", "ແຟ້ມ"), ("officer", "ເຈົ້າໜ້າທີ່")])
@pytest.mark.parametrize("name", [name for name in catalogues.names() if name != "django"])
def test_one_thing_has_one_word(name, english, other):
    """An officer is ພະນັກງານ, as the glossary has it; a file ໄຟລ໌, as phones call it."""
    entries = catalogues.load(name)

    said = [entry.msgid for entry in entries if other in f"{entry.msgstr}{entry.msgstr_plural}"]

    assert said == [], english


def test_command_refuses_an_unknown_catalogue():
    with pytest.raises(CommandError, match="no catalogue called nothing"):
        call_command("translations", "check", "nothing")


@pytest.mark.parametrize("name", catalogues.names())
def test_english_shows_english(name):
    with translation.override("en"):
        for entry in catalogues.load(name):
            if entry.msgid_plural:
                said = translation.ngettext(entry.msgid, entry.msgid_plural, 5)
                assert said == entry.msgid_plural
            elif not entry.msgctxt:
                assert not LAO.search(translation.gettext(entry.msgid))


@pytest.mark.parametrize(
    ("language", "said"),
    [("lo", "ຕ້ອງຂຽນໃສ່ຊ່ອງນີ້."), ("en", "This field is required.")],
)
def test_form_error_is_in_the_language_shown(language, said):
    with translation.override(language):
        form = forms.Form({})
        form.fields["name"] = forms.CharField()

        assert form.errors["name"] == [said]


@pytest.mark.parametrize(("language", "said"), [("lo", "3\xa0ມື້"), ("en", "3\xa0days")])
def test_time_since_has_one_form_in_lao(language, said):
    now = timezone.now()

    with translation.override(language):
        assert timesince(now - timezone.timedelta(days=3), now) == said


@pytest.mark.parametrize(
    "path",
    sorted(Path(settings.BASE_DIR, "static", "js").rglob("*.js")),
    ids=lambda path: path.name,
)
def test_script_has_no_words_of_its_own(path):
    code = COMMENTS.sub("", path.read_text(encoding="utf-8"))

    assert SENTENCES.findall(code) == []
    if "lao" not in path.parts:
        assert LAO.findall(code) == []
