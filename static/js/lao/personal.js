/** Finds what looks like a member's number or name, as sop_site/lao/personal.py does. */

const NUMBER = /(^|[^\d.,])(\+?\d(?:[ -]?\d){7,})(?!\d|[.,]\d)/g;
const DATE = /^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}|(?:19|20)\d\d ?- ?(?:19|20)\d\d)$/;
const MONEY = /^\s*(?:ກີບ|₭|kip\b|LAK\b)/i;
const LAO_NAME = /(?:ທ້າວ|ນາງ|ທ\.|ນ\.)\s*([ກ-ໝ][ກ-ໝະ-ໄ່-ໍ]{2,})/g;
const NO_NAME = /^(?:ງາມ|ສາວ|ໃດ|ນັ້ນ|ນີ້)/;
const LATIN_NAME = /\b(?:Mr|Mrs|Ms|Miss|Thao|Nang)\.?\s+[A-Z][a-z]+/g;
const DIGIT = /[໐-໙]/g;

function numbersIn(text) {
  const plain = text.replace(DIGIT, (digit) => String(digit.charCodeAt(0) - 0x0ed0));
  return [...plain.matchAll(NUMBER)]
    .map((found) => ({ start: found.index + found[1].length, said: found[2] }))
    .filter(({ start, said }) => !DATE.test(said) && !MONEY.test(plain.slice(start + said.length)))
    .map(({ start, said }) => text.slice(start, start + said.length));
}

function namesIn(text) {
  const lao = [...text.matchAll(LAO_NAME)].filter((found) => !NO_NAME.test(found[1]));
  return [...lao, ...text.matchAll(LATIN_NAME)].map((found) => found[0]);
}

/** [{kind: "number" | "name", passage}], numbers first, each once. */
export function findings(texts) {
  const numbers = [...new Set(texts.flatMap(numbersIn))];
  const names = [...new Set(texts.flatMap(namesIn))];
  return [
    ...numbers.map((passage) => ({ kind: "number", passage })),
    ...names.map((passage) => ({ kind: "name", passage })),
  ];
}
