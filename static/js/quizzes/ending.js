/** What stands after the hand-in: the receipt of this phone, or the marks of a practice. */
import { moment, word } from "../offline/words.js";
import { codeOf } from "./codes.js";
import { feedback, total, verdict, weave } from "./marks.js";
import { drawing } from "./qr.js";

const MOST_IN_QR = 106; // bytes
const AT_ONCE = 8000; // ms after the hand-in within which the result follows by itself

const keysOf = ({ questions }) => questions.map((question) => question.known.question);

/** The code for a sequence, from the answers as they stand now. */
export const codeFor = (view) => (sequence) =>
  codeOf(view.about.attempt, sequence, keysOf(view), view.answers.responses());

function stageOf(view, name) {
  const shown = view.page.querySelector(`template[${name}]`).content.cloneNode(true);
  view.stage.replaceChildren(shown);
  scrollTo(0, 0);
  return view.stage;
}

export function showReceipt(view) {
  const stage = stageOf(view, "data-receipt");
  const { code, made } = view.answers.handIn;
  const language = document.documentElement.lang;
  stage.querySelector("[data-code]").textContent = code;
  stage.querySelector("[data-qr]").append(drawing(addressOf(view.about, language, code)));
  const [n, all] = [view.answers.responses().size, view.questions.length];
  const when = word("handed_in_at", { date: moment(made), n, total: all });
  stage.querySelector("[data-when]").textContent = when;
  document.title = stage.querySelector("h1").textContent;
  stage.querySelector("h1").focus({ preventScroll: true });
  followSending(view);
}

/** Where a trainer's phone looks the code up, or notes it: with the attempt, where it finds room. */
function addressOf({ site, attempt }, language, code) {
  const short = `${site}/${language}/quizzes/receipt/?code=${code}`;
  const whole = `${short}&attempt=${attempt}`;
  return whole.length > MOST_IN_QR ? short : whole;
}

export function showMarks(view) {
  const stage = stageOf(view, "data-marks");
  const responses = view.answers.responses();
  const sum = total(view.questions, responses, view.about.pass_mark);
  stage.querySelector("h1").textContent = word(sum.passed ? "result_passed" : "result_not_passed", sum);
  stage.querySelector("[data-critical]").hidden = !sum.criticalMissed;
  stage.querySelector("[data-sum]").textContent = word("result_sum", sum);
  weave(stage.querySelector("[data-woven]"), view.questions, responses);
  document.title = [stage.querySelector("h1").textContent, view.about.title].join(" · ");
  stage.querySelector("[data-rows]").append(...view.questions.flatMap((q) => [...storyOf(q), rowOf(q, responses)]));
  stage.querySelector("[data-again]")?.addEventListener("click", async () => {
    await view.answers.again();
    location.reload();
  });
  stage.querySelector("h1").focus({ preventScroll: true });
  if (view.about.attempt) followSending(view);
  else stage.querySelector("[data-said]").textContent = word("own_practice");
}

/** Says how the sending stands, now and whenever it has moved on. */
function followSending(view) {
  tellSending(view);
  view.ended = () => {
    const result = tellSending(view);
    // With a network there was nothing to wait for; later on the page stays under the reader's eyes.
    if (view.answers.arrived && Date.now() - view.handedInAt < AT_ONCE) location.replace(result.href);
    // The receipt is open and there is a network: what failed before isn't kept waiting its turn.
    if (!view.answers.arrived && !view.hurried && navigator.onLine) {
      view.hurried = true;
      dispatchEvent(new Event("khumue:sync"));
    }
  };
}

function tellSending({ answers, stage, marksItself }) {
  const { handIn, arrived } = answers;
  const result = stage.querySelector("[data-to-result]");
  result.hidden = !arrived;
  const there = handIn.waits ? "hand_in_late" : "hand_in_arrived";
  const state = handIn.state === "sent" ? there : marksItself ? "result_waits" : "hand_in_waits";
  stage.querySelector("[data-said]").textContent = word(state, { code: handIn.receipt });
  return result;
}

/** The story of a case, above its first question. */
function storyOf({ content }) {
  const story = content.querySelector("[data-story]")?.cloneNode(true);
  return story ? [story] : [];
}

function rowOf(question, responses) {
  const response = responses.get(question.known.question);
  const { state, box } = feedback(question, response);
  const fold = document.createElement("details");
  fold.className = "fold";
  const summary = document.createElement("summary");
  const line = document.createElement("span");
  const stem = question.content.querySelector("h1").textContent;
  line.append(`${question.position}. ${stem} `, verdict(state));
  summary.append(line);
  const body = document.createElement("div");
  body.className = "fold__body";
  body.append(...yourAnswer(question, response), box);
  fold.append(summary, body);
  return fold;
}

function yourAnswer(question, response) {
  if (!response?.length) return [];
  const label = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = `${word("your_answer")}:`;
  label.append(strong);
  const list = document.createElement("ul");
  for (const [at, one] of [response].flat().entries()) {
    const item = document.createElement("li");
    item.textContent = givenText(question, one, at);
    list.append(item);
  }
  return [label, list];
}

/** One option, pair, step or text of an answer, as the question's page words it. */
function givenText({ content, marking }, one, at) {
  if (marking.weights) return content.querySelector(`input[value="${one}"] + span`)?.textContent;
  if (marking.order) return `${at + 1}. ${content.querySelector(`#step-${one}`)?.textContent}`;
  if (!marking.pairs) return one;
  const field = content.querySelector(`select option[value="${one.join(":")}"]`);
  const left = content.querySelector(`label[for="${field?.parentElement.id}"]`);
  return `${left?.textContent} → ${field?.textContent.replace(/^\d+\. /, "")}`;
}
