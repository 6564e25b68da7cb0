/** A link within the editor to one of its places (#:w:contentpath=steps.<block id>). Wagtail leads
 * there when the page is opened; here when it is open already. */

function placeNamed() {
  const [, path] = /contentpath=([\w.-]+)/.exec(window.location.hash) ?? [];
  if (!path) return null;
  const [field, block] = path.split(".");
  if (block) return document.getElementById(`block-${block}-section`);
  return document.querySelector(`[data-contentpath="${CSS.escape(field)}"]`);
}

function lead() {
  const place = placeNamed();
  if (!place) return;
  place.scrollIntoView();
  const field = "input:not([type=hidden]), textarea, select";
  place.querySelector(field)?.focus({ preventScroll: true });
}

window.addEventListener("hashchange", lead);
