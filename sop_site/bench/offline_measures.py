"""How bin/bench offline takes each figure."""

import sqlite3
import statistics
import time
import urllib.request
from contextlib import closing
from pathlib import Path

from sop_site.joined_files import MODULES, WORKER
from sop_site.offline.tests.phone import Phone

KB = 1024
SOPS = 40
SOP, OTHER = "/lo/sops/reg-01/", "/lo/sops/reg-02/"
EDGE = {"kbit": 240, "latency": 840}
GPRS = {"kbit": 50, "latency": 1000}
SLOW_CPU = 6
SCRIPTS = ("js/khumue.js", *(name for name in MODULES if name != WORKER))
SHARE = """async () => {
  const pages = [...await lib.kept.pages("lo"), ...await lib.kept.pages("en")];
  const size = (rows) => rows.reduce((sum, row) => sum + row.m.length, 0);
  const shared = pages.filter((row) => !row.owner);
  return size(shared.filter((row) => row.u.includes("/sops/"))) / size(shared);
}"""
MEDIA = """async () => {
  await lib.saved.refreshMedia(["lo", "en"], { pictures: true });
}"""
PAINT = """() => new Promise((done) => {
  const look = (list) => {
    const found = list.getEntries().find((e) => e.name === "first-contentful-paint");
    if (found) done(found.startTime);
  };
  new PerformanceObserver(look).observe({ type: "paint", buffered: true });
})"""
PACKED = """(part) => performance.getEntriesByType("resource")
  .filter((e) => e.name.includes(part)).at(-1).encodedBodySize"""
FIFTY = """async () => {
  const { uid } = await lib.store.meta("person");
  const text = "ສະມາຊິກຢູ່ບ້ານໄກ ມາຫ້ອງການບໍ່ໄດ້ ".repeat(6);
  for (let n = 0; n < 50; n += 1) {
    const payload = { text: `${n} ${text}`, category: "access" };
    await lib.outbox.add("feedback.report", payload, { owner: uid });
  }
}"""
CHANGE = (
    "UPDATE sop_pages_renderedsop SET body = body || '<p>ໃໝ່</p>', made_at = datetime('now')"
    " WHERE code = 'REG-02' AND language = 'lo'"
)


class Wire:
    """What Phone needs of a site: the proxy's address."""

    def __init__(self, proxy):
        self.proxy = proxy
        self.address = f"http://127.0.0.1:{proxy.port}"


