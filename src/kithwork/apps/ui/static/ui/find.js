/**
 * Find opens with "/" or its button. Results are fetched as a person types;
 * arrow keys walk through them, Escape closes and gives the focus back.
 */
const PAUSE_MS = 150;

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

export function find(page) {
  const dialog = page.querySelector("#find");
  if (!dialog) return;
  const input = dialog.querySelector("input[type=search]");
  const results = dialog.querySelector("#find-results");
  let timer = 0;
  let latest = 0;

  const open = () => {
    dialog.showModal();
    input.select();
  };
  const look = async () => {
    const mine = ++latest;
    const words = input.value.trim();
    if (!words) return results.replaceChildren();
    const answer = await fetch(`${dialog.dataset.findUrl}?part=1&q=${encodeURIComponent(words)}`, {
      headers: { "HX-Request": "true" },
      credentials: "same-origin",
    });
    const gone = answer.headers.get("HX-Redirect"); // the session ended: sign in, then come back
    if (gone) return location.assign(gone);
    const text = await answer.text();
    if (mine === latest && answer.ok) {
      results.innerHTML = text;
      page.body.dispatchEvent(new CustomEvent("kithwork:found"));
    }
  };

  page.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (dialog.open) return;
    event.preventDefault();
    open();
  });
  for (const button of page.querySelectorAll("[data-find]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    });
  }
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  dialog.addEventListener("keydown", (event) => {
    // A search field would eat the first Escape to empty itself.
    if (event.key === "Escape") return dialog.close();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [input, ...results.querySelectorAll("a")];
    const at = stops.indexOf(page.activeElement);
    const next = stops[(at + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length];
    event.preventDefault();
    next?.focus();
  });
}
