"""Who sees a program, and who changes it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.policies import NOBODY
from kithwork.apps.programs.models import Program

READERS = frozenset({Role.COORDINATOR, Role.PLANNING_TEAM, Role.SCHOOL_ADMINISTRATOR})


def visible_programs(viewer: Viewer) -> QuerySet[Program]:
    """The programs of one's school, for those who run, plan and answer for them."""
    if viewer.role not in READERS:
        return Program.objects.none()
    return Program.objects.filter(school_id=viewer.school_id or NOBODY)


def may_open_programs(viewer: Viewer) -> Verdict:
    if viewer.role in READERS:
        return YES
    return no(
        _(
            "These pages are for the coordinator, the planning team and the principal. Ask one of them."
        )
    )


def may_start_program(viewer: Viewer) -> Verdict:
    if viewer.role == Role.COORDINATOR and viewer.school_id is not None:
        return YES
    return no(
        _("Only the coordinator begins a program. Tell your coordinator what you have in mind.")
    )


def may_change_program(viewer: Viewer, program: Program) -> Verdict:
    """Decisions, team, approvals, ticks, stages and invitations are written by the coordinator."""
    if not visible_programs(viewer).filter(pk=program.pk).exists():
        return no(_("This program is not one of your school's."))
    if viewer.role == Role.COORDINATOR:
        return YES
    return no(_("Only the coordinator changes this. Say at the next meeting what should change."))
