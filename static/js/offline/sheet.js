/** Says in the saved copy what became of a printed sheet, as far as this phone knows. */
import { day } from "./dates.js";
import { page } from "./kept.js";
import { word } from "./words.js";

const ADDRESS = /^\/(lo|en)\/sops\/([^/]+)\/releases\/([^/]+)\/check\/$/;
const HEAD = /<p class="cluster" data-release="([^"]*)" data-since="([^"]*)"(?: data-coming="([^"]*)")?(?: data-ends="([^"]*)")?/;
const RETIRED = /<p class="cluster" data-retired=/;
const CODE = /^[a-z]{2,4}-\d\d$/;
const NUMBER = /^(\d{1,4})\.(\d{1,4})$/;

/** What is asked, by the address that was scanned or by the form: [code, release]. */
function asked() {
  const scanned = ADDRESS.exec(location.pathname);
  if (scanned) return [scanned[2], scanned[3]];
  const query = new URLSearchParams(location.search);
  return [query.get("code")?.trim().toLowerCase(), query.get("release")?.trim()];
}

const order = (number) => number.split(".").reduce((sum, part) => sum * 10_000 + Number(part), 0);

const begun = (date) => date && Date.now() >= Date.parse(`${date}T00:00+07:00`);

/** {state, release, since, coming} of a sheet: newest, old, passed, newer, retired or unknown. */
async function standing(code, number) {
  const language = location.pathname.slice(1, 3);
  const saved = (await page(`/${language}/sops/${code}/`))?.m ?? "";
  const head = HEAD.exec(saved);
  if (RETIRED.test(saved) || begun(head?.[4])) return { state: "retired" };
  if (!head) return { state: "unknown" };
  const [, release, since, coming] = head;
  const passed = begun(coming);
  const ahead = order(number) - order(release);
  const state = ahead > 0 ? "newer" : passed ? "passed" : ahead < 0 ? "old" : "newest";
  return { state, release, since, coming: coming && day(`${coming}T12:00+07:00`, word("months")) };
}

async function show() {
  const [code, number] = asked();
  if (!CODE.test(code) || !NUMBER.test(number)) return;
  const said = await standing(code, number);
  const made = document.querySelector("template[data-sheet-says]").content.cloneNode(true);
  for (const part of made.querySelectorAll("[data-if]")) {
    if (!part.dataset.if.split(" ").includes(said.state)) part.remove();
  }
  const facts = { ...said, code: code.toUpperCase(), number };
  for (const place of made.querySelectorAll("[data-fill]")) {
    place.textContent = facts[place.dataset.fill];
  }
  const link = made.querySelector("[data-sheet-sop]");
  if (link) link.href = `/${location.pathname.slice(1, 3)}/sops/${code}/`;
  document.querySelector("[data-sheet-said]").append(made);
}

show();
