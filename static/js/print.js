/** Shows the way to print, where there is a script to do it. */

for (const line of document.querySelectorAll("[data-print]")) {
  line.hidden = false;
  line.querySelector("button").addEventListener("click", () => print());
}
