/**
 * Today's list: asked for whenever there is a network, kept locked for when there is none.
 */
import { keepKey } from "../../ui/keys.js";
import { serve } from "../../ui/outbox.js";
import { deviceId } from "./store.js";

const URL = "/api/v1/day";
const STALE_MS = 16 * 60 * 60 * 1000;
const LONGEST_ANSWER_MS = 30_000;

/** Ask the server, for half a minute at most: a network that swallows everything is no network. Nothing is cached. */
export async function asked(url, more = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LONGEST_ANSWER_MS);
  try {
    return await fetch(url, { cache: "no-store", redirect: "manual", signal: stop.signal, ...more });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Who is signed in, and their list. Their key is kept for as long as the server said, by its own clock.
 *
 * @returns {Promise<{state: "day"|"signed-out"|"revoked"|"away", day?: object, response?: Response}>}
 */
export async function askForDay() {
  let response;
  try {
    response = await asked(`${URL}?device=${await deviceId()}`);
  } catch {
    return { state: "away" };
  }
  const isOut = response.type === "opaqueredirect" || response.status === 401 || response.status === 403;
  if (isOut) return { state: "signed-out" };
  if (!response.ok) return { state: "away" };
  let day;
  try {
    day = await response.json();
  } catch {
    return { state: "away" }; // a page of somebody else's network, saying that one should sign in there
  }
  if (typeof day.owner !== "string") return { state: "away" };
  const { is_revoked: isRevoked, key, until } = day.device ?? {};
  await serve(day.owner);
  if (isRevoked || !key) return { state: "revoked", day };
  const hisUntil = Date.now() + (Date.parse(until) - Date.parse(day.server_time));
  await keepKey(day.owner, key, new Date(hisUntil).toISOString());
  const { device, ...list } = day;
  return { state: "day", day: { ...list, heard_at: Date.now() }, response };
}

/** Tell the server of this browser, in the words a person would know it by. */
export async function makeKnown(token) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const body = JSON.stringify({ device: await deviceId(), name: nameOf(navigator.userAgent) });
  try {
    await asked("/api/v1/devices", { method: "POST", headers, body });
  } catch {
    // The next time the page is opened.
  }
}

const BROWSERS = [["Edg/", "Edge"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]];
const MACHINES = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["CrOS", "Chromebook"], ["Windows", "Windows"], ["Mac OS", "Mac"], ["Linux", "Linux"]];

/** "Chrome, Android". Pure. */
export const nameOf = (agent) =>
  [BROWSERS, MACHINES].map((known) => known.find(([sign]) => agent.includes(sign))?.[1]).filter(Boolean).join(", ");

/** The order to offer: what runs now, what comes next, what went by. Pure. */
export function inOrder(watches, hhmm) {
  const rank = ({ starts_at, ends_at }) => (ends_at < hhmm ? 2 : starts_at <= hhmm ? 0 : 1);
  return watches
    .map((watch, nth) => ({ watch, rank: rank(watch), nth }))
    .sort((a, b) => a.rank - b.rank || (a.watch.starts_at < b.watch.starts_at ? -1 : a.watch.starts_at > b.watch.starts_at ? 1 : a.nth - b.nth))
    .map(({ watch, rank: at }) => ({ ...watch, when: ["now", "next", "past"][at] }));
}

/**
 * Yesterday's list is nobody's business today; forms and students stay for what was not planned. Whoever added
 * students for a day has them for that day.
 */
export const fresh = (day, now = Date.now()) =>
  day && now - day.heard_at > STALE_MS ? { ...day, watches: [], students: day.may_add ? [] : day.students, isOld: true } : day;

/** The hour on this device's clock, as the bells are written. */
export const clockTime = (now = new Date()) =>
  `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
