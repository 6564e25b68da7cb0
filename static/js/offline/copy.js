/** Offers the saved copy, shows true progress, keeps it fresh, says how old it is. */
import { noteWhatIsKept } from "./cleared.js";
import { pages, state } from "./kept.js";
import { begin } from "./parts.js";
import { refresh, refreshMedia } from "./saved.js";
import { isFull, meta, setMeta, staysHere, tryMeta } from "./store.js";
import { call } from "./wire.js";
import { language, moment, word } from "./words.js";

const FRESH = 6 * 3600 * 1000; // ms after which the manifest is asked for again
const LANGUAGES = ["lo", "en"];
const LATER = 30 * 24 * 3600 * 1000; // until it is offered again to who said "not now"

async function bindCopy() {
  document.querySelectorAll("[data-copy]").forEach(bind);
  await showAll();
  addEventListener("khumue:sent", () => keepFresh(0));
  if (await meta("saved:wanted")) return keepFresh(FRESH);
  if (Date.now() > ((await meta("saved:later")) ?? 0)) offer();
}

function offer() {
  const template = document.querySelector("template[data-copy-offer]");
  if (!template || document.querySelector("[data-copy]")) return;
  const shown = template.content.cloneNode(true).firstElementChild;
  template.replaceWith(shown);
  bind(shown);
  shown.querySelector("[data-copy-later]").addEventListener("click", () => {
    tryMeta("saved:later", Date.now() + LATER);
    shown.remove();
  });
}

function bind(panel) {
  panel.hidden = false;
  panel.querySelector("[data-save-copy]").addEventListener("click", () => take(panel));
  panel.addEventListener("change", () => keepChoices(panel));
}

/** The language that is read first: it may be all there is time for. */
const languages = () => [language(), ...LANGUAGES.filter((one) => one !== language())];

const choices = async () => (await meta("saved:choices")) ?? { pictures: true, audio: false };

async function keepChoices(panel) {
  const made = {};
  for (const box of panel.querySelectorAll("[data-choice]")) made[box.dataset.choice] = box.checked;
  await setMeta("saved:choices", made);
}

async function take(panel) {
  const button = panel.querySelector("[data-save-copy]");
  const bar = panel.querySelector("progress");
  const say = (text) => (panel.querySelector("[data-copy-said]").textContent = text);
  const progress = (name) => (got, total) => {
    [bar.max, bar.value] = [total, got];
    say(word(name, { got: inWords(got), total: inWords(total), n: got, of: total }));
  };
  button.disabled = true;
  bar.hidden = false;
  say(word("saving"));
  const why = await takeAll(progress).catch((error) => (isFull(error) ? "full" : "offline"));
  button.disabled = false;
  bar.hidden = true;
  say(word({ "": "copy_is_saved", full: "copy_full" }[why] ?? "need_connection"));
  if (!why && !(await staysHere())) say(`${word("copy_is_saved")} ${word("may_be_cleared")}`);
  await showAll();
}

async function takeAll(progress) {
  await setMeta("saved:wanted", true);
  await noteWhatIsKept();
  await staysHere();
  for (const locale of languages()) {
    const { why } = await refresh(locale, progress("saving_text"));
    if (why) return why;
  }
  await media(progress("saving_media"));
  return "";
}

async function media(progress) {
  await tryMeta("saved:media", await refreshMedia(LANGUAGES, await choices(), progress));
}

async function keepFresh(age) {
  if (!navigator.onLine || !(await meta("saved:wanted"))) return;
  for (const locale of languages()) {
    const known = await state(locale);
    if (!known || Date.now() - known.at > age) await refresh(locale);
  }
  await media();
  await showAll();
}

async function showAll() {
  await showState();
  await showList();
  for (const panel of document.querySelectorAll("[data-copy]")) await showContents(panel);
}

async function showState() {
  const known = await state(language());
  for (const line of document.querySelectorAll("[data-copy-state]")) {
    line.hidden = !known;
    if (known) line.textContent = word("saved_copy", { date: moment(known.at) });
  }
}

/** How much there is: what is saved and, with a network, what there would be to fetch. */
async function showContents(panel) {
  const here = panel.querySelector("[data-copy-size]");
  if (!here) return;
  const known = await state(language());
  const chosen = await choices();
  for (const box of panel.querySelectorAll("[data-choice]")) box.checked = chosen[box.dataset.choice];
  const asked = LANGUAGES.map((locale) => call(`/offline/${locale}/contents.json`, {}, { seconds: 15 }));
  const told = (await Promise.all(asked)).filter((one) => one.status === 200).map((one) => one.body);
  if (told.length === LANGUAGES.length) showSizes(panel, told);
  const there = (await meta("saved:media")) ?? { there: 0, missing: 0 };
  const saved = known && word("copy_holds", { pages: (await allPages()).length, media: there.there });
  const missing = there.missing ? word("media_missing", { n: there.missing }) : "";
  panel.querySelector("[data-copy-holds]").textContent = [saved, missing].filter(Boolean).join(" ");
}

const allPages = async () => (await Promise.all(LANGUAGES.map(pages))).flat();

function showSizes(panel, told) {
  const total = told.reduce((sum, one) => sum + one.bytes, 0);
  panel.querySelector("[data-copy-size]").textContent = inWords(total);
  for (const name of ["pictures", "audio"]) {
    const files = new Map(told.flatMap((one) => one[name]).map(({ u, size }) => [u, size]));
    const size = [...files.values()].reduce((sum, one) => sum + one, 0);
    const place = panel.querySelector(`[data-size="${name}"]`);
    place.textContent = word("files_of", { n: files.size, size: inWords(size) });
    place.closest("label").hidden = !files.size;
  }
}

/** Bytes as people say them. */
function inWords(bytes) {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

async function showList() {
  const list = document.querySelector("[data-saved-list]");
  if (!list) return;
  const rows = await pages(language());
  rows.sort((one, other) => (one.u < other.u ? -1 : 1));
  list.replaceChildren(
    ...rows.map((row) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      [link.href, link.textContent, link.className] = [row.u, row.t, "row"];
      item.append(link);
      return item;
    }),
  );
}

begin(bindCopy());
