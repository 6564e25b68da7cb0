"""What led to a release: whoever approves it names what was reported, and it stays named.

Apps above the handbook register a source of choices; the handbook offers them without knowing
what they are, tells the source which were taken, and freezes the words that all may read.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models import Release, ReleaseCause


@dataclass(frozen=True)
class Choice:
    """Something that this change may answer. `label` is for whoever approves, `count` how many
    people hear of it, `step_id` the step that it is about."""

    key: str
    label: str
    count: int
    step_id: int | None = None
    is_likely: bool = False


@dataclass(frozen=True)
class Taken:
    """What a release keeps of a choice: a title in both languages that everybody may read (empty:
    none), and how many reports stand behind it."""

    key: str
    step_id: int | None
    number: int
    title_lo: str = ""
    title_en: str = ""


# offer(SOP's primary key, the person who approves); a constant number of queries.
Offer = Callable[[int, object], Iterable[Choice]]
# take(release, keys): within the transaction of the release; keys that are gone are left out.
Take = Callable[[Release, Sequence[str]], Iterable[Taken]]
_sources: dict[str, tuple[Offer, Take]] = {}


def register(name: str, offer: Offer, take: Take) -> None:
    """Adds a source of choices, for instance "feedback.reports"."""
    _sources[name] = offer, take


def offered(sop_id: int, person) -> list[Choice]:
    """All choices for a release of this SOP; each key says its source too."""
    return [
        Choice(f"{name}:{one.key}", one.label, one.count, one.step_id, one.is_likely)
        for name, (offer, _take) in _sources.items()
        for one in offer(sop_id, person)
    ]


def freeze(release: Release | None, keys: Sequence[str]) -> None:
    """Names these as what led to the release. Raises ValidationError where there is no release."""
    if not keys:
        return
    if release is None:
        raise ValidationError(_("The text is the one that holds: it answers no report."))
    for name, (_offer, take) in _sources.items():
        own = [key.removeprefix(f"{name}:") for key in keys if key.startswith(f"{name}:")]
        ReleaseCause.objects.bulk_create(
            ReleaseCause(
                release=release,
                source=name,
                key=one.key,
                step_id=one.step_id,
                title_lo=one.title_lo,
                title_en=one.title_en,
                number=one.number,
            )
            for one in (take(release, own) if own else ())
        )
