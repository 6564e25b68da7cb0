/** Who is signed in, as the server says; who signed in last, as the phone knows. */
import { MEDIA, PICTURE } from "./media.js";
import { all, meta, ownedBy, setMeta, tryMeta, write } from "./store.js";
import { call } from "./wire.js";

/** The person who writes on this phone now: {uid, name}, or undefined before any sign-in. */
export const person = () => meta("person");

/** A page fresh from the server says whose it is: from now on that person writes here. */
export async function adopt(uid, name) {
  const before = await person();
  if (before && before.uid !== uid) await removeOwnPages(before.uid);
  if (before?.uid !== uid || before.name !== name) await setMeta("person", { uid, name });
}

/** Asks the server; keeps the person, the clock's skew (server minus phone, seconds), the epoch. */
export async function session() {
  const said = await call("/api/session", {}, { seconds: 15 });
  if (said.status !== 200) return said;
  const { uid, name, server_time, db_epoch } = said.body;
  if (server_time) await tryMeta("skew", (Date.parse(server_time) - Date.now()) / 1000);
  if (!uid) {
    await removeOwnPages((await person())?.uid ?? "nobody");
    return said;
  }
  await adopt(uid, name);
  await meetEpoch(uid, db_epoch);
  return said;
}

/** At a new epoch (an older backup was restored) all that was sent is offered again, once. */
async function meetEpoch(uid, epoch) {
  const key = `epoch:${uid}`;
  const before = await meta(key);
  if (!epoch || before === epoch) return;
  const again = before ? (await all("sent")).filter((i) => i.owner === uid && i.payload) : [];
  await write(["outbox", "sent", "meta"], (t) => {
    for (const { receipt, received_at, result, sent_at, ...item } of again) {
      t.objectStore("outbox").put({ ...item, state: "queued", attempts: 0, next_at: 0 });
      t.objectStore("sent").delete(item.id);
    }
    t.objectStore("meta").put({ key, value: epoch });
  });
}

/** Takes a person's private pages off the phone, pictures too; unsent items and drafts stay. */
export async function removeOwnPages(uid) {
  const own = await all("docs", ownedBy(uid));
  if (!own.length) return;
  await write(["docs"], (t) => t.objectStore("docs").delete(ownedBy(uid)));
  const cache = await globalThis.caches?.open(MEDIA);
  const shown = own.flatMap((row) => [...row.m.matchAll(PICTURE)].map((found) => found[1]));
  for (const path of shown) await cache?.delete(path); // an open page's comes back by itself
}

/** What sign-out leaves: nobody signed in, no private pages; items wait for their writer. */
export async function forgetPerson() {
  const who = await person();
  if (!who) return;
  await removeOwnPages(who.uid);
  await write(["meta"], (t) => t.objectStore("meta").delete("person"));
}
