/** Ask the browser to keep the frames that open without a network. Where it cannot, the page still works online. */
export async function keepOnDevice() {
  if (!("serviceWorker" in navigator)) return false;
  try {
    await navigator.serviceWorker.register("/sw.js");
    return true;
  } catch {
    return false;
  }
}
