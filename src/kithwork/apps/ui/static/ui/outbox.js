/** What this device kept without a network goes out when its owner is back; what is locked for others stays so. */
import { forgetKeys } from "./keys.js";
import { openBox } from "./letters.js";
import { showToast } from "./toast.js";

const OWNER = "kithwork-owner";
const UNSENT = "kithwork-unsent";

/** Who signed in last on this device: a mark, no name. "" when nobody is, after signing out. */
export const lastOwner = () => localStorage.getItem(OWNER) ?? "";

/** Remember who this device serves now. Nobody else's key stays. */
export async function serve(owner) {
  if (owner) localStorage.setItem(OWNER, owner);
  else localStorage.removeItem(OWNER);
  await forgetKeys(owner);
}

export async function outbox(page) {
  const { owner, outbox: boxes } = page.body.dataset;
  if (owner === undefined) return; // a frame: it cannot tell who looks
  try {
    await serve(owner);
    tellUnsent(page);
    if (!owner) return;
    for (const [name, url] of JSON.parse(boxes)) await sendLeft(page, `${name}.${owner}`, url);
  } catch {
    // A browser that keeps nothing has nothing to send.
  }
}

/** How much of whose is locked on this device and not sent: counts under marks, no more. */
export const unsent = () => JSON.parse(localStorage.getItem(UNSENT) ?? "{}");

export function noteUnsent(owner, n) {
  const all = { ...unsent(), [owner]: n };
  if (!n) delete all[owner];
  localStorage.setItem(UNSENT, JSON.stringify(all));
}

/** The page to sign in on says what waits for its owner here. */
function tellUnsent(page) {
  const place = page.querySelector("[data-unsent]");
  if (!place) return;
  const n = Object.values(unsent()).reduce((sum, one) => sum + one, 0);
  place.hidden = n === 0;
  place.textContent = place.dataset[n === 1 ? "unsent" : "unsentMany"].replace("{n}", n);
}

async function sendLeft(page, name, url) {
  let refused = [];
  const box = await openBox(name, url, (state) => { refused = state.refused; });
  const before = (await box.waiting()).length;
  if (!before) return;
  await box.send();
  if ((await box.waiting()).length === before && !refused.length) return;
  const toast = page.querySelector(`template[data-sent="${refused.length ? "refused" : "later"}"]`).content.cloneNode(true);
  if (refused.length) toast.querySelector("[data-said]").textContent = refused[0].sentence;
  showToast(page, toast.firstElementChild);
}
