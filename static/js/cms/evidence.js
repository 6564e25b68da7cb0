/** What points at a step is told at its block in the editor, and once more before it is deleted. */

const box = document.querySelector("[data-evidence]");
const lists = box ? [...box.querySelectorAll("[data-block]")] : [];

const sectionOf = (id) => document.getElementById(`block-${id}-section`);

function put(list) {
  const section = sectionOf(list.dataset.block);
  if (!section) return false;
  const note = document.createElement("details");
  note.className = "evidence";
  const summary = document.createElement("summary");
  summary.textContent = `${box.dataset.heading} (${list.children.length})`;
  const copy = list.cloneNode(true);
  copy.removeAttribute("data-block");
  note.append(summary, copy);
  document.getElementById(`block-${list.dataset.block}-content`)?.prepend(note);
  section.parentElement.addEventListener("click", (event) => ask(event, section, list), true);
  return true;
}

/** Deleting a block that something points at is done only after a yes. */
function ask(event, section, list) {
  const button = event.target.closest?.("button[data-streamfield-action='DELETE']");
  if (!button || button.closest("[id^='block-'][id$='-section']") !== section) return;
  const words = [...list.children].map((line) => `• ${line.textContent.trim()}`);
  if (window.confirm([box.dataset.ask, ...words].join("\n"))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** The editor draws the blocks of a page after the page itself. */
function putAll(waiting) {
  const left = waiting.filter((list) => !put(list));
  if (!left.length) return;
  const watching = new MutationObserver(() => {
    if (!left.some((list) => sectionOf(list.dataset.block))) return;
    watching.disconnect();
    putAll(left);
  });
  watching.observe(document.body, { childList: true, subtree: true });
}

putAll(lists);
