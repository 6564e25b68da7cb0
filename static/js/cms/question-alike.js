/** Under the question, after a pause: those of the bank that ask nearly the same. */

const PAUSE = 700;
const box = document.querySelector("[data-alike]");
const form = box?.closest("form");
let waiting;
let running;

async function look() {
  running?.abort();
  running = new AbortController();
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "stem_lo", "stem_en"]) {
    body.set(name, form.elements.namedItem(name).value);
  }
  body.set("question", box.dataset.key);
  try {
    const reply = await fetch(box.dataset.alike, { method: "POST", body, signal: running.signal });
    if (!reply.ok || reply.redirected) return;
    const found = (await reply.text()).trim();
    if (found !== box.innerHTML.trim()) box.innerHTML = found;
  } catch {
    // Without a connection nothing is compared; writing goes on.
  }
}

form?.addEventListener("input", (event) => {
  if (!event.target.name?.startsWith("stem_")) return;
  clearTimeout(waiting);
  waiting = setTimeout(look, PAUSE);
});
