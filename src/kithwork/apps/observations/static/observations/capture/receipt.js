/** What became of one observation, to be shown to whoever asks: its number, when it was received, what it says. */
import { drawTotals } from "./finish.js";
import { at, clockOf, icon, said, screenOf } from "./dom.js";

const day = (instant) => new Date(instant).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });

/** @param {object} one  a receipt, or a letter that still waits */
export function drawReceipt(one) {
  const screen = screenOf("receipt");
  const put = (name, text) => { at(name, screen).textContent = text; };
  const isReceived = Boolean(one.received_at);
  at("receipt-icon", screen).replaceChildren(icon(isReceived ? "circle-check" : one.state === "waiting" ? "smartphone" : "flag", "i--lg"));
  const words = isReceived ? (one.is_deleted ? "slip_deleted" : "slip_received") : one.state === "waiting" ? "slip_waits" : "slip_sentence";
  put("receipt-said", isReceived && !one.is_deleted ? said("received", { time: clockOf(one.received_at) }) : said(words));
  put("receipt-title", [one.shown.title, one.shown.sub].join(" · "));
  drawTotals(at("receipt-totals", screen), one.shown.totals);
  put("receipt-id", one.id.slice(0, 8));
  put("receipt-began", day(one.shown.began_at));
  put("receipt-at", isReceived ? day(one.received_at) : one.sentence || said("slip_waits_more"));
  put("receipt-sha", one.sha256.slice(0, 16));
}
