/**
 * The part of the screen that is tapped, one for each kind of form. A board is its element and two functions:
 * `draw(found)` after a tap and four times a second, and `labelOf(code)`, what a tap is called.
 */
import { asMinutes } from "./count.js";
import { place, planned, scored } from "./intervals.js";
import { padOf } from "./tape.js";
import { el, icon, said, short } from "./dom.js";
import { proximity } from "./proximity.js";
import { TINTS, onTouch, padNode, wideNode } from "./touch.js";

/** @param {object} text  the form  @param {(code: string) => void} tapped */
export function boardOf(text, tapped) {
  return makers[text.kind](text, tapped);
}

/** What one code on a tape is called. */
export function labelOf(text, code) {
  const pad = text.pads.find((one) => one.code === padOf(code));
  if (!pad) return said(`tape_${code}`);
  const mark = code.slice(pad.code.length);
  if (mark.startsWith(":")) {
    const level = text.levels.find((one) => one.code === mark.slice(1));
    return `${pad.label}: ${level?.label ?? said("no_answer")}`;
  }
  if (mark.startsWith("=")) {
    const word = { "=yes": "yes", "=no": "no", "=na": "na" }[mark];
    return `${pad.label}: ${word ? said(word) : mark.slice(1)}`;
  }
  if (text.kind === "proximity") return pad.label;
  if (mark.startsWith("@")) return `${pad.label}: ${said(mark.endsWith("-") ? "no" : "yes")}`;
  return mark === "?" ? `${pad.label}: ${said("cue")}` : pad.label;
}

const makers = {
  tally(text, tapped) {
    const pads = el("div", { class: "pads obs__pads" });
    const wides = el("div", { class: "obs__wides" });
    const drawers = [];
    const events = text.pads.filter(({ records }) => records === "event");
    pads.classList.toggle("obs__pads--odd", events.length % 2 === 1);
    pads.hidden = !events.length;
    for (const [nth, pad] of events.entries()) {
      const made = padNode(pad, TINTS[nth % TINTS.length], () => tapped(pad.code));
      pads.append(made.node);
      drawers.push((found) => { made.n.textContent = found.pads[pad.code].n; });
    }
    for (const pad of text.pads.filter(({ records }) => records === "latency")) {
      let isWaiting = false;
      const made = wideNode(pad, () => tapped(isWaiting ? pad.code : `${pad.code}?`));
      wides.append(made.node);
      drawers.push((all) => {
        const found = all.pads[pad.code];
        isWaiting = found.isWaiting;
        made.node.classList.toggle("pad--on", isWaiting);
        made.node.setAttribute("aria-pressed", String(isWaiting));
        made.hint.textContent = isWaiting ? said("answer_wait") : found.cues ? `${said("cue")} · ${said("answered", { n: found.n, of: found.cues })}` : said("cue");
        const last = found.waits[found.waits.length - 1];
        made.n.textContent = isWaiting ? short(found.sinceMs / 1000) : last == null ? "–" : `${short(last / 1000)} s`;
      });
    }
    for (const pad of text.pads.filter(({ records }) => records === "duration")) {
      const made = wideNode(pad, () => tapped(pad.code));
      wides.append(made.node);
      drawers.push((found) => {
        const { isOn, ms } = found.pads[pad.code];
        made.node.classList.toggle("pad--on", isOn);
        made.node.setAttribute("aria-pressed", String(isOn));
        made.label.textContent = isOn ? said("timing", { label: pad.label }) : pad.label;
        made.hint.textContent = said(isOn ? "tap_ends" : "tap_begins");
        made.n.textContent = asMinutes(ms);
      });
    }
    return { node: el("div", { class: "obs__tally" }, pads, wides), draw: (found) => drawers.forEach((draw) => draw(found)) };
  },

  interval(text, tapped) {
    const { method, seconds } = text.interval;
    return method === "partial" ? partial(text, seconds, tapped) : answered(text, method, seconds, tapped);
  },

  proximity,

  opportunity(text, tapped) {
    const answers = [...text.levels, { code: "-", label: said("no_answer") }];
    return cards(text, (pad, card) => {
      const counts = new Map();
      card.append(el("div", { class: "obs__levels" }, ...answers.map(({ code, label }, nth) => {
        const n = el("b", { class: "num" }, "0");
        counts.set(code, n);
        return onTouch(el("button", { type: "button", class: `obs__level obs__level--${nth === 0 ? "first" : code === "-" ? "none" : "help"}`, data: { code: `${pad.code}:${code}` } }, el("span", {}, label), n), () => tapped(`${pad.code}:${code}`));
      })));
      return (found, total) => {
        total.textContent = said("chances", { n: found.n });
        for (const [code, n] of counts) n.textContent = found.answers[code] ?? 0;
      };
    });
  },

  rating(text, tapped) {
    const { low, high, anchors } = text.scale;
    const steps = Array.from({ length: high - low + 1 }, (_, nth) => low + nth);
    return cards(text, (pad, card) => {
      const buttons = steps.map((value) => choice(String(value), `${pad.code}=${value}`, tapped, anchors[value - low]));
      const word = el("p", { class: "small muted" });
      card.append(el("div", { class: "obs__scale" }, ...buttons), word);
      return ({ value }) => {
        buttons.forEach((one, nth) => one.setAttribute("aria-pressed", String(steps[nth] === value)));
        word.textContent = value === null ? "" : anchors[value - low] ?? "";
      };
    });
  },

  checklist(text, tapped) {
    const words = ["yes", "no", "na"];
    return cards(text, (pad, card) => {
      const buttons = words.map((word) => choice(said(word), `${pad.code}=${word}`, tapped));
      card.append(el("div", { class: "obs__scale obs__scale--steps" }, ...buttons));
      return ({ answer }) => buttons.forEach((one, nth) => one.setAttribute("aria-pressed", String(words[nth] === answer)));
    }, "obs__cards--steps");
  },
};

