/**
 * Log a session: one tap adds one to a count, how many steps are ticked is said beside them, and what was
 * filled in survives a reload and a cut network. With a network the form is whole without this.
 */
import { openBox } from "../ui/letters.js";
import { keepOnDevice } from "../ui/offline.js";
import { lastOwner } from "../ui/outbox.js";
import { draft } from "./log_draft.js";
import { keepSealed, waitsHere } from "./log_send.js";

const main = document.getElementById("main");
const isFrame = document.body.dataset.owner === undefined;
const owner = document.body.dataset.owner || lastOwner();
const session = Number(location.pathname.match(/\/sessions\/(\d+)\//)?.[1]);
const PAGE = `kithwork-log-page-${owner}-${session}${location.search}`;
/** The writer's box, or null where this browser keeps nothing. Whoever saves before it is open waits for it. */
let opening = Promise.resolve(null);
const part = (name) => main.querySelector(`[data-${name}]`);

function show(section) {
  section.hidden = false;
  section.focus();
}

function counts(form) {
  for (const button of form.querySelectorAll("[data-plus]")) {
    const box = document.getElementById(button.dataset.plus);
    button.hidden = false;
    button.addEventListener("click", () => {
      box.value = Math.min(Number(box.value || 0) + 1, Number(box.max));
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  const count = form.querySelector("[data-count]");
  if (!count) return;
  const boxes = [...form.querySelectorAll(`[name="${count.dataset.count}"]`)];
  const say = () => {
    const found = [boxes.filter(({ checked }) => checked).length, boxes.length];
    count.textContent = count.dataset.of.replace(/%s/g, () => String(found.shift()));
  };
  form.addEventListener("change", say);
  form.addEventListener("put-back", say);
  say();
}

function drafts(form) {
  const kept = draft(form, `kithwork-log-draft-${owner}-${session}-${form.elements.replaces.value}`);
  const state = part("log-state");
  const say = () => {
    state.textContent = part("words").dataset.draft;
    state.hidden = false;
  };
  if (kept.putBack()) {
    form.dispatchEvent(new Event("put-back"));
    say();
  }
  for (const what of ["input", "change"]) form.addEventListener(what, () => { kept.keep(); say(); });
  return kept;
}

function tell({ waiting, refused, needsSignIn }) {
  const words = part("words").dataset;
  part("kept-state").textContent = refused[0]?.sentence ?? (needsSignIn ? words.signIn : waiting ? words.waiting : words.sent);
  part("try").hidden = !waiting;
}

/** What the server says to the form: where to go on, the form again with what is missing, or nothing. */
async function posted(form) {
  try {
    const headers = { Accept: "application/json" };
    const response = await fetch(location.href, { method: "POST", headers, body: new FormData(form), redirect: "manual" });
    if (!response.ok && response.status !== 409) return null;
    if (response.headers.get("Content-Type")?.startsWith("application/json")) return await response.json();
    return { again: new DOMParser().parseFromString(await response.text(), "text/html").getElementById("main") };
  } catch {
    return null;
  }
}

async function save(form, kept) {
  const answer = isFrame ? null : await posted(form);
  if (answer?.next) {
    kept.drop();
    sessionStorage.removeItem(PAGE);
    return location.assign(answer.next);
  }
  if (answer?.again) return begin(answer.again);
  const words = part("words").dataset;
  const became = await keepSealed(form, { box: await opening, owner, session, words });
  if (became === "cannot") return show(part("cannot"));
  if (became === "kept") {
    kept.drop();
    isKept(form);
  }
}

function isKept(form) {
  form.hidden = true;
  part("log-state").hidden = true;
  show(part("kept"));
}

/** The form as the server gave it, again, without what was typed: that is in the draft. */
function begin(again) {
  main.replaceChildren(...again.childNodes);
  listen();
  main.querySelector("[data-focus-me]")?.focus();
}

function listen() {
  const form = part("log");
  const kept = drafts(form);
  counts(form);
  part("try").addEventListener("click", async () => (await opening)?.send());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("[type=submit], button:not([type])");
    button.disabled = true;
    await save(form, kept);
    button.disabled = false;
  });
}

async function open() {
  if (!isFrame) {
    sessionStorage.setItem(PAGE, main.innerHTML);
  } else {
    const page = owner && sessionStorage.getItem(PAGE);
    if (!page) return show(part("not-here"));
    main.innerHTML = page;
  }
  opening = openBox(`logs.${owner}`, part("log").dataset.url, tell).catch(() => null);
  listen();
  const form = part("log");
  const box = await opening;
  if (isFrame && box && (await waitsHere(box, session))) {
    tell({ waiting: 1, refused: [], needsSignIn: false });
    isKept(form);
  }
}

open();
keepOnDevice();
