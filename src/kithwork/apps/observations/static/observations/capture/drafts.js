/** A draft: one observation from before its first tap until it is kept. */
import { newId } from "../../ui/letters.js";
import { subOf, titleOf } from "./list.js";

export function blank(more) {
  return {
    id: newId(), watch: null, is_second: false, corrects: null, setting: "", phase: "", began_at: null, tape: [],
    alive_ms: 0, saved_at: Date.now(), length_ms: null, note: "", is_usable: true, why_not: "", dropped_at: null, ...more,
  };
}

export function planned(watch, instrument) {
  const { id, initials, student, is_second, setting, phase, minutes } = watch;
  return blank({
    watch: id, title: titleOf(initials, setting), sub: subOf(watch, instrument), student: { id: student, initials },
    instrument, minutes: minutes ?? instrument.text.minutes, is_second, setting, phase,
  });
}

/** Not planned: where it was and when in the plan are asked at the end, not before. */
export function unplanned(student, instrument, more = {}) {
  return blank({ title: titleOf(student.initials), sub: instrument.name, student, instrument, minutes: instrument.text.minutes, ...more });
}
