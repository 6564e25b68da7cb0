/** What a person answered in an attempt: of the server's and this phone's word the later one. */
import { add } from "../offline/outbox.js";
import { all, meta } from "../offline/store.js";
import { isoNow } from "../offline/wire.js";
import { trimmed } from "./numbers.js";

const ANSWER = "quiz.answer";
const HAND_IN = "quiz.hand_in";

/** Below 0 when `one` came before `other`: by sequence, then the claim of time, then the item's id. */
export function order(one, other) {
  return one.sequence - other.sequence || one.at - other.at || Number(one.id > other.id) - Number(one.id < other.id);
}

const blank = (response) => !response?.length;
const same = (one, other) => (blank(one) ? blank(other) : String(one) === String(other));

/** What stands in a form, as the server would store it: a list of keys, pairs of keys, a key, or a text. */
export function given(form, type) {
  const data = new FormData(form);
  if (type === "multiple") return [...new Set(data.getAll("answer"))].sort();
  if (type === "ordering") return data.get("touched") ? data.getAll("answer") : [];
  if (type === "matching") {
    const pairs = data.getAll("answer").filter(Boolean).map((text) => text.split(":"));
    return pairs.sort(([one], [other]) => (one < other ? -1 : 1));
  }
  return trimmed(data.get("answer") ?? "");
}

/**
 * An attempt of `uid` on this phone. `questions` are what the page says of each ({question, type,
 * response?, sequence?, at?, id?}); read() looks into the phone's database.
 */
export class Answers {
  constructor({ uid, attempt, title, questions }) {
    Object.assign(this, { uid, attempt, title, questions, rows: [], handIn: undefined });
  }

  async read() {
    const mine = (item) => item.owner === this.uid && item.payload?.attempt === this.attempt;
    const [waiting, sent] = await Promise.all([all("outbox"), all("sent")]);
    const rows = [
      ...waiting.filter(mine).map((item) => ({ ...rowOf(item), state: item.state })),
      ...sent.filter(mine).map((item) => ({ ...rowOf(item), state: "sent" })),
    ];
    this.rows = rows.filter((row) => row.kind === ANSWER);
    this.handIn = rows.filter((row) => row.kind === HAND_IN).sort(order).at(-1);
    return this;
  }

  /** This phone's last word on a question, and what counts: {own, counts, elsewhere}. */
  of(known) {
    const own = this.rows.filter((row) => row.question === known.question).sort(order).at(-1);
    const there = known.sequence === undefined ? undefined : { ...known, state: "sent" };
    const newer = own && there && order(own, there) < 0;
    const counts = newer || !own ? there : own;
    const elsewhere = Boolean(own?.superseded || (newer && !same(own.response, there.response)));
    return { own, counts, elsewhere };
  }

  /** {question: response} of all that have an answer. */
  responses() {
    const found = this.questions.map((known) => [known.question, this.of(known).counts?.response]);
    return new Map(found.filter(([, response]) => !blank(response)));
  }

  /**
   * Keeps an answer in the outbox, in place of what this phone had not sent of it. Resolves to
   * whether there was anything new; throws when the phone refuses.
   */
  async keep(known, response) {
    const before = this.of(known).counts?.response;
    if (same(before, response)) return false;
    const waiting = this.rows.filter((r) => r.question === known.question && r.state !== "sent");
    const payload = {
      attempt: this.attempt,
      question: known.question,
      sequence: await this.next(),
      response,
      answered_at: isoNow(),
    };
    const mends = waiting.map((row) => row.item);
    await add(ANSWER, payload, { owner: this.uid, shown: this.shown(known.name), mends });
    await this.read();
    return true;
  }

  /** Hands in; `code` is a function of the sequence. Resolves once it is kept. */
  async hand(codeOf) {
    const sequence = await this.next();
    const payload = { attempt: this.attempt, sequence, code: await codeOf(sequence) };
    const mends = this.handIn && this.handIn.state === "parked" ? this.handIn.item : undefined;
    await add(HAND_IN, payload, { owner: this.uid, shown: this.shown(), mends });
    return this.read();
  }

  /** Later than all that is known, in milliseconds of the server's clock as this phone knows it. */
  async next() {
    const skew = (await meta("skew")) ?? 0;
    const known = [...this.questions.map((q) => q.sequence ?? 0), ...this.rows.map((r) => r.sequence)];
    return Math.max(1 + Math.max(0, ...known), Math.round(Date.now() + 1000 * skew));
  }

  shown(name) {
    const title = [this.title, name].filter(Boolean).join(" · ");
    return { title, page: location.pathname, icon: "quiz" };
  }

  /** Whether all of it has arrived, nothing was refused and nothing waits for a trainer's yes. */
  get arrived() {
    return this.handIn?.state === "sent" && !this.handIn.waits && this.rows.every((row) => row.state === "sent");
  }
}

function rowOf(item) {
  const { question, sequence, response, answered_at, code } = item.payload;
  return {
    kind: item.kind,
    item: item.id,
    id: item.id.replaceAll("-", ""),
    at: Date.parse(answered_at ?? item.created_at),
    made: item.created_at,
    question,
    sequence,
    response,
    code,
    error: item.error,
    receipt: item.receipt,
    superseded: item.result?.superseded,
    waits: item.result?.waits_for_yes,
  };
}
