/** Waiting months, computed as sop_pages/calculators.py does; a test compares the two. */

const MOST_MONTHS = 720;
const MONTH = /^(?:(\d{4})-(\d{1,2})|(\d{1,2})[/-](\d{4}))$/;

const latin = (typed) =>
  typed.replace(/[໐-໙]/g, (digit) => String(digit.charCodeAt(0) - 0x0ed0)).trim();

/** A number of months, or null for what is none. */
export function readMonths(typed) {
  const text = latin(typed);
  return /^\d+$/.test(text) && Number(text.slice(0, 6)) <= MOST_MONTHS ? Number(text) : null;
}

/**
 * A month as [year, month] written 2026-11 or 11/2026; this month when left empty. "wrong" for
 * anything else, "later" for one that is yet to come. `today` is [year, month].
 */
export function readMonth(typed, today) {
  const text = latin(typed);
  if (!text) return today;
  const found = MONTH.exec(text);
  if (!found) return "wrong";
  const [year, month] = [Number(found[1] ?? found[4]), Number(found[2] ?? found[3])];
  if (month < 1 || month > 12 || year < 1990 || year > 2100) return "wrong";
  return year > today[0] || (year === today[0] && month > today[1]) ? "later" : [year, month];
}

/** {missing, enough}: the month whose payment completes them, null when they are complete. */
export function waitingFor(paid, needed, [year, month]) {
  const missing = Math.max(needed - paid, 0);
  if (!missing) return { missing, enough: null };
  const months = month - 1 + missing;
  return { missing, enough: [year + Math.floor(months / 12), (months % 12) + 1] };
}
