/** Focus goes where the news is: an error summary, or what a swap marked; live words are read out. */
export function focus(page) {
  const go = (root) => root.querySelector?.("[data-focus-me]")?.focus();
  const say = (root) => {
    const news = root.querySelector?.("[data-say]");
    const live = page.getElementById("live");
    if (news && live) live.textContent = news.dataset.say;
  };
  page.body.addEventListener("htmx:afterSettle", (event) => {
    go(event.target);
    say(event.target);
  });
  page.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  const now = page.querySelector(".ribbon .slot--now");
  if (now) now.parentNode.scrollLeft = now.offsetLeft - now.parentNode.offsetLeft - 16;
  go(page);
}
