/** Works out the contribution while typing. Without it the form asks the server. Whole kip, half up. */

const grouped = (kip, separator) => String(kip).replace(/\B(?=(\d{3})+$)/g, separator);

function contribution(income, rate, of) {
  return (2n * income * BigInt(rate) + BigInt(of)) / (2n * BigInt(of));
}

/** The rate of today in Vientiane, by the phone's clock: a saved page knows those that follow. */
function rateOf({ rate, of, later = "" }) {
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const begun = later.split("|").filter((one) => one && one.slice(0, 10) <= today);
  if (!begun.length) return { rate, of };
  const [, since, written, newer, ofNewer] = begun.at(-1).split(":");
  return { rate: newer, of: ofNewer, since, written };
}

function bind(form) {
  const income = form.elements.income;
  const here = (selector) => form.querySelector(selector);

  form.addEventListener("input", () => {
    const digits = income.value.replace(/\D/g, "").slice(0, 12);
    const result = here("[data-result]");
    result.closest("p").hidden = !digits;
    if (!digits) return;
    const { rate, of, since, written } = rateOf(form.dataset);
    const { separator } = form.dataset;
    here("[data-income]").textContent = grouped(BigInt(digits), separator);
    result.textContent = grouped(contribution(BigInt(digits), rate, of), separator);
    if (!since) return;
    result.closest("p").querySelector(".value").textContent = written;
    here("[data-newer]").hidden = false;
    here("[data-newer-from]").textContent = since;
  });
}

document.querySelectorAll("form[data-rate]").forEach(bind);
