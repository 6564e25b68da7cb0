"""The table of checks in docs/offline.md names tests that are there."""

import re

from django.conf import settings

HOMES = {
    "reading": "sop_site/offline/tests/test_phone_reading.py",
    "writing": "sop_site/offline/tests/test_phone_writing.py",
    "updates": "sop_site/offline/tests/test_phone_updates.py",
    "plain": "sop_site/offline/tests/test_phone_plain.py",
    "feedback": "feedback/tests/test_new.py",
}
ROW = re.compile(r"^\| (\d+) \| [^|]+ \| (?:(\w+): )?(\w+)", re.M)


def test_each_check_is_held_by_a_test_that_exists():
    text = (settings.BASE_DIR / "docs" / "offline.md").read_text(encoding="utf-8")
    rows = ROW.findall(text)

    missing = [
        name
        for _number, home, name in rows
        if home in HOMES
        and f"def {name}(" not in (settings.BASE_DIR / HOMES[home]).read_text(encoding="utf-8")
    ]

    assert [int(number) for number, _home, _name in rows] == list(range(1, 40))
    assert missing == []
