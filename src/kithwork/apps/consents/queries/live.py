"""Who may be reached for a purpose. Whatever gathers people asks here; there is no other way in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.consents.ledger import State
from kithwork.apps.consents.models import Permit, Purpose
from kithwork.apps.consents.permits import AT_ONCE, standings
from kithwork.apps.people.models import Student
from kithwork.apps.schools.models import School

TAKE_PART = Purpose.TAKE_PART.value
PURPOSES = tuple(Purpose.values)
# A permission that ended on its day was not taken back.
STAYS = frozenset({State.GIVEN, State.RAN_OUT, State.STUDENT_RAN_OUT})


def with_permission(students: QuerySet[Student], purpose: str, on: date) -> QuerySet[Student]:
    """Of these students, those who may be reached for a purpose on a day."""
    return students.filter(has_permit("pk", purpose, on))


def has_permit(student: str, purpose: str, on: date) -> Exists:
    """The condition for a queryset in which `student` names the student's id."""
    return Exists(
        Permit.objects.filter(student_id=OuterRef(student), purpose=purpose, until__gte=on)
    )


def live(purpose: str, on: date, among: Iterable[int]) -> set[int]:
    """Of these students' ids, those with permission on a day."""
    rows = Permit.objects.filter(purpose=purpose, until__gte=on, student__in=list(among))
    return set(rows.values_list("student_id", flat=True))


def live_at(school_id: int, purpose: str, on: date) -> set[int]:
    """Every student of a school with permission on a day."""
    rows = Permit.objects.filter(purpose=purpose, until__gte=on, student__school_id=school_id)
    return set(rows.values_list("student_id", flat=True))


def not_taken_back(school: School, purpose: str, among: Iterable[int]) -> set[int]:
    """Of these students' ids, those whose permission is there or only ran out: what they gave meanwhile stays."""
    ids = sorted(set(among))
    found: set[int] = set()
    for begin in range(0, len(ids), AT_ONCE):
        some = ids[begin : begin + AT_ONCE]
        held = standings(school, some)
        found |= {pk for pk in some if held[pk, purpose].state in STAYS}
    return found


def why_not(school: School, purpose: str, students: Collection[int]) -> dict[int, str]:
    """For those without permission today: what is missing, in words the staff may read."""
    found = standings(school, students)
    return {
        pk: state_words(found[pk, purpose].state)
        for pk in students
        if not found[pk, purpose].is_given
    }


def state_words(state: State) -> str:
    """What a state says to the staff."""
    return {
        State.GIVEN: _("Permission is there"),
        State.NOT_ASKED: _("No permission yet"),
        State.WAITING: _("One guardian has not answered yet"),
        State.RAN_OUT: _("The permission has run out"),
        State.SAID_NO: _("The family said no"),
        State.TOOK_BACK: _("The family took it back"),
        State.NOT_ALIKE: _("Two guardians answered differently"),
        State.STUDENT_NOT_ASKED: _("The student has not been asked yet"),
        State.STUDENT_RAN_OUT: _("The student is to be asked again"),
        State.STUDENT_NO: _("The student said no"),
    }[state]
