"""From answers to permission: the rules alone, without a database.

Each voice (a guardian, an adult who signed, or the student) is heard by its last answer that was not
written down by mistake. What a voice took back stays taken back until the same voice says yes again,
whatever the school's rule. A yes holds to its last day and is then as if not given; a no holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

YES, NO, TAKEN_BACK = "yes", "no", "taken_back"
EVERY, ONE, ONE_AND_NO_NO = "every", "one", "one_and_no_no"
STUDENT = "student"


class State(StrEnum):
    """Why there is permission, or what is missing."""

    GIVEN = "given"
    NOT_ASKED = "not_asked"  # no adult has answered
    WAITING = "waiting"  # the rule wants every adult, and some have not answered
    RAN_OUT = "ran_out"
    SAID_NO = "said_no"
    TOOK_BACK = "took_back"
    NOT_ALIKE = "not_alike"  # one yes, one no, and the rule does not let the yes stand
    STUDENT_NOT_ASKED = "student_not_asked"
    STUDENT_RAN_OUT = "student_ran_out"
    STUDENT_NO = "student_no"


@dataclass(frozen=True, slots=True)
class Line:
    """An answer as the rules read it. `voice` is STUDENT or a key of one adult."""

    voice: str
    said: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the answers give on a day. `until` is the last day of a permission that is given."""

    state: State
    until: date | None = None
    is_not_alike: bool = False

    @property
    def is_given(self) -> bool:
        return self.state is State.GIVEN


def standing(
    lines: Iterable[Line],
    *,
    rule: str,
    on: date,
    expected: Collection[str] = (),
    barred: Collection[str] = (),
    asks_student: bool = True,
    is_of_age: bool = False,
) -> Standing:
    """What one student's answers to one purpose give on a day.

    `lines` are in the order they were written. `expected` are the keys of the guardians on record whose
    right nobody has ended; `barred` those whom a court keeps from it: they are not heard. A student of
    age is heard alone.
    """
    last = _last_words(lines, set(barred))
    own = last.pop(STUDENT, None)
    if own is not None and own.said in (NO, TAKEN_BACK):
        return Standing(State.STUDENT_NO)
    if is_of_age:
        return _of_student(own, on)
    adults = _of_adults(last, rule=rule, on=on, expected=set(expected) - set(barred))
    if not adults.is_given or not asks_student:
        return adults
    theirs = _of_student(own, on)
    if not theirs.is_given:
        return Standing(theirs.state, is_not_alike=adults.is_not_alike)
    return Standing(
        State.GIVEN, min(d for d in (adults.until, theirs.until) if d), adults.is_not_alike
    )


def _last_words(lines: Iterable[Line], barred: set[str]) -> dict[str, Line]:
    """What each voice said last. A no after a withdrawal is the same again, sent twice: it does not weaken it."""
    last: dict[str, Line] = {}
    for line in lines:
        before = last.get(line.voice)
        is_same = line.said == NO and before is not None and before.said == TAKEN_BACK
        if line.voice not in barred and not is_same:
            last[line.voice] = line
    return last


def _of_student(own: Line | None, on: date) -> Standing:
    if own is None:
        return Standing(State.STUDENT_NOT_ASKED)
    if own.until is None or own.until < on:
        return Standing(State.STUDENT_RAN_OUT)
    return Standing(State.GIVEN, own.until)


def _of_adults(last: dict[str, Line], *, rule: str, on: date, expected: set[str]) -> Standing:
    if any(line.said == TAKEN_BACK for line in last.values()):
        return Standing(State.TOOK_BACK)
    said_no = any(line.said == NO for line in last.values())
    good = {key: line.until for key, line in last.items() if line.until and line.until >= on}
    ran_out = any(line.said == YES for key, line in last.items() if key not in good)
    not_alike = said_no and bool(good)
    if said_no and not (good and rule == ONE):
        return Standing(State.NOT_ALIKE if not_alike else State.SAID_NO, is_not_alike=not_alike)
    if not good:
        return Standing(State.RAN_OUT if ran_out else State.NOT_ASKED)
    if rule == EVERY:
        missing = (expected | set(last)) - set(good)
        if missing:
            return Standing(State.RAN_OUT if ran_out else State.WAITING)
        return Standing(State.GIVEN, min(good.values()))
    return Standing(State.GIVEN, max(good.values()), not_alike)
