/** What is left of an attempt's time, each second; without a script the page says when it ends. */
import { meta, works } from "../offline/store.js";

const SECOND = 1000;
const SOON = 5 * 60 * SECOND; // from then on the line asks to be looked at

/** Counts down where the page has an end; the server's clock as this phone knows it. */
export async function countdown() {
  const line = document.querySelector("[data-ends]");
  const place = line?.querySelector("[data-countdown]");
  if (!place) return;
  const skew = (await works()) ? ((await meta("skew")) ?? 0) : 0;
  const end = Date.parse(line.dataset.ends) - SECOND * skew;
  line.setAttribute("role", "timer");
  const tick = () => {
    const left = end - Date.now();
    if (left <= 0) return finish(line);
    place.textContent = line.dataset.left.replace("{left}", written(left));
    line.classList.toggle("status--todo", left < SOON);
    setTimeout(tick, left % SECOND || SECOND);
  };
  tick();
}

function finish(line) {
  line.setAttribute("role", "alert");
  line.classList.add("status--todo");
  line.querySelector("[data-countdown]").parentElement.textContent = line.dataset.up;
}

/** 1:05:09 or 12:05. */
function written(ms) {
  const all = Math.ceil(ms / SECOND);
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
