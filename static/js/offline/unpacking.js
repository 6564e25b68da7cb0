/** Undoes what sop_site/offline/saved/patterns.py did: pages are whole again. */

/** The pages of an answer, each with its whole text, whether they came packed or not. */
export function unpacked({ docs, patterns }) {
  return patterns ? docs.map((doc) => ({ ...doc, m: whole(doc.m, patterns) })) : docs;
}

function whole(parts, patterns) {
  const last = patterns.map(() => []);
  return parts.map((part) => {
    if (typeof part === "string") return part;
    const [number, ...filled] = part;
    const values = filled.map((value, n) => value ?? last[number][n]);
    last[number] = values;
    return patterns[number].map((piece) => (typeof piece === "string" ? piece : values[piece])).join("");
  }).join("");
}
