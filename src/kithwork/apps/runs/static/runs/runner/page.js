/** The session runner. Everything it shows follows from the taps; a tap is the only thing it writes. */
import { keepOnDevice } from "../../ui/offline.js";
import { asMinutes, clock } from "./clock.js";
import { dialogs } from "./dialogs.js";
import { face, mark } from "./marks.js";
import { chime } from "./sound.js";
import { seated, tally, totalOf } from "./tally.js";
import { openTaps } from "./taps.js";

const ARC = 879.6;
const HALF_MINUTE_MS = 30_000;
const main = document.querySelector("[data-runner]");
const words = main.dataset;
const at = (name) => main.querySelector(`[data-${name}]`);
const all = (name) => [...main.querySelectorAll(`[data-${name}]`)];
const template = (name) => document.querySelector(`template[data-t="${name}"]`).content.cloneNode(true);
const say = (text) => { document.getElementById("live").textContent = text; };
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);

const session = Number(location.pathname.match(/\/sessions\/(\d+)\//)?.[1]);

/** What to show: from the server while there is a network, else what this tab was given before. */
async function load() {
  if (!session) throw new Error("no session at this address");
  const key = `kithwork-run-${session}`;
  try {
    const response = await fetch(`/sessions/${session}/run.json`, { redirect: "error" });
    if (!response.ok) throw new Error(String(response.status));
    const text = await response.text();
    sessionStorage.setItem(key, text);
    return JSON.parse(text);
  } catch (error) {
    const kept = sessionStorage.getItem(key);
    if (kept) return JSON.parse(kept);
    throw error;
  }
}

class Runner {
  constructor(page, taps) {
    this.page = page;
    this.taps = taps;
    this.channel = new BroadcastChannel(`kithwork-session-${session}`);
    this.channel.onmessage = () => this.tellBoard();
    this.told = { step: "", isHalf: false, isOver: false };
    this.script = this.scriptOf(this.step) ?? page.scripts[0];
    this.dialogs = dialogs(this, template);
    this.listen();
    this.draw();
    setInterval(() => this.tick(), 250);
  }

  get step() {
    return tally(this.taps.all()).step;
  }

  /** Where everybody sits now: absentees out, those who joined another pair in. */
  get groups() {
    const people = new Map(this.page.people.map((one) => [one.pk, one]));
    return this.page.groups.map((group) => ({
      ...group,
      seats: seated(this.found, group).map((pk) => people.get(pk)).filter(Boolean),
    }));
  }

  get tallied() {
    return tally(this.taps.all(), this.page.groups, this.page);
  }

  async add(kind, body) {
    const kept = this.taps.add(kind, body);
    this.draw();
    return kept;
  }

  scriptOf(step) {
    return this.page.scripts.find(({ steps }) => steps.some(({ id }) => id === step));
  }

  namesOf(group) {
    const names = group.seats.map(({ name }) => name);
    return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${words.wordsAnd} ${names.at(-1)}`;
  }

  // ---------------------------------------------------------------- listening

  listen() {
    at("next").addEventListener("click", () => this.goOn());
    at("pause").addEventListener("click", () => this.add(this.time().isPaused ? "go" : "pause", {}));
    at("plus").addEventListener("click", () => this.add("plus", { seconds: 60 }));
    at("undo").addEventListener("click", () => this.undo());
    at("board").href = `/sessions/${session}/board/`;
    at("sound").addEventListener("click", () => {
      const isOn = at("sound").getAttribute("aria-pressed") !== "true";
      at("sound").setAttribute("aria-pressed", String(isOn));
      if (isOn) chime();
    });
    for (const button of all("open")) button.addEventListener("click", () => this.dialogs.open(button.dataset.open));
  }

  async goOn() {
    const { next } = this.place();
    if (next) return this.add("step", { step: next.id });
    await this.add("end", {});
    await this.taps.send();
    // What is left to say about the session is said on its log, where there is a network.
    if (navigator.onLine) location.assign(`/sessions/${session}/log/`);
  }

  /** Takes back the latest tap that still counts and was about points, a tick or who is here. */
  async undo() {
    const gone = new Set(this.taps.all().filter(({ kind }) => kind === "undo").map(({ body }) => body.of));
    const kinds = new Set(["points", "total", "bonus", "seen", "tick", "flag", "away", "here", "joins", "end"]);
    const last = this.taps.all().findLast(({ kind, letter }) => kinds.has(kind) && !gone.has(letter));
    if (!last) return;
    await this.add("undo", { of: last.letter });
    say(words.wordsUndone);
  }

  // ------------------------------------------------------------------ drawing

  time() {
    const seconds = Object.fromEntries(this.script.steps.map(({ id, seconds: length }) => [id, length]));
    return clock(this.taps.all(), seconds, this.taps.now());
  }

  place() {
    const { steps } = this.script;
    const index = steps.findIndex(({ id }) => id === this.step);
    return { index, now: steps[index], next: steps[index + 1] };
  }

  draw() {
    this.found = this.tallied;
    this.script = this.scriptOf(this.found.step) ?? this.script;
    this.drawStep();
    this.drawSteps();
    this.drawTeams();
    this.drawPairs();
    this.dialogs.draw();
    this.tick();
    this.tellBoard();
  }

  drawStep() {
    const { index, now, next } = this.place();
    const { steps } = this.script;
    at("title").textContent = now?.name ?? this.page.practice;
    at("count").hidden = !now;
    at("count").textContent = filled(words.wordsStep, { n: index + 1, of: steps.length });
    at("say").textContent = now?.say ?? "";
    at("script").textContent = now?.script ?? "";
    at("script-box").hidden = !now?.script;
    const label = now ? (next ? `${words.wordsNext} ${next.name}` : words.wordsEnd) : `${words.wordsBegin} ${steps[0]?.name ?? ""}`;
    at("next").firstElementChild.textContent = label;
    at("pause").hidden = !now;
    at("plus").hidden = !now?.seconds;
    at("cues").replaceChildren(...(now?.cues ?? []).map((key) => this.cue(this.page.cues[key])));
  }

  cue({ title, lines, is_first: isFirst }) {
    const box = document.createElement("div");
    box.className = `cue ${isFirst ? "cue--read" : "cue--coach"}`;
    const icon = document.createElement("span");
    icon.className = "todo__ico";
    icon.append(document.querySelector(`template[data-t="${isFirst ? "first" : "second"}"]`)?.content.cloneNode(true) ?? "");
    const heading = document.createElement("h3");
    heading.textContent = title;
    const list = document.createElement("ol");
    for (const line of lines) list.append(Object.assign(document.createElement("li"), { textContent: line }));
    box.append(icon, heading, list);
    return box;
  }

  drawSteps() {
    const { index } = this.place();
    const isEnded = this.found.ended !== null;
    at("steps").replaceChildren(
      ...this.script.steps.map((step, i) => {
        const item = template("step").firstElementChild;
        const isDone = i < index || isEnded;
        item.classList.toggle("is-done", isDone);
        if (i === index && !isEnded) item.setAttribute("aria-current", "step");
        const dot = item.querySelector(".steps__dot");
        if (isDone) dot.append(template("done"));
        else dot.textContent = String(i + 1);
        const button = item.querySelector("button");
        button.textContent = step.name;
        button.addEventListener("click", () => this.add("step", { step: step.id }));
        item.querySelector("small").textContent = step.seconds ? filled(words.wordsMinutes, { n: Math.round(step.seconds / 60) }) : "";
        return item;
      }),
    );
    this.drawScripts();
  }

  /** Practices with several kinds of time together: which one is it today? Asked before it begins. */
  drawScripts() {
    const box = at("scripts");
    box.hidden = this.page.scripts.length < 2 || this.found.began !== null;
    if (box.hidden || box.childElementCount) return;
    box.append(
      ...this.page.scripts.map((script) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = script.name;
        button.setAttribute("aria-pressed", String(script === this.script));
        button.addEventListener("click", () => {
          this.script = script;
          for (const other of box.children) other.setAttribute("aria-pressed", String(other === button));
          this.draw();
        });
        return button;
      }),
    );
  }

  drawTeams() {
    at("teams-box").hidden = !this.page.teams.length || !this.page.has_points;
    at("teams").replaceChildren(
      ...this.page.teams.map(({ key, name }, place) => {
        const row = document.createElement("div");
        row.className = "team";
        const label = Object.assign(document.createElement("b"), { textContent: name });
        const total = Object.assign(document.createElement("span"), { className: "team__n", textContent: String(this.found.teams[key] ?? 0) });
        row.append(mark(place), label, total);
        return row;
      }),
    );
  }

  drawPairs() {
    const groups = this.groups.filter(({ seats }) => seats.length);
    at("pairs-box").hidden = !groups.length;
    at("mine").hidden = !this.page.ticks.some(({ about }) => about === "adult");
    if (this.page.bonus) at("pairs-title").textContent = this.page.bonus.name;
    // One group is everybody: nobody to visit next, and no pairs to be called so.
    const isEverybody = groups.length === 1;
    if (isEverybody && !this.page.bonus) at("pairs-title").textContent = this.page.practice;
    at("seen").hidden = isEverybody;
    const kept = document.activeElement?.dataset?.plusFor;
    at("pairs").replaceChildren(...groups.map((group) => this.pair(group)));
    if (kept) at("pairs").querySelector(`[data-plus-for="${kept}"]`)?.focus();
    const unseen = groups.filter(({ key }) => !this.found.seen.has(key));
    const seen = filled(words.wordsSeen, { n: groups.length - unseen.length, of: groups.length });
    const visit = unseen.slice(0, 3).map((group) => this.namesOf(group)).join(", ");
    at("seen").textContent = visit ? `${seen} ${words.wordsVisit} ${visit}.` : seen;
  }

  pair(group) {
    const item = document.createElement("li");
    const open = Object.assign(document.createElement("button"), { type: "button", className: "runpair" });
    const faces = document.createElement("span");
    faces.className = "duo";
    faces.append(...group.seats.map(({ name, tint }) => face(name, tint)));
    const label = Object.assign(document.createElement("span"), { className: "runpair__n", textContent: group.seats.map(({ name }) => name).join(" & ") });
    open.append(faces, label);
    open.addEventListener("click", () => this.dialogs.openPair(group.key));
    item.append(open, Object.assign(document.createElement("b"), { textContent: this.page.has_points ? String(totalOf(this.found, group.key)) : "" }));
    if (this.page.bonus) {
      const plus = Object.assign(document.createElement("button"), { type: "button", className: "plus", textContent: "+1" });
      plus.dataset.plusFor = group.key;
      plus.setAttribute("aria-label", filled(words.wordsPlus, { names: this.namesOf(group) }));
      plus.addEventListener("click", () => this.add("bonus", { group: group.key, n: 1 }));
      item.append(plus);
    } else {
      item.append(document.createElement("span"));
    }
    return item;
  }

  // -------------------------------------------------------------------- time

  tick() {
    const time = this.time();
    at("ring").classList.toggle("ring--none", !time.isTimed);
    at("ring").parentElement.classList.toggle("stagebox--untimed", !time.isTimed);
    at("left").textContent = time.isTimed ? asMinutes(time.leftMs) : "";
    at("of").textContent = time.isTimed ? `${words.wordsLeft} ${asMinutes(time.totalMs)}` : "";
    at("arc").setAttribute("stroke-dashoffset", String(time.isTimed ? ARC * (1 - time.leftMs / time.totalMs) : 0));
    at("ring").classList.toggle("is-over", time.isTimed && time.leftMs === 0);
    at("pause").setAttribute("aria-pressed", String(time.isPaused));
    this.announce(time);
    this.drawEnd(time);
  }

  /** The last half minute and the end of a step, said once each, politely. */
  announce(time) {
    if (this.told.step !== time.step) this.told = { step: time.step, isHalf: time.leftMs <= HALF_MINUTE_MS, isOver: time.leftMs === 0 };
    if (!time.isTimed) return;
    if (!this.told.isHalf && time.leftMs <= HALF_MINUTE_MS) {
      this.told.isHalf = true;
      say(words.wordsHalf);
    }
    if (!this.told.isOver && time.leftMs === 0) {
      this.told.isOver = true;
      say(`${words.wordsOver} ${this.place().next?.name ?? ""}`);
      if (at("sound").getAttribute("aria-pressed") === "true") chime();
    }
  }

  drawEnd(time) {
    const { index } = this.place();
    // A script without a clock ends with the lesson around it.
    if (!this.script.steps.some(({ seconds }) => seconds)) return void (at("ends").textContent = "");
    const ahead = this.script.steps.slice(Math.max(0, index + 1)).reduce((sum, { seconds }) => sum + seconds * 1000, 0);
    const end = new Date(Date.now() + time.leftMs + ahead);
    at("ends").textContent = filled(words.wordsEnds, { time: end.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" }) });
  }

  tellBoard() {
    const zero = Date.now() - this.taps.now();
    const teams = this.page.teams.map(({ key, name }) => ({ key, name, points: this.found?.teams[key] ?? 0 }));
    const shown = new Set(["step", "pause", "go", "plus", "end", "undo"]);
    const taps = this.taps.all().filter(({ kind }) => shown.has(kind));
    const scripts = this.page.scripts.map(({ steps }) => ({ steps: steps.map(({ id, name, say: text, seconds }) => ({ id, name, say: text, seconds })) }));
    this.channel.postMessage({ zero, teams, taps, scripts });
  }
}

function tellState({ waiting, refused, isSending, needsSignIn }) {
  const tag = at("state");
  if (refused.length) tag.textContent = `${words.wordsRefused} ${refused[0].sentence}`;
  else if (needsSignIn && waiting) tag.textContent = words.wordsSignIn;
  else if (waiting) tag.textContent = isSending ? filled(words.wordsSending, { n: waiting }) : words.wordsSaved;
  else tag.textContent = words.wordsSent;
  tag.className = `tag ${waiting || refused.length ? "tag--accent" : "tag--ok"}`;
}

try {
  const page = await load();
  const taps = await openTaps(session, page.taps, page.age_ms, tellState);
  document.title = `${page.name} - ${document.title.split(" - ").at(-1)}`;
  at("name").textContent = page.name;
  at("where").textContent = page.where;
  document.querySelector("[data-waiting]").remove();
  main.hidden = false;
  globalThis.kithworkRunner = new Runner(page, taps);
  taps.send();
  keepOnDevice();
} catch (error) {
  const trouble = document.querySelector("[data-trouble]");
  if (trouble) trouble.textContent = trouble.dataset.trouble || trouble.textContent;
  document.querySelector("[data-waiting]")?.setAttribute("data-failed", String(error));
}
