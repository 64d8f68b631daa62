"""The mass-removal guard: a file that would close many students must be meant to."""

from __future__ import annotations

from kithwork.apps.foundation.fault import Fault, FileRefused, fault_of
from kithwork.apps.people.roster.comparison import Comparison
from kithwork.apps.people.roster.sentences import SENTENCES

# interop design, 1.6: more than one in ten, or more than twenty, must be typed. Ours (tag D).
MOST_PCT = 10
MOST_STUDENTS = 20


def is_guarded(found: Comparison) -> bool:
    """Would so many leave that a person must type the number?"""
    leaving = found.leaving_students
    return leaving > MOST_STUDENTS or leaving * 100 > found.held_students * MOST_PCT


def guard_fault(found: Comparison) -> Fault | None:
    """The sentence that says how many would leave, or None."""
    if not is_guarded(found):
        return None
    words = {"count": found.leaving_students, "held": found.held_students}
    return fault_of(SENTENCES, "mass-removal", **words)


def check_guard(found: Comparison, typed: int | None) -> None:
    """Go on when few leave, or when the number was typed.

    Raises FileRefused with the number that must be typed.
    """
    fault = guard_fault(found)
    if fault is None or typed == found.leaving_students:
        return
    if typed is None:
        raise FileRefused(fault)
    words = {"given": typed, "count": found.leaving_students}
    raise FileRefused(fault_of(SENTENCES, "wrong-number", **words))
