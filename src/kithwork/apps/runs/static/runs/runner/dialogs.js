/** What opens over the runner: one pair, the adult's own part, who is absent. */
import { next } from "./machine.js";

export function dialogs(runner, template) {
  const { page } = runner;
  const dialog = (name) => document.querySelector(`[data-dialog="${name}"]`);
  const inPair = (name) => dialog("pair").querySelector(`[data-${name}]`);
  const words = document.querySelector("[data-runner]").dataset;
  let key = null;
  let walk = null;

  function button(text, className = "btn btn--line") {
    return Object.assign(document.createElement("button"), { type: "button", className, textContent: text });
  }

  // ------------------------------------------------------------------- ticks

  function ticks(list, about, group) {
    const items = page.ticks.filter((item) => item.about === about);
    list.replaceChildren(
      ...items.map((item) => {
        const row = template("tick").firstElementChild;
        row.querySelector("p").textContent = item.text;
        if (item.is_critical) row.querySelector("p").append(" ", template("critical"));
        const answer = runner.found.ticks[`${group}/${item.id}`];
        row.querySelector("[role=group]").setAttribute("aria-label", item.text);
        for (const choice of row.querySelectorAll("[data-answer]")) {
          choice.setAttribute("aria-pressed", String(choice.dataset.answer === answer));
          choice.addEventListener("click", async () => {
            await runner.add("tick", { group, item: item.id, answer: choice.dataset.answer });
            list.querySelectorAll("[role=group]")[items.indexOf(item)]?.querySelector(`[data-answer="${choice.dataset.answer}"]`)?.focus();
          });
        }
        return row;
      }),
    );
  }

  // -------------------------------------------------------------------- pair

  function drawPair() {
    const group = runner.groups.find((one) => one.key === key);
    if (!group) return;
    const step = runner.place().now;
    inPair("pair-name").textContent = runner.namesOf(group);
    inPair("award-box").hidden = !page.has_points;
    const earned = (step?.awards ?? []).filter((id) => page.awards[id]);
    inPair("awards").replaceChildren(
      ...earned.map((id) => {
        const { name, points } = page.awards[id];
        const give = button(`+${points} ${name}`);
        give.addEventListener("click", () => runner.add("points", { group: key, n: points, award: id }));
        return give;
      }),
    );
    inPair("tick-box").hidden = !page.ticks.some(({ about }) => about === "pair");
    ticks(inPair("ticks"), "pair", key);
    drawWalk(step);
  }

  function drawWalk(step) {
    const machine = page.corrections[step?.correction];
    inPair("walk-box").hidden = !machine;
    if (!machine) return;
    if (walk?.correction !== step.correction) walk = { correction: step.correction, at: machine.start };
    const state = machine.states[walk.at];
    inPair("walk-name").textContent = machine.name;
    inPair("walk-when").textContent = machine.when;
    inPair("walk-at").replaceChildren(state.prompt, ...(state.example ? [document.createElement("br"), state.example] : []));
    inPair("walk-go").replaceChildren(
      ...state.go.map(({ on, label }) => {
        const go = button(label);
        go.addEventListener("click", () => step_on(machine, on));
        return go;
      }),
    );
  }

  async function step_on(machine, event) {
    const found = next(machine, walk.at, event);
    if (!found) return;
    walk.at = found.isOver ? machine.start : found.at;
    if (found.award && page.awards[found.award]) {
      await runner.add("points", { group: key, n: page.awards[found.award].points, award: found.award });
    }
    if (found.flag) await runner.add("flag", { group: key, item: `${walk.correction}:${found.flag}` });
    runner.draw();
    inPair("walk-go").querySelector("button")?.focus();
  }

  inPair("keep-total").addEventListener("click", async () => {
    const told = inPair("told");
    if (told.value === "" || !told.checkValidity()) return told.focus();
    await runner.add("total", { group: key, n: Number(told.value) });
    told.value = "";
  });

  // -------------------------------------------------------------------- away

  function drawAway() {
    const { away } = runner.found;
    const rows = [...page.people];
    dialog("away").querySelector("[data-away]").replaceChildren(
      ...rows.sort((a, b) => a.name.localeCompare(b.name)).map(({ pk, name }) => {
        const item = document.createElement("li");
        const isAway = away.has(pk);
        const toggle = button(isAway ? words.wordsAway : words.wordsHere);
        toggle.setAttribute("aria-pressed", String(isAway));
        toggle.setAttribute("aria-label", `${name}: ${words.wordsAway}`);
        toggle.dataset.student = pk;
        toggle.addEventListener("click", async () => {
          await runner.add(isAway ? "here" : "away", { student: pk });
          dialog("away").querySelector(`[data-student="${pk}"]`)?.focus();
        });
        item.append(Object.assign(document.createElement("p"), { textContent: name }), toggle);
        return item;
      }),
    );
    const alone = runner.groups.filter(({ seats, students }) => seats.length === 1 && students.length > 1);
    dialog("away").querySelector("[data-stranded]").replaceChildren(...alone.flatMap((group) => stranded(group.seats[0], group)));
  }

  /** Somebody whose partner is absent: with which pair today? Those alone too come first. */
  function stranded({ pk, name }, own) {
    const label = Object.assign(document.createElement("h3"), { textContent: words.wordsJoins.replace("{name}", name) });
    const row = document.createElement("div");
    row.className = "row";
    const others = runner.groups.filter(({ key: other, seats, team }) => other !== own.key && seats.length && (!own.team || team === own.team || seats.length === 1));
    others.sort((a, b) => a.seats.length - b.seats.length);
    row.append(
      ...others.slice(0, 6).map((group) => {
        const join = button(runner.namesOf(group));
        join.addEventListener("click", () => runner.add("joins", { student: pk, group: group.key }));
        return join;
      }),
    );
    return [label, row];
  }

  return {
    open(name) {
      dialog(name).showModal();
      this.draw();
    },
    openPair(group) {
      key = group;
      walk = null;
      this.open("pair");
    },
    draw() {
      if (dialog("pair").open) drawPair();
      if (dialog("mine").open) ticks(dialog("mine").querySelector("[data-my-ticks]"), "adult", "");
      if (dialog("away").open) drawAway();
    },
  };
}
