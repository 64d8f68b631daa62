/** The board: step, time and teams. It hears the runner of the same machine at once, and asks the server now and then. */
import { asMinutes, clock } from "./clock.js";
import { mark } from "./marks.js";

const ASK_EVERY_MS = 3000;
const main = document.querySelector("[data-board]");
const session = main.dataset.board;
const at = (name) => main.querySelector(`[data-${name}]`);
const channel = new BroadcastChannel(`kithwork-session-${session}`);
let shown = null;
let heardAt = 0;

function draw() {
  if (!shown) return;
  const script = shown.scripts.find(({ steps }) => steps.some(({ id }) => id === shown.step)) ?? shown.scripts[0];
  const seconds = Object.fromEntries(script.steps.map(({ id, seconds: length }) => [id, length]));
  const time = clock(shown.taps, seconds, Date.now() - shown.zero);
  const step = script.steps.find(({ id }) => id === time.step);
  const isOver = shown.taps.some(({ kind }) => kind === "end");
  at("title").textContent = isOver ? main.dataset.wordsDone : step ? step.name : main.dataset.wordsReady;
  at("say").textContent = isOver || !step ? "" : step.say;
  at("left").textContent = isOver || !time.isTimed ? "" : asMinutes(time.leftMs);
  at("left").classList.toggle("is-over", time.isTimed && time.leftMs === 0);
}

function teams(rows) {
  at("teams").replaceChildren(
    ...rows.map(({ name, points }, place) => {
      const item = document.createElement("li");
      item.className = "board__team";
      const [label, total] = [document.createElement("span"), document.createElement("b")];
      [label.textContent, total.textContent] = [name, points];
      item.append(mark(place), label, total);
      return item;
    }),
  );
}

function show(page) {
  const steps = page.taps.filter(({ kind }) => kind === "step");
  shown = { ...page, step: steps.at(-1)?.body.step };
  teams(page.teams);
  draw();
}

channel.onmessage = ({ data }) => {
  if (data === "hello") return; // another board
  heardAt = Date.now();
  show(data);
};

async function ask() {
  if (Date.now() - heardAt < 2 * ASK_EVERY_MS) return;
  try {
    const page = await (await fetch(`/sessions/${session}/board.json`)).json();
    show({ ...page, zero: Date.now() - page.age_ms });
  } catch {
    // Without a network the runner of this machine still tells what to show.
  }
}

channel.postMessage("hello");
ask();
setInterval(ask, ASK_EVERY_MS);
setInterval(draw, 250);
