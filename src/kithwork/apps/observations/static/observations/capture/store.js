/**
 * What this device keeps for an observer, in IndexedDB, written through to the disk before the page says so.
 *
 * Readable without the owner's key: how many letters wait, since when, and under whose mark. Everything else is
 * locked: the day's list, drafts, letters, receipts.
 */
import { keyOf } from "../../ui/keys.js";
import { newId } from "../../ui/letters.js";
import { openDB } from "../../ui/vendor/idb.js";
import { letterText } from "./writing.js";
import { lock, sha256, unlock } from "./vault.js";

const STRICT = { durability: "strict" };
const A_DAY_MS = 24 * 60 * 60 * 1000;
const ROWS = ["drafts", "queue", "receipts"];

let opening = null;
const open = () => {
  opening ??= openDB("kithwork-observe", 1, {
    upgrade(db) {
      db.createObjectStore("meta");
      db.createObjectStore("days", { keyPath: "owner" });
      for (const name of ROWS) db.createObjectStore(name, { keyPath: "id" }).createIndex("owner", "owner");
    },
  });
  return opening;
};

/** This browser's name for the server, kept beside what it locks: they go together. */
export async function deviceId() {
  const db = await open();
  const made = newId();
  const tx = db.transaction("meta", "readwrite", STRICT);
  const kept = await tx.store.get("device");
  if (!kept) await tx.store.put(made, "device");
  await tx.done;
  return kept ?? made;
}

/** What anybody may know of what waits here: whose mark, how many, since when. */
export async function waitingOf(owner) {
  const rows = await (await open()).getAllFromIndex("queue", "owner", owner);
  const since = rows.reduce((first, { kept_at }) => Math.min(first, kept_at), Infinity);
  return { n: rows.length, since: rows.length ? since : null };
}

/** The marks of everybody who has something waiting here. */
export async function ownersWaiting() {
  const rows = await (await open()).getAll("queue");
  const n = {};
  for (const { owner } of rows) n[owner] = (n[owner] ?? 0) + 1;
  return n;
}

/** Everything of one person, once their key is there; null while it is locked. */
export async function openFor(owner) {
  const key = owner ? await keyOf(owner) : null;
  return key ? new Store(await open(), owner, key) : null;
}

class Store {
  constructor(db, owner, key) {
    Object.assign(this, { db, owner, key });
    this.saving = new Map();
    this.finished = new Set();
  }

  place(store, id) {
    return `${store}/${this.owner}/${id}`;
  }

  async sealed(store, id, value) {
    return lock(this.key, this.place(store, id), value);
  }

  async opened(store, row, id = row.id) {
    return unlock(this.key, this.place(store, id), row.sealed);
  }

  async all(store) {
    const rows = await this.db.getAllFromIndex(store, "owner", this.owner);
    return Promise.all(rows.map(async (row) => ({ ...row, sealed: undefined, ...(await this.opened(store, row)) })));
  }

  // ---------------------------------------------------------------- the day

  async keepDay(day) {
    const sealed = await this.sealed("days", "day", day);
    await this.db.put("days", { owner: this.owner, sealed });
  }

  /** Today's list as this device last heard it; an older one is gone. */
  async day() {
    const row = await this.db.get("days", this.owner);
    return row ? this.opened("days", row, "day") : null;
  }

  // ----------------------------------------------------------------- drafts

  /**
   * Keep a draft as it is now. Taps may come faster than a disk writes: while one is being written the latest
   * waits, and nothing older is written after it.
   */
  keepDraft(draft, isStrict = true) {
    if (this.finished.has(draft.id)) return Promise.resolve();
    const held = this.saving.get(draft.id);
    if (held) {
      held.next = draft;
      held.isStrict ||= isStrict;
      return held.done;
    }
    const job = { next: draft, isStrict };
    this.saving.set(draft.id, job);
    job.done = this.write(draft.id, job);
    return job.done;
  }

