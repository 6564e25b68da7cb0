/** What a person is told after sending: kept on this phone, then the receipt once there is one. */
import { get } from "./store.js";
import { word } from "./words.js";

function line(text, mood, strong = "") {
  const paragraph = document.createElement("p");
  paragraph.className = `status status--${mood}`;
  const span = document.createElement("span");
  span.append(text);
  if (strong) {
    const code = document.createElement("b");
    code.className = "code";
    code.textContent = strong;
    span.append(" ", code);
  }
  paragraph.append(span);
  return paragraph;
}

/**
 * Puts the news in the form's place; the way to "To be sent" stays. On the form, data-outbox-then
 * says what comes next; data-outbox-instead names another form that it makes needless: that one
 * stands back behind a button with the words of data-outbox-else.
 */
export function tell(form) {
  const { outboxThen = "", outboxInstead = "", outboxElse = "" } = form.dataset;
  const box = document.createElement("div");
  box.dataset.then = outboxThen;
  box.className = "stack section";
  box.setAttribute("role", "status");
  box.tabIndex = -1;
  box.dataset.told = "";
  form.replaceWith(box);
  const other = document.getElementById(outboxInstead);
  if (other) standBack(other, form.id, outboxElse);
  return box;
}

function standBack(other, chosen, words) {
  document.querySelector(`[form="${chosen}"]`)?.closest("[data-offer]")?.remove();
  if (other.hidden) return;
  other.hidden = true;
  const button = document.createElement("button");
  [button.type, button.className, button.textContent] = ["button", "link", words];
  button.addEventListener("click", () => {
    other.hidden = false;
    button.remove();
  });
  other.before(button);
}

/** What comes next, where the form said so. */
function next(box) {
  const paragraph = document.createElement("p");
  paragraph.textContent = box.dataset.then;
  return box.dataset.then ? [paragraph] : [];
}

export function tellKept(box, item, why) {
  const more = why === "sign_in" ? "sign_in_to_send" : "will_send";
  const link = document.createElement("a");
  link.href = `/${document.documentElement.lang}/to-send/`;
  link.textContent = word("to_send");
  const way = document.createElement("p");
  way.append(link);
  box.replaceChildren(line(`${word("saved_on_phone")}. ${word(more)}`, "well"), ...next(box), way);
  box.dataset.state = "kept";
  box.focus();
}

/** Says "sent" with a receipt in hand, or why it was refused; leaves "kept" standing else. */
export async function tellSent(box, item) {
  const sent = await get("sent", item.id);
  if (sent) {
    box.replaceChildren(line(`${word("sent")}. ${word("receipt_code")}:`, "well", sent.receipt), ...next(box));
    box.dataset.state = "sent";
    return sent;
  }
  const parked = await get("outbox", item.id);
  if (parked?.state === "parked") {
    const reason = parked.error.message ?? parked.error.code;
    const said = `${word("not_accepted", { reason })} ${word("saved_on_phone")}.`;
    box.firstElementChild.replaceWith(line(said, "todo"));
    box.dataset.state = "parked";
  }
  return undefined;
}
