"""A published SOP and reference values, for tests of how it is read."""

from decimal import Decimal

import pytest

from sop_pages import tree
from sop_pages.files.importing import import_files
from sop_pages.models import SOP, ReferenceValue, RenderedSOP

HEAD = """---
code: {code}
language: {language}
title: {title}
task: {task}
minutes: 40
audience: [officer]
tags: [card]
sample: true
---
{purpose}

## Bring
- Identity card {{#bring-card}}

## Steps
### {step} {{#{key}}}
{text}

## Objections
### "I am too old" {{#obj-age}}
Listen.

## Checklist
- Read aloud {{#check-aloud}}
"""


@pytest.fixture
def value(db):
    """Makes a reference value: value("vol_rate", "9", valid_from=None, unit="percent")."""

    def make(key="vol_rate", number="9", valid_from=None, **fields):
        given = {"label_lo": f"ຄ່າ {key}", "label_en": f"Value {key}", "unit": "percent", **fields}
        return ReferenceValue.objects.create(
            key=key, value=Decimal(number), valid_from=valid_from, **given
        )

    return make


@pytest.fixture
def publish(db, tmp_path):
    """Publishes an SOP file: publish("REG-01", "en", text="Rate {vol_rate}."). Returns its page."""

    def made(code="REG-01", language="en", **words):
        tree.ensure_tree()
        given = {
            "title": f"Title of {code}",
            "task": "register",
            "purpose": "What it is for.",
            "step": "Agree the day",
            "text": "Do it.",
            "key": "agree",
            **words,
        }
        path = tmp_path / f"{code}.{language}.md"
        path.write_text(HEAD.format(code=code, language=language, **given), encoding="utf-8")
        (outcome,) = import_files([path], publish=True)
        assert [str(fault) for fault in outcome.faults if fault.serious] == []
        return SOP.objects.get(code=code).pages.get(language=language)

    return made


@pytest.fixture
def copy_of():
    """The rendered copies of an SOP in a language, the oldest first."""

    def found(code="REG-01", language="en"):
        return list(RenderedSOP.objects.filter(code=code, language=language).order_by("holds_from"))

    return found
