/** Parts of the phone's work that only some pages need: fetched where they are. */

const loaded = new Map();
const begun = [];

/** Loads the script that #phone names data-part-<name>; resolves once its first work is done. */
export async function loadPart(name) {
  const address = document.getElementById("phone").getAttribute(`data-part-${name}`);
  if (!loaded.has(name)) loaded.set(name, fetched(address));
  await loaded.get(name);
  await Promise.allSettled(begun);
}

function fetched(address) {
  return new Promise((done) => {
    const script = document.createElement("script");
    [script.type, script.src] = ["module", address];
    script.addEventListener("load", done);
    script.addEventListener("error", done); // the page does without
    document.head.append(script);
  });
}

/** A part says what it is at. */
export const begin = (work) => void begun.push(work);
