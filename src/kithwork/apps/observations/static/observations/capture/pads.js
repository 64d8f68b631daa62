/** The screen that is tapped while eyes are on the children: one observation from its first tap to Finish. */
import { boardOf, intervalWords, labelOf } from "./boards.js";
import { asMinutes, reckon } from "./count.js";
import { buzz, cue, dimLater, prefs, stayAwake } from "./device.js";
import { at, el, said, screenOf, setIcon, tell } from "./dom.js";
import { drawMeanings, showMeanings } from "./means.js";
import { planned, untouched } from "./intervals.js";
import * as tapes from "./tape.js";

const BEAT_MS = 2000;
const DRAW_MS = 200;
const SHORT_AWAY_MS = 15_000;
const LONGEST_AWAY_MS = 4 * 60 * 60 * 1000;

export class Pads {
  /** @param {(draft: object, isStrict: boolean) => Promise<void>} keep  @param {{leave: Function, finish: Function}} go */
  constructor(keep, { leave, finish }) {
    Object.assign(this, { keep, leave, finish });
    this.screen = screenOf("pads");
    this.box = at("clock-box", this.screen);
    this.on("run", () => this.run());
    this.on("undo", () => this.undo());
    this.on("hide", () => this.hide());
    this.on("note-toggle", () => this.openNote());
    this.on("leave", () => this.left());
    this.on("finish", () => this.end());
    at("note", this.screen).addEventListener("input", ({ target }) => {
      this.draft.note = target.value;
      this.save();
    });
    this.screen.addEventListener("pointerdown", () => this.stir(), { capture: true });
    this.screen.addEventListener("keydown", () => this.stir(), { capture: true });
  }

  on(name, act) {
    at(name, this.screen).addEventListener("click", act);
  }

  /** Begin with a draft, or go on where it stood: a reload, a flat battery, a phone put away. */
  open(draft) {
    this.close();
    this.draft = draft;
    this.text = draft.instrument.text;
    this.told = { over: false, index: -1 };
    this.away = 0;
    this.watch = null;
    if (draft.began_at) this.resume();
    at("title", this.screen).textContent = draft.title;
    at("sub", this.screen).textContent = draft.sub;
    at("bar", this.screen).max = draft.minutes * 60;
    at("note", this.screen).value = draft.note;
    at("note-box", this.screen).hidden = !draft.note;
    at("note-toggle", this.screen).setAttribute("aria-expanded", String(Boolean(draft.note)));
    this.screen.classList.toggle("obs--left", prefs().left);
    this.hasMeanings = drawMeanings(this.screen, draft.instrument);
    this.board = boardOf(this.text, (code) => this.tapped(code));
    at("board", this.screen).replaceChildren(this.board.node);
    at("interval", this.screen).hidden = !this.text.interval;
    this.beat = setInterval(() => this.heart(), BEAT_MS);
    this.drawing = setInterval(() => this.draw(), DRAW_MS);
    this.draw();
  }

  /** Nothing of this observation ticks any more. */
  close() {
    clearInterval(this.beat);
    clearInterval(this.drawing);
    dimLater(this.screen, false);
    stayAwake(false);
  }

  /** While the page was gone nobody observed: that time is a pause, and no time that counts. */
  resume() {
    const { draft } = this;
    const away = Math.min(Math.max(Date.now() - draft.saved_at, 0), LONGEST_AWAY_MS);
    this.watch = tapes.stopwatch(draft.alive_ms + away);
    const wasPaused = tapes.isPaused(draft.tape);
    draft.tape = tapes.pause(draft.tape, draft.alive_ms);
    if (!wasPaused && away <= SHORT_AWAY_MS) draft.tape = tapes.go(draft.tape, this.watch());
    else this.away = away;
    if (this.text.interval) this.told.index = intervalWords(this.text, this.found().observedMs).index;
    if (!this.isPaused()) stayAwake(true);
    this.stir();
    draft.length_ms = null;
    this.save();
  }

  isPaused() {
    return tapes.isPaused(this.draft.tape);
  }

  now() {
    return this.watch ? this.watch() : 0;
  }

  found() {
    return reckon(this.draft.tape, this.text, this.now());
  }

  // ------------------------------------------------------------------- taps

  tapped(code) {
    if (this.draft.began_at && this.isPaused()) return tell(said("paused"));
    if (!this.draft.began_at) this.begin();
    const now = this.now();
    let { tape } = this.draft;
    tape = tapes.seen(tape, now); // who counts something can see again
    this.draft.tape = tapes.tap(tape, code, now);
    this.touchedAt = performance.now();
    this.draw();
    this.save();
    buzz();
    return undefined;
  }

  begin() {
    this.draft.began_at = new Date().toISOString();
    this.watch = tapes.stopwatch();
    stayAwake(true);
    this.stir();
  }

  /** One button: Start, Pause, Go on. */
  run() {
    const { draft } = this;
    if (!draft.began_at) this.begin();
    else if (this.isPaused()) {
      draft.tape = tapes.go(draft.tape, this.now());
      this.away = 0;
      stayAwake(true);
    } else {
      draft.tape = tapes.pause(draft.tape, this.now());
      stayAwake(false);
    }
    this.stir();
    this.draw();
    this.save();
  }

  undo() {
    const { tape } = this.draft;
    const place = tapes.latest(tape);
    if (place < 0) return tell(said("no_tap"));
    const { code } = tape[place];
    this.draft.tape = tapes.undo(tape);
    this.touchedAt = null;
    this.draw();
    this.save();
    const { n } = this.found().pads[tapes.padOf(code)];
    const label = labelOf(this.text, code);
    return tell(n === undefined ? said("taken_back_plain", { label }) : said("taken_back", { label, n }));
  }

