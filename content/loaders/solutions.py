"""The sample solutions with LSSO's ruling, and where officers said that they worked."""

from collections.abc import Iterable, Iterator

from django.db import transaction

from feedback.models import Report, Solution, Trial
from sop_pages import copies
from sop_pages.models import SOP, Step
from sop_site.officers import roles
from sop_site.officers.models import District, User


def load(solutions: list[dict]) -> Iterator[str]:
    known = set(Solution.objects.exclude(sample_key="").values_list("sample_key", flat=True))
    fresh = [entry for entry in solutions if entry["key"] not in known]
    for entry in fresh:
        with transaction.atomic():
            load_one(entry)
    for sop_id in set(
        Solution.objects.filter(
            sample_key__in=[entry["key"] for entry in fresh], state=Solution.State.ALLOWED
        ).values_list("sop", flat=True)
    ):
        copies.keep_sop(sop_id)
    yield f"{len(fresh)} sample solutions, {len(solutions) - len(fresh)} left as they are."


def load_one(entry: dict) -> Solution:
    """The sample takes the place of what its report told, which waits for LSSO."""
    report = Report.objects.filter(sample_key=entry["from_report"]).first()
    district = District.objects.filter(code=entry["district_code"]).first()
    sop = SOP.objects.filter(code=entry["sop"]).first()
    solution = Solution.objects.create(
        sample_key=entry["key"],
        report=report,
        author=report.sender if report else None,
        text=entry["text"]["lo"],
        language="lo",
        sop=sop,
        step=Step.objects.filter(sop=sop, key=entry["step"]).first(),
        district=district,
        province_id=district.province_id if district else None,
        state=entry["ruling"],
        **{
            f"{name}_{language}": entry[source][language]
            for name, source in (("title", "title"), ("text", "text"), ("reason", "ruling_reason"))
            for language in ("lo", "en")
        },
    )
    officers = User.objects.filter(is_sample=True, groups__name=roles.OFFICER).order_by("pk")
    others = list(officers.exclude(pk=solution.author_id))
    load_trials(solution, entry, others)
    return solution


def load_trials(solution: Solution, entry: dict, people: Iterable[User]) -> None:
    """One officer a district; where there is no other officer, the place alone."""
    free = {person.district_id: person for person in reversed(list(people)) if person.district_id}
    said = [(code, True) for code in entry["worked_for"]]
    said += [(code, False) for code in entry["not_for"]]
    known = set(
        District.objects.filter(code__in=[code for code, _w in said]).values_list("code", flat=True)
    )
    Trial.objects.bulk_create(
        Trial(solution=solution, voter=free.get(code), district_id=code, worked=worked)
        for code, worked in said
        if code in known
    )
