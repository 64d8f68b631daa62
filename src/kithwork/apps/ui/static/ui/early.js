/** What somebody opened before the page was ready is filled in once it is: a quick hand misses nothing. */
export function early(page) {
  page.addEventListener("DOMContentLoaded", () => {
    for (const open of page.querySelectorAll("details[open]:has([hx-trigger^=toggle])")) {
      setTimeout(() => open.dispatchEvent(new Event("toggle")));
    }
  });
}
