/** A graph on a page: opened at its newest points, heard as tones, printed. */
import { tones } from "./tones.js";

for (const plot of document.querySelectorAll("[data-newest]")) plot.scrollLeft = plot.scrollWidth;

for (const button of document.querySelectorAll("[data-tones]")) {
  button.hidden = false;
  let stop = null;
  button.addEventListener("click", () => {
    stop = stop ? stop() : play(button, () => (stop = null));
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/** Say it where a screen reader listens; the same words twice are heard twice. */
function say(words) {
  document.getElementById("live").textContent = words;
}

/**
 * One tone for each session, a breath where there is none; higher is more.
 * The button stays where it is and can be pressed again: a focus that vanishes leaves a listener nowhere.
 *
 * @returns {() => null} ends it early
 */
function play(button, ended) {
  const context = new AudioContext();
  const begin = context.currentTime + 0.05;
  let end = begin;
  for (const tone of tones(JSON.parse(button.dataset.tones))) {
    end = begin + tone.until;
    if (tone.hertz === null) continue;
    const sound = context.createOscillator();
    const loudness = context.createGain();
    sound.frequency.value = tone.hertz;
    loudness.gain.setValueAtTime(0.0001, begin + tone.at);
    loudness.gain.exponentialRampToValueAtTime(0.25, begin + tone.at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, begin + tone.until);
    sound.connect(loudness).connect(context.destination);
    sound.start(begin + tone.at);
    sound.stop(begin + tone.until);
  }
  say("");
  button.setAttribute("aria-pressed", "true");
  const close = () => {
    button.setAttribute("aria-pressed", "false");
    context.close();
    return null;
  };
  const timer = setTimeout(() => {
    close();
    say(button.dataset.say);
    ended();
  }, Math.max(0, end - context.currentTime) * 1000 + 100);
  return () => {
    clearTimeout(timer);
    return close();
  };
}
