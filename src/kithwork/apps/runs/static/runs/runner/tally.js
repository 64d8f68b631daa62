/**
 * From the taps of a session to points, teams and who was seen. Pure, and the same as runs/points.py:
 * a test holds the two to the same tapes.
 *
 * @typedef {{letter: string, kind: string, at_ms: number, body: Record<string, any>}} Tap
 * @typedef {{key: string, team: string, students: number[]}} Seated
 */

const PAIR = 2;

/** Ids of taps that were taken back. Read backwards: an undo that was undone takes nothing back. */
export function undone(taps) {
  const gone = new Set();
  for (const tap of [...taps].reverse()) {
    if (tap.kind === "undo" && !gone.has(tap.letter)) gone.add(tap.body.of);
  }
  return gone;
}

const add = {
  step(found, { body, at_ms }) {
    found.step = body.step;
    found.stepAt = at_ms;
    found.began ??= at_ms;
  },
  points(found, { body }) {
    found.points[body.group] = (found.points[body.group] ?? 0) + body.n;
  },
  total(found, { body }) {
    found.points[body.group] = body.n;
  },
  bonus(found, { body }) {
    found.bonus[body.group] = (found.bonus[body.group] ?? 0) + body.n;
    found.seen.add(body.group);
  },
  seen: (found, { body }) => found.seen.add(body.group),
  tick(found, { body }) {
    found.ticks[`${body.group ?? ""}/${body.item}`] = body.answer;
    if (body.group) found.seen.add(body.group);
  },
  flag: (found, { body }) => found.flags.push([body.group ?? "", body.item]),
  away(found, { body }) {
    found.away.add(body.student);
    found.joins.delete(body.student);
  },
  here: (found, { body }) => found.away.delete(body.student),
  joins: (found, { body }) => found.joins.set(body.student, body.group),
  strategy(found, { body }) {
    found.strategies[body.strategy] = (found.strategies[body.strategy] ?? 0) + 1;
  },
  end: (found, { at_ms }) => { found.ended = at_ms; },
};

/**
 * @param {Tap[]} taps  in their order
 * @param {Seated[]} groups
 * @param {{trio?: [number, number], away?: number[], joins?: Record<string, string>}} given  what a trio's
 *   points count in its team, who is absent, and who works with another group today
 */
export function tally(taps, groups = [], { trio: [times, over] = [1, 1], away = [], joins = {} } = {}) {
  const gone = undone(taps);
  const found = {
    points: {}, bonus: {}, teams: {}, ticks: {}, strategies: {}, flags: [],
    seen: new Set(), away: new Set(away),
    joins: new Map(Object.entries(joins).map(([student, key]) => [Number(student), key])),
    step: "", stepAt: null, began: null, ended: null,
  };
  for (const tap of taps) if (!gone.has(tap.letter)) add[tap.kind]?.(found, tap);
  for (const group of groups) {
    const { key, team } = group;
    const total = totalOf(found, key);
    // Half up, in whole numbers, so that both sides round the same way.
    const points = seated(found, group).length > PAIR ? Math.floor((2 * total * times + over) / (2 * over)) : total;
    found.teams[team] = (found.teams[team] ?? 0) + points;
  }
  return found;
}

/** Who really sits in a group: without who is away or works elsewhere, with who joined. */
export function seated(found, { key, students }) {
  const own = students.filter((pk) => (found.joins.get(pk) ?? key) === key);
  const joined = [...found.joins].filter(([pk, to]) => to === key && !own.includes(pk)).map(([pk]) => pk);
  return [...own, ...joined].filter((pk) => !found.away.has(pk));
}

/** Points and bonus points of one group. */
export function totalOf(found, group) {
  return (found.points[group] ?? 0) + (found.bonus[group] ?? 0);
}
