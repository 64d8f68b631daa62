/**
 * A log that is half filled in: kept in this tab until it was sent, and put back when the page comes again.
 * In the tab and nowhere else: a tablet that goes from hand to hand holds no words once the tab is closed.
 */
const NOT_KEPT = new Set(["csrfmiddlewaretoken"]);

/** What stands in a form, as pairs of name and value. */
export const typed = (form) => [...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name));

/** @param {string} key  names the writer, the session and the log it corrects: nobody else's draft is put back */
export function draft(form, key) {
  return {
    keep() {
      sessionStorage.setItem(key, JSON.stringify(typed(form)));
    },
    drop() {
      sessionStorage.removeItem(key);
    },
    /** Whether something was put back. */
    putBack() {
      const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
      if (kept === null) return false;
      const values = new Map();
      for (const [name, value] of kept) values.set(name, [...(values.get(name) ?? []), value]);
      for (const control of form.elements) {
        if (!control.name || NOT_KEPT.has(control.name)) continue;
        put(control, values.get(control.name) ?? []);
        if (isChanged(control)) open(control);
      }
      return true;
    },
  };
}

function put(control, values) {
  if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
  else control.value = values[0] ?? "";
}

function isChanged(control) {
  if (control.type === "hidden") return false;
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (control.tagName === "SELECT") return control.value !== "";
  return control.value !== control.defaultValue;
}

/** What was filled in is not hidden behind a fold. */
function open(control) {
  for (let at = control.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
}
