/** The phone's own database. Stores are only ever added: an older version's items stay as they are. */

const NAME = "khumue";
const VERSION = 1;
const STORES = {
  outbox: { keyPath: "id" }, // what is written and not yet received
  files: { keyPath: ["item", "sha256"] }, // the bytes that belong to items
  sent: { keyPath: "id" }, // what was received, kept for the case of a restored backup
  docs: { keyPath: ["owner", "u"] }, // the saved copy; owner "" is everybody's
  drafts: { keyPath: ["owner", "form"] }, // forms as typed
  meta: { keyPath: "key" },
};

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const there = request.result.objectStoreNames;
      for (const [name, options] of Object.entries(STORES)) {
        if (!there.contains(name)) request.result.createObjectStore(name, options);
      }
    };
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = () => forget(database);
      database.onclose = () => forget(null);
      resolve(database);
    };
    request.onerror = () => {
      opened = null;
      reject(request.error);
    };
  });
  return opened;
}

function forget(database) {
  database?.close();
  opened = null;
}

/** Runs `work(transaction)` and resolves once all of it is on the disk; rejects if none of it is. */
export async function write(stores, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    try {
      work(transaction);
    } catch (error) {
      // What was asked for before it would be done all the same: an item gone without its receipt.
      transaction.abort();
      reject(error);
    }
  });
}

async function ask(store, question) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const request = question(database.transaction(store).objectStore(store));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export const get = (store, key) => ask(store, (rows) => rows.get(key));
export const all = (store, range) => ask(store, (rows) => rows.getAll(range));
export const put = (store, row) => write([store], (t) => t.objectStore(store).put(row));
export const remove = (store, key) => write([store], (t) => t.objectStore(store).delete(key));

/** All keys that begin with this person's: rows of one owner in `docs` or `drafts`. */
export const ownedBy = (owner) => IDBKeyRange.bound([owner], [owner, []]);

export async function meta(key) {
  return (await get("meta", key))?.value;
}

export const setMeta = (key, value) => put("meta", { key, value });

/** Notes what can be done without; a full phone must not hold up what counts. */
export const tryMeta = (key, value) => setMeta(key, value).catch(() => {});

export const isFull = (error) => error?.name === "QuotaExceededError";

/**
 * Whether this browser lets us keep anything: not in some private modes, not on plain http. A phone
 * that is full still can: what it holds must be read and sent.
 */
export async function works() {
  if (!globalThis.isSecureContext || !globalThis.indexedDB || !crypto.subtle) return false;
  try {
    await setMeta("works", true);
    return true;
  } catch (error) {
    return isFull(error);
  }
}

const REQUIRED = 1_500_000; // bytes: a report with three photos, and some

/**
 * Asks the browser not to clear what it holds when space runs short; resolves to whether it won't.
 * Some grant it in silence, some ask the person, some have no such thing.
 */
export async function staysHere() {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}

/** So many random bytes: others would be packed to nothing before they are counted. */
function noise(length) {
  const made = new Uint8Array(length);
  const most = 65_536; // at a time
  for (let n = 0; n < length; n += most) crypto.getRandomValues(made.subarray(n, n + most));
  return made;
}

/**
 * Whether a report with photos would still fit. What the browser says it has is no measure (some
 * always say ten gigabytes): as much is written and taken away again.
 */
export async function hasRoom() {
  try {
    await setMeta("room", noise(REQUIRED));
    await remove("meta", "room");
    return true;
  } catch (error) {
    return !isFull(error);
  }
}