class Measures:
    def __init__(self, browser_type, proxy, folder: Path, password: str):
        self.browser_type, self.proxy, self.folder = browser_type, proxy, folder
        self.password, self.site = password, Wire(proxy)

    def all(self, rounds: int) -> dict:
        views = [self._first_view() for _ in range(rounds)]
        result = {
            "first_view_kb": statistics.median(size for size, _ms in views) / KB,
            "first_paint_ms": statistics.median(ms for _size, ms in views),
            "script_kb": self._scripts() / KB,
        }
        phone = self._signed_in()
        try:
            result |= self._saved_copy(phone)
            result |= self._delta(phone)
            result["offline_view_ms"] = statistics.median(
                self._offline_view(phone) for _ in range(rounds)
            )
            result["fifty_seconds"] = self._fifty(phone)
        finally:
            phone.close()
        return result

    def _first_view(self) -> tuple[int, float]:
        """Bytes until the page is loaded, ms to its first paint; on a phone never here before."""
        phone = Phone(self.browser_type, self.site)
        try:
            throttle(phone, **EDGE, cpu=SLOW_CPU)
            self.proxy.down = 0
            phone.page.goto(SOP, wait_until="load", timeout=60_000)
            size = self.proxy.down
            return size, phone.page.evaluate(PAINT)
        finally:
            phone.close()

    def _scripts(self) -> int:
        """Bytes of every script that officers' pages have, and the service worker, as sent."""
        total = 0
        for path in (*(f"/static/{name}" for name in SCRIPTS), "/sw.js"):
            request = urllib.request.Request(self.site.address + path)
            request.add_header("Accept-Encoding", "br, gzip")
            with urllib.request.urlopen(request) as reply:
                total += len(reply.read())
        return total

    def _signed_in(self) -> Phone:
        phone = Phone(self.browser_type, self.site)
        page = phone.page
        page.goto("/lo/sign-in/")
        page.fill("[name=username]", "officer")
        page.fill("[name=password]", self.password)
        page.click("main form button[type=submit]")
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        phone.goto(SOP)
        phone.until("() => lib.store.meta('person').then((p) => Boolean(p))")
        phone.ready()
        return phone

    def _saved_copy(self, phone: Phone) -> dict:
        phone.ask("() => lib.store.write(['docs'], (t) => t.objectStore('docs').clear())")
        phone.page.evaluate("() => caches.delete('pictures')")
        phone.page.wait_for_load_state("networkidle")
        text = shared = 0
        for language in ("lo", "en"):
            text += self._refresh(phone, language)
            shared += phone.page.evaluate(PACKED, f"/offline/{language}/packed-")
        self.proxy.down = 0
        phone.ask(MEDIA)
        pictures = self.proxy.down
        with closing(sqlite3.connect(self.folder / "khumue.sqlite3")) as database:
            question = "SELECT count(*) FROM sop_pages_renderedsop WHERE language = 'lo'"
            sops = database.execute(question).fetchone()[0]
        share = phone.ask(SHARE)
        for_all = text + shared * share * (SOPS / sops - 1)
        return {
            "sops": sops,
            "text_measured_kb": text / KB,
            "pictures_measured_kb": pictures / KB,
            "sops_measured_kb": shared * share / KB,
            "sops_kb": shared * share * SOPS / sops / KB,
            "text_kb": for_all / KB,
            "with_pictures_kb": (for_all + pictures * SOPS / sops) / KB,
        }

    def _refresh(self, phone: Phone, language: str) -> int:
        """Bytes on the wire for bringing this language's copy up to date."""
        self.proxy.down = 0
        said = phone.ask("(language) => lib.saved.refresh(language)", language)
        if not said["ok"]:
            raise RuntimeError(f"The copy in {language} was not saved: {said}")
        return self.proxy.down

    def _delta(self, phone: Phone) -> dict:
        with (
            closing(sqlite3.connect(self.folder / "khumue.sqlite3", timeout=30)) as database,
            database,
        ):
            database.execute(CHANGE)
        size = self._refresh(phone, "lo")
        page = phone.page.evaluate(PACKED, "/docs?h=")
        return {"page_kb": page / KB, "delta_kb": (size - page) / KB}

    def _offline_view(self, phone: Phone) -> float:
        """ms from the tap to the first paint of a saved page, nobody listening."""
        phone.goto(SOP)
        throttle(phone, cpu=SLOW_CPU)
        self.proxy.stop()
        try:
            phone.page.goto(OTHER, wait_until="commit")
            return phone.page.evaluate(PAINT)
        finally:
            self.proxy.start()
            throttle(phone)

    def _fifty(self, phone: Phone) -> float:
        """Seconds until 50 reports of some 200 letters have their receipts."""
        phone.goto(SOP)
        phone.ask(FIFTY)
        throttle(phone, **GPRS)
        began = time.monotonic()
        phone.send()
        seconds = time.monotonic() - began
        left = len(phone.outbox())
        if left:
            raise RuntimeError(f"{left} of 50 reports were not sent.")
        return seconds


def throttle(phone: Phone, *, kbit: int = 0, latency: int = 0, cpu: int = 1) -> None:
    """Slows this page's network and processor; without arguments they are as they are."""
    tools = phone.context.new_cdp_session(phone.page)
    tools.send("Network.enable")
    rate = kbit * 1000 / 8 if kbit else -1
    conditions = {"offline": False, "latency": latency}
    conditions |= {"downloadThroughput": rate, "uploadThroughput": rate}
    tools.send("Network.emulateNetworkConditions", conditions)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
