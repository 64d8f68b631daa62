/** Before it counts: totals, the line of taps, the last one put right, usable or not. */
import { labelOf } from "./boards.js";
import { asMinutes, peerShare, reckon, ticked } from "./count.js";
import { at, el, said, screenOf, short, svg, tell } from "./dom.js";
import * as tapes from "./tape.js";

const SHORT_MS = 60_000;
const PHASES = ["baseline", "training", "intervention", "fade", "probe", "maintenance"];
const SETTINGS = ["class", "lunch", "recess", "hallway", "club", "bus", "community", "other"];
const WHYS = ["left", "interrupted", "view", "form", "day"];
const pct = (share) => Math.round(share * 100);

/** What one pad came to, in a number and a few words. */
export function totalsOf(text, found) {
  if (text.kind === "checklist") {
    const { yes, no, open } = ticked(found, text);
    return [{ label: said("t_steps", { n: yes, of: yes + no }), n: yes + no ? `${pct(yes / (yes + no))} %` : "–", more: open ? said("t_open", { n: open }) : "" }];
  }
  const rows = text.pads.map((pad) => ({ label: pad.label, ...ways[pad.records](found.pads[pad.code], text) }));
  const share = peerShare(found, text);
  return share === null ? rows : [...rows, { label: said("t_peer_share"), n: `${pct(share)} %`, more: "" }];
}

const ways = {
  event: ({ n, perMinute }, { kind }) => ({ n: String(n), more: perMinute === null ? "" : kind === "proximity" ? said("t_rate_10", { n: short(10 * perMinute) }) : said("t_rate", { n: short(perMinute) }) }),
  duration: ({ ms, n, share }) => ({ n: asMinutes(ms), more: [said("t_times", { n }), share === null ? "" : said("t_share", { n: pct(share) })].filter(Boolean).join(", ") }),
  latency: ({ cues, n, meanMs }) => ({ n: meanMs === null ? "–" : `${short(meanMs / 1000)} s`, more: cues ? said("answered", { n, of: cues }) : said("t_no_cue") }),
  interval: ({ n, answered, share }, { kind }) => ({ n: share === null ? "–" : `${pct(share)} %`, more: said(kind === "proximity" ? "t_of_moments" : "t_of_intervals", { n, of: answered }) }),
  opportunity: ({ n, share }, text) => ({ n: String(n), more: share === null ? "" : said("t_alone", { n: pct(share), label: text.levels[0].label }) }),
  rating: ({ value }, text) => ({ n: value === null ? "–" : String(value), more: value === null ? said("t_not_rated") : text.scale.anchors?.[value - text.scale.low] ?? said("t_of_scale", { high: text.scale.high }) }),
};

/** The same few rows wherever totals stand. */
export function drawTotals(place, totals) {
  place.replaceChildren(...totals.map(({ label, n, more }) => el("div", {}, el("dt", {}, label), el("dd", {}, el("b", { class: "num" }, n), more ? el("span", { class: "small muted" }, more) : null))));
}

export class Finish {
  constructor(keepDraft, { back, keep, drop }) {
    Object.assign(this, { keepDraft });
    this.screen = screenOf("finish");
    for (const one of this.screen.querySelectorAll("[data-back-to-pads]")) one.addEventListener("click", () => back(this.draft));
    this.on("keep", () => this.isComplete() && keep(this.draft, this.totals()));
    this.on("drop", () => drop(this.draft));
    this.on("take-back", () => this.changed(tapes.undo(this.draft.tape)));
    at("finish-note", this.screen).addEventListener("input", ({ target }) => this.set({ note: target.value }));
    at("why", this.screen).addEventListener("input", ({ target }) => this.set({ why_not: target.value }));
    at("unusable", this.screen).addEventListener("change", ({ target }) => {
      this.set({ is_usable: !target.checked });
      this.drawUsable();
    });
    this.drawWhys();
  }

  on(name, act) {
    at(name, this.screen).addEventListener("click", act);
  }

  open(draft) {
    this.draft = draft;
    this.text = draft.instrument.text;
    at("title", this.screen).textContent = draft.title;
    at("sub", this.screen).textContent = draft.sub;
    at("finish-note", this.screen).value = draft.note;
    at("why", this.screen).value = draft.why_not;
    at("unusable", this.screen).checked = !draft.is_usable;
    at("missing", this.screen).hidden = true;
    at("correcting", this.screen).hidden = !draft.corrects;
    at("back-word", this.screen).textContent = said(draft.corrects ? "leave_it" : "go_on");
    at("setting-box", this.screen).hidden = at("phase-box", this.screen).hidden = draft.watch !== null;
    this.pills("settings", "setting", SETTINGS);
    this.pills("phases", "phase", PHASES);
    this.drawUsable();
    this.draw();
  }

  set(more) {
    Object.assign(this.draft, more);
    this.keepDraft({ ...this.draft });
  }

  changed(tape) {
    this.set({ tape });
    this.draw();
    tell(totalsOf(this.text, this.found()).map(({ label, n }) => `${label} ${n}`).join(", "));
  }

  found() {
    return reckon(this.draft.tape, this.text, this.draft.length_ms);
  }

  totals() {
    return totalsOf(this.text, this.found());
  }

