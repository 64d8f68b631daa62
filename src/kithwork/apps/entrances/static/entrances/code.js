/** A code after the # of the address: sent by form, and taken out of the address before anything else. */

const place = document.querySelector("[data-from-address]");
const said = location.hash.slice(1);

if (place && said) {
  // Not kept in the history: the way back must not lead to a secret.
  history.replaceState(null, "", location.pathname);
  place.value = decodeURIComponent(said);
  place.form.requestSubmit();
}
