/** What of the saved copy lies on this phone. */
import { person } from "./session.js";
import { all, get, meta, ownedBy } from "./store.js";

/** The rows of a language, everybody's and this owner's, by owner and address. */
export async function kept(locale, owner) {
  const rows = await all("docs", ownedBy(""));
  if (owner) rows.push(...(await all("docs", ownedBy(owner))));
  const here = rows.filter((row) => row.locale === locale);
  return new Map(here.map((row) => [`${row.owner} ${row.u}`, row]));
}

/** When and what was saved in this language: {version, at, count}, or undefined. */
export const state = (locale) => meta(`saved:${locale}`);

/** The saved page at this address, the person's own before everybody's; undefined if none. */
export async function page(path) {
  const owner = (await person())?.uid;
  return (owner && (await get("docs", [owner, path]))) || get("docs", ["", path]);
}

/** All pages of a language that this person may read, each once: the own before everybody's. */
export async function pages(locale) {
  const owner = (await person())?.uid ?? "";
  const rows = [...(await kept(locale, owner)).values()];
  const own = new Set(rows.filter((row) => row.owner).map((row) => row.u));
  return rows.filter((row) => row.owner || !own.has(row.u));
}
