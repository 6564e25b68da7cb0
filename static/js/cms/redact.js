// Blacking out with the mouse: words that are selected go into the field, parts of a photo are drawn.
// Without it the words are typed, and the parts are given as numbers.

function words(form) {
  const field = form.querySelector("textarea");
  const take = () => {
    const said = String(getSelection()).trim();
    const from = getSelection().anchorNode?.parentElement;
    if (said.length < 2 || said.includes("\n") || !from?.closest("[data-passage]")) return;
    const known = field.value.split("\n").map((line) => line.trim());
    if (known.includes(said)) return;
    field.value = [...known.filter(Boolean), said].join("\n");
    getSelection().removeAllRanges();
  };
  for (const passage of document.querySelectorAll("[data-passage]")) {
    passage.addEventListener("pointerup", take);
  }
}

const hundredths = (part, whole) => Math.min(100, Math.max(0, (part / whole) * 100));

function parts(form) {
  const photo = form.querySelector(".feedback-desk__photo");
  const image = photo.querySelector("img");
  const list = form.querySelector("[data-boxes]");
  let begun = null;
  let box = null;

  const at = (event) => {
    const { left, top, width, height } = image.getBoundingClientRect();
    return [hundredths(event.clientX - left, width), hundredths(event.clientY - top, height)];
  };
  const between = ([x1, y1], [x2, y2]) => [
    Math.min(x1, x2),
    Math.min(y1, y2),
    Math.abs(x1 - x2),
    Math.abs(y1 - y2),
  ];
  const draw = (shape, [x, y, width, height]) => {
    Object.assign(shape.style, {
      left: `${x}%`,
      top: `${y}%`,
      width: `${width}%`,
      height: `${height}%`,
    });
  };
  const free = () => {
    const fields = [...list.querySelectorAll("input")];
    const empty = fields.find((field) => !field.value.trim());
    if (empty) return empty;
    const line = list.lastElementChild.cloneNode(true);
    list.append(line);
    return line.querySelector("input");
  };

  photo.addEventListener("pointerdown", (event) => {
    begun = at(event);
    box = document.createElement("span");
    photo.append(box);
    photo.setPointerCapture(event.pointerId);
  });
  photo.addEventListener("pointermove", (event) => {
    if (begun) draw(box, between(begun, at(event)));
  });
  photo.addEventListener("pointerup", (event) => {
    const shape = between(begun, at(event));
    begun = null;
    if (shape[2] < 1 || shape[3] < 1) {
      box.remove();
      return;
    }
    draw(box, shape);
    // Down, so that left and width together never come to more than the whole.
    free().value = shape.map((number) => Math.floor(number * 10) / 10).join(" ");
  });
}

for (const form of document.querySelectorAll("[data-redact]")) words(form);
for (const form of document.querySelectorAll("[data-redact-photo]")) parts(form);
