/* Runs before anything is painted: where names are hidden, none is seen for a moment while the page loads. */
if (sessionStorage.getItem("kithwork-hide-names") === "1") document.documentElement.classList.add("names-pending");
