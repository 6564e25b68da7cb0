/** What a person typed, taken apart as sop_pages/search/query.py does it; a test compares the two. */
import { RUN, fold, syllables } from "./text.js";
import { clusterWords, codesIn, syllableWords, trimmed, wordsIn } from "./tokens.js";

const MOST_TERMS = 12;
const ENDINGS = ["ies", "es", "s", "y"];
const WIDE = /[\uff01-\uff5e]/g; // letters of the width of a Chinese one, as some keyboards give
const OPEN_END = /[\p{L}\p{N}_\u0e80-\u0eff]$/u;
const IGNORED = new Set(
  (
    "a an and are as at by can do for from how i if in is it me my of on or our the this to what " +
    "when where which who why with you your"
  ).split(" "),
);

/** [{kind: "code"|"lao"|"syllable"|"word", text, last}]: `last` may be half-typed. */
export function parse(typed) {
  const narrow = (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0);
  const folded = fold(trimmed(typed.replaceAll("\0", " ")).replace(WIDE, narrow));
  const codes = codesIn(folded);
  let rest = folded;
  for (const { start, text } of codes) rest = blanked(rest, start, text);
  const runs = [...rest.matchAll(RUN)].map((run) => ({ start: run.index, text: run[0] }));
  for (const { start, text } of runs) rest = blanked(rest, start, text);
  const words = wordsIn(rest);
  let said = words.filter((word) => !IGNORED.has(word.text));
  if (!said.length && !codes.length && !runs.length) said = words;
  const found = [
    ...codes.map(({ start, letters, digits }) => ({ start, kind: "code", text: `${letters}-${digits}` })),
    ...runs.map((run) => ({ ...run, kind: "lao" })),
    ...said.map((word) => ({ ...word, kind: "word" })),
  ];
  found.sort((one, other) => one.start - other.start);
  const first = found.slice(0, MOST_TERMS);
  const open = OPEN_END.test(folded);
  return first.map(({ kind, text }, n) => ({ kind, text, last: open && n === first.length - 1 }));
}

const blanked = (text, start, part) =>
  text.slice(0, start) + " ".repeat(part.length) + text.slice(start + part.length);

/** The same with long runs of Lao cut up, for words that stand nowhere side by side; null if none. */
export function loosened(terms) {
  const cut = terms.flatMap((term) => {
    const pieces = term.kind === "lao" ? syllables(term.text) : [];
    if (pieces.length < 3) return [term];
    return pieces.map((text) => ({ kind: "syllable", text, last: false }));
  });
  return cut.length === terms.length ? null : cut;
}

/** What to look for in the tokens of a text, the best form first. */
export function needles({ kind, text, last }) {
  if (kind === "code") {
    const [letters, digits] = text.split("-");
    return [
      needle([letters + digits.padStart(2, "0")]),
      needle([letters + digits], last),
      needle([letters, digits], last),
    ];
  }
  if (kind === "syllable") return [needle(syllableWords(text))];
  if (kind === "lao") return [needle(syllableWords(text)), needle(clusterWords(text), last)];
  return [needle([stem(text)], last || text.length > 2)];
}

const needle = (words, open = false) => ` ${words.join(" ")}${open ? "" : " "}`;

function stem(word) {
  const ending = /^[\0-\x7f]+$/.test(word) && ENDINGS.find((end) => fits(word, end));
  return ending ? word.slice(0, -ending.length) : word;
}

const fits = (word, end) => word.endsWith(end) && word.length - end.length > 2;
