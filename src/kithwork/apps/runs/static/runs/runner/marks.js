/** A team's mark: a shape of its own, so that colour is never needed to tell teams apart. */
const SVG = "http://www.w3.org/2000/svg";
const SHAPES = [
  ["circle", { cx: 17, cy: 17, r: 15 }, "sp-b"],
  ["path", { d: "M17 3l14 27H3z" }, "sp-c"],
  ["rect", { x: 4, y: 4, width: 26, height: 26, rx: 4 }, "sp-b"],
  ["path", { d: "M17 2l15 15-15 15L2 17z" }, "sp-c"],
];

export function mark(place) {
  const [shape, attributes, colour] = SHAPES[place % SHAPES.length];
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "team__mark");
  svg.setAttribute("viewBox", "0 0 34 34");
  svg.setAttribute("aria-hidden", "true");
  const drawn = document.createElementNS(SVG, shape);
  for (const [name, value] of Object.entries(attributes)) drawn.setAttribute(name, value);
  drawn.setAttribute("class", colour);
  svg.append(drawn);
  return svg;
}

/** A face for a first name: its letter, on the tint and shape the student chose. */
export function face(name, [tint, shape]) {
  const span = document.createElement("span");
  span.className = `ava c${tint} f${shape} ava--1`;
  span.setAttribute("aria-hidden", "true");
  span.textContent = name.slice(0, 1).toUpperCase();
  return span;
}
