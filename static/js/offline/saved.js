/** Keeps the saved copy fresh: what is new is fetched, checked, and swapped in all at once. */
import { kept, pages } from "./kept.js";
import { MEDIA, PICTURE } from "./media.js";
import { person } from "./session.js";
import { isFull, write } from "./store.js";
import { unpacked } from "./unpacking.js";
import { call, sha256 } from "./wire.js";

const TRIES = 3;
const MOST_BY_HASH = 60;

/**
 * Brings this language's copy up to date: {ok, mode: "none"|"delta"|"bundle", changed, count} or
 * {ok: false, why}; why is "offline", "hash", "changing" or "full". A download that breaks, doesn't
 * match its hashes or finds no room leaves the old set whole.
 */
export async function refresh(locale, progress) {
  for (let tries = TRIES; tries > 0; tries -= 1) {
    const said = await call(`/offline/${locale}/manifest.json`, { cache: "no-cache" });
    if (said.status !== 200) return { ok: false, why: "offline" };
    const owner = (await person())?.uid ?? "";
    const have = await kept(locale, owner);
    const missing = said.body.docs.filter((entry) => have.get(keyOf(entry, owner))?.h !== entry.h);
    const got = await fetchDocs(locale, said.body, missing, progress);
    if (got.status === 410) continue; // the handbook changed meanwhile
    if (got.status !== 200) return { ok: false, why: "offline" };
    if (!(await allMatch(got.docs, missing))) return { ok: false, why: "hash" };
    try {
      await swap({ locale, owner, manifest: said.body, have, docs: got.docs });
    } catch (error) {
      if (isFull(error)) return { ok: false, why: "full" };
      throw error;
    }
    return { ok: true, mode: got.mode, changed: got.docs.length, count: said.body.docs.length };
  }
  return { ok: false, why: "changing" };
}

const ownerOf = (entry, owner) => (entry.own ? owner : "");
const keyOf = (entry, owner) => `${ownerOf(entry, owner)} ${entry.u}`;

/** Most of what all have comes as one packed bundle; single pages, and own ones, by their hashes. */
async function fetchDocs(locale, manifest, missing, progress) {
  const shared = (entries) => entries.filter((entry) => !entry.own);
  const lacking = shared(missing).length;
  const many = lacking > shared(manifest.docs).length / 2 || lacking > MOST_BY_HASH;
  const single = many ? missing.filter((entry) => entry.own) : missing;
  const paths = many ? [`/offline/${locale}/packed-${manifest.shared}.json`] : [];
  for (let n = 0; n < single.length; n += MOST_BY_HASH) {
    const hashes = single.slice(n, n + MOST_BY_HASH).map((entry) => entry.h);
    paths.push(`/offline/${locale}/docs?h=${hashes.join(",")}`);
  }
  const wanted = new Set(missing.map(nameOf));
  const docs = [];
  for (const path of paths) {
    const said = await call(path, { cache: "default" }, { seconds: 600, progress });
    if (said.status !== 200) return { status: said.status };
    docs.push(...unpacked(said.body).filter((doc) => wanted.has(nameOf(doc))));
  }
  return { status: 200, mode: many ? "bundle" : paths.length ? "delta" : "none", docs };
}

const nameOf = ({ own, u, h }) => `${own ? "own" : ""} ${u} ${h}`;

/** Whether each page that was missing came, and is what its hash says. */
async function allMatch(docs, missing) {
  const came = new Set(docs.map(nameOf));
  if (missing.some((entry) => !came.has(nameOf(entry)))) return false;
  for (const doc of docs) {
    const whole = await sha256(new TextEncoder().encode(`${doc.t}\0${doc.m}`));
    if (whole.slice(0, doc.h.length) !== doc.h) return false;
  }
  return true;
}

async function swap({ locale, owner, manifest, have, docs }) {
  const at = Date.now();
  const wanted = new Set(manifest.docs.map((entry) => keyOf(entry, owner)));
  const gone = [...have].filter(([key]) => !wanted.has(key)).map(([, row]) => row);
  const { version } = manifest;
  await write(["docs", "meta"], (t) => {
    for (const row of gone) t.objectStore("docs").delete([row.owner, row.u]);
    for (const { own, ...doc } of docs) {
      t.objectStore("docs").put({ ...doc, owner: ownerOf({ own }, owner) });
    }
    const value = { version, at, count: manifest.docs.length };
    t.objectStore("meta").put({ key: `saved:${locale}`, value });
  });
}

/** The addresses under /media/ that this language's pages show: {pictures: Set, audio: Set}. */
export async function mediaOf(locales) {
  const found = { pictures: new Set(), audio: new Set() };
  for (const row of (await Promise.all(locales.map(pages))).flat()) {
    for (const [tag, path] of row.m.matchAll(PICTURE)) {
      found[tag.startsWith("<audio") ? "audio" : "pictures"].add(path);
    }
  }
  return found;
}

/**
 * Fetches what saved pages show, as far as `wanted` ({pictures, audio}) says so; what no page shows
 * any more is thrown away. Resolves to how many are there and how many couldn't be had.
 */
export async function refreshMedia(locales, wanted, progress) {
  if (!globalThis.caches) return { there: 0, missing: 0 };
  const shown = await mediaOf(locales);
  const all = [...(wanted.pictures ? shown.pictures : []), ...(wanted.audio ? shown.audio : [])];
  const cache = await caches.open(MEDIA);
  const there = new Set();
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname;
    if (all.includes(path)) there.add(path);
    else await cache.delete(request);
  }
  for (const path of all) {
    if (there.has(path)) continue;
    await cache.add(path).then(() => there.add(path), () => {}); // the next refresh tries again
    progress?.(there.size, all.length);
  }
  return { there: there.size, missing: all.length - there.size };
}
