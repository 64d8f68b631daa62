/** A badge before this page's own camera, where the browser reads codes by itself. Else the tablet's camera app does. */

const start = document.querySelector("[data-camera]");
const view = document.querySelector("[data-camera-view]");
const place = document.querySelector("[data-from-address]");
const LOOKS_EVERY = 250; // milliseconds

/** What stands after the # in the address a badge holds; nothing for any other code. */
export function secretOf(text, path) {
  try {
    const address = new URL(text);
    return address.pathname === path ? decodeURIComponent(address.hash.slice(1)) : "";
  } catch {
    return "";
  }
}

async function look(detector) {
  const found = await detector.detect(view).catch(() => []);
  const secret = found.map((code) => secretOf(code.rawValue, location.pathname)).find(Boolean);
  if (!secret) return setTimeout(look, LOOKS_EVERY, detector);
  view.srcObject.getTracks().forEach((track) => track.stop());
  place.value = secret;
  return place.form.requestSubmit();
}

async function begin() {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  try {
    view.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    start.hidden = true;
    return;
  }
  view.hidden = false;
  start.hidden = true;
  await view.play();
  look(detector);
}

async function offer() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const formats = await BarcodeDetector.getSupportedFormats();
  if (!formats.includes("qr_code")) return;
  start.hidden = false;
  start.addEventListener("click", begin);
}

if (start) offer();
