/** What a practice says of an answer on the phone, from what stands hidden beside the question. */
import { word } from "../offline/words.js";
import { compare, decimal, plus, written, ZERO } from "./decimals.js";
import { grade, knownWrong, mark, misplaced, wrongPairs } from "./grading.js";

const SIGNS = { right: "check", partly: "note", wrong: "note", blank: "note" };
const WORDS = { right: "right", partly: "partly", wrong: "wrong", blank: "none" };

/** "Correct", "Not correct", … with its sign, never by colour alone. */
export function verdict(state) {
  const line = document.createElement("span");
  line.className = state === "right" ? "state state--well" : "state";
  const icon = document.querySelector("template[data-icon]").content.firstElementChild.cloneNode(true);
  const use = icon.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${SIGNS[state]}`));
  line.append(icon, " ", word(WORDS[state]));
  return line;
}

/** The feedback to `response`, as the server's page of the result has it. */
export function feedback(question, response) {
  const source = question.content.querySelector("[data-feedback]");
  const { state } = grade(question.marking, response);
  const part = (name) => source.querySelector(name)?.cloneNode(true) ?? "";
  const keys = saidTo(question.marking, response);
  const said = keys.filter(Boolean).map((key) => part(`[data-said-to="${key}"]`));
  const box = document.createElement("div");
  box.className = "stack";
  box.append(...said, state === "right" ? "" : part("[data-right]"), part("[data-explanation]"));
  return { state, box };
}

/** The keys of the feedback to this response. */
function saidTo(marking, response) {
  if (marking.weights) return [response ?? []].flat();
  if (marking.pairs) return wrongPairs(marking, response ?? []);
  if (marking.order) return misplaced(marking, response ?? []).map((key) => `item-${key}`);
  const hit = knownWrong(marking, response);
  return hit < 0 ? [] : [String(hit)];
}

/** {right, total, mark, most, percent} of all questions, from their responses (a Map). */
export function total(questions, responses) {
  let [got, most, right] = [ZERO, ZERO, 0];
  for (const { marking, known } of questions) {
    const { fraction, state } = grade(marking, responses.get(known.question));
    got = plus(got, mark(fraction, marking.out_of));
    most = plus(most, decimal(marking.out_of));
    right += Number(state === "right");
  }
  const share = compare(most, ZERO) ? Number(written(got)) / Number(written(most)) : 0;
  return {
    right,
    total: questions.length,
    mark: written(got),
    most: written(most),
    percent: Math.round(100 * share),
  };
}
