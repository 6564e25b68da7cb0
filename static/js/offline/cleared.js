/** Notices that this browser's data was cleared since something lay in it, and says so. */
import { waiting } from "./outbox.js";
import { meta, remove, tryMeta } from "./store.js";
import { word } from "./words.js";

// Outside the database: browsers that run short of space clear that one, and leave this.
const MARK = "khumue.kept";

/** Notes how much lies on the phone: what could be lost. */
export async function noteWhatIsKept() {
  const kept = { waiting: (await waiting()).length, copy: Boolean(await meta("saved:wanted")) };
  const mark = JSON.stringify(kept);
  try {
    if (kept.waiting || kept.copy) localStorage.setItem(MARK, mark);
    else localStorage.removeItem(MARK);
  } catch {
    // refused or full: what is cleared then goes unnoticed
  }
}

function before() {
  try {
    return JSON.parse(localStorage.getItem(MARK));
  } catch {
    return null;
  }
}

/** To be asked before anything else is written: a database without its first row is a new one. */
export async function noticeClearing() {
  const kept = before();
  if (kept && !(await meta("born"))) await tryMeta("cleared", kept);
  await tryMeta("born", true);
  const lost = await meta("cleared");
  if (lost) tell(lost);
}

function tell({ waiting: n, copy }) {
  const template = document.querySelector("template[data-cleared]");
  const line = template.content.cloneNode(true).firstElementChild;
  const said = [word("cleared"), copy && word("cleared_copy"), n && word("cleared_items", { n })];
  line.querySelector("[data-text]").textContent = said.filter(Boolean).join(" ");
  line.querySelector("button").addEventListener("click", () => {
    remove("meta", "cleared");
    line.remove();
  });
  document.getElementById("main").prepend(line);
}
