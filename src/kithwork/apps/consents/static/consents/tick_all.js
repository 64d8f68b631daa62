/** Tick everybody of a list, or nobody. Each tick stays a choice of its own. */
const button = document.querySelector("[data-tick-all]");
if (button) {
  const boxes = () => [...document.querySelectorAll('input[name="students"]')];
  button.addEventListener("click", () => {
    const all = boxes().every((box) => box.checked);
    for (const box of boxes()) box.checked = !all;
  });
}
