"""Doing what the preview said: every change or none, each through its own action."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithwork.apps.foundation.kept_rows import Step, steps_between
from kithwork.apps.foundation.news import told_once
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import YES, Verdict, no, require
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.integrations.models import ProgramImport
from kithwork.apps.integrations.program_upload.needs import compare_needs
from kithwork.apps.integrations.program_upload.outcome import Outcome
from kithwork.apps.integrations.program_upload.volunteers import compare_volunteers
from kithwork.apps.integrations.roster_sheet.program import ProgramList
from kithwork.apps.integrations.roster_sheet.targets import NEEDS, VOLUNTEERS
from kithwork.apps.needs.actions import join_teams
from kithwork.apps.needs.actions.take_back import rows_about as rows_about_needs
from kithwork.apps.peers.actions.take_back import rows_about as rows_about_volunteers
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action, note

ABOUT = {NEEDS: rows_about_needs, VOLUNTEERS: rows_about_volunteers}


def may_import_program(viewer: Viewer) -> Verdict:
    """Needs and volunteers come in by the coordinator, who answers for both."""
    if viewer.role == Role.COORDINATOR and viewer.school_id is not None:
        return YES
    return no(_("Only the coordinator brings in needs and volunteers. Ask your coordinator."))


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What is kept of the file; the file itself goes."""

    name: str = ""
    sha256: str = ""


NO_FILE = ListFacts()


@action("needs.import")
def import_needs(
    listed: ProgramList, *, joins: int, facts: ListFacts = NO_FILE, by: Viewer
) -> Outcome:
    """Join the teams and keep the rows, in one transaction. Doing it again changes nothing.

    `joins` is how many teams the person was told they join. Raises Refused if `by` may not,
    Problem when it would be another number now.
    """
    require(may_import_program(by))
    out = compare_needs(listed, by)
    if len(out.joins) != joins:
        raise Problem(_("The teams changed meanwhile. Look at the preview again."))
    if out.joins:
        join_teams(out.joins, by=by)
    return _do(out, NEEDS, facts, by)


@action("volunteers.import")
def import_volunteers(listed: ProgramList, *, facts: ListFacts = NO_FILE, by: Viewer) -> Outcome:
    """Keep the rows, in one transaction. Doing it again changes nothing.

    Raises Refused if `by` may not.
    """
    require(may_import_program(by))
    return _do(compare_volunteers(listed, by), VOLUNTEERS, facts, by)


def _do(out: Outcome, purpose: str, facts: ListFacts, by: Viewer) -> Outcome:
    about = ABOUT[purpose]
    students = list({change.student.pk: change.student for change in out.changes}.values())
    before = about(students)
    with told_once():
        for change in out.changes:
            change.do(by)
    _keep(out, purpose, facts, students, steps_between(before, about(students)), by)
    note(**out.counts())
    return out


def _keep(
    out: Outcome,
    purpose: str,
    facts: ListFacts,
    students: list[Student],
    steps: list[Step],
    by: Viewer,
) -> None:
    """What it takes to take the list back. Only the last one can be, so older steps go."""
    if not steps:
        return
    earlier = ProgramImport.objects.filter(school_id=by.school_id, purpose=purpose)
    earlier.exclude(steps=[]).update(steps=[])
    ProgramImport.objects.create(
        school_id=by.school_id,
        purpose=purpose,
        by_id=by.user_id,
        file_name=facts.name[:200],
        sha256=facts.sha256,
        counts=out.counts(),
        students=[student.pk for student in students],
        joined=[student.pk for student in out.joins],
        steps=steps,
    )
