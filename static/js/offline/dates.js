/** Moments in words, for pages and the service worker alike. */

const VIENTIANE = 7 * 3600 * 1000; // ahead of UTC all year

const local = (time) => new Date(new Date(time).getTime() + VIENTIANE);

export const monthNames = (months) => months.split("|");

/** 22 ພະຈິກ 2026, in Vientiane; `months` are twelve names joined by "|". */
export function day(time, months) {
  const there = local(time);
  const month = monthNames(months)[there.getUTCMonth()];
  return `${there.getUTCDate()} ${month} ${there.getUTCFullYear()}`;
}

/** 22 ພະຈິກ 2026 16:05, in Vientiane. */
export function written(time, months) {
  const two = (number) => String(number).padStart(2, "0");
  const there = local(time);
  return `${day(time, months)} ${two(there.getUTCHours())}:${two(there.getUTCMinutes())}`;
}

/** 2026-11-22, in Vientiane. */
export const dayOf = (time) => local(time).toISOString().slice(0, 10);

/** This month in Vientiane by the phone's clock: [year, month]. */
export function today() {
  const there = local(Date.now());
  return [there.getUTCFullYear(), there.getUTCMonth() + 1];
}
