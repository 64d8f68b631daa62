/**
 * Walking a correction: where a pair is, what happens next, and what that is worth. Pure.
 *
 * @typedef {{start: string, states: Record<string, {go: {on: string, to: string, award: string, flag: string}[], ends: boolean}>}} Machine
 */

/** The state after an event, with the award and the flag it brings; null when nothing of the kind can happen here. */
export function next(machine, at, event) {
  const go = machine.states[at]?.go.find(({ on }) => on === event);
  if (!go) return null;
  const to = machine.states[go.to];
  return { at: go.to, award: go.award, flag: go.flag, isOver: Boolean(to?.ends) };
}
