/** Items as a file: carried to another phone, taken in there for the same person. */
import { filesOf, waiting, wireForm } from "./outbox.js";
import { person } from "./session.js";
import { get, write } from "./store.js";
import { isoNow, sha256 } from "./wire.js";

const FORMAT = "khumue-items-1";

/** Saves this person's unsent items. A sensitive one goes along only after a second question. */
export async function exportItems(confirmed) {
  const uid = (await person())?.uid;
  let items = (await waiting()).filter((item) => item.owner === uid);
  const open = items.filter((item) => !isSensitive(item.payload));
  if (open.length < items.length && !confirmed("export_sensitive")) items = open;
  if (!items.length) return "nothing_to_export";
  const text = JSON.stringify({ format: FORMAT, exported_at: isoNow(), items: await packed(items) });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `khumue-${isoNow().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return "exported";
}

/** As the server sees it (feedback/payload.py). */
function isSensitive({ sensitive, category }) {
  return sensitive || category === "safety";
}

async function packed(items) {
  const found = [];
  for (const item of items) {
    const files = await filesOf(item);
    const contents = files.map((file) => [file.sha256, asBase64(file.content)]);
    const { title, page, icon, form } = item;
    found.push({ ...wireForm(item), title, page, icon, form, contents: Object.fromEntries(contents) });
  }
  return found;
}

function asBase64(buffer) {
  let text = "";
  for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer;
}

/**
 * Takes in a file that the same person saved elsewhere, all of it or nothing. Ids stay, so that
 * nothing is sent twice, whichever phone is first.
 */
export async function importItems(file) {
  const read = await readItems(file);
  const uid = (await person())?.uid;
  if (!read) return "bad_import";
  if (read.some(({ item }) => item.owner !== uid)) return "import_of_others";
  const fresh = [];
  for (const one of read) {
    const known = (await get("outbox", one.item.id)) || (await get("sent", one.item.id));
    if (!known) fresh.push(one);
  }
  await write(["outbox", "files"], (t) => {
    for (const { item, contents } of fresh) {
      t.objectStore("outbox").put({ ...item, state: "queued", attempts: 0, next_at: 0 });
      for (const [hash, content] of contents) {
        t.objectStore("files").put({ item: item.id, sha256: hash, content });
      }
    }
  });
  return fresh.length ? "imported" : "nothing_to_import";
}

/** [{item, contents: [[hash, bytes]]}], or null for a file that is not whole. */
async function readItems(file) {
  try {
    const { format, items } = JSON.parse(await file.text());
    if (format !== FORMAT) return null;
    return await Promise.all(items.map(readItem));
  } catch {
    return null;
  }
}

async function readItem({ contents, ...sent }) {
  const { id, kind, owner, created_at, payload, files, title, page, icon } = sent;
  const texts = [id, kind, owner, created_at].every((value) => typeof value === "string");
  const local = [title, page, icon].every((value) => ["string", "undefined"].includes(typeof value));
  if (!texts || !local || typeof payload !== "object" || !payload) throw new Error("bad_import");
  const bytes = [];
  for (const { sha256: hash } of files) {
    const content = fromBase64(contents[hash]);
    if ((await sha256(content)) !== hash) throw new Error("bad_import");
    bytes.push([hash, content]);
  }
  return { item: sent, contents: bytes };
}
