/**
 * Log a session: one tap adds one to a count, and how many steps are ticked is said beside them.
 * The form is whole without this.
 */
const form = document.querySelector("[data-log]");

for (const button of form.querySelectorAll("[data-plus]")) {
  const box = document.getElementById(button.dataset.plus);
  button.hidden = false;
  button.addEventListener("click", () => {
    box.value = Math.min(Number(box.value || 0) + 1, Number(box.max));
  });
}

const count = form.querySelector("[data-count]");
if (count) {
  const boxes = [...form.querySelectorAll(`[name="${count.dataset.count}"]`)];
  const say = () => {
    const found = [boxes.filter(({ checked }) => checked).length, boxes.length];
    count.textContent = count.dataset.of.replace(/%s/g, () => String(found.shift()));
  };
  form.addEventListener("change", say);
  say();
}
