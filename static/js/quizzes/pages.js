/** Keeps single pages on the phone at once, cut down as the server cuts them for the saved copy. */
import { all, ownedBy, write } from "../offline/store.js";

const GIVES_KEYS = /\/quizzes\/.+\/(practise|result)\//;
const EVERYWHERE = /\/js\/(khumue|offline)\./;
const ONCE = "input[name=csrfmiddlewaretoken], input[name=item]";

/** A practice's own attempt too, in the language that isn't read: it marks itself. */
const givesKeys = ({ u, m }) => GIVES_KEYS.test(u) || m.includes("data-marking=");

/** An assessed attempt is open: pages on the phone that may tell its key go; fresh ones come without. */
export async function removeKeys(uid) {
  const rows = (await all("docs", ownedBy(uid))).filter(givesKeys);
  await write(["docs"], (t) => rows.forEach((row) => t.objectStore("docs").delete([uid, row.u])));
}

/** Fetches these pages of `uid` and keeps them; false when one of them can't be had. */
export async function keepPages(uid, paths) {
  const found = await Promise.all(paths.map(fetched)).catch(() => []);
  const docs = found.filter(Boolean);
  if (docs.length < paths.length) return false;
  await write(["docs"], (t) => {
    for (const doc of docs) t.objectStore("docs").put({ ...doc, owner: uid, at: Date.now() });
  });
  return true;
}

/** {u, h, locale, t, m} as in the saved copy; no hash, so that its next refresh fetches it anew. */
async function fetched(path) {
  const response = await fetch(path, { cache: "no-store", redirect: "error" });
  if (!response.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const main = page.getElementById("main");
  if (!main || !page.getElementById("phone")?.dataset.uid) return null; // a captive portal's page
  for (const holder of [main, ...[...main.querySelectorAll("template")].map((t) => t.content)]) {
    holder.querySelectorAll(ONCE).forEach((field) => field.remove());
  }
  const scripts = [...page.head.querySelectorAll("script[type=module]")];
  const own = scripts.filter((script) => !EVERYWHERE.test(script.getAttribute("src")));
  const m = [main.innerHTML.trim(), ...own.map((script) => script.outerHTML)].join("\n");
  const t = page.title.replace(/\s*·[^·]*$/, "").trim();
  return { u: path, h: "", locale: page.documentElement.lang, t, m };
}
