/** Once the page stands: lays out what was left for later, and loads what no page needs to be read. */

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

function stand() {
  // The first paint comes between these two frames.
  const next = requestAnimationFrame;
  next(() => next(() => (document.documentElement.dataset.stands = "")));
  if (phone) soon(load);
}

if (document.readyState === "complete") stand();
else addEventListener("load", stand);
