/** While somebody types, say so now and then: no session ends under a person's hands. */
const SAY_EVERY_MS = 4 * 60_000;

export function stillHere(page) {
  const form = page.querySelector("[data-still-here]");
  if (!form) return;
  let said = Date.now(); // the page itself was a sign of life
  page.addEventListener("input", () => {
    if (Date.now() - said < SAY_EVERY_MS) return;
    said = Date.now();
    fetch(form.dataset.stillHere, { method: "POST", body: new FormData(form), credentials: "same-origin" });
  });
}
