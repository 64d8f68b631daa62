/**
 * Practice on the pads: a scored recording is tapped along, and what was tapped goes to its own door.
 * No store, no sender and no list of this page's sisters is here, so it can be nobody's observation.
 */
import { newId } from "../../ui/letters.js";
import { at, el, screenOf, show } from "./dom.js";
import { Finish } from "./finish.js";
import { Pads } from "./pads.js";

const main = document.querySelector("[data-observe]");
const what = JSON.parse(document.getElementById("what-to-score").textContent);
const words = new Map(
  [...document.querySelector("[data-practice-words]").content.querySelectorAll("[data-w]")].map((one) => [one.dataset.w, one.textContent]),
);
const KEPT = `kithwork-practice-${what.recording}-${main.dataset.observer}`;

const pads = new Pads(keepDraft, { leave: () => location.assign(main.dataset.home), finish: openFinish });
const finish = new Finish(keepDraft, { back, keep, drop });

function fresh() {
  return {
    id: newId(), watch: what.recording, is_second: false, corrects: null, setting: "other", phase: "training", began_at: null,
    tape: [], alive_ms: 0, saved_at: Date.now(), length_ms: null, note: "", is_usable: true, why_not: "", dropped_at: null,
    title: what.title, sub: words.get("practice_sub"), student: null, instrument: what.instrument, minutes: what.instrument.text.minutes,
  };
}

/** For a reload in the middle; it names no student, and goes with the tab. */
function keepDraft(draft) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(draft));
  } catch {
    // Without it a reload begins anew.
  }
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  } catch {
    return null;
  }
}

function openFinish(draft) {
  pads.close();
  finish.open(draft);
  say("");
  show("finish");
}

function back(draft) {
  pads.open({ ...draft, length_ms: null });
  show("pads");
}

/** Nothing of it is kept anywhere, and the next practice begins anew. */
function drop() {
  sessionStorage.removeItem(KEPT);
  location.assign(main.dataset.home);
}

async function keep(draft) {
  const taps = draft.tape.map(({ at: when, code, undone }) => (undone ? { at: when, code, undone } : { at: when, code }));
  const text = JSON.stringify({ made_with: 1, recording: what.recording, length_ms: draft.length_ms, taps });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": main.dataset.csrf };
  let response;
  try {
    response = await fetch(what.keep, { method: "POST", redirect: "manual", headers, body: JSON.stringify({ letter: draft.id, text }) });
  } catch {
    return say(words.get("practice_lost"));
  }
  const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
  if (!isOurs) return say(words.get("practice_out"));
  const answer = await response.json();
  if (!answer.url) return say(answer.sentence);
  sessionStorage.removeItem(KEPT);
  return location.assign(answer.url);
}

function say(sentence) {
  const place = at("missing");
  place.textContent = sentence;
  place.hidden = !sentence;
}

for (const place of main.querySelectorAll("[data-state]")) {
  place.className = "tag tag--info";
  place.textContent = words.get("practice");
}
// What only an observation has: a note that families may read, and whether it can be used.
for (const name of ["unusable", "finish-note", "note-toggle"]) at(name).closest("fieldset, .formfield, button").hidden = true;
// A short observation can be dropped and brought back; a practice, of whatever length, is thrown away for good.
const short = at("short");
const shelf = el("div", { hidden: true });
short.replaceWith(shelf);
shelf.append(short);
screenOf("finish").querySelector(".savebar").before(el("p", {}, el("button", { type: "button", class: "btn btn--quiet btn--block", on: { click: drop } }, words.get("practice_drop"))));

const begun = kept();
if (begun?.length_ms != null) openFinish(begun);
else {
  pads.open(begun ?? fresh());
  show("pads");
}
