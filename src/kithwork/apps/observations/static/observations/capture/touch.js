/** What a thumb comes down on: pads, and anything else that counts at once. */
import { el, icon } from "./dom.js";

export const TINTS = ["a", "b", "c", "d", "e", "f"];

/**
 * A tap counts the moment a finger comes down. A press that brings no finger (a key, a switch, a screen
 * reader) comes as a click without one.
 */
export function onTouch(node, act) {
  let touchedAt = -Infinity;
  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    touchedAt = performance.now();
    node.classList.add("is-hit");
    setTimeout(() => node.classList.remove("is-hit"), 90);
    act();
  });
  node.addEventListener("click", (event) => {
    if (event.detail === 0 || performance.now() - touchedAt > 2000) act();
  });
  node.addEventListener("contextmenu", (event) => event.preventDefault());
  return node;
}

const number = (text = "0") => el("span", { class: "pad__n" }, text);

export function padNode(pad, tint, act) {
  const n = number();
  const node = el("button", { type: "button", class: `pad pad--${tint}`, data: { code: pad.code } },
    el("span", { class: "pad__l" }, pad.label), n, pad.icon ? icon(pad.icon) : null);
  return { node: onTouch(node, act), n };
}

export function wideNode(pad, act) {
  const [label, hint, n] = [el("span", { class: "pad__l" }, pad.label), el("span", { class: "small" }), number("0:00")];
  const node = el("button", { type: "button", class: "pad pad--wide", "aria-pressed": "false", data: { code: pad.code } }, label, hint, n);
  return { node: onTouch(node, act), label, hint, n };
}
