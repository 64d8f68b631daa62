"""Asking families: a link for each adult and child, in their language, printed or handed on."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F
from django.utils.translation import gettext as _

from kithwork.apps.consents.dates import family_until
from kithwork.apps.consents.models import Ask, Purpose
from kithwork.apps.consents.policies import may_write_down
from kithwork.apps.consents.texts import LANGUAGES, language_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Guardianship, Student
from kithwork.apps.trail.actions import action, note


@action("consent.ask")
def ask_families(
    students: Sequence[Student], *, purposes: Sequence[str], language: str = "", by: Viewer
) -> list[Ask]:
    """Make a link for every guardian of these students, or one open link where none is known.

    Without `language`, each family is asked in the one on the student's record. A question that is out
    for the same adult and child is closed: one link at a time. Raises Refused if `by` does not keep
    permissions here, Problem when nothing is asked or the language is not one of ours.
    """
    if not students or not purposes:
        raise Problem(_("Choose whom to ask, and what for."))
    if set(purposes) - set(Purpose.values) or language not in ("", *LANGUAGES):
        raise Problem(_("Choose from what is shown."))
    for student in students:
        require(may_write_down(by, student))
    adults = _adults(students)
    now = clock.now()
    Ask.objects.filter(student__in=students, closed_at__isnull=True).update(closed_at=now)
    made = []
    for student in students:
        until = family_until(student.school, clock.today(student.school.timezone))
        for guardian in adults.get(student.pk, [None]):
            made.append(
                Ask(
                    school_id=student.school_id,
                    student=student,
                    guardian_id=guardian,
                    purposes=list(purposes),
                    language=language or language_of(student.languages),
                    made_by_id=by.user_id,
                    until=until,
                )
            )
    note(students=len(students), links=len(made))
    return Ask.objects.bulk_create(made)


@action("consent.remind")
def remind(asks: Sequence[Ask], *, by: Viewer) -> int:
    """Keep that a family was reminded: the same link printed or handed on again."""
    for ask in asks:
        require(may_write_down(by, ask.student))
    ids = [ask.pk for ask in asks]
    note(asks=len(ids))
    return Ask.objects.filter(pk__in=ids, closed_at__isnull=True).update(
        reminded_at=clock.now(), reminders=F("reminders") + 1
    )


@action("consent.close_ask")
def close_ask(ask: Ask, *, by: Viewer) -> Ask:
    """The link opens no more. What was answered with it stays."""
    require(may_write_down(by, ask.student))
    ask.closed_at = ask.closed_at or clock.now()
    ask.save(update_fields=["closed_at"])
    return ask


def _adults(students: Sequence[Student]) -> dict[int, list[int | None]]:
    rows = Guardianship.objects.filter(
        student__in=students,
        is_blocked=False,
        closed_on__isnull=True,
        guardian__closed_on__isnull=True,
    ).order_by("pk")
    found: dict[int, list[int | None]] = {}
    for student, guardian in rows.values_list("student_id", "guardian_id"):
        found.setdefault(student, []).append(guardian)
    return found
