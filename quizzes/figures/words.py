"""What figures mean, in a sentence; the numbers stand under it."""

from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..percents import whole, whole_share

FEW, SMALL_GROUP = 5, 30
# From how many attempts on there is each figure: statistics.md, section 6.
ATTEMPTS_FOR = {
    "standarddeviation": 2,
    "skewness": 3,
    "kurtosis": 4,
    "cic": 3,
    "errorratio": 3,
    "standarderror": 3,
}
EASY, HARD = 0.95, 0.40
WEAK, GOOD = 10, 30  # discrimination index, percent
TRUSTED, ROUGH = 70, 50  # internal consistency, percent
ABOVE_GUESSING = 0.05
WIDE_GAP = 0.3  # of the mark, between the numbers of one parameter


def of_quiz(data: dict) -> list[str]:
    """The quiz in sentences, the most important first."""
    figures, worth = data["quiz"], float(data["worth"])
    n = figures["n"]
    if not n:
        return [] if data["left_out"] else [_("Nobody has handed in yet.")]
    said = [
        ngettext(
            "%(n)d attempt counts: %(average)s%% of the marks on average, half have %(median)s%% "
            "or more.",
            "%(n)d attempts count: %(average)s%% of the marks on average, half have %(median)s%% "
            "or more.",
            n,
        )
        % {
            "n": n,
            "average": percent_of(figures["average"], worth),
            "median": percent_of(figures["median"], worth),
        }
    ]
    if n < SMALL_GROUP:
        said.append(
            _("The group is small: figures may swing widely from one workshop to the next.")
        )
    if figures["cic"] is not None and n >= FEW:
        said.append(_trust(figures))
    return said


def of_counting(data: dict, which: str, handed_in: int, still_open: int) -> list[str]:
    """Which of the attempts in the scope count, and why the others don't."""
    n, left_out = data["quiz"]["n"], data["left_out"]
    others = handed_in - left_out - n
    said = [_counted(which) % {"n": n, "all": handed_in}] if handed_in else []
    if others > 0:
        said.append(
            ngettext(
                "%(n)d is another attempt of an officer of whom one counts already.",
                "%(n)d are other attempts of officers of whom one counts already.",
                others,
            )
            % {"n": others}
        )
    if left_out:
        said.append(
            ngettext(
                "%(n)d is left out: the quiz had other questions or marks then.",
                "%(n)d are left out: the quiz had other questions or marks then.",
                left_out,
            )
            % {"n": left_out}
        )
    if still_open:
        said.append(
            ngettext(
                "%(n)d attempt is still open and doesn't count yet.",
                "%(n)d attempts are still open and don't count yet.",
                still_open,
            )
            % {"n": still_open}
        )
    return said


def _counted(which: str) -> str:
    return {
        "highest": _(
            "Of %(all)d attempts handed in, %(n)d count: the best attempt of each officer."
        ),
        "first": _(
            "Of %(all)d attempts handed in, %(n)d count: the first attempt of each officer."
        ),
        "last": _("Of %(all)d attempts handed in, %(n)d count: the last attempt of each officer."),
        "all": _("Of %(all)d attempts handed in, %(n)d count."),
    }[which]


def figures_of_quiz(data: dict) -> list[tuple[str, str]]:
    """The figures of the whole quiz, each with its name; one that needs more attempts says so."""
    figures, worth = data["quiz"], floatformat(data["worth"], -2)
    return [
        (_("Attempts that count"), str(figures["n"])),
        (_("Mean, marks"), f"{_figure(figures, 'average')} / {worth}"),
        (_("Median, marks"), _figure(figures, "median")),
        (_("Standard deviation, marks"), _figure(figures, "standarddeviation")),
        (_("Skewness"), _figure(figures, "skewness")),
        (_("Kurtosis"), _figure(figures, "kurtosis")),
        (
            _("Internal consistency (Cronbach's alpha), percent"),
            _figure(figures, "cic", places=1),
        ),
        (_("Error ratio, percent"), _figure(figures, "errorratio", places=1)),
        (_("Standard error of measurement, marks"), _figure(figures, "standarderror")),
    ]


def _figure(figures: dict, name: str, *, places: int = 2) -> str:
    if figures[name] is not None:
        return floatformat(figures[name], places)
    least = ATTEMPTS_FOR.get(name, 0)
    if figures["n"] < least:
        return _("too few attempts: there is one from %(n)d on") % {"n": least}
    return "–"


