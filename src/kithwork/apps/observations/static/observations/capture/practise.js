/**
 * Practice on the pads: a scored recording is tapped along, and what was tapped goes to its own door.
 * No store, no sender and no list of this page's sisters is here, so it can be nobody's observation.
 */
import { newId } from "../../ui/letters.js";
import { at, show } from "./dom.js";
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

function drop() {
  sessionStorage.removeItem(KEPT);
  location.assign(main.dataset.home);
}

async function keep(draft) {
  const taps = draft.tape.map(({ at: when, code, undone }) => (undone ? { at: when, code, undone } : { at: when, code }));
  const text = JSON.stringify({ made_with: 1, recording: what.recording, length_ms: draft.length_ms, taps });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": main.dataset.csrf };
  let answer;
  try {
    const response = await fetch(what.keep, { method: "POST", headers, body: JSON.stringify({ letter: draft.id, text }) });
    answer = await response.json();
  } catch {
    return say(words.get("practice_lost"));
  }
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

const begun = kept();
if (begun?.length_ms != null) openFinish(begun);
else {
  pads.open(begun ?? fresh());
  show("pads");
}
