/**
 * Keys that a person's session unlocks: what this device keeps for them opens only with theirs.
 *
 * A key comes from the server and is held as a key nobody can read out again, until its hour has come, its
 * owner signs out, or somebody else signs in here. What it had locked stays; the same key comes back with the
 * next sign-in.
 */
import { openDB } from "./vendor/idb.js";

const opened = () =>
  openDB("kithwork-keys", 1, { upgrade: (db) => db.createObjectStore("keys", { keyPath: "owner" }) });

/** Whether this browser can lock what it keeps: only on a secure address. */
export const canLock = () => Boolean(globalThis.crypto?.subtle);

async function withKeys(work) {
  const db = await opened();
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/**
 * @param {string} owner  the mark of a person, as the server gives it
 * @param {string} key    32 bytes, base64
 * @param {string} until  an instant; past it the key is gone
 */
export async function keepKey(owner, key, until) {
  const bytes = Uint8Array.from(atob(key), (one) => one.charCodeAt(0));
  const held = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  bytes.fill(0);
  await withKeys(async (db) => {
    const tx = db.transaction("keys", "readwrite", { durability: "strict" });
    tx.store.put({ owner, key: held, until: Date.parse(until) });
    await tx.done;
  });
  return held;
}

/**
 * Whose key is here: "" when there is none. Written through to the disk, it is known after a flat battery too,
 * when the browser may have lost what it noted elsewhere in its last seconds.
 */
export const whose = () => withKeys(async (db) => (await db.getAllKeys("keys")).pop() ?? "");

/** The owner's key, or null: never given, gone with its hour, or forgotten. */
export function keyOf(owner, now = Date.now()) {
  return withKeys(async (db) => {
    const kept = await db.get("keys", owner);
    if (!kept) return null;
    if (kept.until > now) return kept.key;
    await db.delete("keys", owner);
    return null;
  });
}

/** Forget every key but the one of `owner`; every one, without. */
export function forgetKeys(owner = "") {
  return withKeys(async (db) => {
    const tx = db.transaction("keys", "readwrite", { durability: "strict" });
    for (const one of await tx.store.getAllKeys()) if (one !== owner) tx.store.delete(one);
    await tx.done;
  });
}
