/**
 * One switch: any key or tap chooses the answer the ring stands on. Kept on this device, off until somebody turns it on.
 * Tab and Shift go their usual way; Escape turns it off. Nothing moves but the ring, and it does not glide.
 */
import { paced, read, start, step } from "./scan.js";

const KEPT = "kithwork-one-switch";
// A press that is still going on from the page before chooses nothing here.
const SETTLES = 400;
const bar = document.querySelector("[data-one-switch]");
// What may be chosen, in reading order; Listen only where the device can speak.
const stops = [...document.querySelectorAll("[data-stop]:not([hidden])")];

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep(set) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(set));
  } catch {
    // A browser that keeps nothing: it holds for this page.
  }
}

function begin() {
  const turn = bar.querySelector("[data-turn]");
  const rests = bar.querySelector("[data-rests]");
  const seconds = bar.querySelector("[data-seconds]");
  const began = performance.now();
  let set = read(kept());
  let ring = start();
  let timer = 0;

  function show() {
    bar.dataset.on = String(set.on);
    turn.setAttribute("aria-pressed", String(set.on));
    seconds.textContent = set.pace.toLocaleString(bar.closest("[lang]").lang);
    rests.hidden = !(set.on && ring.rests);
    stops.forEach((one, at) => one.classList.toggle("is-ringed", set.on && at === ring.at));
    if (set.on && ring.at >= 0) {
      stops[ring.at].focus({ preventScroll: true });
      stops[ring.at].scrollIntoView({ block: "nearest", behavior: "auto" });
    } else if (set.on && stops.includes(document.activeElement)) {
      document.activeElement.blur();
    }
  }

  function go() {
    clearInterval(timer);
    ring = set.on ? step(start(), stops.length) : start();
    if (set.on) timer = setInterval(on, set.pace * 1000);
    show();
  }

  function on() {
    ring = step(ring, stops.length);
    if (ring.rests) clearInterval(timer);
    show();
  }

  function change(next) {
    set = next;
    keep(set);
    go();
  }

  /** The one switch: choose, or go round once more. */
  function press(event) {
    if (!set.on || bar.contains(event.target) || event.repeat) return;
    if (performance.now() - began < SETTLES) return event.preventDefault();
    event.preventDefault();
    event.stopPropagation();
    if (ring.at < 0) return go();
    clearInterval(timer);
    const chosen = stops[ring.at];
    if (chosen.matches("[data-listen]")) {
      chosen.click();
      return go();
    }
    set = { ...set, on: false }; // on this page; the next one begins again
    chosen.click();
  }

  bar.hidden = false;
  turn.addEventListener("click", () => change({ ...set, on: !set.on }));
  for (const one of bar.querySelectorAll("[data-pace]")) {
    one.addEventListener("click", () => change({ ...set, pace: paced(set.pace, Number(one.dataset.pace)) }));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && set.on) return change({ ...set, on: false });
    const goesOn = event.key === "Tab" || ["Shift", "Control", "Alt", "Meta"].includes(event.key);
    if (!goesOn && !event.ctrlKey && !event.metaKey && !event.altKey) press(event);
  }, true);
  document.addEventListener("click", (event) => {
    if (event.isTrusted) press(event);
  }, true);
  go();
}

// Where an answer is typed, the keys are for typing.
if (bar && stops.length && !document.querySelector("main textarea")) begin();
