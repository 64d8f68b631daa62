/**
 * Listen: the device reads a question and its answers aloud, in the language of the page.
 * Only when pressed, never by itself; without a voice on the device the button stays away.
 */

/** What is read: the question, then each answer, with a pause after each. */
export function lines(page) {
  return [...page.querySelectorAll("[data-say]")].map((one) => one.textContent.trim());
}

function begin() {
  const button = document.querySelector("[data-listen]");
  if (!button || !("speechSynthesis" in window)) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    speechSynthesis.cancel();
    for (const text of lines(document)) {
      const said = new SpeechSynthesisUtterance(text);
      said.lang = button.closest("[lang]").lang;
      said.rate = 0.85;
      speechSynthesis.speak(said);
    }
  });
}

begin();
