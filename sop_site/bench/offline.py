"""bin/bench offline [--rounds 3]: the budgets of a phone on a bad network, in Chromium.

A server with the starting content stands behind a proxy that counts the bytes on the wire, headers
included; network and processor are throttled by the browser. Each time is the median of the rounds.
The figures go to var/offline.json and docs/performance.md.
"""

import argparse
import json
import os
import secrets
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .documents import put, write_json

KB = 1024
SOPS = 40
# what, figure, its unit, the budget; see offline_measures.py for how each is taken.
BUDGETS = (
    ("first view of an SOP, all that is needed to read it", "first_view_kb", "kB", 35),
    ("all JavaScript, packed", "script_kb", "kB", 14),
    ("first paint on EDGE (240 kbit/s, 840 ms, CPU × 6)", "first_paint_ms", "ms", 2500),
    ("an SOP without a network, CPU × 6", "offline_view_ms", "ms", 700),
    ("saved copy, 40 SOPs in two languages", "sops_kb", "kB", 250),
    ("the same with lists, contacts, forms and an officer's practices", "text_kb", "kB", 250),
    ("all of it with pictures", "with_pictures_kb", "kB", 1500),
    ("one SOP changed: what comes beside the page itself", "delta_kb", "kB", 3),
    ("50 reports sent on GPRS (50 kbit/s, 1 s)", "fifty_seconds", "s", 35),
)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/bench offline")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    password = secrets.token_hex(8)
    os.environ["KHUMUE_DEMO_PASSWORD"] = password
    with TemporaryDirectory(prefix="khumue-offline-") as folder:
        os.environ.update(KHUMUE_VAR=folder, DJANGO_SETTINGS_MODULE="sop_site.bench.settings")
        result = measure(Path(folder), password, options.rounds)
    write_json("offline", result)
    put("performance.md", "offline", table(result))
    print(json.dumps(result))
    return 0


def measure(folder: Path, password: str, rounds: int) -> dict:
    from playwright.sync_api import sync_playwright

    from sop_site.offline.tests.proxy import Proxy

    from .__main__ import run, say
    from .offline_measures import Measures
    from .servers import serving

    say("Starting content")
    run(folder, "manage.py", "prepare")
    with serving(folder) as server, sync_playwright() as playwright:
        proxy = Proxy(server.port)
        proxy.start()
        try:
            return Measures(playwright.chromium, proxy, folder, password).all(rounds)
        finally:
            proxy.close()


def table(result: dict) -> str:
    lines = ["| what | measured | budget | |", "|---|---|---|---|"]
    for what, name, unit, budget in BUDGETS:
        found = result[name]
        met = "met" if found <= budget else "**missed**"
        lines.append(f"| {what} | {found:,.1f} {unit} | ≤ {budget:,} {unit} | {met} |")
    lines.append("")
    lines.append(
        f"The saved copy was measured with {result['sops']} SOPs a language "
        f"({result['text_measured_kb']:.0f} kB of text, {result['pictures_measured_kb']:.0f} kB of "
        f"pictures); {result['sops_measured_kb']:.0f} kB of the text are SOPs, multiplied "
        f"by {SOPS} ÷ {result['sops']}; the rest does not grow with them. The changed page itself "
        f"took {result['page_kb']:.1f} kB."
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
