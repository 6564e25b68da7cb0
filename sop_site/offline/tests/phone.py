"""An officer's phone: Chromium with a profile on the disk, 360 x 640, in Lao, before a Site."""

import io
import os
import shutil
import signal
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from PIL import Image
from playwright.sync_api import Error

from sop_site.tests.browser import FLAGS, SIZES, chromium_path

from .site import PASSWORD, Site

TOLD = "[data-told], form [data-said], .code--large"
NOISE = Image.effect_noise((1600, 1200), 70).convert("RGB")


def photo() -> bytes:
    """A JPEG that compresses badly, with a place in its EXIF."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010E] = "secret place"
    content = io.BytesIO()
    NOISE.save(content, "JPEG", quality=80, exif=exif)
    return content.getvalue()


PHOTO = {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photo()}


MODULES = ["store", "outbox", "sending", "session", "kept", "saved", "wire", "carrying", "media"]
FILL = """async () => {
  for (const size of [1e6, 1e5, 1e4, 1e3, 100, 10]) {
    for (;;) {
      const value = new Uint8Array(size);
      for (let n = 0; n < size; n += 65_536) crypto.getRandomValues(value.subarray(n, n + 65_536));
      const key = `fill:${Math.random()}`;
      if (!(await lib.store.setMeta(key, value).then(() => true, () => false))) break;
    }
  }
}"""
EMPTY = """async () => {
  const rows = await lib.store.all("meta");
  const keys = rows.map((row) => row.key).filter((key) => key.startsWith("fill:"));
  await lib.store.write(["meta"], (t) => keys.map((key) => t.objectStore("meta").delete(key)));
}"""
LIBRARY = f"""async (value) => {{
  const lib = globalThis.lib ??= Object.fromEntries(await Promise.all(
    {MODULES}.map(async (n) => [n, await import(`/static/js/offline/${{n}}.js`)])));
"""
SILENCE = """new Promise((_, refuse) => {
  setTimeout(() => refuse(new Error("No answer in five minutes.")), 300_000);
})"""
KEEP_MODULES = f"""async () => {{
  const cache = await caches.open("modules of the tests");
  await cache.addAll({[*MODULES]}.map((n) => `/static/js/offline/${{n}}.js`));
}}"""


class Phone:
    def __init__(self, browser_type, site: Site):
        self.browser_type, self.site = browser_type, site
        self.profile = Path(tempfile.mkdtemp(prefix="phone"))
        self.open()

    def open(self) -> None:
        width, height = SIZES["phone"]
        self.context = self.browser_type.launch_persistent_context(
            self.profile,
            executable_path=chromium_path(),
            args=FLAGS,
            base_url=self.site.address,
            viewport={"width": width, "height": height},
            locale="lo",
        )
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()

    def shut(self) -> None:
        self.context.close()

    def kill(self) -> None:
        """As when the battery falls out: SIGKILL to the browser's main process."""
        for pid in self._processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while self._processes():
            time.sleep(0.05)
        with suppress(Exception):
            self.context.close()
        for lock in self.profile.glob("Singleton*"):
            lock.unlink()

    def _processes(self) -> list[int]:
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                words = path.read_bytes()
                if str(self.profile).encode() in words and b"--type=" not in words:
                    found.append(int(path.parent.name))
        return found

    def close(self) -> None:
        with suppress(Exception):
            self.context.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    def sign_in(self, username: str) -> None:
        """Signs in; who is still signed in after a killed browser is led on without being asked."""
        self.page.goto("/lo/sign-in/")
        if "/sign-in/" in self.page.url:
            self.page.fill("[name=username]", username)
            self.page.fill("[name=password]", PASSWORD)
            self.page.click("main form button[type=submit]")
            self.page.wait_for_url(lambda url: "/sign-in/" not in url)
        self.await_done()
        self.await_person(username)

    def await_person(self, username: str) -> None:
        """Until the phone knows who writes."""
        uid = self.site.uid(username)
        self.until("(uid) => lib.store.meta('person').then((p) => p?.uid === uid)", uid)

    def ready(self) -> None:
        """Until the service worker serves this page."""
        self.until("() => navigator.serviceWorker.controller !== null")
        # Pages have the modules joined; the tests' own imports must work offline too.
        self.page.evaluate(KEEP_MODULES)

    def limit_room(self, more: int) -> None:
        """Leaves the browser so many bytes of storage beyond what it uses.

        After a new start, since an open database remembers its room; and measured after it, since
        what was taken away before still counts until then.
        """
        self.shut()
        self.open()
        self.page.goto("/static/css/tokens.css")  # a page that keeps nothing
        used = self.page.evaluate("navigator.storage.estimate().then((e) => e.usage)")
        self.devtools = self.context.new_cdp_session(self.page)
        quota = {"origin": self.site.address, "quotaSize": used + more}
        self.devtools.send("Storage.overrideQuotaForOrigin", quota)

    def fill_room(self) -> None:
        """Writes until nothing more is taken, as another page of the site might."""
        self.ask(FILL)

    def empty_room(self) -> None:
        self.ask(EMPTY)

    def goto(self, path: str) -> None:
        """Opens a page and lets it do what it does by itself."""
        self.page.goto(path)
        self.await_done()

    def await_done(self) -> None:
        self.page.locator("#phone[data-done]").wait_for(state="attached")

    def ask(self, code: str, value=None, *, page=None):
        """Runs a function in the page with `lib`, the modules of the product.

        The browser would wait for its promise for ever: without an answer it is an Error.
        """
        bounded = f"{LIBRARY}\nreturn Promise.race([({code})(value), {SILENCE}]); }}"
        return (page or self.page).evaluate(bounded, value)

    def until(self, code: str, value=None, *, seconds: float = 60):
        """Asks again and again until the answer is true; a page on its way elsewhere can't say."""
        end = time.monotonic() + seconds
        found = None
        while time.monotonic() < end:
            try:
                found = self.ask(code, value)
            except Error as error:
                found = error
            else:
                if found:
                    return found
            self.page.wait_for_timeout(100)
        raise AssertionError(f"Waited in vain for {code}: {found}")

    def outbox(self) -> list[dict]:
        return self.ask("() => lib.outbox.waiting()")

    def sent(self) -> list[dict]:
        return self.ask("() => lib.store.all('sent')")

    def send(self) -> dict:
        """What the button does, once nobody else is at it."""
        return self.ask(
            """async () => {
              for (;;) {
                const said = await lib.sending.send(true);
                if (said.why !== "busy") return said;
                await navigator.locks.request("outbox", () => {});
              }
            }"""
        )

    def keep(self, text: str, **more) -> dict:
        """Puts a report into the outbox as the form would."""
        payload = {"text": text, "category": "sop", **more}
        return self.ask(
            """async (payload) => {
              const { uid } = await lib.store.meta("person");
              return lib.outbox.add("feedback.report", payload, { owner: uid });
            }""",
            payload,
        )

    def report(self, text: str, *, photos: int = 0) -> str:
        """Writes a report in the form; returns what the person is told first."""
        self.page.goto("/lo/feedback/new/?sop=REG-01")
        return self.report_here(text, photos=photos)

    def report_here(self, text: str, *, photos: int = 0) -> str:
        """The same in the form that is open."""
        page = self.page
        page.fill("textarea[name=text]", text)
        page.locator("label:has(input[name=category])").first.click()
        if photos:
            page.set_input_files("input[name=photos]", [PHOTO] * photos)
        page.wait_for_selector("form[data-outbox][data-bound]", state="attached")
        page.click(".thumb-bar button")
        page.wait_for_selector(TOLD)
        return page.inner_text(TOLD)


@contextmanager
def no_network(phone: Phone):
    """The server stopped, its port shut; started again afterwards."""
    phone.site.stop()
    yield
    phone.site.start()
