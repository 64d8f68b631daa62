/**
 * From a tape and its form to numbers on the screen. Pure. The server works them out again from the letter;
 * a test holds the two to the same tapes.
 */
import { answers, chosen } from "./intervals.js";
import { GO, HIDE, PAUSE, SEEN, counted, isHidden, isPaused, padOf } from "./tape.js";

/** [from, to] of each stretch; one nobody closed lasts to the end. */
export function spans(tape, opens, closes, endMs) {
  const found = [];
  let since = null;
  for (const { at, code, undone } of tape) {
    if (undone) continue;
    if (code === opens) since ??= at;
    else if (code === closes && since !== null) {
      found.push([since, at]);
      since = null;
    }
  }
  return since === null ? found : [...found, [since, endMs]];
}

/** Milliseconds observed up to a moment: pauses are left out. */
export function observedMs(atMs, pauses) {
  return pauses.reduce((left, [from, to]) => left - Math.max(0, Math.min(atMs, to) - from), atMs);
}

const overlap = (a, b) => Math.max(0, Math.min(a[1], b[1]) - Math.max(a[0], b[0]));
const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

/**
 * @param {import("./tape.js").Tap[]} tape
 * @param {object} text   what the form says
 * @param {number} endMs  now, or when Finish was pressed
 */
export function reckon(tape, text, endMs) {
  const pauses = spans(tape, PAUSE, GO, endMs);
  const whole = observedMs(endMs, pauses);
  const hidden = spans(tape, HIDE, SEEN, endMs).map((span) => span.map((at) => observedMs(at, pauses)));
  const seenMs = whole - sum(hidden.map(([from, to]) => to - from));
  const taps = counted(tape).map(({ at, code }) => ({ at: observedMs(at, pauses), code }));
  const found = { observedMs: whole, seenMs, hidden, isPaused: isPaused(tape), isHidden: isHidden(tape), pads: {} };
  for (const pad of text.pads) {
    const own = taps
      .filter(({ code }) => padOf(code) === pad.code)
      .map(({ at, code }) => ({ at, mark: code.slice(pad.code.length) }));
    found.pads[pad.code] = ways[pad.records](own, found, text, tape, pad);
  }
  return found;
}

const ways = {
  event(own, { seenMs }) {
    return { n: own.length, perMinute: seenMs > 0 ? own.length / (seenMs / 60_000) : null };
  },

  duration(own, { observedMs: end, seenMs, hidden }) {
    const times = own.map(({ at }) => at);
    const isOn = times.length % 2 === 1;
    if (isOn) times.push(end);
    const bouts = [];
    for (let i = 0; i < times.length; i += 2) bouts.push([times[i], times[i + 1]]);
    const ms = sum(bouts.map(([from, to]) => to - from));
    const inView = ms - sum(bouts.flatMap((bout) => hidden.map((span) => overlap(bout, span))));
    return { n: bouts.length, ms, isOn, bouts, share: seenMs > 0 ? inView / seenMs : null };
  },

  latency(own, { observedMs: end }) {
    const cues = own.filter(({ mark }) => mark === "?").map(({ at }) => at);
    const onsets = own.filter(({ mark }) => !mark).map(({ at }) => at);
    const waits = cues.map((cue, nth) => {
      const until = cues[nth + 1] ?? end;
      const first = onsets.find((at) => at >= cue && at <= until);
      return first === undefined ? null : first - cue;
    });
    const heard = waits.filter((one) => one !== null);
    const isWaiting = waits.length > 0 && waits[waits.length - 1] === null;
    return {
      n: heard.length, cues: cues.length, waits, isWaiting,
      sinceMs: isWaiting ? end - cues[cues.length - 1] : 0,
      meanMs: heard.length ? sum(heard) / heard.length : null,
    };
  },

  interval(own, { observedMs: end }, { interval, kind, pads }, tape, pad) {
    const whole = Math.floor(end / 1000 / interval.seconds + 1e-9);
    const places = pads.filter(({ records }) => records === "interval").map(({ code }) => code);
    const said = kind === "proximity" ? chosen(tape, places, pad.code) : answers(tape, pad.code);
    const scores = Array.from({ length: whole }, (_, nth) => said.get(nth) ?? null);
    const answered = scores.filter((one) => one !== null);
    const n = answered.filter(Boolean).length;
    return { n, scores, said, answered: answered.length, share: answered.length ? n / answered.length : null };
  },

  opportunity(own, _found, { levels }) {
    const answersOf = {};
    for (const { mark } of own) answersOf[mark.slice(1)] = (answersOf[mark.slice(1)] ?? 0) + 1;
    const alone = answersOf[levels[0].code] ?? 0;
    return { n: own.length, answers: answersOf, alone, share: own.length ? alone / own.length : null };
  },

  rating(own) {
    return { value: own.length ? Number(own[own.length - 1].mark.slice(1)) : null };
  },

  step(own) {
    return { answer: own.length ? own[own.length - 1].mark.slice(1) : null };
  },
};

/** A checklist in one line: yes, no, and how many wait for an answer. */
export function ticked(found, text) {
  const said = text.pads.map(({ code }) => found.pads[code].answer);
  const of = (word) => said.filter((one) => one === word).length;
  const [yes, no] = [of("yes"), of("no")];
  return { yes, no, na: of("na"), open: of(null), share: yes + no ? yes / (yes + no) : null };
}

/** Of all prompts, how many came from a peer; null where there was none, or the form does not count both. */
export function peerShare(found, text) {
  if (text.kind !== "proximity") return null;
  const of = (who) => text.pads.filter((pad) => pad.records === "event" && pad.who === who);
  const [peer, adult] = [of("partner"), of("adult")];
  if (!peer.length || !adult.length) return null;
  const [by, rest] = [peer, adult].map((pads) => sum(pads.map(({ code }) => found.pads[code].n)));
  return by + rest ? by / (by + rest) : null;
}

/** 4:12, and 1:04:12 from an hour on. */
export function asMinutes(ms) {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
