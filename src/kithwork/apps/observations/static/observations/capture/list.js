/** Today's list: what was begun, what runs now or comes next, what went by; and what was not planned. */
import { clockTime, inOrder } from "./day.js";
import { asMinutes } from "./count.js";
import { at, clockOf, el, face, icon, said, screenOf } from "./dom.js";

const MOST_RECENT = 3;
const MOST_FACES = 12;

/** Initials with their dots: M.T. */
const dotted = (initials) => (initials.includes(".") ? initials : [...initials].map((one) => `${one}.`).join(""));

/** M.T. at lunch. Without a place, the initials alone. */
export const titleOf = (initials, setting = "") =>
  setting ? said("title", { initials: dotted(initials), where: said(`setting_${setting}`) }) : dotted(initials);

/** What stands under a watch's name. */
export function subOf(watch, instrument) {
  const phase = said(`phase_${watch.phase}`);
  return [instrument.name, said("nth", { phase: phase.toLocaleLowerCase(), n: watch.nth, of: watch.of })].join(", ");
}

/** A row that opens something: one large target. */
function row(student, title, sub, tag, open) {
  const words = el("span", { class: "obs__row-words" }, el("b", {}, title), el("span", { class: "small muted" }, sub));
  return el("li", {}, el("button", { type: "button", class: "obs__row", on: { click: open } }, face(student), words, tag, icon("chevron-right")));
}

const tag = (words, kind = "", name = "") => el("span", { class: `tag ${kind}` }, name ? icon(name) : null, words);

/** A probe or a check is told apart from what is observed day by day. */
const kindOf = ({ phase }) => (["probe", "maintenance"].includes(phase) ? tag(said(`tag_${phase}`), "tag--info", "flag") : null);

export class List {
  /** @param {{open: Function, resume: Function, bringBack: Function, receipt: Function, repeat: Function}} acts */
  constructor(acts) {
    this.acts = acts;
    this.screen = screenOf("list");
  }

  /**
   * @param {{day: object, drafts: object[], queue: object[], receipts: object[]}} held
   */
  draw({ day, drafts, queue, receipts }) {
    const done = new Map();
    for (const one of receipts) if (one.shown.watch) done.set(one.shown.watch, { id: one.id, tag: tag(said("received", { time: clockOf(one.received_at) }), "tag--ok", "check") });
    for (const one of queue) if (one.shown.watch) done.set(one.shown.watch, { id: one.id, tag: one.state === "waiting" ? tag(said("saved"), "tag--info", "smartphone") : tag(said(one.state), "tag--warn", "flag") });
    const begun = new Set(drafts.filter((one) => one.watch && !one.dropped_at).map((one) => one.watch));
    const ordered = inOrder(day.watches, clockTime());
    const left = ordered.filter(({ id }) => !done.has(id) && !begun.has(id));
    // What went by and was not observed is offered after everything else, the latest first.
    const first = left.find(({ when }) => when !== "past") ?? left[left.length - 1] ?? null;
    this.drawDrafts(drafts);
    this.drawFirst(day, first, ordered, begun.size > 0);
    const rest = ordered.filter((one) => one !== first && !begun.has(one.id));
    at("rest", this.screen).hidden = !rest.length;
    at("rows", this.screen).replaceChildren(...rest.map((watch) => this.watchRow(day, watch, done.get(watch.id))));
    this.drawUnplanned(day, queue, receipts);
  }

  drawDrafts(drafts) {
    const rows = drafts.map((draft) => {
      const time = asMinutes(draft.alive_ms);
      const [words, act, name] = draft.dropped_at
        ? [said("dropped", { title: draft.title }), () => this.acts.bringBack(draft), said("bring_back")]
        : [draft.title, () => this.acts.resume(draft), said("go_on")];
      return el("section", { class: "card obs__open", "aria-label": words },
        face(draft.student), el("div", { class: "grow" }, el("b", {}, words), el("p", { class: "small muted num" }, draft.dropped_at ? time : said("open_kept", { time }))),
        el("button", { type: "button", class: `btn ${draft.dropped_at ? "btn--line" : "btn--accent"}`, on: { click: act } }, draft.dropped_at ? icon("undo-2") : icon("play"), name));
    });
    at("open", this.screen).replaceChildren(...rows);
  }

