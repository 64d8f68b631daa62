/** Tick everybody of a list, or nobody. Each tick stays a choice of its own. The button is there with its script. */
const button = document.querySelector("[data-tick-all]");
if (button) {
  button.hidden = false;
  const boxes = () => [...document.querySelectorAll('input[name="students"]')];
  button.addEventListener("click", () => {
    const all = boxes().every((box) => box.checked);
    for (const box of boxes()) box.checked = !all;
  });
}
