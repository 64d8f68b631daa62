/**
 * Arrow keys inside a table marked data-grid: one stop for Tab, arrows from cell to
 * cell, Home and End along a row. Cells without a button are passed over.
 */
function stopsOf(cell) {
  return [...cell.querySelectorAll("button, a[href]")].filter((each) => !each.hidden);
}

/** The next place for an arrow key, or null at the edge. Pure, so it can be tested alone. */
export function nextStop(rows, at, key) {
  const [row, column, stop] = at;
  if (key === "ArrowDown" && stop + 1 < rows[row][column]) return [row, column, stop + 1];
  if (key === "ArrowUp" && stop > 0) return [row, column, stop - 1];
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[key];
  if (!step) return null;
  let [r, c] = [row + step[0], column + step[1]];
  while (rows[r] && rows[r][c] !== undefined) {
    if (rows[r][c] > 0) return [r, c, key === "ArrowUp" ? rows[r][c] - 1 : 0];
    r += step[0];
    c += step[1];
  }
  return null;
}

function walk(table) {
  const rove = (target) => {
    table.querySelectorAll("td button, td a[href]").forEach((each) => each.setAttribute("tabindex", "-1"));
    target?.setAttribute("tabindex", "0");
  };
  rove(table.querySelector("td [aria-pressed=true]") ?? table.querySelector("td button, td a[href]"));
  if (table.dataset.walks) return;
  table.dataset.walks = "1";
  table.addEventListener("focusin", (event) => event.target.closest("td") && rove(event.target));
  table.addEventListener("keydown", (event) => {
    if (!event.key.startsWith("Arrow")) return;
    const grid = [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => [...row.querySelectorAll("td")]);
    const cell = event.target.closest("td");
    const row = grid.findIndex((each) => each.includes(cell));
    if (row < 0) return;
    const column = grid[row].indexOf(cell);
    const counts = grid.map((each) => each.map((one) => stopsOf(one).length));
    const next = nextStop(counts, [row, column, stopsOf(cell).indexOf(event.target)], event.key);
    if (!next) return;
    event.preventDefault();
    stopsOf(grid[next[0]][next[1]])[next[2]].focus();
  });
}

export function grids(page) {
  const all = () => page.querySelectorAll("table[data-grid]").forEach(walk);
  page.body.addEventListener("htmx:afterSettle", all);
  all();
}
