/**
 * A ring that goes round the answers, for somebody who has one switch: it stands a while on each, twice round, and rests.
 * Pure: no page and no clock in here.
 *
 * @typedef {{at: number, round: number, rests: boolean}} Ring
 */

/** Seconds the ring stands on one answer, from quick to slow (design: 1.5 to 6). */
export const PACES = [1.5, 2, 3, 4, 5, 6];
export const FIRST_PACE = 3;
const ROUNDS = 2;

/** Before the first answer. @returns {Ring} */
export function start() {
  return { at: -1, round: 0, rests: false };
}

/** One answer on. After two rounds it rests, on nothing, until somebody presses. @returns {Ring} */
export function step(ring, count) {
  if (ring.rests || count < 1) return { at: -1, round: 0, rests: true };
  if (ring.at + 1 < count) return { ...ring, at: ring.at + 1 };
  if (ring.round + 1 < ROUNDS) return { at: 0, round: ring.round + 1, rests: false };
  return { at: -1, round: 0, rests: true };
}

/** The next pace: `by` is 1 for slower, -1 for faster; the ends stay where they are. */
export function paced(pace, by) {
  const at = PACES.indexOf(pace);
  return PACES[Math.min(PACES.length - 1, Math.max(0, (at < 0 ? PACES.indexOf(FIRST_PACE) : at) + by))];
}

/** What the device kept, or how it begins: off, at the middle pace. */
export function read(text) {
  try {
    const kept = JSON.parse(text ?? "null");
    return { on: kept?.on === true, pace: PACES.includes(kept?.pace) ? kept.pace : FIRST_PACE };
  } catch {
    return { on: false, pace: FIRST_PACE };
  }
}
