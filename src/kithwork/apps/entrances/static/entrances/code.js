/** A code after the # of the address: sent by form, and taken out of the address before anything else. */

const place = document.querySelector("[data-from-address]");

function send() {
  const said = location.hash.slice(1);
  if (!place || !said || said === "main") return;
  // Not kept in the history: the way back must not lead to a secret.
  history.replaceState(null, "", location.pathname);
  place.value = decodeURIComponent(said);
  place.form.requestSubmit();
}

send();
// A second badge while the page of the first is still open.
addEventListener("hashchange", send);
