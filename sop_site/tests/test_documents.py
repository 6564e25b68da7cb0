"""The documents name what is there."""

import ast
import os
import re
import shlex
import subprocess

import pytest
from django.conf import settings

from sop_site.settings import limits

ROOT = settings.BASE_DIR
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")

PROGRAMS = ["bin/check", "bin/bench", "bin/backup", "bin/restore", "bin/to-postgres", ".ci/run"]


def commands() -> list[str]:
    """The indented lines of README's "Run it", without their comments."""
    part = (ROOT / "README.md").read_text(encoding="utf-8").split("## Run it")[1].split("\n## ")[0]
    lines = [line.split("#")[0].strip() for line in part.splitlines() if line.startswith("    ")]
    return [line for line in lines if line]


def test_readme_runs_with_two_commands():
    assert commands() == ["bin/serve", "bin/test"]


@pytest.mark.parametrize("command", [*commands(), *PROGRAMS])
def test_command_can_be_run(command):
    program = ROOT / shlex.split(command)[0]

    assert os.access(program, os.X_OK)
    assert subprocess.run(["bash", "-n", program]).returncode == 0


def test_serve_says_what_it_takes():
    done = subprocess.run([ROOT / "bin" / "serve", "--help"], capture_output=True, text=True)

    assert done.returncode == 0
    assert {"--fresh", "--yes"} <= set(re.findall(r"--\w+", done.stdout))


@pytest.mark.parametrize("port", ["zero", "0", "65536", "-1", "٨٠"])
def test_serve_refuses_a_port_that_is_none(port):
    done = subprocess.run(
        [ROOT / "bin" / "serve"], env={**os.environ, "PORT": port}, capture_output=True, text=True
    )

    said = f"PORT is {port!r}; it must be a number from 1 to 65535.\n"
    assert (done.returncode, done.stderr) == (1, said)


def test_serve_refuses_production_settings():
    chosen = {"DJANGO_SETTINGS_MODULE": "sop_site.settings.production"}
    done = subprocess.run(
        [ROOT / "bin" / "serve"], env={**os.environ, **chosen}, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "bin/serve runs the development settings only" in done.stderr


@pytest.mark.parametrize("name", ["README.md", "docs/operators.md", "docs/licences.md"])
def test_links_lead_somewhere(name):
    document = ROOT / name
    links = LINK.findall(document.read_text(encoding="utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_operators_are_told_each_limit_with_its_default():
    text = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    told = {name: int(value) for name, value in re.findall(r"\| `([a-z_]+)` \| (\d+) ", text)}
    durations = {
        name: int(default)
        for name, default in re.findall(
            r'_limit\("(\w+)", (\d+)\)', (ROOT / "sop_site/settings/limits.py").read_text()
        )
    }

    assert told == {**limits.LIMITS, **durations}


def test_operators_are_told_each_setting():
    text = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    folder = ROOT / "sop_site" / "settings"
    asked = {name for path in folder.glob("*.py") for name in names_read(path)}
    limited = {f"KHUMUE_{name.upper()}" for name in limits.LIMITS}
    told = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", text))

    assert sorted(asked - limited - told - {"DEBUG"}) == []


def names_read(path) -> set[str]:
    """The names that a settings module gives to a reader of the environment."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    first = [
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and getattr(call.func.value, "id", "") == "env"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    return {name for name in first if isinstance(name, str)}
