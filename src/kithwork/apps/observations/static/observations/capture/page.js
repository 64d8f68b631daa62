/** The capture page: which screen stands, and what leads from one to the next. */
import { newId } from "../../ui/letters.js";
import { keepOnDevice } from "../../ui/offline.js";
import { showToast } from "../../ui/toast.js";
import { buzz, isBatteryLow, isPersistent, prefs, setPref } from "./device.js";
import { at, el, icon, said, show, shown, tell } from "./dom.js";
import { blank, planned, unplanned } from "./drafts.js";
import { Finish } from "./finish.js";
import { Choosing, List, titleOf } from "./list.js";
import { Pads } from "./pads.js";
import { drawReceipt } from "./receipt.js";
import { Session } from "./session.js";
import { isPaused } from "./tape.js";
import { notesOf, saveAsFile } from "./waiting.js";
import { correctionOf } from "./writing.js";

const LIST = "/observe/";
const NEW = "/observe/new/";

const main = document.querySelector("[data-observe]");
let held = { drafts: [], queue: [], receipts: [] };
let receiptOf = null;
let isPersisted = true;
let isLow = false;
let failed = false;

const session = new Session({ changed, locked, isRunning: () => shown() === "finish" || (shown() === "pads" && Boolean(pads.draft?.began_at)) });
const pads = new Pads(keepDraft, { leave: () => to(LIST), finish: openFinish });
const finish = new Finish(keepDraft, { back, keep, drop });
const list = new List({ open: openWatch, resume, bringBack, receipt: openReceipt, repeat });
const choosing = new Choosing((student, instrument) => openDraft(unplanned(student, instrument)));
const formAt = (number) => session.day.instruments.find(({ id }) => id === number);

// --------------------------------------------------------------------- drafts

function repeat({ student, instrument, setting, phase }) {
  openDraft(unplanned(student, formAt(instrument.id), { setting, phase }));
}

async function keepDraft(draft, isStrict = true) {
  try {
    await session.store?.keepDraft(draft, isStrict);
    if (failed) drawState();
    failed = false;
  } catch {
    failed = true; // the disk is full, or the browser will not write: said at once, in the place that says "Saved here"
    drawState();
  }
}

// -------------------------------------------------------------------- screens

function openWatch(watch) {
  to(`${LIST}${watch.id}/`);
}

function openDraft(draft) {
  const path = draft.watch ? `${LIST}${draft.watch}/` : `${NEW}#${draft.id}`;
  if (location.pathname + location.hash !== path) history.pushState(null, "", path);
  held.drafts = [...held.drafts.filter(({ id }) => id !== draft.id), draft];
  pads.open(draft);
  show("pads");
  drawState();
}

/** A correction has nothing more to observe: it goes on where it is checked. */
function resume(draft) {
  return draft.corrects ? openFinish(draft) : openDraft(draft);
}

async function back(draft) {
  if (!draft.corrects) return openDraft(draft);
  await session.store?.dropDraft(draft.id); // the letter it was to correct stands as it is
  history.replaceState(null, "", LIST);
  return openReceipt(draft.corrects);
}

async function correct() {
  const one = [...held.queue, ...held.receipts].find(({ id }) => id === receiptOf);
  const instrument = one && formOf(one);
  if (instrument) openFinish(blank(correctionOf(one, newId(), instrument)));
}

const formOf = ({ text, shown: slip }) => text && formAt(slip.instrument.id);

function openFinish(draft) {
  pads.close();
  finish.open(draft);
  show("finish");
  drawState();
}

async function keep(draft, totals) {
  buzz(24);
  const { title, sub, began_at, watch, student, setting, phase, minutes, instrument: { id, name } } = draft;
  const words = watch ? title : titleOf(student.initials, setting);
  const slip = { title: words, sub, began_at, watch, corrects: draft.corrects, student, setting, phase, minutes, instrument: { id, name }, totals };
  try {
    await session.store.finish({ ...draft }, session.day.observer, slip);
  } catch {
    failed = true;
    return drawState();
  }
  await look();
  history.replaceState(null, "", LIST);
  await openReceipt(draft.id);
  tell(said("kept"));
  return session.isOut ? session.end("signed-out") : session.send();
}

async function drop(draft) {
  draft.dropped_at = Date.now();
  await keepDraft({ ...draft });
  history.replaceState(null, "", LIST);
  await openList();
  const toast = document.querySelector("[data-toast-of]").content.firstElementChild.cloneNode(true);
  at("said", toast).textContent = said("drop_done");
  at("undo-toast", toast).addEventListener("click", () => {
    toast.remove();
    bringBack(draft);
  });
  showToast(document, toast);
}

async function bringBack(draft) {
  const back = { ...draft, dropped_at: null };
  await keepDraft(back);
  if (back.length_ms !== null) return openFinish(back);
  return openDraft(back);
}

async function openReceipt(id) {
  receiptOf = id;
  const one = [...held.queue, ...held.receipts].find((row) => row.id === id);
  if (!one) return openList();
  drawReceipt(one);
  at("correct").hidden = !formOf(one);
  show("receipt");
  return drawState();
}

async function openList() {
  await look();
  if (session.isOut) return session.end("signed-out");
  if (!session.store) return undefined;
  draw();
  show("list");
  return drawState();
}

function to(path) {
  if (location.pathname + location.hash !== path) history.pushState(null, "", path);
  return route();
}

