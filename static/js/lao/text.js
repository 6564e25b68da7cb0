/** Lao text, letter for letter as sop_site/lao/text.py has it; a test compares the two. */

const CONSONANTS = "ກ-ຮໜ-ໟ";
const VOWELS_BEFORE = "\u0ec0-\u0ec4";
const VOWELS_AFTER = "\u0eb0\u0eb2\u0eb3\u0ebd";
const TONES = "\u0ec8-\u0ecb";
const MARKS = "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece";
const MARKED = VOWELS_AFTER + MARKS;
const ANY_LAO = "[\u0e80-\u0eff]";

const ZERO_WIDTH = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
const DIGIT = /[໐-໙]/g;
// The order of marks over one consonant: ຼ first, then vowels, tones, all others last.
const MARK_CLASSES = [
  "\u0ebc",
  "\u0eb1\u0eb4\u0eb5\u0eb6\u0eb7\u0eb8\u0eb9\u0eba\u0ebb\u0ecd",
  "\u0ec8\u0ec9\u0eca\u0ecb",
];
const MARK_RUN = new RegExp(`[${MARKS}]+`, "gu");
const TONED_AM = new RegExp(`([${TONES}]?)\u0eb3`, "gu");
const SPELLINGS = [
  ["\u0ec0\u0ec0", "\u0ec1"],
  ["\u0edc", "\u0eab\u0e99"],
  ["\u0edd", "\u0eab\u0ea1"],
];

const INNER_VOWEL = `(?:\u0ebd|[\u0ead\u0ea7](?![${MARKED}]))`;
const FINAL =
  `(?:[ກງຍດນມບວຣລສຕປພຈຊ](?![${MARKED}])` +
  `(?![\u0ead\u0ea7][ກງຍດນມບ](?![${MARKED}]))\u0ecc?)`;
const LEADING_HO = `(?:ຫ(?=[ງຍນມລວຣ])(?=.[${MARKED}\u0ead\u0ea7]|.[ກງຍດນມບ]))`;

const SYLLABLE = new RegExp(
  `[${VOWELS_BEFORE}]?${LEADING_HO}?[${CONSONANTS}][${MARKS}]*(?:[ວຽ](?=[${VOWELS_AFTER}]))?` +
    `${INNER_VOWEL}?[${VOWELS_AFTER}]*${FINAL}?|${ANY_LAO}`,
  "gu",
);
const CLUSTER = new RegExp(`[${VOWELS_BEFORE}]?[${CONSONANTS}][${MARKED}]*|${ANY_LAO}`, "gu");
const TONE_AFTER_NIGGAHITA = new RegExp(`\u0ecd([${TONES}])`, "gu");

/** A run of Lao letters and marks; digits are not of a run. */
export const RUN = /[\u0e80-\u0ecf\u0edc-\u0eff]+/gu;

function markOrder(mark) {
  const place = MARK_CLASSES.findIndex((marks) => marks.includes(mark));
  return (place < 0 ? MARK_CLASSES.length : place) * 0x10000 + mark.codePointAt(0);
}

function tidyMarks(run) {
  return [...new Set(run)].sort((one, other) => markOrder(one) - markOrder(other)).join("");
}

/** One spelling for all that look or sound alike, in small letters; to compare, never to show. */
export function fold(text) {
  text = text.replace(ZERO_WIDTH, "").toLowerCase().normalize("NFC");
  text = text.replace(DIGIT, (digit) => String(digit.codePointAt(0) - 0x0ed0));
  for (const [typed, spelt] of SPELLINGS) text = text.replaceAll(typed, spelt);
  text = text.replace(TONED_AM, "\u0ecd$1\u0eb2").replace(MARK_RUN, tidyMarks);
  return text.replaceAll("\u0ebc", "\u0ea5").normalize("NFC");
}

/** The syllables of a run of Lao letters. Joined again they are the run. */
export function syllables(run) {
  return run.match(SYLLABLE) ?? [];
}

/** Consonants with what hangs on them: finer than syllables, and free of their neighbours. */
export function clusters(run) {
  return run.match(CLUSTER) ?? [];
}

/** A folded piece as an ASCII word; ໍ stands behind the tone, so that ນ້ begins ນ້ຳ. */
export function token(piece) {
  const signs = [...piece.replace(TONE_AFTER_NIGGAHITA, "$1\u0ecd")];
  return "x" + signs.map((sign) => hex(sign.codePointAt(0) - 0x0e80)).join("");
}

function hex(number) {
  return number.toString(16).padStart(2, "0");
}
