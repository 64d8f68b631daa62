/**
 * Typing a sheet by Enter alone: through the boxes of its head, then down each column, then to the note and to Save.
 * In an empty box on top of a column Enter skips the column. Without this script Tab goes from box to box.
 */
const form = document.querySelector("[data-sheet]");
const rows = [...form.querySelectorAll(".sheetrows tbody tr")].map((row) => [...row.querySelectorAll("input")]);
const box = (name) => form.elements.namedItem(name);

function go(place) {
  place.focus();
  if (place.select) place.select();
}

/** The first box of a column from `column` on; past the last one, the note. */
function top(column) {
  const width = Math.max(0, ...rows.map((row) => row.length));
  for (let next = column; next < width; next += 1) {
    const row = rows.find((cells) => cells[next]);
    if (row) return row[next];
  }
  return box("note");
}

/** What follows a box of the head: the reasons only where they are needed. */
function afterHead(input) {
  const steps = box("steps");
  const onward = {
    happened: () => (input.value.trim() === "1" ? box("minutes") : box("why")),
    why: () => (box("happened").value.trim() === "0" ? box("note") : box("minutes")),
    why_other: () => (box("happened").value.trim() === "0" ? box("note") : box("minutes")),
    minutes: () => box("level"),
    level: () => steps || top(0),
    steps: () => top(0),
    note: () => form.querySelector("[data-save]"),
  }[input.name];
  return onward && onward();
}

function inTable(input) {
  const at = rows.findIndex((row) => row.includes(input));
  if (at < 0) return null;
  const column = rows[at].indexOf(input);
  if (top(column) === input && !input.value.trim()) return top(column + 1);
  const below = rows.slice(at + 1).find((row) => row[column]);
  return below ? below[column] : top(column + 1);
}

function across(event) {
  const at = rows.findIndex((row) => row.includes(event.target));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const next = at >= 0 && rows[at + step] && rows[at + step][rows[at].indexOf(event.target)];
  if (!next) return;
  event.preventDefault();
  go(next);
}

form.addEventListener("keydown", (event) => {
  if (!event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") across(event);
  if (event.key !== "Enter" || event.shiftKey) return;
  const next = afterHead(event.target) || inTable(event.target);
  if (!next) return;
  event.preventDefault();
  go(next);
});

// After a refused save the message is read first.
if (!document.querySelector("[data-focus-me]")) go(box("happened"));
