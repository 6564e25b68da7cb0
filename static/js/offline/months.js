/** Works out waiting months in a saved page, where no server can: by the phone's date, and says so. */
import { readMonth, readMonths, waitingFor } from "./waiting_months.js";
import { day, dayOf, monthNames, today } from "./dates.js";
import { word } from "./words.js";

function bind(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(form);
  });
}

function show(form) {
  const { benefit, months, until } = form.elements;
  form.querySelectorAll("[data-sum]:not(template)").forEach((part) => part.remove());
  const now = today();
  const paid = readMonths(months.value);
  const last = readMonth(until.value, now);
  const wrong = paid === null ? "months" : typeof last === "string" ? last : "";
  const made = form.querySelector("template[data-sum]").content.cloneNode(true).firstElementChild;
  const { needed, since } = neededToday(benefit.selectedOptions[0].dataset);
  const said = wrong ? { wrong } : { needed, paid, ...waitingFor(paid, needed, last) };
  for (const part of made.querySelectorAll("[data-if]")) {
    if (part.dataset.if !== stateOf(said)) part.remove();
  }
  if (wrong || !since) made.querySelector("[data-if-newer]").remove();
  const names = monthNames(word("months"));
  const month = said.enough ? `${names[said.enough[1] - 1]} ${said.enough[0]}` : "";
  const days = { today: day(Date.now(), word("months")), since };
  for (const place of made.querySelectorAll("[data-fill]")) {
    place.textContent = { ...said, month, ...days }[place.dataset.fill];
  }
  form.append(made);
  made.scrollIntoView({ block: "nearest" });
}

/** How many months are needed today: a saved page knows the numbers that follow, each from its day. */
function neededToday({ needed, later = "" }) {
  const begun = later.split("|").filter((one) => one && one.slice(0, 10) <= dayOf(Date.now()));
  if (!begun.length) return { needed: Number(needed) };
  const [, since, newer] = begun.at(-1).split(":");
  return { needed: Number(newer), since };
}

const stateOf = ({ wrong, missing }) => wrong || (missing ? "missing" : "enough");

document.querySelectorAll("main form[data-months]").forEach(bind);
