/** Texts as words to search by, as sop_pages/search/tokens.py makes them; a test compares the two. */
import { RUN, clusters, fold, syllables, token } from "./text.js";

// Python's \s and \w, which differ from JavaScript's by a few signs.
const SPACE = "\\s\\x1c-\\x1f\\x85";
const WORD = /[\p{L}\p{N}]+/gu;
const CODE = new RegExp(
  `(^|[^a-z0-9])(?:sso[${SPACE}_-]*)?([a-z]{2,4})[${SPACE}_-]*([0-9]{1,2})(?![0-9])`,
  "gu",
);

const ENDS = /^(?:[^\S\ufeff]|[\x1c-\x1f\x85])+|(?:[^\S\ufeff]|[\x1c-\x1f\x85])+$/g;

/** Without spaces at its ends. */
export const trimmed = (text) => text.replace(ENDS, "");

/** A folded run of Lao as syllable tokens. */
export function syllableWords(run) {
  return syllables(run).map(token);
}

/** A folded run of Lao as cluster tokens. */
export function clusterWords(run) {
  return clusters(run).map((piece) => "c" + token(piece).slice(1));
}

/** The codes that a folded text names: [whole match, letters, digits, where it begins]. */
export function codesIn(folded) {
  return [...folded.matchAll(CODE)].map((code) => ({
    text: code[0].slice(code[1].length),
    start: code.index + code[1].length,
    letters: code[2],
    digits: code[3],
  }));
}

/** The words of other scripts in a folded text, with where each begins. */
export function wordsIn(folded) {
  return [...folded.matchAll(WORD)].map((word) => ({ text: word[0], start: word.index }));
}

/** All tokens of a text, a space before, between and after; "" for an empty one. */
export function tokensOf(text) {
  const folded = fold(text);
  const codes = codesIn(folded).map((code) => code.letters + code.digits.padStart(2, "0"));
  const plain = folded.replace(RUN, (run) => ` ${syllableWords(run).join(" ")} `);
  const cut = (folded.match(RUN) ?? []).flatMap(clusterWords);
  const found = [...wordsIn(plain).map((word) => word.text), ...codes, ...cut];
  return found.length ? ` ${found.join(" ")} ` : "";
}