  hide() {
    if (!this.draft.began_at || this.isPaused()) return;
    const { tape } = this.draft;
    this.draft.tape = tapes.isHidden(tape) ? tapes.seen(tape, this.now()) : tapes.hide(tape, this.now());
    this.draw();
    this.save();
    tell(said(tapes.isHidden(this.draft.tape) ? "hidden" : "observing"));
  }

  openNote() {
    const box = at("note-box", this.screen);
    box.hidden = !box.hidden;
    at("note-toggle", this.screen).setAttribute("aria-expanded", String(!box.hidden));
    if (!box.hidden) at("note", this.screen).focus();
  }

  // ------------------------------------------------------------ kept, always

  save(isStrict = true) {
    const { draft } = this;
    draft.alive_ms = this.now();
    draft.saved_at = Date.now();
    return this.keep({ ...draft }, isStrict);
  }

  /** Nobody tapped, and time went on: that is kept too. */
  heart() {
    if (this.draft.began_at && !this.isPaused()) this.save(false);
  }

  async left() {
    await this.pauseAndKeep();
    this.leave();
  }

  /** Put aside: it stands paused until somebody goes on with it. */
  async pauseAndKeep() {
    const { draft } = this;
    this.close();
    if (!draft.began_at) return;
    draft.tape = tapes.pause(draft.tape, this.now());
    await this.save();
  }

  async end() {
    if (!this.draft.began_at) return this.left();
    this.close();
    this.draft.length_ms = this.now();
    await this.save();
    return this.finish(this.draft);
  }

  // ------------------------------------------------------------------ drawn

  stir() {
    dimLater(this.screen, Boolean(this.draft?.began_at) && !this.isPaused());
  }

  draw() {
    let found = this.found();
    if (this.text.interval && this.draft.began_at && this.turn(found)) found = this.found();
    this.board.draw(found);
    this.drawClock(found);
    this.drawLast();
  }

  drawClock({ observedMs, isPaused, isHidden }) {
    const { draft } = this;
    const word = !draft.began_at ? "ready" : isPaused ? "paused" : isHidden ? "hidden" : "observing";
    const run = !draft.began_at ? "start" : isPaused ? "resume" : "pause";
    this.put("clock-word", said(word));
    this.put("clock", asMinutes(observedMs));
    if (this.shownRun !== run) {
      this.shownRun = run;
      this.put("run-word", said(run));
      setIcon(at("run", this.screen), run === "pause" ? "pause" : "play");
    }
    showMeanings(this.screen, this.hasMeanings && (!draft.began_at || isPaused));
    const bar = at("bar", this.screen);
    bar.value = Math.min(bar.max, observedMs / 1000);
    this.box.classList.toggle("is-paused", Boolean(draft.began_at) && isPaused);
    at("board", this.screen).classList.toggle("is-off", Boolean(draft.began_at) && isPaused);
    const hide = at("hide", this.screen);
    hide.setAttribute("aria-pressed", String(isHidden));
    hide.querySelector("span").textContent = said(isHidden ? "can_see" : "cant_see");
    const isOver = observedMs >= draft.minutes * 60_000;
    if (isOver && !this.told.over && !isPaused) {
      navigator.vibrate?.([120, 80, 120]);
      tell(said("time_over"));
    }
    this.told.over = isOver;
  }

  drawLast() {
    const { tape, began_at: began } = this.draft;
    const place = tapes.latest(tape);
    let text;
    let bold = "";
    if (this.away) text = said("away", { time: asMinutes(this.away) });
    else if (!began) text = said("first_tap");
    else if (this.told.over) text = said("time_over");
    else if (place < 0) text = said("no_tap");
    else {
      const seconds = Math.floor((this.now() - tape[place].at) / 1000);
      const when = seconds < 2 ? said("just_now") : seconds < 60 ? said("ago_s", { n: seconds }) : said("ago_min", { n: Math.floor(seconds / 60) });
      bold = labelOf(this.text, tape[place].code);
      text = said("last", { label: bold, when });
    }
    if (at("last", this.screen).textContent === text) return;
    const [before, after] = bold ? text.split(bold) : [text, ""];
    at("last", this.screen).replaceChildren(before, ...(bold ? [el("b", {}, bold), after] : []));
  }

  put(name, text) {
    const place = at(name, this.screen);
    if (place.textContent !== text) place.textContent = text;
  }

  /** The end of an interval: a silent sign, and the no of what nobody touched. True when something was noted. */
  turn(found) {
    const { n, left, index } = intervalWords(this.text, found.observedMs);
    this.put("interval-n", n);
    this.put("interval-left", left);
    if (index === this.told.index) return false;
    const isNext = index === this.told.index + 1 && index > 0;
    this.told.index = index;
    if (!isNext || found.isPaused) return false;
    const { method, seconds, cue: how } = this.text.interval;
    if (index <= planned(this.text.minutes, seconds)) cue(how, this.box);
    if (method !== "partial") return false;
    const from = (index - 1) * seconds * 1000;
    const wasHidden = found.hidden.some(([start, end]) => start < from + seconds * 1000 && end > from);
    const codes = untouched(this.draft.tape, this.text.pads, index - 1, wasHidden);
    for (const code of codes) this.draft.tape = tapes.tap(this.draft.tape, code, this.now());
    if (codes.length) this.save();
    return codes.length > 0;
  }
}
