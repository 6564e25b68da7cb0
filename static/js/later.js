/** Loads what no page needs to be read (keeping, sending, saving), once the page stands. */

const phone = document.getElementById("phone");

function load() {
  for (const address of [phone.dataset.core, phone.dataset.module]) {
    const script = document.createElement("script");
    [script.type, script.src] = ["module", address];
    script.async = false; // fetched at once, run in this order
    document.head.append(script);
  }
}

const soon = globalThis.requestIdleCallback ?? setTimeout;
if (phone && document.readyState === "complete") soon(load);
else if (phone) addEventListener("load", () => soon(load));
