"""What a phone that was never here before fetches for its first SOP, in a real browser."""

from playwright.sync_api import sync_playwright

from sop_site.tests.browser import FLAGS, chromium_path


def first_view(port: int, path: str) -> dict:
    """{requests, bytes, script_bytes, later_requests, later_bytes}, as they came over the wire,
    compressed, headers included. "Later" is what is asked for when the page stands (its load event
    is over) and the phone has nothing else to do; scripts count in both."""
    seen: dict[str, tuple[str, bool]] = {}
    sizes: dict[str, int] = {}
    stands = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        page = browser.new_context(viewport={"width": 360, "height": 640}).new_page()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Page.enable")
        # Playwright marks its handlers; a method of a list can't be marked.
        wire.on("Page.loadEventFired", lambda e: stands.append(e))
        wire.on(
            "Network.requestWillBeSent",
            lambda e: seen.update({e["requestId"]: (e["type"], bool(stands))}),
        )
        wire.on(
            "Network.loadingFinished",
            lambda e: sizes.update({e["requestId"]: int(e["encodedDataLength"])}),
        )
        page.goto(f"http://127.0.0.1:{port}{path}", wait_until="networkidle")
        browser.close()
    fetched = {key: size for key, size in sizes.items() if size}
    later = {key: size for key, size in fetched.items() if seen[key][1]}
    return {
        "requests": len(fetched) - len(later),
        "bytes": sum(fetched.values()) - sum(later.values()),
        "script_bytes": sum(size for key, size in fetched.items() if seen[key][0] == "Script"),
        "later_requests": len(later),
        "later_bytes": sum(later.values()),
    }
