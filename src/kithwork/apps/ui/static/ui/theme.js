/**
 * Light or dark at once, and kept on the account in the background.
 * Without script the button posts the form and the page comes back in the other theme.
 */
export function theme(page) {
  const root = page.documentElement;
  for (const form of page.querySelectorAll("[data-theme-form]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const isDark = getComputedStyle(root).colorScheme.includes("dark");
      const next = isDark ? "light" : "dark";
      root.dataset.theme = next;
      const body = new FormData(form);
      body.set("theme", next);
      fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    });
  }
}
