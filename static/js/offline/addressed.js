/**
 * In a saved page the address says what its forms are about (?sop=REG-01&step=fill-form): one saved
 * page serves each step, and both routes of a report. Elsewhere the server has filled all this in.
 */
import { page } from "./kept.js";
import { language } from "./words.js";

const isSaved = Boolean(document.documentElement.dataset.saved);
const NO = /^(|false|0)$/i;

/** Fills the form's hidden fields, and those marked data-from-address; resolves once the lines above
 * it are there too. */
export async function takeAddress(form) {
  if (!isSaved) return;
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements[name];
    if (field?.type === "hidden" || field?.matches?.("[data-from-address]")) field.value = value;
  }
  const { sop, step, searched, sensitive } = form.elements;
  const said = (field) => field?.value ?? "";
  for (const label of form.querySelectorAll("[data-chosen-by]")) {
    if (!NO.test(said(form.elements[label.dataset.chosenBy]))) label.control.defaultChecked = true;
  }
  if (sensitive) showRoute(NO.test(sensitive.value) ? "open" : "sensitive", said(sop));
  if (said(searched)) showSearch(searched.value);
  if (said(sop)) await showStep(form, sop.value.toUpperCase(), said(step));
}

/** Who reads a report is another thing on each route: only its own words and choices stand there. */
function showRoute(route, sop) {
  for (const part of document.querySelectorAll("[data-route]")) {
    part.hidden = part.dataset.route !== route;
    for (const field of part.querySelectorAll("input")) field.disabled = part.hidden;
    const link = sop && part.querySelector("a");
    if (link) link.search += `&sop=${encodeURIComponent(sop)}`;
  }
}

function showSearch(words) {
  const line = document.querySelector("[data-about-search]");
  if (!line) return;
  line.querySelector("span").textContent = line.dataset.aboutSearch.replace("{words}", () => words);
  line.hidden = false;
}

/** Names the SOP and step as the saved SOP has them; a step that is gone leaves the SOP. */
async function showStep(form, code, key) {
  const line = document.querySelector("[data-about-step]");
  const path = `/${language()}/sops/${code.toLowerCase()}/`;
  const sop = line && (await page(path));
  if (!sop) return;
  const step = key && new DOMParser().parseFromString(sop.m, "text/html").getElementById(key);
  const title = step && step.querySelector(".step__title > span:last-child");
  const [sign, link] = line.children;
  sign.textContent = code;
  link.href = path + (title ? `#${key}` : "");
  link.textContent = line.dataset.aboutSop.replace("{code}", code);
  if (title) {
    const number = step.querySelector(".step__number").lastChild.textContent;
    const named = line.dataset.aboutStep.replace("{n}", number);
    link.textContent = named.replace("{title}", () => title.textContent);
    // What it is called among what waits to be sent.
    if (form.dataset.title) form.dataset.outboxTitle = form.dataset.title.replace("{n}", number);
  }
  line.hidden = false;
}
