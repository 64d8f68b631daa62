/** Where the adult is, asked at each cue with one answer of several; prompts are counted in between. */
import { el, said } from "./dom.js";
import { place, scored } from "./intervals.js";
import { TINTS, onTouch, padNode } from "./touch.js";

/** @param {object} text  the form  @param {(code: string) => void} tapped */
export function proximity(text, tapped) {
  const places = text.pads.filter(({ records }) => records === "interval");
  const prompts = text.pads.filter(({ records }) => records === "event");
  let index = -1;
  const ask = el("p", { class: "obs__ask" });
  const buttons = places.map((pad) =>
    onTouch(el("button", { type: "button", class: "obs__answer obs__place", "aria-pressed": "false", data: { code: pad.code } }, pad.label), () => index >= 0 && tapped(`${pad.code}@${index}`)));
  const group = el("div", { class: "obs__places", role: "group", "aria-label": said("where_adult") }, ...buttons);
  const total = el("p", { class: "small muted num" });
  const pads = el("div", { class: "pads obs__pads" });
  pads.classList.toggle("obs__pads--odd", prompts.length % 2 === 1);
  const drawers = prompts.map((pad, nth) => {
    const made = padNode(pad, TINTS[nth % TINTS.length], () => tapped(pad.code));
    pads.append(made.node);
    return (found) => { made.n.textContent = found.pads[pad.code].n; };
  });
  return {
    node: el("div", { class: "obs__near" }, el("section", { class: "card stack stack--3" }, ask, group, total), pads),
    draw(found) {
      index = scored("momentary", place(found.observedMs, text.interval.seconds).index);
      ask.textContent = index < 0 ? said("place_first") : said("place_ask", { n: index + 1 });
      for (const [nth, pad] of places.entries()) {
        buttons[nth].setAttribute("aria-pressed", String(found.pads[pad.code].said.get(index) === true));
        buttons[nth].setAttribute("aria-disabled", String(index < 0));
      }
      const { n, answered } = found.pads[places[0].code];
      total.textContent = answered ? `${places[0].label}: ${said("t_of_moments", { n, of: answered })}` : "";
      drawers.forEach((draw) => draw(found));
    },
  };
}
