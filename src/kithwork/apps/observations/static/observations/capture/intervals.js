/**
 * Interval recording: where in its intervals a session is, and which interval a tap scores. Pure.
 *
 * Partial: a tap scores the interval that runs. An interval that went by in full view without one is a no.
 * Whole and momentary: a tap answers for the interval that just ended, yes or no; without an answer there is none.
 */
import { padOf } from "./tape.js";

/** @returns {{index: number, inMs: number, leftMs: number}} the interval that runs, from 0 */
export function place(observedMs, seconds) {
  const length = seconds * 1000;
  const index = Math.floor(observedMs / length);
  const inMs = observedMs - index * length;
  return { index, inMs, leftMs: length - inMs };
}

/** How many whole intervals the planned time has. */
export const planned = (minutes, seconds) => Math.floor((minutes * 60) / seconds);

/** The interval a tap scores now; -1 while there is none yet. */
export const scored = (method, index) => (method === "partial" ? index : index - 1);

/** A pad's answers: interval -> true or false, the latest wins. */
export function answers(tape, code) {
  const found = new Map();
  for (const one of tape) {
    if (one.undone || padOf(one.code) !== code) continue;
    const said = /@(\d+)(-?)$/.exec(one.code);
    if (said) found.set(Number(said[1]), !said[2]);
  }
  return found;
}

/** Where one place of several is chosen at each cue: whether it was this one. The latest answer of any of them wins. */
export function chosen(tape, codes, code) {
  const found = new Map();
  for (const one of tape) {
    if (one.undone || !codes.includes(padOf(one.code))) continue;
    const said = /@(\d+)$/.exec(one.code);
    if (said) found.set(Number(said[1]), padOf(one.code));
  }
  return new Map([...found].map(([index, own]) => [index, own === code]));
}

/**
 * What the page notes by itself when partial interval `index` has just ended: "no" for each pad nobody touched.
 * Nothing for an interval in which the student was out of sight for a moment.
 */
export function untouched(tape, pads, index, wasHidden) {
  if (wasHidden) return [];
  return pads.filter(({ code }) => !answers(tape, code).has(index)).map(({ code }) => `${code}@${index}-`);
}