  drawFirst(day, watch, ordered, isBegun) {
    const place = at("next", this.screen);
    place.hidden = !watch && isBegun;
    if (!watch) {
      const words = day.isOld ? "old_list" : ordered.length ? "all_done" : "none_today";
      return place.replaceChildren(el("section", { class: "card empty" }, el("p", {}, said(words))));
    }
    const instrument = day.instruments.find(({ id }) => id === watch.instrument);
    const when = `${said(watch.when)}, ${watch.starts_at}–${watch.ends_at}`;
    const facts = [said("minutes", { n: watch.minutes }), watch.is_second ? said("second") : watch.code ? said("code", { code: watch.code }) : ""].filter(Boolean);
    return place.replaceChildren(el("section", { class: "hero obs__hero", "aria-labelledby": "obs-first" },
      el("p", { class: "obs__when" }, el("span", { class: "tag tag--accent" }, when), kindOf(watch)),
      el("div", { class: "row row--nowrap" }, face({ id: watch.student, initials: watch.initials }, "ava--lg"), el("div", {}, el("h2", { id: "obs-first" }, titleOf(watch.initials, watch.setting)), el("p", {}, instrument ? subOf(watch, instrument) : ""))),
      el("p", { class: "small" }, facts.join(" · ")),
      el("button", { type: "button", class: "btn btn--accent btn--lg btn--block", on: { click: () => this.acts.open(watch) } }, icon("eye"), said("observe"))));
  }

  watchRow(day, watch, done) {
    const instrument = day.instruments.find(({ id }) => id === watch.instrument);
    const time = `${watch.starts_at}–${watch.ends_at}`;
    const sub = [watch.when === "past" && !done ? `${said("past")}, ${time}` : time, instrument ? subOf(watch, instrument) : ""].filter(Boolean).join(" · ");
    const act = done ? () => this.acts.receipt(done.id) : () => this.acts.open(watch);
    return row({ id: watch.student, initials: watch.initials }, titleOf(watch.initials, watch.setting), sub, done?.tag ?? kindOf(watch), act);
  }

  /** What was observed unplanned today is offered again, with its receipt beside it. */
  drawUnplanned(day, queue, receipts) {
    const seen = new Map();
    for (const { shown } of [...queue, ...receipts].filter((one) => !one.shown.watch).reverse()) {
      const key = `${shown.student.id}/${shown.instrument.id}`;
      const isThere = day.students.some(({ id }) => id === shown.student.id) && day.instruments.some(({ id }) => id === shown.instrument.id);
      if (isThere && !seen.has(key)) seen.set(key, shown);
    }
    const rows = [...seen.values()].slice(0, MOST_RECENT);
    at("recent", this.screen).hidden = !rows.length;
    at("recent-rows", this.screen).replaceChildren(...rows.map((shown) =>
      row(shown.student, shown.title, shown.instrument.name, null, () => this.acts.repeat(shown))));
  }
}

/** Choose a student, then a measure: two taps, and the pads stand ready. */
export class Choosing {
  constructor(chosen) {
    this.chosen = chosen;
    this.screen = screenOf("new");
    at("find", this.screen).addEventListener("input", () => this.drawStudents());
  }

  draw({ students, instruments, may_add: mayAdd }) {
    this.student = null;
    at("add-today", this.screen).hidden = !mayAdd;
    this.students = [...students].sort((a, b) => a.initials.localeCompare(b.initials));
    at("new-empty", this.screen).hidden = Boolean(students.length && instruments.length);
    at("find", this.screen).value = "";
    at("find-box", this.screen).hidden = students.length <= MOST_FACES;
    this.drawStudents();
    at("instruments", this.screen).replaceChildren(...instruments.map((instrument) =>
      el("button", { type: "button", class: "choice obs__measure", on: { click: () => this.student && this.chosen(this.student, instrument) } },
        el("span", { class: "todo__ico" }, icon(pictureOf(instrument.text))), el("span", {}, el("b", {}, instrument.name), el("small", {}, `${said(`kind_${instrument.text.kind}`)}, ${said("minutes", { n: instrument.text.minutes })}`)))));
    this.allow();
  }

  /** As many faces as a thumb finds its way among; more by their initials. */
  drawStudents() {
    const typed = at("find", this.screen).value.replace(/[\s.]/g, "").toLocaleUpperCase();
    const found = this.students.filter(({ initials }) => initials.replace(/\./g, "").toLocaleUpperCase().startsWith(typed));
    const buttons = found.slice(0, MOST_FACES).map((student) => {
      const one = el("button", { type: "button", class: "obs__person", "aria-pressed": String(student === this.student) }, face(student, "ava--lg"), el("b", {}, dotted(student.initials)));
      one.addEventListener("click", () => {
        this.student = student;
        for (const other of buttons) other.setAttribute("aria-pressed", String(other === one));
        this.allow();
      });
      return one;
    });
    at("students", this.screen).replaceChildren(...buttons);
    const left = found.length - buttons.length;
    at("find-left", this.screen).textContent = left ? said("more_students", { n: left }) : "";
  }

  allow() {
    for (const one of at("instruments", this.screen).children) one.setAttribute("aria-disabled", String(!this.student));
  }
}

const PICTURES = { tally: "plus", interval: "clock", proximity: "user", opportunity: "layers", rating: "scale", checklist: "clipboard-list" };
const pictureOf = ({ kind }) => PICTURES[kind];
