/**
 * Letters: what a person recorded, kept on this device until the server has answered for each one.
 *
 * A letter has an id made here, so that sending it twice keeps it once. It leaves the box only when the
 * server says `kept` or `already`; `refused` stays with its sentence; anything else is tried again.
 * Letters hold ids and numbers, and no name of anybody.
 *
 * @typedef {{letter: string, place: number, box: string, [more: string]: unknown}} Letter
 * @typedef {{letter: string, answer: "kept"|"already"|"refused"|"retry", sentence?: string}} Answer
 */
import { openDB } from "./vendor/idb.js";

const BATCH = 50;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** A random id, also where crypto.randomUUID is not there yet. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** How long to wait before the n-th try: doubled each time, with jitter, never under what the server asked. */
export function waitMs(tries, retryAfterSeconds = 0, random = Math.random) {
  const doubled = Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS);
  return Math.max(retryAfterSeconds * 1000, doubled * (0.5 + random() / 2));
}

/** What to do with the letters of one batch, given the server's answers. Pure. */
export function sorted(letters, answers) {
  const said = new Map(answers.map((one) => [one.letter, one]));
  const done = [];
  const refused = [];
  for (const { letter } of letters) {
    const answer = said.get(letter);
    if (answer?.answer === "kept" || answer?.answer === "already") done.push(letter);
    else if (answer?.answer === "refused") refused.push(answer);
  }
  return { done, refused };
}

/**
 * One sender at a time for a box, over all tabs of this device: what another one sent is gone when our turn comes.
 * Where a browser has no locks, a letter may be sent twice; it is kept once all the same.
 */
const inTurn = (name, work) => (navigator.locks ? navigator.locks.request(`kithwork-letters-${name}`, work) : work());

const opened = openDB("kithwork-letters", 1, {
  upgrade(db) {
    const store = db.createObjectStore("letters", { keyPath: "letter" });
    store.createIndex("box", ["box", "place"]);
  },
});

/**
 * A box of letters for one thing, such as one session.
 *
 * @param {string} name  which box; letters of other boxes are left alone
 * @param {string} url   where its letters go: POST {letters: [...]} answers {answers: [...]}
 * @param {(state: {waiting: number, refused: Answer[], isSending: boolean, needsSignIn: boolean}) => void} tell
 */
export async function openBox(name, url, tell = () => {}) {
  const db = await opened;
  const refused = new Map();
  let sending = null;
  let isAskedAgain = false;
  let tries = 0;
  let timer = 0;
  let needsSignIn = false;

  const all = () => db.getAllFromIndex("letters", "box", IDBKeyRange.bound([name, 0], [name, Infinity]));

  async function say() {
    const waiting = (await all()).length - refused.size;
    tell({ waiting, refused: [...refused.values()], isSending: sending !== null, needsSignIn });
  }

  const posted = (body, token) =>
    fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body,
      redirect: "manual",
    });

  async function post(letters) {
    const body = JSON.stringify({ letters: letters.map(({ box, ...letter }) => letter) });
    let response = await posted(body, tokenOf(document));
    // A page that was opened without a network carries the token of an earlier sign-in.
    if (response.status === 403) response = await posted(body, await freshToken());
    needsSignIn = response.type === "opaqueredirect" || response.status === 403;
    if (!response.ok) {
      const seconds = Number(response.headers.get("Retry-After")) || 0;
      throw Object.assign(new Error(`answered ${response.status}`), { seconds });
    }
    return (await response.json()).answers;
  }

  async function sendAll() {
    for (;;) {
      const letters = (await all()).filter(({ letter }) => !refused.has(letter)).slice(0, BATCH);
      if (!letters.length) return;
      const answered = sorted(letters, await post(letters));
      for (const answer of answered.refused) refused.set(answer.letter, answer);
      const tx = db.transaction("letters", "readwrite");
      await Promise.all([...answered.done.map((letter) => tx.store.delete(letter)), tx.done]);
      if (!answered.done.length && !answered.refused.length) throw new Error("nothing was answered for");
      await say();
    }
  }

  /** Send what waits. Calling it again while it sends is fine: what came meanwhile goes out after it. */
  async function send() {
    isAskedAgain = true;
    if (sending) return sending;
    clearTimeout(timer);
    sending = rounds();
    await say();
    await sending;
    await say();
  }

  /** Rounds of sending until nobody asked for another. A letter kept at the very end of a round is not left lying. */
  async function rounds() {
    while (isAskedAgain) {
      isAskedAgain = false;
      try {
        await inTurn(name, sendAll);
        tries = 0;
      } catch (error) {
        timer = setTimeout(send, waitMs(tries++, error.seconds));
        break;
      }
    }
    sending = null;
  }

  // Some browsers have no background sync: every sign that the network may be back is a try.
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());

  let place = Math.max(-1, ...(await all()).map((one) => one.place));

  return {
    /** Keep a letter and try to send it. Resolves once it is safe on this device, and that was said. */
    async keep(body) {
      const letter = { letter: newId(), ...body, place: body.place ?? ++place, box: name };
      await db.put("letters", letter);
      send();
      await say();
      return letter;
    },
    send,
    /** What has not been answered for yet, oldest first. */
    waiting: all,
  };
}

/** A page's token: the server writes it into the body tag. */
function tokenOf(page) {
  const headers = page.body.getAttribute("hx-headers");
  return headers ? JSON.parse(headers)["X-CSRFToken"] : "";
}

async function freshToken() {
  const text = await (await fetch(location.href)).text();
  return tokenOf(new DOMParser().parseFromString(text, "text/html"));
}
