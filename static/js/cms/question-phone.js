/** The question on a phone's width while it is written, in the language that is typed. */

const PAUSE = 400;
const box = document.querySelector("[data-phone]");
const form = document.querySelector("[data-question]");
const frame = box?.querySelector("iframe");
const buttons = box ? [...box.querySelectorAll("[data-language]")] : [];
let shown = buttons[0];
let waiting;
let running;

function bind() {
  // Beside the form it is open from the start; under it, it waits until it is asked for.
  box.open = matchMedia("(width >= 75rem)").matches;
  box.addEventListener("toggle", show);
  for (const button of buttons) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      turnTo(button);
      show();
    });
  }
  form.addEventListener("focusin", (event) => {
    const button = buttons.find((one) => one.dataset.language === event.target.lang);
    if (!button || button === shown) return;
    turnTo(button);
    soon();
  });
  for (const kind of ["input", "change"]) form.addEventListener(kind, soon);
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.code !== "KeyP") return;
    event.preventDefault();
    box.open = !box.open;
  });
  turnTo(shown);
  show();
}

function turnTo(button) {
  shown = button;
  for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(show, PAUSE);
}

async function show() {
  clearTimeout(waiting);
  if (!box.open) return;
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  try {
    const address = shown.getAttribute("formaction");
    const body = new FormData(form);
    // What is chosen is kept when it is saved; here it would only be sent again and again.
    for (const field of form.querySelectorAll("[data-unread]")) body.delete(field.name);
    const reply = await fetch(address, { method: "POST", body, signal });
    if (reply.ok && !reply.redirected) frame.srcdoc = await reply.text();
  } catch {
    // Without a connection the last picture stays; the next letter asks again.
  }
}

if (frame && form && buttons.length) bind();
