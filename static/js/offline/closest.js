/** Beside the form of a report: open reports of others whose words are near to what is typed. */
import { RUN, fold, syllables } from "../lao/text.js";

const SHOWN = 3;
const LEAST = 0.12; // share of the shorter text's pairs that both have
const SAME_STEP = 0.15;
const SIGN = /[^\p{L}\p{N}\p{M}]+/u;
const PAUSE = 400; // ms after the last key

/** Pairs of neighbouring syllables, as feedback/likeness.py makes them. */
export function pairsIn(text) {
  const spaced = fold(text).replace(RUN, (run) => ` ${syllables(run).join(" ")} `);
  const words = spaced.split(SIGN).filter(Boolean);
  return new Set(words.slice(1).map((word, n) => `${words[n]} ${word}`));
}

/** How much two sets of pairs have in common, of the smaller one. */
export function share(one, other) {
  const both = [...one].filter((pair) => other.has(pair)).length;
  return both / (Math.min(one.size, other.size) || 1);
}

function offersOf(section) {
  return [...section.querySelectorAll("[data-offer]")].map((item) => ({
    item,
    isHere: item.dataset.step !== "" && item.dataset.sop === section.dataset.sop
      && item.dataset.step === section.dataset.step,
    pairs: pairsIn(item.querySelector("[data-words]").textContent),
  }));
}

function show(section, offers, typed) {
  const own = pairsIn(typed);
  const rated = offers.map(({ item, isHere, pairs }) => [item, share(own, pairs) + (isHere ? SAME_STEP : 0)]);
  rated.sort((one, other) => other[1] - one[1]);
  rated.forEach(([item, points], place) => (item.hidden = place >= SHOWN || points < LEAST));
  section.hidden = rated.every(([item]) => item.hidden);
}

/** In a saved page the address says which step it is about. */
function takeAddress(section) {
  const asked = new URLSearchParams(location.search);
  for (const name of ["sop", "step"]) section.dataset[name] ||= asked.get(name) ?? "";
}

const section = document.querySelector("[data-closest]");
const text = document.querySelector("form[data-outbox='feedback.report'] textarea[name=text]");
if (section && text) {
  takeAddress(section);
  const offers = offersOf(section);
  let waiting;
  const look = () => show(section, offers, text.value);
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
  look();
}
