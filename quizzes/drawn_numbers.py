"""Numbers that are drawn, as an author writes them: one a line, in the words of the form. Pure."""

import re

NUMBER = r"-?\d+(?:\.\d+)?"
RANGE = re.compile(rf"(\w+)\s*:\s*({NUMBER})\s*to\s*({NUMBER})(?:\s*step\s*({NUMBER}))?", re.ASCII)
LIST = re.compile(rf"(\w+)\s*:\s*({NUMBER}(?:\s*,\s*{NUMBER})*)", re.ASCII)


def read_number(line: str) -> dict | None:
    """A parameter of quizzes/computing.py from "income: 1 to 9 step 2" or "months: 2, 3"; None for
    a line that is neither."""
    line = line.strip()
    if found := RANGE.fullmatch(line):
        name, low, high, step = found.groups()
        return {"name": name, "min": low, "max": high, "step": step or "1"}
    if found := LIST.fullmatch(line):
        return {"name": found[1], "values": re.split(r"\s*,\s*", found[2])}
    return None


def written_numbers(parameters: list[dict]) -> str:
    """The lines that read_number() reads."""
    return "\n".join(
        f"{p['name']}: " + ", ".join(p["values"])
        if p.get("values")
        else f"{p['name']}: {p['min']} to {p['max']} step {p['step']}"
        for p in parameters
    )
