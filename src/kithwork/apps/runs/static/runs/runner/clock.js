/**
 * How much of a step is left, worked out from when its taps were made. Nothing ticks in between, so a
 * tablet that slept or a page that was loaded again shows the right second.
 */
import { undone } from "./tally.js";

/**
 * @param {import("./tally.js").Tap[]} taps
 * @param {Record<string, number>} secondsOf  step id -> seconds; 0 for a step without a timer
 * @param {number} now  milliseconds since the session began, as in at_ms
 * @returns {{step: string, isPaused: boolean, isTimed: boolean, totalMs: number, leftMs: number}}
 */
export function clock(taps, secondsOf, now) {
  const gone = undone(taps);
  let step = "";
  let spentMs = 0;
  let extraMs = 0;
  let runningSince = null;
  for (const tap of taps) {
    if (gone.has(tap.letter)) continue;
    if (tap.kind === "step") {
      [step, spentMs, extraMs, runningSince] = [tap.body.step, 0, 0, tap.at_ms];
    } else if ((tap.kind === "pause" || tap.kind === "end") && runningSince !== null) {
      spentMs += Math.max(0, tap.at_ms - runningSince);
      runningSince = null;
    } else if (tap.kind === "go" && runningSince === null && step) {
      runningSince = tap.at_ms;
    } else if (tap.kind === "plus") {
      extraMs += tap.body.seconds * 1000;
    }
  }
  // A clock that was set back in the meantime takes no time away.
  if (runningSince !== null) spentMs += Math.max(0, now - runningSince);
  const totalMs = (secondsOf[step] ?? 0) * 1000 + extraMs;
  return {
    step,
    isPaused: step !== "" && runningSince === null,
    isTimed: totalMs > 0,
    totalMs,
    leftMs: Math.max(0, totalMs - spentMs),
  };
}

/** 222000 is 3:42. A second that has begun counts, so that it reads 0:00 only when it is over. */
export function asMinutes(ms) {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
