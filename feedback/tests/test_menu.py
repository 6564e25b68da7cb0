"""The CMS's menu: Wagtail lights up each entry by whose name the name of the open one begins."""

import pytest
from django.utils import translation
from wagtail import hooks
from wagtail.admin.menu import SubmenuMenuItem


def levels(items):
    """The names of entries that stand beside each other, level by level."""
    yield [item.name for item in items]
    for item in items:
        if isinstance(item, SubmenuMenuItem):
            yield from levels(item.menu.registered_menu_items)


@pytest.mark.parametrize("language", ["lo", "en"])
def test_opening_one_entry_of_the_menu_lights_no_other(language):
    with translation.override(language):
        items = [make() for make in hooks.get_hooks("register_admin_menu_item")]

        names = [
            [one.replace(" ", "") for one in level] for level in levels(items) if len(level) > 1
        ]

    assert {"feedback-desk", "feedback-figures"} <= set(names[0])
    lit = [
        (one, other)
        for level in names
        for at, one in enumerate(level)
        for place, other in enumerate(level)
        if at != place and one.startswith(other)
    ]
    assert lit == []
