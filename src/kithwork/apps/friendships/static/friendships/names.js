/**
 * A name comes to mind first: the class is folded away, a few letters bring a name, and one button shows everybody.
 * Without this script the whole class stands there. What is chosen always stays in view.
 */

/** Letters without accents or case, so that "jose" finds "José". */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Whether a tile is in view: chosen, the list is open, or its name begins with what was typed. */
export function isShown(name, typed, isChosen, isOpen) {
  if (isChosen || isOpen) return true;
  const wanted = plain(typed);
  return wanted !== "" && plain(name).split(/\s+/).some((part) => part.startsWith(wanted));
}

function start(form) {
  const search = form.querySelector("[data-names-search]");
  const all = form.querySelector("[data-names-all]");
  const none = form.querySelector("[data-names-none]");
  const mode = form.querySelector("[data-names-mode]");
  const mates = [...form.querySelectorAll("[data-mate]")];
  let isOpen = false;

  function show() {
    let found = 0;
    for (const mate of mates) {
      const isChosen = mate.querySelector("input").checked;
      mate.hidden = !isShown(mate.dataset.mate, search.value, isChosen, isOpen);
      if (!mate.hidden && !isChosen) found += 1;
    }
    none.textContent = search.value.trim() && !isOpen && found === 0 ? none.dataset.text : "";
  }

  form.querySelector("[data-names-find]").hidden = false;
  mode.value = "typed";
  search.addEventListener("input", show);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // a name is chosen, the answer is kept by its button
  });
  all.addEventListener("click", () => {
    isOpen = true;
    mode.value = "list";
    all.setAttribute("aria-expanded", "true");
    all.hidden = true;
    show();
    form.querySelector("[data-mate] input")?.focus();
  });
  for (const mate of mates) {
    mate.querySelector("input").addEventListener("change", () => {
      if (search.value) search.value = "";
      show();
    });
  }
  show();
}

for (const form of document.querySelectorAll("[data-names]")) start(form);
