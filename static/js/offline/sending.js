/** Sends what waits: one tab at a time, in batches, each reply taken for what it is. */
import { due, filesOf, fork, later, park, received, wireForm } from "./outbox.js";
import { session } from "./session.js";
import { get, put } from "./store.js";
import { PROTOCOL, isoNow, post } from "./wire.js";

const MOST_ITEMS = 50;
const MOST_BYTES = 64 * 1024; // a batch; small, since on GPRS a broken one is sent again
const CHUNK = 64 * 1024;
const REFUSED = [400, 413, 415, 422];

/**
 * Sends all that is due (with `force` all that waits) of who is signed in. Resolves to {sent, why}:
 * why is "" or "offline", "server", "sign_in", "update", or "busy" when another tab is at it.
 */
export function send(force = false) {
  const go = () => untilDone(force);
  if (!navigator.locks) return go();
  const free = { ifAvailable: true };
  return navigator.locks.request("outbox", free, (lock) => (lock ? go() : { sent: 0, why: "busy" }));
}

/** What was added meanwhile is taken along by another round. */
async function untilDone(force) {
  let sent = 0;
  for (;;) {
    const round = await sendRound(force);
    sent += round.sent;
    if (round.why || !(round.sent || round.forked)) return { sent, why: round.why };
  }
}

/** One round without the lock: the server tells twins apart, so even two at once send once. */
export async function sendRound(force) {
  const said = await session();
  if (said.status !== 200) return { sent: 0, why: "offline" };
  if (!said.body.uid) return { sent: 0, why: "sign_in" };
  const run = { uid: said.body.uid, csrf: said.body.csrf, sent: 0, forked: 0, why: "" };
  for (const batch of batches(await due(run.uid, force))) {
    await sendBatch(batch, run);
    if (run.why) break;
  }
  return { sent: run.sent, forked: run.forked, why: run.why };
}

function batches(items) {
  const found = [];
  let size = Infinity;
  for (const item of items) {
    const bytes = new Blob([JSON.stringify(wireForm(item))]).size;
    if (size + bytes > MOST_BYTES || found.at(-1).length === MOST_ITEMS) {
      found.push([]);
      size = 0;
    }
    found.at(-1).push(item);
    size += bytes;
  }
  return found;
}

async function sendBatch(batch, run) {
  const said = await withFreshToken(run, () => postItems(batch, run));
  if (said.status === 200 && said.body.uid === run.uid) return takeResults(batch, said.body, run);
  if (said.status === 200 || said.status === 401) run.why = "sign_in";
  else if (said.status === 426) run.why = "update";
  else if (REFUSED.includes(said.status)) await split(batch, said, run);
  else {
    run.why = said.status === 0 ? "offline" : "server";
    for (const item of batch) await later(item, said.retryAfter);
  }
}

function postItems(batch, run) {
  const body = { protocol: PROTOCOL, client_now: isoNow(), items: batch.map(wireForm) };
  return post("/api/sync/v1/items", run.csrf, JSON.stringify(body), "application/json");
}

/** A token that has gone stale is fetched anew, once. */
async function withFreshToken(run, request) {
  const said = await request();
  if (said.status !== 403 || said.body.code !== "csrf") return said;
  const again = await session();
  if (again.status !== 200 || again.body.uid !== run.uid) return { status: 401, body: {} };
  run.csrf = again.body.csrf;
  return request();
}

/** A batch that is refused whole has one bad item: halves find it, and only that one is parked. */
async function split(batch, said, run) {
  if (batch.length === 1) {
    await park(batch[0], { code: said.body.code ?? String(said.status) });
    return;
  }
  const middle = Math.ceil(batch.length / 2);
  for (const half of [batch.slice(0, middle), batch.slice(middle)]) {
    if (!run.why) await sendBatch(half, run);
  }
}

async function takeResults(batch, body, run) {
  const withFiles = [];
  for (const result of body.results) {
    const item = batch.find((one) => one.id === result.id);
    if (!item) continue;
    if (result.status === "stored" || result.status === "duplicate") {
      if (result.need?.length) withFiles.push([item, result]);
      else await taken(item, result, run);
    } else if (result.status === "conflict") {
      await fork(item);
      run.forked += 1;
    } else if (result.status === "rejected") {
      const { code, message, field } = result;
      await park(item, { code, message, field });
    }
    // "held" is another person's: left as it is.
  }
  for (const [item, result] of withFiles) {
    if (!run.why) await sendFiles(item, result, run);
  }
}

async function taken(item, result, run) {
  await received(item, result);
  run.sent += 1;
}

/** The text has arrived; "sent" is said once its photos have too. */
async function sendFiles(item, result, run) {
  const stored = { ...item, receipt: result.receipt };
  await put("outbox", stored).catch(() => {}); // a full phone: only the list says less
  const there = new Set((await filesOf(item)).map((file) => file.sha256));
  for (const need of result.need) {
    // Photos of long ago are gone from the phone: offered again after a restore, the text counts.
    if (!there.has(need.sha256)) continue;
    const why = await sendFile(item.id, need, run);
    if (why === "refused") (stored.refused ??= []).push(need.sha256);
    else if (why) {
      run.why = why;
      await later(stored);
      return;
    }
  }
  await taken(stored, result, run);
}

async function sendFile(id, need, run) {
  const { content } = await get("files", [id, need.sha256]);
  let offset = need.offset;
  // Each part moves on or tells the true place; beyond twice the parts something is wrong.
  for (let left = 2 * Math.ceil(content.byteLength / CHUNK) + 6; left > 0; left -= 1) {
    const path = `/api/sync/v1/files/${id}/${need.sha256}?offset=${offset}`;
    const part = content.slice(offset, offset + CHUNK);
    const said = await withFreshToken(run, () =>
      post(path, run.csrf, part, "application/octet-stream"),
    );
    if (said.status === 401) return "sign_in";
    if (said.status === 422 && said.body.code !== "wrong_hash") return "refused";
    if ([404, 413, 415].includes(said.status)) return "refused";
    if (said.body.complete) return "";
    if (![200, 409, 422].includes(said.status)) return said.status ? "server" : "offline";
    offset = said.body.offset;
  }
  return "server";
}
