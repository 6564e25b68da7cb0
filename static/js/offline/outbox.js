/** What is written on this phone: kept until the server has given a receipt, sent once. */
import { all, get, isFull, meta, put, staysHere, write } from "./store.js";
import { isoNow, sha256 } from "./wire.js";

const DAY = 24 * 3600 * 1000;
const KEEP_SENT = 30 * DAY;
const KEEP_FILES = 7 * DAY;
const MOST_WAIT = 3600; // seconds

/** A random UUID (version 4), also where crypto.randomUUID is missing. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * Keeps an item of `owner` with its files (Blobs), in one transaction. `shown` is what lists say of
 * it ({title, page, icon}); `draft` (a key) is thrown away with it, and `mends` names the item, or
 * items, that it takes the place of. Only after it may "Saved on this phone" be said; throws when
 * the phone refuses.
 */
export async function add(kind, payload, { owner, files = [], shown = {}, draft, mends }) {
  const item = {
    id: uuid(),
    kind,
    schema: 1,
    owner,
    created_at: isoNow(),
    payload,
    files: [],
    ...fresh(),
    ...shown,
    form: draft?.[1],
  };
  const clock = await meta("skew");
  if (clock !== undefined) item.skew_at_create = clock;
  const contents = await hashed(files);
  item.files = contents.map(({ sha256: hash, content, type }) => ({
    sha256: hash,
    size: content.byteLength,
    type,
  }));
  await write(["outbox", "files", "drafts"], (t) => {
    t.objectStore("outbox").add(item);
    for (const { sha256: hash, content } of contents) {
      t.objectStore("files").put({ item: item.id, sha256: hash, content });
    }
    if (draft) t.objectStore("drafts").delete(draft);
    for (const id of [mends ?? []].flat()) t.objectStore("outbox").delete(id);
  });
  staysHere();
  return item;
}

/** Each different file once: [{sha256, content, type}]. */
async function hashed(files) {
  const found = new Map();
  for (const file of files) {
    const content = await file.arrayBuffer();
    const hash = await sha256(content);
    found.set(hash, { sha256: hash, content, type: file.type || "application/octet-stream" });
  }
  return [...found.values()];
}

const fresh = () => ({ state: "queued", attempts: 0, next_at: 0 });

/** All that waits, the oldest first, whoever wrote it. */
export async function waiting() {
  const items = await all("outbox");
  return items.sort((one, other) => (one.created_at < other.created_at ? -1 : 1));
}

/** Of those: this person's to send now. */
export async function due(uid, force) {
  const now = Date.now();
  return (await waiting()).filter(
    (item) => item.owner === uid && item.state === "queued" && (force || item.next_at <= now),
  );
}

/** What the server is sent of an item. */
export function wireForm(item) {
  const { id, kind, schema, owner, created_at, skew_at_create, payload, files } = item;
  const sent = { id, kind, schema, owner, created_at, payload, files };
  return skew_at_create === undefined ? sent : { ...sent, skew_at_create };
}

/** Received whole: moved to `sent` with its receipt. Of a sensitive report only the code stays. */
export async function received(item, said) {
  const { attempts, next_at, state, error, ...kept } = item;
  const row = { ...kept, receipt: said.receipt, received_at: said.received_at, sent_at: Date.now() };
  if (said.result) row.result = said.result;
  const secret = item.payload.sensitive || said.result?.let_go;
  if (secret) for (const name of ["payload", "title", "page"]) delete row[name];
  const move = (lets_go) =>
    write(["outbox", "files", "sent"], (t) => {
      t.objectStore("outbox").delete(item.id);
      t.objectStore("sent").put(row);
      if (lets_go) for (const file of item.files) t.objectStore("files").delete([item.id, file.sha256]);
    });
  // On a full phone the photos go first: the server has them.
  return move(secret).catch((error) => (isFull(error) ? move(true) : Promise.reject(error)));
}

/** Refused: stays on the phone, out of the queue, with the reason. */
export const park = (item, error) => noted({ ...item, state: "parked", error });

// Where even this finds no room the item stays as it was, and the next one has its turn.
const noted = (item) => put("outbox", item).catch(() => {});

/** Later: 2^n seconds with jitter, an hour at most, at least what the server asked for. */
export function later(item, retryAfter = 0) {
  const attempts = item.attempts + 1;
  const seconds = Math.min(MOST_WAIT, 2 ** Math.min(attempts, 12)) * (0.5 + Math.random());
  const next_at = Date.now() + 1000 * Math.max(Math.min(seconds, MOST_WAIT), retryAfter);
  return noted({ ...item, attempts, next_at });
}

/** The id belongs to other content on the server: the same item under a new id, nothing lost. */
export async function fork(item) {
  const id = uuid();
  const files = await filesOf(item);
  await write(["outbox", "files"], (t) => {
    t.objectStore("outbox").delete(item.id);
    t.objectStore("outbox").put({ ...item, ...fresh(), id, forked_from: item.id });
    for (const file of files) {
      t.objectStore("files").delete([file.item, file.sha256]);
      t.objectStore("files").put({ ...file, item: id });
    }
  });
}

export async function filesOf(item) {
  const found = await Promise.all(item.files.map((file) => get("files", [item.id, file.sha256])));
  return found.filter(Boolean);
}

/** A parked item gets another chance, or goes for good when its writer says so. */
export const unpark = ({ error, ...item }) => put("outbox", { ...item, ...fresh() });

export async function discard(item) {
  await write(["outbox", "files"], (t) => {
    t.objectStore("outbox").delete(item.id);
    for (const file of item.files) t.objectStore("files").delete([item.id, file.sha256]);
  });
}

/** Forgets what was sent long enough ago: texts after 30 days, photos after 7. */
export async function forgetOld(now = Date.now()) {
  const sent = await all("sent");
  await write(["files", "sent"], (t) => {
    for (const item of sent) {
      if (now - item.sent_at > KEEP_SENT) t.objectStore("sent").delete(item.id);
      if (now - item.sent_at <= KEEP_FILES) continue;
      for (const file of item.files) t.objectStore("files").delete([item.id, file.sha256]);
    }
  });
}
