"""The benchmark's result as the table of docs/performance.md, each row with its aim."""

from statistics import median

KB = 1024


def table(result: dict) -> str:
    """A Markdown table: what, measured, queries, aim, and whether it is met."""
    head = ["| what | measured | queries | aim | |", "|---|---|---|---|---|"]
    return "\n".join(head + [_line(*row) for row in _rows(result)])


def _line(what, measured, queries, aim, met) -> str:
    said = "" if met is None else "met" if met else "**missed**"
    return f"| {what} | {measured} | {queries} | {aim} | {said} |"


def _rows(result: dict):
    rows, asked, large = result["rows"], result["queries"], result["large"]

    def ratio(name, base=None):
        """The median of what the rounds say, each divided within itself."""
        under = rows[base]["ratios"] if base else [1] * len(rows[name]["ratios"])
        return median(a / b for a, b in zip(rows[name]["ratios"], under, strict=True))

    def cpu(name, most=None, most_queries=None, what=""):
        said = [f"≤ {most}"] if most else []
        said += [f"≤ {most_queries} queries"] if most_queries else []
        met = None
        if said:
            met = ratio(name) <= (most or 1e9) and asked[name] <= (most_queries or 1e9)
        aim = ", ".join(said)
        return (what or name) + " ÷ plain view", f"{ratio(name):.1f}", asked[name], aim, met

    def growth(name, few, most):
        found = ratio(f"{name}, large", few)
        what = f"{name}: {large:,} SOPs ÷ 40"
        return what, f"{found:.2f}", asked[f"{name}, large"], f"≤ {most}", found <= most

    yield "plain view, CPU ms", f"{rows['plain view']['ms']:.1f}", asked["plain view"], "", None
    yield cpu("Wagtail page as usual")
    yield cpu("SOP, anonymous", 3, 2)
    yield cpu("SOP, signed in", 6, 6)
    yield cpu("SOP, not changed since", 2, what="SOP, not changed since (If-None-Match)")
    yield cpu("home, anonymous", None, 10)
    yield cpu("home, signed in", None, 10)
    yield cpu("search page")
    yield growth("SOP", "SOP, anonymous", 1.2)
    yield growth("section", "section", 1.5)
    for name, most, of in (("search API", 1, 40), ("search API, large", 2, large)):
        found = ratio(name, "Wagtail page as usual")
        what = f"search for a frequent word, {of:,} SOPs ÷ a Wagtail page as usual"
        yield what, f"{found:.2f}", asked[name], f"≤ {most}", found <= most
    yield from _once(result)


def _once(result: dict):
    recall, view = result["recall"], result["first_view"]
    yield (
        f"recall of {recall['words']} Lao words of the glossary",
        f"{recall['share']:.1%} ({recall['found']} of {recall['held']})",
        "",
        "≥ 98 %",
        recall["share"] >= 0.98,
    )
    kilobytes, script = view["bytes"] / KB, view["script_bytes"] / KB
    yield (
        "first view of an SOP until it can be used, font included",
        f"{view['requests']} requests, {kilobytes:.1f} kB; JavaScript in all {script:.1f} kB",
        "",
        "≤ 5 requests, ≤ 35 kB, ≤ 14 kB JavaScript",
        view["requests"] <= 5 and kilobytes <= 35 and script <= 14,
    )
    yield (
        "after it, while the phone is idle (keeping, sending, saving)",
        f"{view['later_requests']} requests, {view['later_bytes'] / KB:.1f} kB",
        "",
        "",
        None,
    )
    memory, start = result["memory_mb"], result["start_seconds"]
    yield "memory of the server", f"{memory:.0f} MB", "", "≤ 280 MB", memory <= 280
    cpu = result["start_cpu_seconds"]
    yield "cold start", f"{start:.1f} s ({cpu:.1f} s of CPU)", "", "≤ 3 s", start <= 3
