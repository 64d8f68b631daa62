/**
 * A series as tones: two octaves from its lowest value to its highest, so that as much higher sounds as much
 * higher wherever it is. A session without a value is silence of the same length: a gap is heard as one.
 */

export const LOWEST_HERTZ = 220;
export const OCTAVES = 2;
const LONG = 0.22;
const EACH = 0.3;

/**
 * @param {(number | null)[]} values one for each session, null where there is none
 * @returns {{at: number, until: number, hertz: number | null}[]} seconds from the beginning
 */
export function tones(values) {
  const known = values.filter((value) => value !== null);
  const low = Math.min(0, ...known);
  const high = Math.max(...known);
  const span = high - low || 1;
  return values.map((value, place) => ({
    at: place * EACH,
    until: place * EACH + LONG,
    hertz: value === null ? null : LOWEST_HERTZ * 2 ** (OCTAVES * ((value - low) / span)),
  }));
}
