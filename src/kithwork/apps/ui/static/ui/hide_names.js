/**
 * Swap names for initials, for a screen that others can see, until pressed again.
 * Kept for this tab only; new content that arrives is hidden as well.
 */
const KEY = "kithwork-hide-names";

/** What to show in place of a name. */
export function initialsOf(name) {
  return name.trim().split(/\s+/).slice(0, 2).map((word) => word[0] ?? "").join("").toUpperCase();
}

function apply(root, hidden) {
  for (const place of root.querySelectorAll("[data-name]")) {
    place.dataset.full ??= place.textContent;
    place.textContent = hidden ? place.dataset.initials || initialsOf(place.dataset.full) : place.dataset.full;
  }
  for (const place of root.querySelectorAll("[data-name-label]")) {
    place.dataset.fullLabel ??= place.getAttribute("aria-label");
    place.setAttribute("aria-label", hidden ? place.dataset.nameLabel : place.dataset.fullLabel);
  }
}

export function hideNames(page) {
  const button = page.querySelector("[data-hide-names]");
  if (!button) return;
  let hidden = sessionStorage.getItem(KEY) === "1";
  const show = () => {
    button.setAttribute("aria-pressed", String(hidden));
    page.documentElement.classList.toggle("names-hidden", hidden);
    apply(page, hidden);
  };
  button.addEventListener("click", () => {
    hidden = !hidden;
    sessionStorage.setItem(KEY, hidden ? "1" : "0");
    show();
  });
  page.body.addEventListener("htmx:load", (event) => hidden && apply(event.target, true));
  if (hidden) show();
}