const choice = (label, code, tapped, more = "") =>
  el("button", { type: "button", class: "obs__choice", "aria-pressed": "false", "aria-label": more ? `${label}, ${more}` : null, data: { code }, on: { click: () => tapped(code) } }, label);

/** One card below the other, each with its name and its buttons. */
function cards(text, fill, css = "") {
  const node = el("div", { class: `obs__cards ${css}` });
  const drawers = text.pads.map((pad) => {
    const total = el("span", { class: "small muted num" });
    const card = el("section", { class: "card obs__card", role: "group", "aria-label": pad.label },
      el("div", { class: "obs__card-head" }, pad.icon ? icon(pad.icon) : null, el("h2", {}, pad.label), total));
    const draw = fill(pad, card);
    node.append(card);
    return (found) => draw(found.pads[pad.code], total);
  });
  return { node, draw: (found) => drawers.forEach((draw) => draw(found)) };
}

/** Partial: a tap scores the interval that runs; more taps in it change nothing. */
function partial(text, seconds, tapped) {
  let index = 0;
  const node = el("div", { class: "pads obs__pads" });
  node.classList.toggle("obs__pads--odd", text.pads.length % 2 === 1);
  const drawers = text.pads.map((pad, nth) => {
    const made = padNode(pad, TINTS[nth % TINTS.length], () => tapped(`${pad.code}@${index}`));
    const mark = el("span", { class: "obs__mark small" });
    made.node.append(mark);
    node.append(made.node);
    return ({ pads }) => {
      const isScored = pads[pad.code].said.get(index) === true;
      made.n.textContent = [...pads[pad.code].said.values()].filter(Boolean).length;
      made.node.classList.toggle("obs__pad--scored", isScored);
      mark.textContent = said(isScored ? "scored" : "not_scored");
    };
  });
  return {
    node,
    draw(found) {
      ({ index } = place(found.observedMs, seconds));
      drawers.forEach((draw) => draw(found));
    },
  };
}

/** Whole and momentary: when an interval has ended, yes or no for each behaviour. */
function answered(text, method, seconds, tapped) {
  let index = -1;
  const ask = el("p", { class: "obs__ask" });
  const made = cards(text, (pad, card) => {
    const buttons = [["yes", ""], ["no", "-"]].map(([word, sign]) =>
      onTouch(el("button", { type: "button", class: `obs__answer obs__answer--${word}`, "aria-pressed": "false" }, said(word)), () => index >= 0 && tapped(`${pad.code}@${index}${sign}`)));
    card.append(el("div", { class: "obs__answers" }, ...buttons));
    return (found, total) => {
      const now = found.said.get(index);
      buttons[0].setAttribute("aria-pressed", String(now === true));
      buttons[1].setAttribute("aria-pressed", String(now === false));
      for (const one of buttons) one.setAttribute("aria-disabled", String(index < 0));
      total.textContent = found.answered ? said("t_of_intervals", { n: found.n, of: found.answered }) : "";
    };
  }, "obs__cards--fill");
  const node = el("div", { class: "obs__asked" }, ask, made.node);
  return {
    node,
    draw(found) {
      index = scored(method, place(found.observedMs, seconds).index);
      ask.textContent = index < 0 ? said("interval_first") : said(method === "whole" ? "interval_score" : "interval_moment", { n: index + 1 });
      made.draw(found);
    },
  };
}

/** Where an interval session is, for its corner of the clock. */
export function intervalWords(text, observedMs) {
  const { index, leftMs } = place(observedMs, text.interval.seconds);
  const of = planned(text.minutes, text.interval.seconds);
  return { n: said("interval", { n: Math.min(index + 1, Math.max(of, index + 1)), of }), left: said("interval_left", { n: Math.ceil(leftMs / 1000) }), index };
}
