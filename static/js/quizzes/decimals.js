/** Exact decimals: {n, scale} is n / 10^scale, n a BigInt. Marks are never floats. */

const WRITTEN = /^([-+]?)(\d+)(?:\.(\d+))?$/;

/** A plainly written decimal ("-0.3333333"); null for anything else. */
export function decimal(text) {
  const found = WRITTEN.exec(text ?? "");
  if (!found) return null;
  const [, sign, whole, part = ""] = found;
  const n = BigInt(whole + part);
  return { n: sign === "-" ? -n : n, scale: part.length };
}

export const ZERO = decimal("0");
export const ONE = decimal("1");

const at = ({ n, scale }, wanted) => n * 10n ** BigInt(wanted - scale);

function joined(one, other, deed) {
  const scale = Math.max(one.scale, other.scale);
  return { n: deed(at(one, scale), at(other, scale)), scale };
}

export const plus = (one, other) => joined(one, other, (a, b) => a + b);
export const minus = (one, other) => joined(one, other, (a, b) => a - b);
export const times = (one, other) => ({ n: one.n * other.n, scale: one.scale + other.scale });
export const negative = ({ n, scale }) => ({ n: -n, scale });
export const absolute = ({ n, scale }) => ({ n: n < 0n ? -n : n, scale });

/** Below 0, 0 or above 0, as `one` is less than, equal to or more than `other`. */
export function compare(one, other) {
  const { n } = minus(one, other);
  return n < 0n ? -1 : Number(n > 0n);
}

/** Rounded to so many places, halves away from zero. */
export function rounded(number, places) {
  if (number.scale <= places) return number;
  const step = 10n ** BigInt(number.scale - places);
  const { n } = absolute(number);
  const whole = (n * 2n + step) / (step * 2n);
  return { n: number.n < 0n ? -whole : whole, scale: places };
}

/** As people read it: no zeros at the end. */
export function written({ n, scale }) {
  const digits = absolute({ n, scale }).n.toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const part = digits.slice(digits.length - scale).replace(/0+$/, "");
  return (n < 0n ? "-" : "") + whole + (part && `.${part}`);
}

/** A mark as pages write it: two places, none where it is whole (the server's floatformat:"-2"). */
export function shown(mark, point) {
  const short = written(mark);
  if (!short.includes(".")) return short;
  const [whole, part = ""] = written(rounded(mark, 2)).split(".");
  return `${whole}${point}${part.padEnd(2, "0")}`;
}

/** one / other in percent, whole, halves up (quizzes/percents.py); 0 where there is nothing to be had. */
export function percent(one, other) {
  if (!other.n) return 0;
  const scale = Math.max(one.scale, other.scale);
  const [part, all] = [at(one, scale), at(other, scale)];
  return Number((part * 200n + all) / (all * 2n));
}
