/**
 * Typing down a column: Enter and the arrow keys go to the next row's cell, a copied column pasted into a cell fills
 * the cells below it. Without this script the cells are plain fields, and Tab goes on as everywhere.
 */

/** The numbers of a copied block: one array a line, tabs between columns. */
export function readBlock(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  return lines.map((line) => line.split("\t").map((cell) => cell.trim()));
}

/** Cells by row: rows of inputs, in their order. */
function gridOf(body) {
  return [...body.rows].map((row) => [...row.querySelectorAll("input")]);
}

function placeOf(grid, input) {
  for (const [row, cells] of grid.entries()) {
    const column = cells.indexOf(input);
    if (column >= 0) return { row, column };
  }
  return null;
}

function goTo(grid, row, column) {
  const next = grid[row] && grid[row][column];
  if (!next) return false;
  next.focus();
  next.select();
  return true;
}

const STEPS = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

function onKey(event) {
  const step = STEPS[event.key];
  if (!step || !event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
  const grid = gridOf(event.currentTarget);
  const at = placeOf(grid, event.target);
  const isBack = event.key === "Enter" && event.shiftKey;
  if (at && goTo(grid, at.row + (isBack ? -step : step), at.column)) event.preventDefault();
  else if (event.key === "Enter") event.preventDefault(); // the last cell saves nothing by itself
}

function onPaste(event) {
  const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
  const block = readBlock(text);
  if (block.length < 2 && block[0].length < 2) return;
  const grid = gridOf(event.currentTarget);
  const at = placeOf(grid, event.target);
  if (!at) return;
  event.preventDefault();
  for (const [down, line] of block.entries()) {
    for (const [across, value] of line.entries()) {
      const cell = grid[at.row + down] && grid[at.row + down][at.column + across];
      if (cell) cell.value = value;
    }
  }
  goTo(grid, Math.min(at.row + block.length, grid.length - 1), at.column);
}

for (const body of document.querySelectorAll("[data-column]")) {
  body.addEventListener("keydown", onKey);
  body.addEventListener("paste", onPaste);
}
