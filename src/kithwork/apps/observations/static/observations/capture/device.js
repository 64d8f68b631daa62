/** What the phone itself can do for an observer: stay awake, buzz softly, dim, tell of a low battery. */

const PREFS = "kithwork-observe-prefs";
const START = { left: false, vibrate: true, dim: true };
const DIM_AFTER_MS = 30_000;

/** How this page behaves on this device. It says nothing about anybody. */
export function prefs() {
  try {
    return { ...START, ...JSON.parse(localStorage.getItem(PREFS) ?? "{}") };
  } catch {
    return { ...START };
  }
}

export const setPref = (name, value) => localStorage.setItem(PREFS, JSON.stringify({ ...prefs(), [name]: value }));

/** A tick under the thumb; a longer one for the end of an interval. */
export function buzz(ms = 12) {
  if (prefs().vibrate) navigator.vibrate?.(ms);
}

/** The silent sign at the end of an interval, in the way the form asks for. */
export function cue(how, box) {
  if (how === "none") return;
  if (how === "vibrate") navigator.vibrate?.([80, 60, 80]);
  box.classList.add("is-cue");
  setTimeout(() => box.classList.remove("is-cue"), 600);
}

let lock = null;
let isWanted = false;

async function request() {
  if (!isWanted || lock || document.visibilityState !== "visible") return;
  try {
    lock = await navigator.wakeLock?.request("screen");
    lock?.addEventListener("release", () => { lock = null; });
  } catch {
    lock = null; // a low battery may refuse it: the observation goes on
  }
}

/** Keep the screen on while somebody observes. Browsers let go when the page is left; it is asked for again. */
export function stayAwake(isOn) {
  isWanted = isOn;
  if (isOn) return request();
  return lock?.release();
}

document.addEventListener("visibilitychange", request);

let dimming = 0;

/** Dimmed after half a minute without a touch, so that nobody reads along; the touch that wakes it counts. */
export function dimLater(box, isOn) {
  clearTimeout(dimming);
  box.classList.remove("is-dim");
  if (isOn && prefs().dim) dimming = setTimeout(() => box.classList.add("is-dim"), DIM_AFTER_MS);
}

export async function isBatteryLow() {
  try {
    const battery = await navigator.getBattery?.();
    return Boolean(battery) && !battery.charging && battery.level < 0.15;
  } catch {
    return false;
  }
}

/** Whether the browser promises not to clear what waits here; asked for once, off the tapping screen. */
export async function isPersistent() {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}
