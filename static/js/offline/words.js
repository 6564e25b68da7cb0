/** The words that modules say: they stand in the page, in its language, never in the code. */

import { written } from "./dates.js";

const holders = document.querySelectorAll("template#phone-words, template#page-words");

/** The text of this name with its places filled: word("items_waiting", {n: 2}). */
export function word(name, values = {}) {
  const said = `[data-word="${name}"]`;
  const found = [...holders].map((holder) => holder.content.querySelector(said)).find(Boolean);
  const text = found?.textContent ?? "";
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

/** A moment as people write it. */
export const moment = (time) => written(time, word("months"));

export const language = () => document.documentElement.lang;
