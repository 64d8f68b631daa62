/** What this device kept without a network goes out when its owner is back. */
import { openBox } from "./letters.js";
import { showToast } from "./toast.js";

const OWNER = "kithwork-owner";

/** Who signed in last on this device: a mark, no name. "" when nobody is, after signing out. */
export const lastOwner = () => localStorage.getItem(OWNER) ?? "";

export async function outbox(page) {
  const { owner, outbox: boxes } = page.body.dataset;
  if (owner === undefined) return; // a frame: it cannot tell who looks
  if (!owner) return localStorage.removeItem(OWNER);
  localStorage.setItem(OWNER, owner);
  try {
    for (const [name, url] of JSON.parse(boxes)) await sendLeft(page, `${name}.${owner}`, url);
  } catch {
    // A browser that keeps nothing has nothing to send.
  }
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
