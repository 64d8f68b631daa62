/**
 * The taps of one session on this device: those the server has, and those of this device that may still
 * be on their way. A letter box keeps them; here they are in one row for the reckoning.
 */
import { newId, openBox } from "../../ui/letters.js";

const DEVICE = "kithwork-device";

/** A name for this browser, so that two tablets in one session keep their own order. It says nothing of its user. */
function device() {
  let name = localStorage.getItem(DEVICE);
  if (!name) {
    name = Math.random().toString(36).slice(2, 10);
    localStorage.setItem(DEVICE, name);
  }
  return name;
}

/**
 * When the session began, on this device's wall clock: reload and sleep do not move it. A second tablet
 * takes over what the server knows, `ageMs` ago.
 */
function began(session, ageMs) {
  const key = `kithwork-began-${session}`;
  const kept = Number(localStorage.getItem(key));
  if (kept) return kept;
  const at = Date.now() - ageMs;
  localStorage.setItem(key, String(at));
  return at;
}

/**
 * A page closed between a tap and its keeping in the box leaves it in this tab alone. It is boxed again;
 * one that had been sent before is answered with `already`.
 */
async function boxAgain(box, arrived, tapped) {
  const known = new Set([...arrived, ...(await box.waiting())].map(({ letter }) => letter));
  for (const tap of tapped) if (!known.has(tap.letter)) await box.keep(tap);
}

/**
 * @param {number} session
 * @param {import("./tally.js").Tap[]} arrived  what the server had when the page was opened
 * @param {number} ageMs  how long ago the session began, as far as the server knows
 * @param {(state: object) => void} tell  what the letter box has to say
 */
export async function openTaps(session, arrived, ageMs, tell) {
  const name = device();
  const zero = began(session, ageMs);
  const box = await openBox(`session-${session}`, `/sessions/${session}/letters/`, tell);
  const shown = `kithwork-taps-${session}`;
  const tapped = JSON.parse(sessionStorage.getItem(shown) ?? "[]");
  const rows = [...arrived, ...tapped, ...(await box.waiting())];
  const taps = [...new Map(rows.map((tap) => [tap.letter, tap])).values()].sort((a, b) => a.at_ms - b.at_ms);
  const highest = Math.max(-1, ...taps.filter((tap) => tap.device === name || !tap.device).map((tap) => tap.place ?? -1));
  let place = highest;
  await boxAgain(box, arrived, tapped);

  return {
    all: () => taps,
    now: () => Date.now() - zero,
    send: box.send,
    /** Taps the server has not answered for yet. */
    waiting: box.waiting,
    /**
     * Record one tap. It counts at once, before anything is awaited, so that two quick taps are two; it is
     * safe when the promise resolves. What was sent stays in this tab as well, for a reload without a network.
     */
    async add(kind, body = {}) {
      const tap = { letter: newId(), device: name, place: ++place, at_ms: Date.now() - zero, kind, body };
      taps.push(tap);
      sessionStorage.setItem(shown, JSON.stringify(taps));
      return box.keep(tap);
    },
  };
}
