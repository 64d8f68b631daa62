/**
 * What is kept here is locked: AES-GCM with the owner's key, bound to the place it is kept in, so that nothing
 * opens under another name or in another row.
 */
const bytesOf = (text) => new TextEncoder().encode(text);

/** @param {CryptoKey} key  @param {string} place  which store, whose, which row */
export async function lock(key, place, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: bytesOf(place) };
  return { iv, locked: await crypto.subtle.encrypt(how, key, bytesOf(JSON.stringify(value))) };
}

export async function unlock(key, place, { iv, locked }) {
  const how = { name: "AES-GCM", iv, additionalData: bytesOf(place) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, locked)));
}

/** Of a letter's bytes, in hex: the server says the same, or the letter is not forgotten. */
export async function sha256(text) {
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(text)));
  return Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
