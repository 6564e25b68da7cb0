// Beside each password field a button that shows what is typed. Words come from the form.
for (const field of document.querySelectorAll("[data-show-password]")) {
  const { showWord, hideWord } = field.form.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = showWord;
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.textContent = hidden ? hideWord : showWord;
  });
  // Sent hidden, so that no browser keeps it as an ordinary text.
  field.form.addEventListener("submit", () => { field.type = "password"; });
  const row = document.createElement("div");
  row.className = "beside";
  field.replaceWith(row);
  row.append(field, button);
}
