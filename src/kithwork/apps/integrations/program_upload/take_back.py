"""Taking back the last list of needs or volunteers, while nothing was built on it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.integrations.models import ProgramImport
from kithwork.apps.integrations.program_upload.apply import may_import_program
from kithwork.apps.integrations.roster_sheet.targets import NEEDS
from kithwork.apps.needs.actions.take_back import take_back_needs
from kithwork.apps.peers.actions.take_back import take_back_volunteers
from kithwork.apps.people.actions.access import leave_team, team_cause
from kithwork.apps.people.models import Access, Student
from kithwork.apps.plans.queries.landing import asked_since
from kithwork.apps.trail.actions import action, note


def last_import(viewer: Viewer, purpose: str) -> ProgramImport | None:
    """The list brought in last, for those who may bring one in."""
    if not may_import_program(viewer):
        return None
    lists = ProgramImport.objects.filter(school_id=viewer.school_id, purpose=purpose)
    return lists.select_related("by").first()


def may_be_taken_back(row: ProgramImport | None, viewer: Viewer) -> bool:
    """Is there something to take back, and is it this person's to take?"""
    return bool(row and row.steps and not row.undone_at and row.by_id == viewer.user_id)


@action("program.take_back")
def take_back_list(purpose: str, *, by: Viewer) -> ProgramImport:
    """Make everything what it was before the last list came in; teams joined for it are left.

    Raises Refused if `by` may not, Problem when there is none, a plan was asked for since, or
    something was changed since; then nothing is taken back.
    """
    require(may_import_program(by))
    row = last_import(by, purpose)
    if row is None or not row.steps:
        raise Problem(_("There is no list to take back."))
    row = ProgramImport.objects.select_for_update().get(pk=row.pk)
    if row.undone_at or not row.steps:
        raise Problem(_("This list was taken back already."))
    if row.by_id != by.user_id:
        raise Problem(_("Only whoever brought this list in can take it back. Ask them."))
    if asked_since(row.school_id, row.made_at):
        raise Problem(
            _("A plan was asked for since and rests on this list, so it stays. Change it by hand.")
        )
    students = list(Student.objects.filter(pk__in=row.students).select_related("school"))
    take_back = take_back_needs if purpose == NEEDS else take_back_volunteers
    take_back(students, row.steps, by=by)
    _leave_teams(row, students, by)
    row.undone_at, row.steps = clock.now(), []
    row.save(update_fields=["undone_at", "steps"])
    note(purpose=purpose, students=len(students))
    return row


def _leave_teams(row: ProgramImport, students: list[Student], by: Viewer) -> None:
    """Whom the list put on a team leaves it again, unless they have left already."""
    for student in students:
        if student.pk not in row.joined or by.user_id is None:
            continue
        on_team = Access.objects.filter(
            user_id=by.user_id, because=team_cause(student), closed_at__isnull=True
        )
        if on_team.exists():
            leave_team(student, by.user_id, by=by)
