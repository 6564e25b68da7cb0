"""The sample themes, and which sample reports belong to each."""

from collections.abc import Iterator

from feedback.models import Report, Theme
from sop_pages.models import SOP, Step


def load(found: dict) -> Iterator[str]:
    """`found` is the file: {themes, reports}. A theme that was loaded before is left as it is."""
    made = 0
    for entry in found["themes"]:
        sop = SOP.objects.filter(code=entry["sop"]).first()
        theme, is_new = Theme.objects.get_or_create(
            sample_key=entry["key"],
            defaults={
                "title_lo": entry["title"]["lo"],
                "title_en": entry["title"]["en"],
                "text_lo": entry["text"]["lo"],
                "text_en": entry["text"]["en"],
                "sop": sop,
                "step": Step.objects.filter(sop=sop, key=entry["step"]).first(),
            },
        )
        made += is_new
        if is_new:
            keys = [one["key"] for one in found["reports"] if one["theme"] == entry["key"]]
            own = Report.objects.not_sensitive().filter(sample_key__in=keys, theme=None)
            own.update(theme=theme)
    yield f"{made} sample themes, {len(found['themes']) - made} left as they are."
