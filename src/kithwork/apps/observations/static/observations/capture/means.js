/** What counts and what does not, for whoever is about to watch: in the words this version of the form was made with. */
import { at, el, said } from "./dom.js";

/** One paragraph for each behaviour, under the name its pad has. */
export function drawMeanings(screen, { text, words = {} }) {
  const labels = new Map();
  for (const { behaviour, label } of text.pads) if (words[behaviour]) labels.set(behaviour, [...(labels.get(behaviour) ?? []), label]);
  const rows = [...labels].map(([key, own]) => {
    const { definition, example, non_example: not } = words[key];
    return el("div", {}, el("p", {}, el("b", {}, own.join(", "))), el("p", {}, definition),
      el("p", { class: "small" }, said("counts", { words: example })), el("p", { class: "small" }, said("counts_not", { words: not })));
  });
  at("means-rows", screen).replaceChildren(...rows);
  at("means", screen).open = false;
  return rows.length > 0;
}

/** There to be read while nobody observes: before the first tap, and in a pause. */
export function showMeanings(screen, isShown) {
  at("means", screen).hidden = !isShown;
  screen.classList.toggle("obs__cap--means", isShown);
}
