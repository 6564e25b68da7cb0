/** Marks a practice on the phone as quizzes/grading.py does on the server; a test compares the two. */
import { KIP } from "../lao/money.js";
import { fold } from "../lao/text.js";
import { ONE, ZERO, absolute, compare, decimal, minus, plus, rounded, times } from "./decimals.js";
import { readings } from "./numbers.js";

const PLACES = 7;
const BLANKS = /[\s\x1c-\x1f\x85]+/g;
const AROUND = /^[ .,;:!?“”"'()]+|[ .,;:!?“”"'()]+$/g;

/**
 * {fraction, state}: a decimal from 0 to 1, and "right", "partly", "wrong" or "blank". `marking` is
 * what quizzes/marking.py gives of a question.
 */
export function grade(marking, answer) {
  if (!answer?.length) return { fraction: ZERO, state: "blank" };
  const found = RULES[marking.type](marking, answer);
  const fraction = compare(found, ZERO) < 0 ? ZERO : compare(found, ONE) > 0 ? ONE : found;
  const state = compare(fraction, ONE) === 0 ? "right" : fraction.n ? "partly" : "wrong";
  return { fraction, state };
}

/** The fraction of the marks to be had, in ten-millionths, never above them. */
export function mark(fraction, outOf) {
  const most = decimal(outOf);
  const found = rounded(times(fraction, most), PLACES);
  return compare(found, most) > 0 ? most : found;
}

/** Which known wrong answer this is: its place in the list, or -1. */
export function knownWrong(marking, answer) {
  if (!answer?.length || grade(marking, answer).state === "right") return -1;
  if (!marking.known_wrong) return -1;
  return marking.known_wrong.findIndex((wrong) =>
    marking.type === "numeric"
      ? means(answer, marking, wrong)
      : wrong.map(compared).includes(compared(answer)),
  );
}

const weightOf = (marking, key) => decimal(marking.weights[key]) ?? ZERO;

function multiple(marking, answer) {
  const chosen = new Set(answer);
  const right = Object.keys(marking.weights).filter((key) => weightOf(marking, key).n > 0n);
  // Weights of thirds add up to 1 only nearly: all right ones and no other is the whole mark.
  if (right.length === chosen.size && right.every((key) => chosen.has(key))) return ONE;
  return [...chosen].reduce((sum, key) => plus(sum, weightOf(marking, key)), ZERO);
}

const single = weightOf;

const numeric = (marking, answer) => (means(answer, marking, marking.answer) ? ONE : ZERO);

const short = (marking, answer) =>
  marking.accepted.map(compared).includes(compared(answer)) ? ONE : ZERO;

function matching(marking, answer) {
  const hits = answer.filter(([left, right]) => marking.pairs[left] === right).length;
  return share(hits, Object.keys(marking.pairs).length);
}

/** Neighbours of the right order that are neighbours in the answer, of how many. */
function ordering({ order }, answer) {
  const next = new Map(order.slice(1).map((key, at) => [order[at], key]));
  const hits = answer.filter((key, at) => at + 1 < answer.length && next.get(key) === answer[at + 1]);
  return share(hits.length, order.length - 1);
}

/** The steps that don't follow the one they should, in the right order. */
export function misplaced({ order }, answer) {
  if (!answer.length) return [];
  const before = (list, key) => list[list.indexOf(key) - 1];
  return order.filter((key) => before(order, key) !== before(answer, key));
}

/** hits / of, as the server stores it: in ten-millionths. */
const share = (hits, of) => ({ n: (BigInt(hits) * 2n * 10n ** 7n + BigInt(of)) / (BigInt(of) * 2n), scale: PLACES });

/** Whose feedback wrong pairs are told: "extra-…" of a right side that goes with nothing, else "left-…". */
export function wrongPairs(marking, answer) {
  const given = new Map(answer);
  const wrong = Object.keys(marking.pairs).filter((left) => (given.get(left) ?? marking.pairs[left]) !== marking.pairs[left]);
  const keyOf = (left) => (marking.extra.includes(given.get(left)) ? `extra-${given.get(left)}` : `left-${left}`);
  return [...new Set(wrong.map(keyOf))];
}

const RULES = { single, truefalse: single, multiple, numeric, short, matching, ordering };

function means(answer, marking, value) {
  const wanted = decimal(value);
  const tolerance = decimal(marking.tolerance) ?? ZERO;
  return readings(answer).some(
    ({ number, rest }) =>
      compare(absolute(minus(number, wanted)), tolerance) <= 0 && unitFits(rest, marking),
  );
}

/** A unit may be left out; "kip a month" is also met by its beginning. */
function unitFits(rest, marking) {
  if (!rest) return true;
  const units = marking.units.map(compared);
  const given = compared(rest);
  const kip = KIP.map(compared);
  return (
    units.some((unit) => unit.startsWith(given)) ||
    (given === "₭" && units.some((unit) => kip.some((word) => unit.startsWith(word))))
  );
}

/** Words as they are compared: folded, blanks joined, no stop or quotation marks around. */
export const compared = (text) =>
  fold(text).replace(/\ufeff/g, "").replace(BLANKS, " ").trim().replace(AROUND, "");
