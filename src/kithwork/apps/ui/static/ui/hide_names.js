/**
 * Swap names for initials, for a screen that others can see, until pressed again.
 * Kept for this tab only. Marked names change at once; names inside sentences, lists
 * and labels follow when the server has said whose names can be on this person's pages.
 */
const KEY = "kithwork-hide-names";
const RUN_OF_WORDS = /\p{Lu}[\p{L}\p{M}’'-]*(?: \p{L}[\p{L}\p{M}’'-]*)*/gu;
const MOST_WORDS = 5; // in one name
const LABELS = ["aria-label", "title", "placeholder", "label"];

/** What to show in place of a name. */
export function initialsOf(name) {
  return name.trim().split(/\s+/).slice(0, 2).map((word) => word[0] ?? "").join("").toUpperCase();
}

/**
 * A function that takes names out of a text. `people` are pairs of first and last name.
 * "Ada Okafor" becomes AO and "Ada" A; a last name by itself stays, it may be a word.
 */
export function hider(people) {
  const short = new Map();
  for (const [called, last] of people) {
    short.set(called, initialsOf(called).slice(0, 1));
    if (last) short.set(`${called} ${last}`, (called[0] + last[0]).toUpperCase());
  }
  const hideRun = (run) => {
    const words = run.split(" ");
    const out = [];
    for (let at = 0; at < words.length; ) {
      let taken = 0;
      for (let count = Math.min(MOST_WORDS, words.length - at); count > 0 && !taken; count -= 1) {
        const [, name, ending] = words.slice(at, at + count).join(" ").match(/^(.*?)([’']s?|-)?$/u);
        if (!short.has(name)) continue;
        out.push(short.get(name) + (ending ?? ""));
        taken = count;
      }
      if (!taken) out.push(words[at]);
      at += taken || 1;
    }
    return out.join(" ");
  };
  return (text) => text.replace(RUN_OF_WORDS, hideRun);
}

const kept = new Map(); // text node -> what it said
const keptLabels = new Map(); // element -> {attribute: what it said}
let take = hider([]);

function hideText(node) {
  const marked = node.parentElement?.closest("[data-name]");
  const said = kept.get(node) ?? node.nodeValue;
  const shown = marked ? marked.dataset.initials || initialsOf(said) : take(said);
  if (shown === said) return;
  kept.set(node, said);
  node.nodeValue = shown;
}

function hideLabels(element) {
  const said = keptLabels.get(element) ?? {};
  for (const label of LABELS) {
    const full = said[label] ?? element.getAttribute(label);
    if (!full) continue;
    const shown = label === "aria-label" && element.dataset.nameLabel ? element.dataset.nameLabel : take(full);
    if (shown === full) continue;
    said[label] = full;
    element.setAttribute(label, shown);
  }
  if (Object.keys(said).length) keptLabels.set(element, said);
}

function hide(root) {
  const page = root.ownerDocument ?? root;
  // From the whole document on, the title in the tab is one of its texts.
  const walker = page.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement?.closest("script, style, textarea")) hideText(walker.currentNode);
  }
  for (const element of root.querySelectorAll(LABELS.map((label) => `[${label}]`).join(","))) hideLabels(element);
}

function show() {
  for (const [node, said] of kept) node.nodeValue = said;
  for (const [element, said] of keptLabels) {
    for (const [label, full] of Object.entries(said)) element.setAttribute(label, full);
  }
  kept.clear();
  keptLabels.clear();
}

export function hideNames(page) {
  const root = page.documentElement;
  const button = page.querySelector("[data-hide-names]");
  if (!button) return root.classList.remove("names-pending");
  let hidden = sessionStorage.getItem(KEY) === "1";
  let asked = false;
  const ask = async () => {
    if (asked || !button.dataset.hideNames) return;
    asked = true;
    const answer = await fetch(button.dataset.hideNames, { credentials: "same-origin" });
    if (answer.ok) take = hider((await answer.json()).names);
  };
  const set = async () => {
    button.setAttribute("aria-pressed", String(hidden));
    root.classList.toggle("names-hidden", hidden);
    if (!hidden) return show();
    hide(page);
    try {
      await ask();
    } finally {
      if (hidden) hide(page);
      root.classList.remove("names-pending");
    }
  };
  button.addEventListener("click", () => {
    hidden = !hidden;
    sessionStorage.setItem(KEY, hidden ? "1" : "0");
    set();
  });
  page.body.addEventListener("htmx:load", (event) => hidden && hide(event.target));
  page.body.addEventListener("kithwork:found", () => hidden && hide(page));
  if (hidden) set();
}
