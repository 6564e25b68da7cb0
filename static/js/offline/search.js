/** Searches the saved copy as the server searches the handbook; a test compares what they find. */
import { loosened, needles, parse } from "../lao/query.js";
import { tokensOf } from "../lao/tokens.js";
import { pages } from "./kept.js";
import { passagesOf } from "./passages.js";
import { language, word } from "./words.js";
import { around } from "./snippets.js";

const SOP = /^\/(?:lo|en)\/sops\/[a-z]+-\d+\/$/;
const MOST = 50;
const GAP = " x "; // between passages, so that no phrase runs across
// What a word is worth where it stands, and how matches add up: as the server's full text has it.
const COLUMNS = { code: 20, title: 10, heads: 4, body: 1 };
const [K1, B] = [1.2, 0.75];
const [WHOLE, CUT, IN_TITLE] = [4, 3, 6];

/**
 * The SOPs of a language that hold every term, best first: [{page, code, title, passage, terms}].
 * `docs` are all saved pages: how rare a word is counts over both languages, as on the server.
 */
export function search(typed, docs, locale) {
  const terms = parse(typed);
  const entries = docs.filter((doc) => SOP.test(doc.u)).map(entryOf);
  const find = (wanted) => ranked(wanted, entries, (entry) => entry.page.locale === locale);
  const found = find(terms);
  const looser = found.length ? null : loosened(terms);
  return looser ? find(looser) : found;
}

function entryOf(page) {
  if (page.entry) return page.entry;
  const [code] = page.t.split(" ");
  const title = page.t.slice(code.length + 1);
  const passages = passagesOf(page).map((passage, n) => ({
    ...passage,
    titleTokens: tokensOf(n ? passage.title : `SSO-${code} ${title}`),
    textTokens: tokensOf(passage.text),
  }));
  const columns = {
    code: `${tokensOf(`SSO-${code}`)} sso${code.replace("-", "").toLowerCase()} `,
    title: tokensOf(title),
    heads: passages.filter(({ key }) => key).map((p) => p.titleTokens).join(GAP),
    body: passages.map((p) => p.textTokens).join(GAP),
  };
  const length = Object.values(columns).join(" ").trim().split(/ +/).length;
  return (page.entry = { page, code, title, passages, columns, length });
}

function ranked(terms, entries, isShown) {
  const wanted = terms.map(needles);
  const holds = (entry, needle) => Object.values(entry.columns).some((text) => text.includes(needle));
  const holdsAll = (entry) => wanted.every((forms) => forms.some((form) => holds(entry, form)));
  const found = terms.length ? entries.filter(isShown).filter(holdsAll) : [];
  const average = entries.reduce((sum, entry) => sum + entry.length, 0) / entries.length;
  const rarities = wanted.flat().map((needle) => {
    const holders = entries.filter((entry) => holds(entry, needle)).length;
    return [needle, Math.max(Math.log((entries.length - holders + 0.5) / (holders + 0.5)), 1e-6)];
  });
  const points = new Map(found.map((entry) => [entry, bm25(entry, rarities, average)]));
  found.sort((one, other) => points.get(other) - points.get(one));
  return found.slice(0, MOST).map((entry) => ({ ...entry, terms, passage: bestPassage(entry, terms) }));
}

function bm25({ columns, length }, rarities, average) {
  let sum = 0;
  for (const [needle, rarity] of rarities) {
    let count = 0;
    for (const name in COLUMNS) count += COLUMNS[name] * timesIn(columns[name], needle);
    sum += (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / average));
  }
  return sum;
}

function timesIn(text, needle) {
  let count = 0;
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) count += 1;
  return count;
}

/** The passage that holds most terms, best, first. Beside other words the own code says nothing. */
function bestPassage({ code, passages }, terms) {
  const own = ` ${code.replace("-", "").toLowerCase()} `;
  const telling = terms.filter((term) => term.kind !== "code" || needles(term)[0] !== own);
  const wanted = (telling.length ? telling : terms).map(needles);
  let [best, most] = [null, [-1, 0]];
  for (const passage of passages) {
    const worth = wanted.map((forms) => pointsOf(passage, forms));
    const now = [worth.filter(Boolean).length, worth.reduce((sum, one) => sum + one, 0)];
    if (now[0] > most[0] || (now[0] === most[0] && now[1] > most[1])) [best, most] = [passage, now];
  }
  return best;
}

function pointsOf({ titleTokens, textTokens }, forms) {
  const points = forms.map((form, n) => {
    const worth = n ? CUT : WHOLE;
    if (titleTokens.includes(form)) return worth + IN_TITLE;
    return textTokens.includes(form) ? worth : 0;
  });
  return Math.max(...points);
}

/** Fills the saved search page with what its address asks for. */
async function fillPage(field) {
  const typed = new URLSearchParams(location.search).get("q") ?? "";
  field.value = typed;
  if (!typed.trim()) return;
  const docs = [...(await pages("lo")), ...(await pages("en"))];
  const found = search(typed, docs, language());
  const section = document.createElement("section");
  section.className = "section stack";
  section.dataset.foundHere = found.length;
  const heading = document.createElement("h2");
  heading.textContent = word(found.length ? "found_saved" : "found_nothing_saved");
  const list = document.createElement("ol");
  list.className = "stack";
  list.setAttribute("role", "list");
  list.append(...found.map(rowOf));
  section.append(heading, list);
  field.form.after(section);
}

function rowOf({ page, code, title, passage, terms }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.className = "row";
  link.href = page.u + (passage.key ? `#${passage.key}` : "");
  const box = document.createElement("span");
  box.className = "row__text";
  const sign = document.createElement("span");
  [sign.className, sign.textContent] = ["code", code];
  box.append(line("row__title", passage.title || title));
  if (passage.text) box.append(line("row__more", ...around(passage.text, terms)));
  box.append(line("row__more", sign, passage.key ? ` ${title}` : ""));
  link.append(box);
  item.append(link);
  return item;
}

function line(className, ...parts) {
  const made = document.createElement("span");
  made.className = className;
  made.append(...parts);
  return made;
}

const asked = document.querySelector("main input[name=q]");
if (asked && document.documentElement.hasAttribute("data-saved")) fillPage(asked);
