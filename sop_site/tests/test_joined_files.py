"""One stylesheet and one module file, joined from many."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from sop_site.joined_files import CORE, MODULES, JoinedFinder, join_css, join_js

STATIC = settings.BASE_DIR / "static"


def test_stylesheet_holds_every_component_and_imports_nothing():
    components = sorted((STATIC / "css" / "components").glob("*.css"))

    joined = join_css(STATIC / "css" / "khumue.css")

    assert "@import" not in joined
    listed = (STATIC / "css" / "khumue.css").read_text()
    assert [c.name for c in components if f"components/{c.name}" not in listed] == []


def test_stylesheet_names_the_layers_before_any_rule():
    sheet = Path(finders.find("css/khumue.css")).read_text()

    assert sheet.startswith("@layer tokens, base, layout, components, print;")


def test_stylesheet_is_shortened():
    sheet = Path(finders.find("css/khumue.css")).read_text()

    assert "/*" not in sheet
    assert "\n" not in sheet
    assert ".step{padding-block:" in sheet.replace(": ", ":")


def test_stylesheet_styles_nothing_that_no_page_has():
    """What every phone waits for before its first paint holds no rules of pages that are gone."""
    folders = ("content", "feedback", "quizzes", "sop_pages", "sop_site", "static/js")
    sources = [path for folder in folders for path in (settings.BASE_DIR / folder).rglob("*.*")]
    kept = {".html", ".js", ".py"}
    sources = [s for s in sources if s.suffix in kept and "tests" not in s.parts]
    written = "\n".join(source.read_text(encoding="utf-8") for source in sources)
    words = set(re.findall(r"[a-z][\w-]*", written))
    begun = tuple(re.findall(r"[a-z][\w-]*--(?=\{\{)", written))  # change--{{ kind }}

    sheet = re.sub(r"url\([^)]*\)", "", join_css(STATIC / "css" / "khumue.css"))
    styled = set(re.findall(r"\.([a-z][\w-]*)", sheet))

    assert {name for name in styled - words if not name.startswith(begun)} == set()


def test_small_drawings_stand_in_the_stylesheet():
    joined = join_css(STATIC / "css" / "khumue.css")

    assert "weave.svg" not in joined
    assert joined.count("data:image/svg+xml;base64,") == 2


def test_modules_keep_their_names_apart(tmp_path):
    (tmp_path / "one.js").write_text("const a = 1;\n")
    (tmp_path / "two.js").write_text("const a = 2;\n")
    (tmp_path / "all.js").write_text('import "./one.js";\nimport "./two.js";\n')

    assert join_js(tmp_path / "all.js") == "{\nconst a = 1;\n}\n{\nconst a = 2;\n}\n"


def test_joined_file_is_found_before_its_list():
    found = finders.find("css/khumue.css")

    assert found == str(settings.VAR_DIR / "joined" / "css" / "khumue.css")
    assert [path for path, _storage in JoinedFinder().list([])] == [
        "css/khumue.css",
        "js/khumue.js",
        "js/core.js",
        "js/offline.js",
        "js/offline-writing.js",
        "js/offline-copy.js",
        "js/offline-search.js",
        "js/offline-months.js",
        "js/offline-sheet.js",
        "js/scan.js",
        "js/to-send.js",
        "js/quiz.js",
        "js/worker.js",
    ]


@pytest.mark.parametrize("name", ["js/khumue.js", *MODULES])
def test_script_is_shortened_and_shares_what_others_have(name):
    script = Path(finders.find(name)).read_text()

    assert "/**" not in script
    assert "\n" not in re.sub(r"`[^`]*`", "", script)
    assert ("indexedDB.open" in script) == (name == CORE)


def test_joined_file_is_made_again_when_a_part_changes(tmp_path, settings):
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "khumue.css").write_text('@import "part.css";\n')
    (tmp_path / "css" / "part.css").write_text("a { color: red; }\n")
    settings.STATICFILES_DIRS, settings.VAR_DIR = [tmp_path], tmp_path / "var"
    finder = JoinedFinder()
    first = Path(finder.find("css/khumue.css")).read_text()

    (tmp_path / "css" / "part.css").write_text("b { color: red; }\n")

    second = Path(finder.find("css/khumue.css")).read_text()
    assert (first, second) == ("a{color: red}", "b{color: red}")