/** What the address says. Whatever was open is left as it stands: its taps are kept. */
async function route() {
  if (!session.store || !session.day) return undefined;
  if (shown() === "pads" && pads.draft?.began_at && !isPaused(pads.draft.tape)) await pads.pauseAndKeep();
  pads.close();
  await look();
  if (!session.store) return undefined;
  const [, number] = /^\/observe\/(\d+)\/$/.exec(location.pathname) ?? [];
  if (number) {
    const begun = held.drafts.find((one) => one.watch === Number(number) && !one.dropped_at);
    if (begun) return begun.length_ms === null ? openDraft(begun) : openFinish(begun);
    const done = [...held.queue, ...held.receipts].find((one) => one.shown.watch === Number(number));
    if (done) return openReceipt(done.id);
    const watch = session.day.watches.find(({ id }) => id === Number(number));
    if (watch) return openDraft(planned(watch, formAt(watch.instrument)));
    history.replaceState(null, "", LIST);
  }
  if (location.pathname === NEW) {
    const begun = held.drafts.find(({ id, dropped_at: gone }) => `#${id}` === location.hash && !gone);
    if (begun) return begun.length_ms === null ? openDraft(begun) : openFinish(begun);
    choosing.draw(session.day);
    show("new");
    return drawState();
  }
  return openList();
}

// ---------------------------------------------------------------------- drawn

/** Read again what this device keeps. */
async function look() {
  const { store } = session;
  if (!store) return;
  const [drafts, queue, receipts] = await Promise.all([store.drafts(), store.queue(), store.receipts()]);
  drafts.sort((a, b) => b.saved_at - a.saved_at);
  receipts.sort((a, b) => a.at - b.at);
  held = { drafts: drafts.filter(({ began_at: began }) => began), queue, receipts };
}

/** News of the list, of what was sent, of the clock. A screen somebody taps on is left alone. */
async function changed() {
  drawState();
  if (!session.store || !session.day) return;
  if (shown() === "wait") return void route();
  if (shown() === "list") {
    await look();
    if (session.store) draw();
  }
  if (shown() === "receipt") {
    await look();
    const one = [...held.receipts, ...held.queue].find(({ id }) => id === receiptOf);
    if (one && session.store) drawReceipt(one);
  }
}

function draw() {
  list.draw({ day: session.day, ...held });
  const parked = held.queue.filter(({ state }) => state !== "waiting");
  const waiting = held.queue.length - parked.length;
  at("waiting-box").hidden = !held.queue.length;
  at("waiting-said").textContent = waiting ? said("waits", { n: waiting }) : "";
  at("parked").replaceChildren(...parked.map((one) =>
    el("li", { class: "note note--warn" }, icon("flag"), el("span", {}, el("b", {}, `${one.shown.title}: ${said(one.state)}. `), one.sentence))));
  drawNotes();
}

function drawNotes() {
  const notes = notesOf({ queue: held.queue, session, isLow });
  at("notes").replaceChildren(...notes.map(([kind, name, words]) => el("p", { class: `note ${kind ? `note--${kind}` : ""}` }, icon(name), el("span", {}, words))));
  at("storage").textContent = said(isPersisted ? "stored_fast" : "stored_weak");
}

/** Always to be seen: saved here, on its way, all sent. */
function drawState() {
  const { waiting, parked, isSending } = session.letters;
  const isOpen = ["pads", "finish"].includes(shown());
  let [words, kind, name] = [said("sent"), "tag--ok", "check"];
  if (failed) [words, kind, name] = [said("not_saved"), "tag--stop", "triangle-alert"];
  else if (waiting && isSending && !session.isAway) [words, kind, name] = [said("sending", { n: waiting }), "tag--info", "upload"];
  else if (waiting || parked.length || isOpen) [words, kind, name] = [said("saved"), "tag--info", "smartphone"];
  for (const place of main.querySelectorAll("[data-state]")) {
    if (place.textContent === words) continue;
    place.className = `tag ${kind}`;
    place.replaceChildren(icon(name), words);
  }
}

/** Nothing of anybody is left on the page, and nothing can be pressed but Sign in. */
function locked(why, n = 0) {
  pads.close();
  if (why === "no_lock") {
    at("trouble").textContent = said("no_lock");
    return show("wait");
  }
  for (const one of main.querySelectorAll("[data-screen]")) if (!["locked", "wait"].includes(one.dataset.screen)) one.remove();
  held = { drafts: [], queue: [], receipts: [] };
  const words = n ? said("locked", { n }) : said(why === "away" ? "no_day" : "locked_none");
  at("locked-said").textContent = why === "revoked" ? `${said("revoked")} ${n ? words : ""}` : words;
  return show("locked");
}

// ----------------------------------------------------------------------- hands

async function exportWaiting() {
  await look();
  saveAsFile(held.queue, session.day.observer);
}

at("correct").addEventListener("click", correct);
at("to-new").addEventListener("click", () => to(NEW));
for (const one of main.querySelectorAll("[data-to-list]")) one.addEventListener("click", () => to(LIST));
at("send").addEventListener("click", () => session.sender.sendAgain());
at("export").addEventListener("click", exportWaiting);
addEventListener("popstate", route);
for (const box of main.querySelectorAll("[data-pref]")) {
  box.checked = prefs()[box.dataset.pref];
  box.addEventListener("change", () => setPref(box.dataset.pref, box.checked));
}

try {
  await session.begin();
  if (session.store && session.day && shown() === "wait") await route();
  keepOnDevice();
  [isPersisted, isLow] = await Promise.all([isPersistent(), isBatteryLow()]);
  if (shown() === "list") drawNotes();
} catch (error) {
  at("trouble").textContent = said("trouble");
  at("trouble").dataset.failed = String(error);
}
