/** From a finished draft to the letter that leaves this device: written once, and never changed. Pure. */

export const MADE_WITH = 1;

/**
 * @param {object} draft     as the pages keep it
 * @param {number} observer  whose it is
 * @param {number} nth       how many this device has finished with this one
 */
export function letterText(draft, observer, nth) {
  return JSON.stringify({
    made_with: MADE_WITH,
    observer,
    watch: draft.watch,
    student: draft.student.id,
    instrument: draft.instrument.id,
    phase: draft.phase,
    setting: draft.setting,
    began_at: draft.began_at,
    length_ms: draft.length_ms,
    taps: draft.tape,
    note: draft.note,
    is_usable: draft.is_usable,
    why_not: draft.is_usable ? "" : draft.why_not,
    is_second: draft.is_second,
    corrects: draft.corrects,
    nth,
  });
}

/** What a letter said, to be put right: another draft, which says what it corrects. The letter itself never changes. */
export function correctionOf(letter, id, instrument) {
  const said = JSON.parse(letter.text);
  const { watch, phase, setting, began_at, length_ms, note, is_usable, why_not, is_second } = said;
  const { title, sub, student, minutes } = letter.shown;
  return {
    id, corrects: letter.id, title, sub, student, instrument, minutes, watch, phase, setting, began_at, length_ms,
    alive_ms: length_ms, tape: said.taps, note, is_usable, why_not, is_second,
  };
}

/** Batches of at most `most` letters and `bytes` bytes; one that is larger alone goes alone. */
export function batches(items, most = 25, bytes = 250_000) {
  const found = [];
  let current = [];
  let size = 0;
  for (const item of items) {
    const own = new TextEncoder().encode(JSON.stringify(item)).length + 1;
    if (current.length && (current.length === most || size + own > bytes)) {
      found.push(current);
      [current, size] = [[], 0];
    }
    current.push(item);
    size += own;
  }
  return current.length ? [...found, current] : found;
}

/**
 * What becomes of a batch, given the server's answers. Forgotten is only what the server holds with the very same
 * bytes; a conflict and a refusal stay, with their sentence; anything else is tried again.
 */
export function sorted(items, answers) {
  const said = new Map(answers.map((one) => [one.id, one]));
  const found = { done: [], parked: [], again: [] };
  for (const { id, sha256 } of items) {
    const answer = said.get(id) ?? {};
    const isSame = answer.sha256 === sha256;
    if ((answer.answer === "stored" || answer.answer === "already") && isSame) found.done.push(answer);
    else if (answer.answer === "conflict" || answer.answer === "refused") found.parked.push(answer);
    else found.again.push(id);
  }
  return found;
}

/** Seconds to wait before the n-th further try: 1, 2, 4 … 60, anywhere below that, never under what was asked for. */
export function waitMs(tries, retryAfterSeconds = 0, random = Math.random) {
  return Math.max(retryAfterSeconds * 1000, Math.min(2 ** tries, 60) * 1000 * random());
}

export const MANY = 5;

/** After a bell everybody's phone has a network at once: who has much to send waits up to half a minute. */
export const spreadMs = (waiting, random = Math.random) => (waiting > MANY ? 30_000 * random() : 0);

/** More than ten minutes apart is worth a word; minutes the device is ahead, or 0. */
export function minutesOff(serverTime, now) {
  const off = Math.round((now - serverTime) / 60_000);
  return Math.abs(off) > 10 ? off : 0;
}
