/**
 * A tape is what happened during one observation, tap after tap. Pure: a tape is never changed, a new one is made.
 *
 * Times are whole milliseconds since Start, from a clock that only goes forward: setting the phone's clock
 * disturbs nothing. What was taken back is crossed out and stays.
 *
 * @typedef {{at: number, code: string, undone?: true}} Tap
 */

/** Codes that no pad has: the observer stopped and went on; the student was out of sight and in sight again. */
export const PAUSE = "pause";
export const GO = "go";
export const HIDE = "hide";
export const SEEN = "seen";
const ABOUT_THE_SESSION = new Set([PAUSE, GO, HIDE, SEEN]);

/** Did somebody touch a pad? Not so for pauses, and for the "no" the page notes at the end of an interval. */
export const isTouch = ({ code }) => !ABOUT_THE_SESSION.has(code) && !/@\d+-$/.test(code);

/** Everything on a pad that counts, in its order: pauses and what was crossed out are left out. */
export const counted = (tape) => tape.filter(({ code, undone }) => !undone && !ABOUT_THE_SESSION.has(code));

/** The pad a code belongs to: what stands before its mark. */
export const padOf = (code) => code.split(/[?:=@]/)[0];

/** Add a tap. A time before the last one is the last one's: a clock that stumbles spoils no tape. */
export function tap(tape, code, at) {
  const last = tape.length ? tape[tape.length - 1].at : 0;
  return [...tape, { at: Math.max(last, Math.round(at)), code }];
}

/** Where the latest tap stands that somebody made and nobody took back; -1 when there is none. */
export function latest(tape, counts = isTouch) {
  for (let place = tape.length - 1; place >= 0; place--) {
    if (!tape[place].undone && counts(tape[place])) return place;
  }
  return -1;
}

/** Cross out the latest tap. It stays on the tape: raw data are never erased. */
export function undo(tape, counts = isTouch) {
  const place = latest(tape, counts);
  return tape.map((one, nth) => (nth === place ? { ...one, undone: true } : one));
}

/** The latest tap was meant for another pad: it is crossed out, and the other stands beside it, at its time. */
export function change(tape, code, counts = isTouch) {
  const place = latest(tape, counts);
  if (place < 0) return tape;
  const { at } = tape[place];
  return [...undo(tape, counts).slice(0, place + 1), { at, code }, ...tape.slice(place + 1)];
}

function isOpen(tape, opens, closes) {
  const last = tape.filter(({ code, undone }) => !undone && (code === opens || code === closes)).pop();
  return last?.code === opens;
}

export const isPaused = (tape) => isOpen(tape, PAUSE, GO);
export const isHidden = (tape) => isOpen(tape, HIDE, SEEN);

/** Each of the four is only noted where it changes something. */
export const pause = (tape, at) => (isPaused(tape) ? tape : tap(tape, PAUSE, at));
export const go = (tape, at) => (isPaused(tape) ? tap(tape, GO, at) : tape);
export const hide = (tape, at) => (isHidden(tape) ? tape : tap(tape, HIDE, at));
export const seen = (tape, at) => (isHidden(tape) ? tap(tape, SEEN, at) : tape);

/** A clock that goes on from `fromMs` and never back, whatever the one it is read from does. */
export function stopwatch(fromMs = 0, now = () => performance.now()) {
  const zero = now();
  let last = fromMs;
  return () => {
    last = Math.max(last, Math.round(fromMs + now() - zero));
    return last;
  };
}
