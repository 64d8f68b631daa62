/** A toast stays ten seconds, longer while somebody points at it or is inside it. */
const STAY_MS = 10_000;

function begin(toast) {
  if (toast.dataset.begun) return;
  toast.dataset.begun = "1";
  let timer = 0;
  const start = () => {
    clearTimeout(timer);
    timer = setTimeout(() => toast.remove(), STAY_MS);
  };
  const wait = () => clearTimeout(timer);
  for (const event of ["mouseenter", "focusin"]) toast.addEventListener(event, wait);
  for (const event of ["mouseleave", "focusout"]) toast.addEventListener(event, start);
  toast.querySelector("[data-close-toast]")?.addEventListener("click", () => toast.remove());
  start();
}

/** Show one that this page made itself. */
export function showToast(page, toast) {
  page.getElementById("toasts").append(toast);
  begin(toast);
}

export function toasts(page) {
  const all = () => page.querySelectorAll("[data-toast]").forEach(begin);
  page.body.addEventListener("htmx:afterSettle", all);
  page.body.addEventListener("htmx:oobAfterSwap", all);
  all();
}
