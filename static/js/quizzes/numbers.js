/** Numbers as officers write them, read as quizzes/numbers.py reads them; a test compares the two. */
import { decimal, negative } from "./decimals.js";

const LAO_DIGIT = /[໐-໙]/g;
const NUMBER = /^([-+]?)[ \t\n\r\f\v]*([0-9]+(?:[., ][0-9]+)*)[ \t\n\r\f\v]*([^0-9]*)$/;
const THOUSANDS = /^[1-9][0-9]{0,2}(?:([., ])[0-9]{3})(?:\1[0-9]{3})*$/;
const LONGEST = 60;
// What Python's str.strip() takes away: \s here lacks some of it, and has the byte order mark.
const BLANK = "[\\s\\x1c-\\x1f\\x85]";
const AROUND = new RegExp(`^${BLANK}+|${BLANK}+$`, "g");

export const trimmed = (text) => text.replace(/\ufeff/g, "\0").replace(AROUND, "").replaceAll("\0", "\ufeff");

/** What a typed number can mean: [{number, rest}], likeliest first; none for what is no number. */
export function readings(typed) {
  const text = trimmed(
    typed
      .replace(LAO_DIGIT, (digit) => String(digit.charCodeAt(0) - 0x0ed0))
      .replaceAll("−", "-")
      .replaceAll("₭", " ₭")
      .replace(/\p{Zs}/gu, " "),
  );
  const found = [...text].length <= LONGEST ? NUMBER.exec(text) : null;
  if (!found) return [];
  const [, sign, body, rest] = found;
  return values(body).map((number) => ({
    number: sign === "-" ? negative(number) : number,
    rest: trimmed(rest),
  }));
}

const withoutSeparators = (body) => body.replace(/[., ]/g, "");

function values(body) {
  const separators = body.replace(/[0-9]/g, "");
  if (!separators) return [decimal(body)];
  const found = [];
  if (THOUSANDS.test(body)) found.push(decimal(withoutSeparators(body)));
  const last = separators.at(-1);
  if (separators.length === 1 && last !== " ") {
    found.push(decimal(body.replace(",", ".")));
  } else if (last !== " " && !separators.slice(0, -1).includes(last)) {
    // Thousands by one sign, decimals by another: 1.500,25 or 1,500.25.
    const cut = body.lastIndexOf(last);
    const whole = body.slice(0, cut);
    if (THOUSANDS.test(whole)) found.push(decimal(`${withoutSeparators(whole)}.${body.slice(cut + 1)}`));
  }
  return found;
}
