/** The page of a whole attempt (or practice): one question at a time, by the address's hash. */
import { meta } from "../offline/store.js";
import { word } from "../offline/words.js";
import { Answers, given } from "./answers.js";
import { feedback, verdict } from "./marks.js";
import { codeFor, showMarks, showReceipt } from "./ending.js";
import { bindOrdering, put, touch } from "./ordering.js";
import { Practice } from "./practice.js";
import { showOverview } from "./overview.js";

const PAUSE = 600; // ms without a key before a text is kept

/** Takes over the page for `uid`; returns what the rest of the module may ask of it. */
export async function take(page, uid) {
  const about = JSON.parse(page.dataset.quiz);
  const questions = [...page.querySelectorAll("template[data-question]")].map(questionOf);
  const known = questions.map((question) => question.known);
  const Kind = about.attempt ? Answers : Practice;
  const answers = new Kind({ ...about, uid, questions: known });
  const view = {
    page,
    about,
    questions,
    answers,
    stage: page.querySelector("[data-stage]"),
    overview: page.querySelector("[data-overview]"),
    title: document.title,
    marksItself: questions.length > 0 && questions.every((question) => question.marking),
  };
  await answers.read();
  bind(view);
  await show(view);
  holdUpdates(view);
  const onPhone = () => tellKept(view);
  return { attempt: about.attempt, slug: about.slug, marksItself: view.marksItself, onPhone };
}

function questionOf(template) {
  const { question, known, marking, title } = template.dataset;
  return {
    position: Number(question),
    title,
    known: { ...JSON.parse(known), name: title },
    marking: marking && JSON.parse(marking),
    content: template.content,
  };
}

function bind(view) {
  // The worker, or another tab, may have sent meanwhile.
  addEventListener("hashchange", () => view.answers.read().then(() => show(view)));
  addEventListener("khumue:synced", () => refreshed(view));
  const form = view.page.querySelector("[data-quiz-hand-in]");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    handIn(view);
  });
  view.page.querySelector("[data-finish] button")?.addEventListener("click", () => handIn(view));
}

/** A new version of the site waits while a quiz is open here; answers would survive it all the same. */
function holdUpdates(view) {
  if (isOver(view)) return;
  navigator.locks?.request("form", { mode: "shared" }, () => new Promise((done) => (view.release = done)));
}

const isOver = ({ answers }) =>
  answers.done || (answers.handIn && answers.handIn.state !== "parked");

async function show(view) {
  if (isOver(view)) return showEnd(view);
  if (location.hash === "#go-on") {
    const blank = view.questions.find((q) => !view.answers.responses().has(q.known.question));
    history.replaceState(null, "", blank ? `#question-${blank.position}` : location.pathname);
  }
  const wanted = /^#question-(\d+)$/.exec(location.hash);
  const question = wanted && view.questions.find((one) => one.position === Number(wanted[1]));
  view.current = question;
  view.stage.hidden = !question;
  view.overview.hidden = Boolean(question);
  if (question) showQuestion(view, question);
  else {
    view.stage.replaceChildren();
    document.title = view.title;
    showOverview(view);
  }
  if (!question && (await isClosed(view))) tellClosed(view);
}

async function isClosed({ about }) {
  const skew = (await meta("skew")) ?? 0;
  return about.closes && Date.now() + 1000 * skew > Date.parse(about.closes);
}

function tellOverview(view, text, mood = "well") {
  const line = view.overview.querySelector("[data-said]");
  line.className = `status status--${mood} section--close`;
  line.textContent = text;
  line.hidden = false;
}

/** Once, where the server's page says it already. */
function tellClosed(view) {
  if (!view.overview.querySelector("[data-closed]")) tellOverview(view, word("closed"), "todo");
}

/** Only where nothing else is said: a closed quiz takes no answers, and a fault is to be read. */
async function tellKept(view) {
  const isFree = view.overview.querySelector("[data-said]").hidden && !(await isClosed(view));
  if (isFree) tellOverview(view, word("on_phone"));
}

/** After sending: states in words, where they stand; nothing moves under the person's hands. */
async function refreshed(view) {
  await view.answers.read();
  if (isOver(view)) return view.ended ? view.ended() : showEnd(view);
  if (view.current) tellState(view, view.current);
  else showOverview(view);
}

function showEnd(view) {
  view.release?.();
  view.overview.hidden = true;
  view.stage.hidden = false;
  (view.marksItself ? showMarks : showReceipt)(view);
}

