"""Who may read and write what a student wants: the student's own team, and nobody else."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import SCHOOL_STAFF, Depth, Role, Viewer
from kithwork.apps.needs.models import DoNotPair, PreferenceCard, SupportNeed, Wish
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students

# Adults of a team who write. A paraprofessional on the team reads what to do, and says the rest.
WRITERS = frozenset({Role.COORDINATOR, Role.GENERAL_EDUCATOR, Role.RELATED_SERVICE_PROVIDER})


def team_students(viewer: Viewer) -> QuerySet[Student]:
    """Students on whose team this adult is. Nobody's role alone opens a plan."""
    if viewer.role not in SCHOOL_STAFF:
        return Student.objects.none()
    return visible_students(viewer, depth=Depth.PLAN)


def visible_needs(viewer: Viewer) -> QuerySet[SupportNeed]:
    return SupportNeed.objects.filter(student__in=team_students(viewer))


def visible_wishes(viewer: Viewer) -> QuerySet[Wish]:
    return Wish.objects.filter(student__in=team_students(viewer))


def visible_preference_cards(viewer: Viewer) -> QuerySet[PreferenceCard]:
    return PreferenceCard.objects.filter(student__in=team_students(viewer))


def visible_do_not_pairs(viewer: Viewer) -> QuerySet[DoNotPair]:
    """Notes about a student of one's own team, with their reason."""
    mine = team_students(viewer)
    return DoNotPair.objects.filter(Q(first__in=mine) | Q(second__in=mine))


def may_open_needs(viewer: Viewer) -> Verdict:
    """May this person come to the quiet wing at all?"""
    if viewer.role not in SCHOOL_STAFF:
        return no(_("This page is for school staff."))
    if viewer.role == Role.COORDINATOR:
        return YES
    if team_students(viewer).exists():
        return YES
    return no(_("Needs are for the team of each student. Ask your coordinator."))


def may_read_plan_of(viewer: Viewer, student: Student) -> Verdict:
    if team_students(viewer).filter(pk=student.pk).exists():
        return YES
    return no(
        _("This page is for %(name)s's team. Ask your coordinator.") % {"name": student.called}
    )


def may_change_needs(viewer: Viewer, student: Student) -> Verdict:
    """Needs, wishes and the preference card are written by the student's team."""
    if not (verdict := may_read_plan_of(viewer, student)):
        return verdict
    if viewer.role in WRITERS:
        return YES
    return no(_("The coordinator or a teacher on the team changes this. Tell them what you saw."))


def may_keep_apart(viewer: Viewer, first: Student, second: Student) -> Verdict:
    """A do-not-pair note is written by somebody on the team of one of the two."""
    if may_change_needs(viewer, first) or may_change_needs(viewer, second):
        return YES
    return no(_("A do-not-pair note is written by the team of one of the two students."))


def may_join_team(viewer: Viewer, student: Student) -> Verdict:
    """The coordinator may take a student on their caseload; it is written on the trail."""
    if viewer.role == Role.COORDINATOR and viewer.school_id == student.school_id:
        return YES
    return no(_("Only the coordinator can join a student's team alone. Ask your coordinator."))
