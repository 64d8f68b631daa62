"""Who sees a suggestion, and who decides: those who may see how the student it is about gets on."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.measures.policies import followed_students, team_students
from kithwork.apps.people.policies import NOBODY
from kithwork.apps.programs.policies import may_change_program, visible_programs
from kithwork.apps.runs.models import Run
from kithwork.apps.runs.policies import may_change_run, visible_runs
from kithwork.apps.suggestions.models import Decision, Suggestion

WHOLE_SCHOOL = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR})


def visible_decision_runs(viewer: Viewer) -> QuerySet[Run]:
    """Runs whose results one answers for: the school's, those one leads, a teacher's own classes."""
    runs = visible_runs(viewer)
    if viewer.role in WHOLE_SCHOOL:
        return runs
    leads = Q(facilitator__user_id=viewer.user_id or NOBODY)
    if viewer.role == Role.GENERAL_EDUCATOR:
        leads |= Q(scope=Run.Scope.CLASS)
    return runs.filter(leads)


def visible_suggestions(viewer: Viewer) -> QuerySet[Suggestion]:
    """Of those runs; about a student only who reads their progress, about an IEP goal only the team."""
    rows = Suggestion.objects.filter(school_id=viewer.school_id or NOBODY)
    about = Q(student__isnull=True) | Q(student__in=followed_students(viewer).values("pk"))
    plan = Q(is_plan=False) | Q(student__in=team_students(viewer).values("pk"))
    of_run = Q(run__in=visible_decision_runs(viewer).values("pk"))
    of_program = Q(program__in=visible_programs(viewer).values("pk"))
    return rows.filter(of_run | of_program).filter(about, plan)


def may_look(viewer: Viewer, school_id: int) -> Verdict:
    """The house reads the rules; nobody is asked for leave, and nobody else does it."""
    if viewer.role == Role.SYSTEM_ADMINISTRATOR and viewer.school_id == school_id:
        return YES
    return no(_("The rules are read by themselves after each entry."))


def may_decide_in(viewer: Viewer, run: Run) -> Verdict:
    """Whoever may change the run decides on what is suggested of it."""
    if not visible_decision_runs(viewer).filter(pk=run.pk).exists():
        return no(_("This run is not one of yours."))
    return may_change_run(viewer, run)


def may_decide(viewer: Viewer, suggestion: Suggestion) -> Verdict:
    if not visible_suggestions(viewer).filter(pk=suggestion.pk).exists():
        return no(_("This suggestion is not one of yours."))
    if suggestion.run is not None:
        return may_decide_in(viewer, suggestion.run)
    assert suggestion.program is not None, "of a run or of a program"
    return may_change_program(viewer, suggestion.program)


def may_take_back(viewer: Viewer, decision: Decision) -> Verdict:
    return may_decide(viewer, decision.suggestion)


def may_set_values(viewer: Viewer) -> Verdict:
    """The numbers of the school's rules are the coordinator's."""
    if viewer.role == Role.COORDINATOR and viewer.school_id is not None:
        return YES
    return no(_("The coordinator sets the school's own values. Say which one should be another."))


def may_read_values(viewer: Viewer) -> Verdict:
    if viewer.role in WHOLE_SCHOOL and viewer.school_id is not None:
        return YES
    return no(_("These numbers are for the coordinator and the principal. Ask one of them."))
