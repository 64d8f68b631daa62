"""Who sees how a student gets on, who follows a measure, and whose eyes an IEP goal is for."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Depth, Role, Viewer
from kithwork.apps.measures.models import AttainmentScale, Goal, Measure
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students

FOLLOWS = frozenset({
    Role.COORDINATOR, Role.GENERAL_EDUCATOR, Role.PARAPROFESSIONAL, Role.RELATED_SERVICE_PROVIDER,
})  # fmt: skip
READS = frozenset({*FOLLOWS, Role.SCHOOL_ADMINISTRATOR})


def followed_students(viewer: Viewer) -> QuerySet[Student]:
    """Students whose progress this adult may read."""
    if viewer.role not in READS or viewer.school_id is None:
        return Student.objects.none()
    return visible_students(viewer, depth=Depth.PROGRESS)


def visible_measures(viewer: Viewer) -> QuerySet[Measure]:
    """Measures of the students whose progress one may read. Students and families get a summary, never these."""
    return Measure.objects.filter(student__in=followed_students(viewer))


def team_students(viewer: Viewer) -> QuerySet[Student]:
    """Students of whose team this adult is."""
    if viewer.role not in READS:
        return Student.objects.none()
    return visible_students(viewer, depth=Depth.PLAN)


def visible_goals(viewer: Viewer) -> QuerySet[Goal]:
    """Goals of visible measures; what an IEP team chose is for that team alone."""
    of_team = Q(measure__student__in=team_students(viewer))
    return Goal.objects.filter(measure__in=visible_measures(viewer)).filter(
        Q(is_iep=False) | of_team
    )


def visible_scales(viewer: Viewer) -> QuerySet[AttainmentScale]:
    of_team = Q(student__in=team_students(viewer))
    rows = AttainmentScale.objects.filter(student__in=followed_students(viewer))
    return rows.filter(Q(is_iep=False) | of_team)


def may_read_progress(viewer: Viewer) -> Verdict:
    if viewer.role in READS and viewer.school_id is not None:
        return YES
    return no(_("How students get on is for the adults who work with them. Ask your coordinator."))


def may_follow(viewer: Viewer, student: Student) -> Verdict:
    """Say what is followed, set a goal, type a value in: whoever works with the student and reads how they do."""
    if viewer.role not in FOLLOWS:
        return no(_("Measures are chosen by the adults who work with the student."))
    if followed_students(viewer).filter(pk=student.pk).exists():
        return YES
    return no(_("This student is not one of yours. Ask your coordinator."))


def may_set_iep_goal(viewer: Viewer, student: Student) -> Verdict:
    """An IEP goal is written by the student's team, and read by nobody else."""
    if not (verdict := may_follow(viewer, student)):
        return verdict
    if team_students(viewer).filter(pk=student.pk).exists():
        return YES
    return no(_("An IEP goal is for the student's team. Ask the coordinator to add you to it."))
