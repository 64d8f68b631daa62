"""Doing what the preview said: every change or none, each through its own action."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import YES, Verdict, no, require
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.integrations.program_upload.needs import compare_needs
from kithwork.apps.integrations.program_upload.outcome import Outcome
from kithwork.apps.integrations.program_upload.volunteers import compare_volunteers
from kithwork.apps.integrations.roster_sheet.program import ProgramList
from kithwork.apps.needs.actions import join_teams
from kithwork.apps.trail.actions import action, note


def may_import_program(viewer: Viewer) -> Verdict:
    """Needs and volunteers come in by the coordinator, who answers for both."""
    if viewer.role == Role.COORDINATOR and viewer.school_id is not None:
        return YES
    return no(_("Only the coordinator brings in needs and volunteers. Ask your coordinator."))


@action("needs.import")
def import_needs(listed: ProgramList, *, joins: int, by: Viewer) -> Outcome:
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
    return _do(out, by)


@action("volunteers.import")
def import_volunteers(listed: ProgramList, *, by: Viewer) -> Outcome:
    """Keep the rows, in one transaction. Doing it again changes nothing.

    Raises Refused if `by` may not.
    """
    require(may_import_program(by))
    return _do(compare_volunteers(listed, by), by)


def _do(out: Outcome, by: Viewer) -> Outcome:
    for change in out.changes:
        change.do(by)
    note(**out.counts())
    return out
