/** A practice without an attempt: answers stay on this phone, for their writer, until it begins anew. */
import { get, put, remove } from "../offline/store.js";

/** Has what Answers has, as far as the page needs it, and sends nothing. */
export class Practice {
  constructor({ uid, slug, questions }) {
    Object.assign(this, { questions, key: [uid, `practice:${slug}`], given: {}, done: false });
  }

  async read() {
    const row = await get("drafts", this.key);
    this.given = row?.given ?? {};
    this.done = row?.done ?? false;
    return this;
  }

  of(known) {
    const response = this.given[known.question];
    return { counts: response === undefined ? undefined : { response, state: "kept" } };
  }

  responses() {
    return new Map(Object.entries(this.given).filter(([, response]) => response.length));
  }

  async keep(known, response) {
    if (!response.length || String(this.given[known.question] ?? "") === String(response)) return false;
    this.given = { ...this.given, [known.question]: response };
    await this.write();
    return true;
  }

  async hand() {
    this.done = true;
    await this.write();
    return this;
  }

  write() {
    const [owner, form] = this.key;
    return put("drafts", { owner, form, fields: [], given: this.given, done: this.done, at: Date.now() });
  }

  again() {
    return remove("drafts", this.key);
  }
}
