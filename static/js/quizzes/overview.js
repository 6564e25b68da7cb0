/** The overview of a quiz on the phone: each question's state in words, and which have no answer. */
import { word } from "../offline/words.js";

export function showOverview(view) {
  const answered = view.answers.responses();
  for (const row of view.overview.querySelectorAll("[data-goto]")) {
    const question = view.questions.find((one) => one.position === Number(row.dataset.goto));
    row.href = `#question-${question.position}`;
    const asks = Boolean(view.about.attempt) && !answered.has(question.known.question);
    row.classList.toggle("row--asked", asks); // undefined would turn it over each time
    row.querySelector("[data-state]").textContent = stateOf(view, question, answered);
  }
  if (view.about.attempt) showBlank(view, answered);
  else showPractice(view, answered);
}

function stateOf({ answers }, question, answered) {
  const { own, counts, elsewhere } = answers.of(question.known);
  if (elsewhere) return word("elsewhere");
  if (own?.state === "parked") {
    return word("not_accepted", { reason: own.error?.message ?? own.error?.code });
  }
  if (!answered.has(question.known.question)) return word("no_answer");
  return word(counts.state === "sent" ? "arrived" : "kept");
}

function showBlank({ overview, questions, answers }, answered) {
  const blank = questions.filter((one) => !answered.has(one.known.question));
  const list = blank.map((one) => one.position).join(", ");
  const line = document.createElement("p");
  line.className = `status status--${blank.length ? "todo" : "well"} section--close`;
  line.textContent = blank.length ? word("blank", { list }) : word("all_answered");
  const parts = [line];
  if (answers.handIn?.state === "parked") {
    const { message, code } = answers.handIn.error ?? {};
    const refused = line.cloneNode();
    refused.className = "status status--todo section--close";
    refused.textContent = word("not_accepted", { reason: message ?? code });
    parts.unshift(refused);
  }
  overview.querySelector("[data-blank]").replaceChildren(...parts);
}

function showPractice({ overview }, answered) {
  const hide = (name, hidden) => {
    const part = overview.querySelector(name);
    if (part) part.hidden = hidden;
  };
  hide("[data-needs-script]", true);
  hide("[data-begin]", answered.size > 0);
  hide("ol", !answered.size);
  hide("[data-finish]", !answered.size);
}
