/** What a practice says of an answer on the phone, from what stands hidden beside the question. */
import { language, word } from "../offline/words.js";
import { compare, decimal, percent, plus, shown, times, ZERO } from "./decimals.js";
import { grade, knownWrong, mark, misplaced, wrongPairs } from "./grading.js";

const IN_A_ROW = 10;
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

/**
 * What the server's page of the result says of these responses (a Map), in its writing:
 * {right, total, mark, most, percent, needed, passed, criticalMissed}.
 */
export function total(questions, responses, needed) {
  let [got, most, right, criticalMissed] = [ZERO, ZERO, 0, false];
  for (const { marking, known } of questions) {
    const { fraction, state } = grade(marking, responses.get(known.question));
    got = plus(got, mark(fraction, marking.out_of));
    most = plus(most, decimal(marking.out_of));
    right += Number(state === "right");
    criticalMissed ||= Boolean(marking.critical) && state !== "right";
  }
  const wanted = times(most, decimal(String(needed)));
  const reached = compare(times(got, decimal("100")), wanted) >= 0;
  // As quizzes/percents.py: 79.6 where 80 is needed is 79, for it was missed.
  const told = percent(got, most);
  const point = language() === "lo" ? "," : ".";
  return {
    right,
    total: questions.length,
    mark: shown(got, point),
    most: shown(most, point),
    percent: `${reached ? told : Math.min(told, needed - 1)}%`,
    needed,
    passed: !criticalMissed && reached,
    criticalMissed,
  };
}

/** A diamond a question, ten in a row, as quizzes/views/result.py weaves them. */
export function weave(svg, questions, responses) {
  const missed = questions.filter(({ marking, known }) => {
    const { state } = grade(marking, responses.get(known.question));
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const at = svg.childElementCount;
    path.setAttribute("transform", `translate(${(at % IN_A_ROW) * 24} ${Math.floor(at / IN_A_ROW) * 24})`);
    path.setAttribute("d", "M12 2l10 10-10 10-10-10z");
    if (state === "right") path.setAttribute("class", "woven__right");
    svg.append(path);
    return state !== "right";
  });
  svg.setAttribute("viewBox", `0 0 240 ${24 * Math.ceil(questions.length / IN_A_ROW)}`);
  const list = missed.map((one) => one.position).join(", ");
  svg.setAttribute("aria-label", word(list ? "not_right" : "all_right", { list }));
}
