/** What an observer should know of what waits on this device, and what waits as a file in their hands. */
import { clockOf, el, said } from "./dom.js";

const THREE_DAYS_MS = 3 * 24 * 60 * 60 * 1000;

/** [kind, picture, words] of each thing worth a word; none on a day like others. */
export function notesOf({ queue, session, isLow }) {
  const { day, letters, minutesOff, isOut, isAway } = session;
  const since = queue.length ? queue[0].kept_at : null;
  const notes = [];
  if (since !== null && Date.now() - since >= THREE_DAYS_MS) {
    const date = new Date(since).toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
    notes.push(["warn", "triangle-alert", said("three_days", { date })]);
  }
  if (isOut || letters.needsSignIn) notes.push(["warn", "key-round", said("sign_in")]);
  if (minutesOff) notes.push(["", "clock", said("clock_off", { n: Math.abs(minutesOff) })]);
  if (isAway && day.heard_at) notes.push(["", "info", day.isOld ? said("old_list") : said("list_from", { time: clockOf(day.heard_at) })]);
  if (isLow) notes.push(["warn", "info", said("battery")]);
  return notes;
}

/** Whatever else fails, a person can carry what was observed to somebody who can take it in. */
export function saveAsFile(queue, observer) {
  const items = queue.map(({ id, sha256, text, state, sentence }) => ({ id, sha256, text, state, sentence }));
  const words = JSON.stringify({ made_at: new Date().toISOString(), observer, items }, null, 1);
  const url = URL.createObjectURL(new Blob([words], { type: "application/json" }));
  el("a", { href: url, download: `observations-${new Date().toISOString().slice(0, 10)}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