  isComplete() {
    const { setting, phase, is_usable: isUsable, why_not: why } = this.draft;
    const missing = !setting ? "need_setting" : !phase ? "need_phase" : !isUsable && !why.trim() ? "need_why" : "";
    const place = at("missing", this.screen);
    place.hidden = !missing;
    place.textContent = missing ? said(missing) : "";
    if (!missing) return true;
    const first = { need_setting: "settings", need_phase: "phases", need_why: "whys" }[missing];
    at(first, this.screen).querySelector("input, button").focus();
    place.scrollIntoView({ block: "center" });
    return false;
  }

  // ------------------------------------------------------------------ drawn

  draw() {
    const found = this.found();
    at("length", this.screen).textContent = said("length", { time: asMinutes(found.observedMs) });
    at("short", this.screen).hidden = found.observedMs >= SHORT_MS || Boolean(this.draft.corrects);
    drawTotals(at("totals", this.screen), totalsOf(this.text, found));
    const isLine = ["tally", "interval", "proximity", "opportunity"].includes(this.text.kind);
    at("line", this.screen).hidden = !isLine;
    if (isLine) this.drawLine();
    this.drawLast();
    this.drawTaps();
  }

  /** One row a pad, time from left to right; time together as a bar, what was taken back as a ring. */
  drawLine() {
    const { tape, length_ms: end } = this.draft;
    const [width, row, left] = [340, 26, 4];
    const x = (at_ms) => left + (width - 2 * left) * (end ? at_ms / end : 0);
    const rows = this.text.pads.map((pad, nth) => {
      const y = nth * row + row / 2;
      const own = tape.filter(({ code }) => tapes.padOf(code) === pad.code && !code.endsWith("-"));
      const parts = [svg("line", { class: "obs__axis", x1: left, x2: width - left, y1: y, y2: y })];
      const kept = own.filter(({ undone }) => !undone);
      if (pad.records === "duration") {
        for (let i = 0; i < kept.length; i += 2) {
          const to = kept[i + 1]?.at ?? end;
          parts.push(svg("rect", { class: `obs__dot obs__dot--${nth % 6}`, x: x(kept[i].at), y: y - 6, width: Math.max(2, x(to) - x(kept[i].at)), height: 12, rx: 4 }));
        }
      }
      for (const one of own) {
        if (pad.records === "duration" && !one.undone) continue;
        parts.push(svg("circle", { class: one.undone ? "obs__gone" : `obs__dot obs__dot--${nth % 6}`, cx: x(one.at), cy: y, r: 5 }));
      }
      return svg("g", {}, ...parts);
    });
    const height = rows.length * row;
    const names = this.text.pads.map((pad) => el("span", {}, pad.label));
    const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": this.text.pads.map((pad) => said("line_of", { label: pad.label, n: tapes.counted(tape).filter(({ code }) => tapes.padOf(code) === pad.code && !code.endsWith("-")).length })).join(". ") }, ...rows);
    at("line", this.screen).replaceChildren(el("div", { class: "obs__line-names", "aria-hidden": "true" }, ...names), picture,
      el("span"), el("div", { class: "obs__line-ends xs muted num", "aria-hidden": "true" }, el("span", {}, "0:00"), el("span", {}, asMinutes(end))));
  }

  drawLast() {
    const { tape } = this.draft;
    const place = tapes.latest(tape);
    at("last-box", this.screen).hidden = place < 0;
    if (place < 0) return;
    const { code, at: when } = tape[place];
    at("last-said", this.screen).textContent = `${labelOf(this.text, code)}, ${asMinutes(when)}`;
    const pad = this.text.pads.find((one) => one.code === tapes.padOf(code));
    const mark = code.slice(pad.code.length);
    // Only among pads of one kind: an event is no beginning of a stretch of time.
    const others = pad.records === "event" || pad.records === "interval" ? this.text.pads.filter((one) => one.records === pad.records && one !== pad) : [];
    at("change-word", this.screen).hidden = at("change", this.screen).hidden = !others.length;
    at("change", this.screen).replaceChildren(...others.map((one) =>
      el("button", { type: "button", class: "btn btn--line", on: { click: () => this.changed(tapes.change(this.draft.tape, one.code + mark)) } }, one.label)));
  }

  drawTaps() {
    at("taps", this.screen).replaceChildren(...this.draft.tape.map(({ at: when, code, undone }) => {
      const label = labelOf(this.text, code);
      return el("li", {}, el("span", { class: "num muted" }, asMinutes(when)), undone ? el("span", {}, el("s", {}, label), ` ${said("undone")}`) : el("span", {}, label));
    }));
  }

  pills(place, name, values) {
    at(place, this.screen).replaceChildren(...values.map((value) => {
      const input = el("input", { type: "radio", name: `obs-${name}`, value, checked: this.draft[name] === value, on: { change: () => this.set({ [name]: value }) } });
      const words = said(`${name}_${value}`);
      return el("label", {}, input, el("span", {}, words.charAt(0).toUpperCase() + words.slice(1)));
    }));
  }

  drawWhys() {
    at("whys", this.screen).replaceChildren(...WHYS.map((why) =>
      el("button", { type: "button", class: "btn btn--line", on: { click: () => {
        at("why", this.screen).value = said(`why_${why}`);
        this.set({ why_not: said(`why_${why}`) });
      } } }, said(`why_${why}`))));
  }

  drawUsable() {
    at("why-box", this.screen).hidden = this.draft.is_usable;
  }
}
