/** Repeats each thing to look at beside the field that it is about, until that field is changed. */

const box = document.querySelector("[data-lints]");
const places = box ? [...box.querySelectorAll("[data-lint]")] : [];

const fieldOf = (link) => document.querySelector(`[name="${CSS.escape(link.dataset.lint)}"]`);

function put(link) {
  const field = fieldOf(link);
  if (!field) return false;
  const line = document.createElement("p");
  line.className = "help-block help-warning lint";
  line.textContent = link.textContent;
  line.id = `lint-${places.indexOf(link)}`;
  (field.closest(".w-field__input") ?? field).after(line);
  const described = field.getAttribute("aria-describedby");
  field.setAttribute("aria-describedby", [described, line.id].filter(Boolean).join(" "));
  field.addEventListener("input", () => forget(link, line), { once: true });
  link.addEventListener("click", (event) => lead(event, field));
  return true;
}

/** The field is another now: whether the rule still minds it is said after the next save. */
function forget(link, line) {
  line.remove();
  link.parentElement.hidden = true;
  box.hidden = places.every((place) => place.parentElement.hidden);
}

function lead(event, field) {
  event.preventDefault();
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
}

/** The editor draws the blocks of a page after the page itself. */
function putAll(waiting) {
  const left = waiting.filter((link) => !put(link));
  if (!left.length) return;
  const watching = new MutationObserver(() => {
    if (!left.some(fieldOf)) return;
    watching.disconnect();
    putAll(left);
  });
  watching.observe(document.body, { childList: true, subtree: true });
}

if (places.length) putAll(places);