def _trust(figures: dict) -> str:
    around = {"around": number_format(figures["standarderror"], 1)}
    if figures["cic"] >= TRUSTED:
        return (
            _(
                "The questions pull together: a mark tells officers apart, give or take %(around)s "
                "marks."
            )
            % around
        )
    if figures["cic"] >= ROUGH:
        return _("A mark tells roughly who knows more, give or take %(around)s marks.") % around
    return _(
        "The questions don't pull together: use the marks to see what to teach, not to rank people."
    )


def of_question(row: dict) -> tuple[str, bool]:
    """A question in a sentence, and whether somebody should look at it."""
    asked, facility = row["s"], row["facility"]
    index = row["discriminationindex"]
    if asked < FEW:
        return _("Too few were asked to say anything."), False
    if facility is None:
        return _("It is worth no marks."), False
    if index is None and row.get("sd"):
        return _("All did alike in the rest, so it can't be told who knows."), facility < HARD
    if index is None:
        if facility >= EASY:
            return _("Everybody got this right: it tells nothing about who knows."), False
        return _("All have the same mark here, so it tells nothing about who knows."), True
    if index < WEAK and facility < 0.5:
        return _(
            "Most got this wrong, and the best no more than the rest: check the key or the wording."
        ), True
    if index < 0:
        return _(
            "The best get this wrong more often than the rest: check the key or the wording."
        ), True
    if facility >= EASY:
        return _("Nearly all got this right: it tells little about who knows."), False
    guess = row["randomguessscore"]
    if guess and facility <= guess + ABOVE_GUESSING:
        return _("No better than guessing: teach this step again."), True
    if facility < HARD:
        return _("Hard: most got this wrong, the best less often. Teach this step again."), True
    if index < WEAK:
        return _("Who does well elsewhere does no better here: look at the wording."), True
    if index >= GOOD:
        return _("A good question: it tells apart who knows."), False
    return _("It works."), False


def of_known_wrong(row: dict) -> str:
    """How many of the wrong answers that were written were foreseen; "" where that says nothing."""
    known = sum(sum(option["by_third"]) for option in row["options"])
    wrong = row["s"] - row["right"] - row["blank"]
    if wrong < FEW or not row["options"]:
        return ""
    text = ngettext(
        "%(known)d of %(wrong)d wrong answer is one that the question knows.",
        "%(known)d of %(wrong)d wrong answers are some that the question knows.",
        wrong,
    )
    return text % {"known": known, "wrong": wrong}


def of_variants(groups: list[dict]) -> str:
    """Where the drawn numbers make it harder: the widest gap of one parameter, if it is wide."""
    found = ""
    widest = WIDE_GAP
    for name in dict.fromkeys(group["name"] for group in groups):
        own = [g for g in groups if g["name"] == name and g["facility"] is not None]
        low = min(own, key=lambda group: group["facility"])
        high = max(own, key=lambda group: group["facility"])
        if high["facility"] - low["facility"] >= widest:
            widest = high["facility"] - low["facility"]
            found = _harder(name, low, high)
    return found


def _harder(name: str, low: dict, high: dict) -> str:
    facts = {
        "number": f"{name} = {_number(low['first'])}",
        "low": whole_share(low["facility"]),
        "high": whole_share(high["facility"]),
    }
    if low["first"] != low["last"]:
        facts["number"] += f" – {_number(low['last'])}"
    return (
        _(
            "Harder with %(number)s: %(low)d%% of the mark, else up to %(high)d%%. Teach this "
            "case, or look at the formula."
        )
        % facts
    )


def _number(text: str) -> str:
    return number_format(text, use_l10n=True, force_grouping=True)


def of_languages(found: dict) -> str:
    """Whether equals fare differently in the two languages."""
    facts = {
        "lo": whole_share(found["facility_lo"]),
        "en": whole_share(found["facility_en"]),
    }
    if not found["is_flagged"]:
        return ""
    facts |= {name: number_format(found[name], 1) for name in ("odds", "low", "high")}
    if found["harder_in"] == "en":
        said = _(
            "Harder in English than in Lao for officers who are as good: compare the two texts. "
            "Right in Lao %(lo)d%%, in English %(en)d%%; odds %(odds)s to 1 (95%% sure: %(low)s to "
            "%(high)s)."
        )
    else:
        said = _(
            "Harder in Lao than in English for officers who are as good: compare the two texts. "
            "Right in Lao %(lo)d%%, in English %(en)d%%; odds %(odds)s to 1 (95%% sure: %(low)s to "
            "%(high)s)."
        )
    return said % facts


def percent_of(marks: float | None, worth: float) -> int:
    """Marks as a whole percentage of what could be had."""
    return whole(100 * marks / worth) if marks is not None and worth else 0
