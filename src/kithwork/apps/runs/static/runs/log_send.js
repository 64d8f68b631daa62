/**
 * Saving a log. With a network it is an ordinary form. Without one, what was written is sealed, kept on
 * this device under its writer's mark, and sent when the same person is back. Its id is the form's own,
 * so that what was saved and not answered for is one log all the same.
 */
import { canSeal, seal } from "../ui/sealed.js";
import { typed } from "./log_draft.js";

/** What the server would ask for, said here while it cannot be asked. */
function isWhole(form, words) {
  const value = (name) => String(new FormData(form).get(name) ?? "").trim();
  const wants = [
    ["why_other", value("happened") !== "yes" && !value("why") && !value("why_other"), words.why],
    ["quote_of", value("quote") && !value("quote_of"), words.whose],
    ["quote_mode", value("quote") && !value("quote_mode"), words.whose],
  ];
  for (const [name, isMissing, said] of wants) form.elements[name].setCustomValidity(isMissing ? said : "");
  const isFine = form.checkValidity();
  if (!isFine) form.reportValidity();
  for (const [name] of wants) form.elements[name].setCustomValidity("");
  return isFine;
}

/**
 * @param box  the writer's box, or null where this browser keeps nothing
 * @returns {Promise<"kept"|"cannot"|"asks">}
 */
export async function keepSealed(form, { box, owner, session, words }) {
  if (!isWhole(form, words)) return "asks";
  if (!owner || !box || !canSeal()) return "cannot";
  try {
    const letter = form.elements.letter.value;
    const said = { session, fields: typed(form), written_at: new Date().toISOString() };
    const sealed = await seal(form.dataset.sealKey, said, `${letter} ${owner}`);
    await box.keep({ letter, owner, session, sealed });
    return "kept";
  } catch {
    return "cannot";
  }
}

/** Whether a log of this session waits on this device already. */
export const waitsHere = async (box, session) => (await box.waiting()).some((one) => one.session === session);
