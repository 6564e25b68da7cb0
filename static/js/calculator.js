/** Works out the contribution while typing. Without it the form asks the server. Whole kip, half up. */

const grouped = (kip, separator) => String(kip).replace(/\B(?=(\d{3})+$)/g, separator);

function contribution(income, rate, of) {
  return (2n * income * BigInt(rate) + BigInt(of)) / (2n * BigInt(of));
}

function bind(form) {
  const income = form.elements.income;
  const shown = {
    income: form.querySelector("[data-income]"),
    result: form.querySelector("[data-result]"),
  };

  form.addEventListener("input", () => {
    const digits = income.value.replace(/\D/g, "").slice(0, 12);
    shown.result.closest("p").hidden = !digits;
    if (!digits) return;
    const { rate, of, separator } = form.dataset;
    shown.income.textContent = grouped(BigInt(digits), separator);
    shown.result.textContent = grouped(contribution(BigInt(digits), rate, of), separator);
  });
}

document.querySelectorAll("form[data-rate]").forEach(bind);