function showQuestion(view, question) {
  const shown = question.content.cloneNode(true);
  shown.querySelector("[data-feedback]")?.remove();
  view.stage.replaceChildren(shown);
  document.title = [question.title, view.about.title].join(" · ");
  const form = view.stage.querySelector("form");
  const response = view.answers.of(question.known).counts?.response;
  fill(form, response);
  if (view.about.review === "after_each" && question.marking && response?.length) lookBack(view, question, response);
  bindQuestion(view, question, form);
  tellState(view, question);
  scrollTo(0, 0);
  // Of a case's first question that is the story, which is read before it.
  view.stage.querySelector("[tabindex='-1']").focus({ preventScroll: true });
}

function fill(form, response = "") {
  for (const field of form.querySelectorAll("input[name=answer]")) {
    if (field.type === "text") field.value = response;
    else if (field.type !== "hidden") field.checked = [response].flat().includes(field.value);
  }
  if (form.querySelector("[data-ordering]") && response.length) put(form, response);
  const pairs = new Set([response].flat().map((pair) => pair.join?.(":")));
  for (const list of form.querySelectorAll("select[name=answer]")) {
    list.value = [...list.options].find((option) => pairs.has(option.value))?.value ?? "";
  }
}

function bindQuestion(view, question, form) {
  const keep = () => keepAnswer(view, question, form);
  bindOrdering(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const go = event.submitter?.value ?? "next";
    if (go === "next") touch(form);
    const first = view.about.review === "after_each" && question.marking && !form.dataset.over;
    const answered = given(form, question.known.type).length > 0;
    if (!(await keep())) return;
    dispatchEvent(new Event("khumue:sync"));
    if (go === "next" && first && answered) return showQuestion(view, question);
    location.hash = next(view, question, go);
  });
  // Where the right answer follows at once, an answer is given by the button alone.
  if (view.about.review === "after_each") return;
  let timer = 0;
  form.addEventListener("change", keep);
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => form.isConnected && keep(), PAUSE);
  });
}

function next(view, question, go) {
  const steps = { next: 1, back: -1 };
  const wanted = question.position + (steps[go] ?? Infinity);
  return view.questions.some((one) => one.position === wanted) ? `question-${wanted}` : "overview";
}

/** Resolves to whether it is safe to go on: kept, or nothing new. */
async function keepAnswer(view, question, form) {
  if (form.dataset.over) return true;
  const response = given(form, question.known.type);
  // One after the other, so that the later one takes the earlier one's place in the outbox.
  view.keeping = (view.keeping ?? Promise.resolve()).then(() => view.answers.keep(question.known, response));
  try {
    await view.keeping;
    tellState(view, question);
    return true;
  } catch (error) {
    view.keeping = undefined;
    const why = error?.name === "QuotaExceededError" ? "phone_full" : "not_kept";
    say(view.stage.querySelector("[data-said]"), word(why), "status status--todo");
    return false;
  }
}

function tellState(view, question) {
  const line = view.current === question && view.stage.querySelector("[data-said]");
  if (!line) return;
  const { own, counts, elsewhere } = view.answers.of(question.known);
  if (elsewhere) return say(line, word("elsewhere"), "status status--todo");
  if (own?.state === "parked") {
    const reason = own.error?.message ?? own.error?.code;
    return say(line, word("not_accepted", { reason }), "status status--todo");
  }
  if (counts) return say(line, word(counts.state === "sent" ? "arrived" : "kept"), "state state--well");
  return say(line, "", "");
}

function say(line, text, look) {
  if (line.textContent === text) return;
  line.className = `${look} section--close`;
  line.textContent = text;
}

/** The answer stands; beneath it what is right, and why. */
function lookBack(view, question, response) {
  const form = view.stage.querySelector("form");
  form.dataset.over = "yes";
  form.querySelectorAll("fieldset").forEach((set) => (set.disabled = true));
  form.querySelectorAll("input[type=text]").forEach((field) => (field.readOnly = true));
  const { state, box } = feedback(question, response);
  const panel = document.createElement("section");
  panel.className = "section panel stack";
  panel.setAttribute("role", "status");
  const heading = document.createElement("h2");
  heading.append(verdict(state));
  panel.append(heading, box);
  form.querySelector("[data-said]").after(panel);
}

async function handIn(view) {
  if (view.busy) return;
  view.busy = true;
  try {
    await (view.keeping ?? Promise.resolve());
    await view.answers.hand(codeFor(view));
    history.replaceState(null, "", location.pathname);
    view.handedInAt = Date.now();
    showEnd(view);
    dispatchEvent(new Event("khumue:sync"));
  } catch (error) {
    tellOverview(view, word(error?.name === "QuotaExceededError" ? "phone_full" : "not_kept"), "todo");
  }
  view.busy = false;
}
