/**
 * Sealing: what this device keeps for the server and cannot read itself.
 *
 * A key of the moment, ECDH on P-256 with the server's public key, HKDF-SHA-256, AES-256-GCM.
 * The other half is apps/foundation/sealed.py.
 */
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const INFO = new TextEncoder().encode("kithwork sealed letter 1");

const bytesOf = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const textOf = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));

/** Whether this browser can: only on a secure address. */
export const canSeal = () => Boolean(globalThis.crypto?.subtle);

/**
 * @param {string} serverKey  the server's public key, base64
 * @param {unknown} value     anything JSON can say
 * @param {string} boundTo    the letter's id: the seal opens for no other
 * @returns {Promise<string>} base64 of point, nonce and what was locked
 */
export async function seal(serverKey, value, boundTo) {
  const { subtle } = crypto;
  const server = await subtle.importKey("raw", bytesOf(serverKey), CURVE, false, []);
  const moment = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const shared = await subtle.deriveBits({ name: "ECDH", public: server }, moment.privateKey, 256);
  const base = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: INFO };
  const key = await subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const said = new TextEncoder().encode(JSON.stringify(value));
  const additionalData = new TextEncoder().encode(boundTo);
  const locked = await subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, said);
  const point = await subtle.exportKey("raw", moment.publicKey);
  return textOf([...new Uint8Array(point), ...iv, ...new Uint8Array(locked)]);
}
