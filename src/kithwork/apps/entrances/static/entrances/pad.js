/** Twelve pictures: presses are gathered here, and sent once the last one is pressed. Without this, one by one. */

const form = document.querySelector("[data-pad]");

if (form) {
  const soFar = form.elements.so_far;
  const places = [...form.querySelectorAll("[data-place]")];
  const live = document.getElementById("live");

  const chosen = () => soFar.value.split(" ").filter(Boolean);

  const show = () => {
    const many = chosen().length;
    places.forEach((place, index) => place.toggleAttribute("data-filled", index < many));
    // How many, never which: somebody may look or listen over a shoulder.
    live.textContent = form.dataset.words.replace("{n}", many).replace("{of}", places.length);
  };

  form.addEventListener("submit", (event) => {
    const pressed = event.submitter;
    if (!pressed) return;
    if (pressed.name === "again") {
      event.preventDefault();
      soFar.value = "";
      show();
      return;
    }
    if (chosen().length + 1 < places.length) {
      event.preventDefault();
      soFar.value = [...chosen(), pressed.value].join(" ");
      show();
    }
  });
}
