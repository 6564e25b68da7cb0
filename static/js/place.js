/** Keeps the reader's place in the language switch: the passage on the screen, by its id. */

function passageInView() {
  const passages = [...document.querySelectorAll("main [id]:not(input):not(textarea)")];
  const above = passages.filter((passage) => passage.getBoundingClientRect().top < innerHeight / 3);
  const last = above.at(-1);
  return scrollY > innerHeight / 2 && last ? last.id : "";
}

document.querySelectorAll("[data-keeps-place]").forEach((link) => {
  link.addEventListener("click", () => {
    link.hash = passageInView() || location.hash;
  });
});