  async write(id, job) {
    try {
      while (job.next) {
        const { next, isStrict } = job;
        [job.next, job.isStrict] = [null, false];
        const { id: _id, owner: _owner, sealed: _sealed, ...rest } = next;
        const sealed = await this.sealed("drafts", id, rest);
        const tx = this.db.transaction("drafts", "readwrite", isStrict ? STRICT : undefined);
        tx.store.put({ id, owner: this.owner, sealed });
        await tx.done;
      }
    } finally {
      this.saving.delete(id); // in the same breath as the last look: nothing is laid down in between
    }
  }

  drafts() {
    return this.all("drafts");
  }

  async dropDraft(id) {
    this.finished.add(id);
    await this.saving.get(id)?.done;
    await this.db.delete("drafts", id);
  }

  // ---------------------------------------------------------------- letters

  /**
   * A draft becomes a letter: in one step it stands in the queue, is counted, and is no draft any more.
   * The letter has the draft's id, so pressing twice makes one.
   */
  async finish(draft, observer, shown) {
    if (this.finished.has(draft.id)) return;
    this.finished.add(draft.id); // a draft written late is no draft any more
    try {
      await this.saving.get(draft.id)?.done;
      await this.enqueue(draft, observer, shown);
    } catch (error) {
      this.finished.delete(draft.id);
      throw error;
    }
  }

  async enqueue(draft, observer, shown) {
    const ledger = `nth.${this.owner}`;
    for (;;) {
      const before = (await this.db.get("meta", ledger)) ?? 0;
      const text = letterText(draft, observer, before + 1);
      const letter = { text, sha256: await sha256(text), shown, state: "waiting", sentence: "" };
      const sealed = await this.sealed("queue", draft.id, letter);
      const tx = this.db.transaction(["meta", "queue", "drafts"], "readwrite", STRICT);
      if ((await tx.objectStore("queue").get(draft.id)) !== undefined) return void (await tx.done);
      if (((await tx.objectStore("meta").get(ledger)) ?? 0) !== before) {
        await tx.done; // another tab finished one meanwhile: count again
        continue;
      }
      tx.objectStore("meta").put(before + 1, ledger);
      tx.objectStore("queue").put({ id: draft.id, owner: this.owner, kept_at: Date.now(), sealed });
      tx.objectStore("drafts").delete(draft.id);
      return void (await tx.done);
    }
  }

  async queue() {
    return (await this.all("queue")).sort((a, b) => a.kept_at - b.kept_at);
  }

  /** A letter the server will not take, or that stands beside another: it stays, with its sentence. */
  async park(letter, state, sentence) {
    const { id, owner, kept_at, ...rest } = letter;
    const sealed = await this.sealed("queue", id, { ...rest, state, sentence });
    const tx = this.db.transaction("queue", "readwrite", STRICT);
    tx.store.put({ id, owner, kept_at, sealed });
    await tx.done;
  }

  /** The server holds it: the letter goes, and its receipt stays for a day. */
  async received(letter, receipt) {
    const said = { shown: letter.shown, sha256: letter.sha256, text: letter.text, ...receipt };
    const sealed = await this.sealed("receipts", letter.id, said);
    const tx = this.db.transaction(["queue", "receipts"], "readwrite", STRICT);
    tx.objectStore("receipts").put({ id: letter.id, owner: this.owner, at: Date.now(), sealed });
    tx.objectStore("queue").delete(letter.id);
    await tx.done;
  }

  receipts() {
    return this.all("receipts");
  }

  /** Today's only: receipts and dropped drafts of yesterday go. */
  async tidy(now = Date.now()) {
    for (const { id, at } of await this.all("receipts")) if (now - at > A_DAY_MS) await this.db.delete("receipts", id);
    for (const one of await this.drafts()) {
      if (one.dropped_at && now - one.dropped_at > A_DAY_MS) await this.db.delete("drafts", one.id);
    }
  }
}
