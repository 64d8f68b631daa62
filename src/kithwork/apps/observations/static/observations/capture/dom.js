/** Small hands for the pages: find a place, make a piece, say it in the page's own words. */

const main = document.querySelector("[data-observe]");
const words = new Map(
  [...document.querySelector("[data-words]").content.querySelectorAll("[data-w]")].map((one) => [one.dataset.w, one.textContent]),
);

/** The place a name stands for: [data-name], on the whole page or inside one screen. */
export const at = (name, inside = main) => inside.querySelector(`[data-${name}]`);
export const screenOf = (name) => main.querySelector(`[data-screen="${name}"]`);

/** The page's own words, with {names} filled in. One of something has a sentence of its own. */
export function said(key, given = {}) {
  const many = given.n !== undefined && Number(given.n) !== 1 ? words.get(`${key}_many`) : undefined;
  const text = many ?? words.get(key) ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => given[name] ?? whole);
}

/** el("p", { class: "small", data: { at: 3 } }, "words", another) */
export function el(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name === "data") Object.assign(made.dataset, value);
    else if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((one) => one !== null && one !== undefined && one !== ""));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(tag, given = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export const icon = (name, more = "") =>
  svg("svg", { class: `i ${more}`, "aria-hidden": "true" }, svg("use", { href: `${main.dataset.sprite}#i-${name}` }));

/** Another picture in a place that has one. */
export function setIcon(inside, name) {
  inside.querySelector("use")?.setAttribute("href", `${main.dataset.sprite}#i-${name}`);
}

/** Told to whoever listens instead of looking. */
export const tell = (text) => {
  document.getElementById("live").textContent = text;
};

/** A student's mark: initials, in a shape and tint that stay the same for one id. */
export const face = ({ id, initials }, size = "") =>
  el("span", { class: `ava c${(id % 8) + 1} f${(id % 6) + 1} ${size}`, "aria-hidden": "true" }, initials.replace(/\./g, "").slice(0, 3));

/** The same hour everywhere on the page. */
export const clockOf = (instant) =>
  new Date(instant).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });

/** A number as people read it: 0.6, 12. */
export const short = (n) => n.toLocaleString([], { maximumFractionDigits: n < 10 ? 1 : 0 });

let current = "wait";

/** Show one screen and nothing else; the reader stands at its heading. */
export function show(name) {
  if (current !== name) scrollTo(0, 0);
  const isNew = current !== name;
  current = name;
  for (const one of main.querySelectorAll("[data-screen]")) one.hidden = one.dataset.screen !== name;
  if (isNew) screenOf(name).querySelector("h1")?.focus({ preventScroll: true });
}

export const shown = () => current;
