"""Who runs a cohort, who is there at a placement, and what a student sees of their own course."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.courses.models import Cohort, Entry, Member, Placement
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import NOBODY

OWN = frozenset({Role.PEER, Role.FOCUS_STUDENT})
# The principal sees who is where; journals are between a student and those who teach the course.
SEES_ALL = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR})
ADULTS = frozenset({
    Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR, Role.GENERAL_EDUCATOR, Role.PARAPROFESSIONAL,
    Role.RELATED_SERVICE_PROVIDER,
})  # fmt: skip


def visible_cohorts(viewer: Viewer) -> QuerySet[Cohort]:
    """The school's for those who run the program, one's own for a teacher of record."""
    rows = Cohort.objects.filter(school_id=viewer.school_id or NOBODY)
    if viewer.role in SEES_ALL:
        return rows
    if viewer.role not in ADULTS:
        return rows.none()
    return rows.filter(teacher__user_id=viewer.user_id or NOBODY)


def visible_members(viewer: Viewer) -> QuerySet[Member]:
    return Member.objects.filter(cohort__in=visible_cohorts(viewer), left_on__isnull=True)


def placements_with(viewer: Viewer) -> QuerySet[Placement]:
    """Placements at which this adult is the one who is there."""
    if viewer.role not in ADULTS:
        return Placement.objects.none()
    return Placement.objects.filter(
        adult__user_id=viewer.user_id or NOBODY,
        member__cohort__school_id=viewer.school_id or NOBODY,
        member__left_on__isnull=True,
    )


def visible_placements(viewer: Viewer) -> QuerySet[Placement]:
    of_cohorts = Placement.objects.filter(member__in=visible_members(viewer))
    return (of_cohorts | placements_with(viewer)).distinct()


def visible_entries(viewer: Viewer) -> QuerySet[Entry]:
    """One's own journal; those of a cohort for who teaches it. Nobody else's eyes."""
    if viewer.role in OWN:
        member = own_member(viewer)
        return Entry.objects.filter(member=member) if member else Entry.objects.none()
    rows = Entry.objects.filter(member__in=visible_members(viewer))
    return rows if viewer.role != Role.SCHOOL_ADMINISTRATOR else rows.none()


def own_student(viewer: Viewer) -> Student | None:
    if viewer.role not in OWN or viewer.user_id is None:
        return None
    rows = Student.objects.filter(
        user_id=viewer.user_id, school_id=viewer.school_id or NOBODY, closed_on__isnull=True
    )
    return rows.select_related("school").first()


def own_member(viewer: Viewer) -> Member | None:
    """The student's own place in the course of now, or in the one that was last."""
    own = own_student(viewer)
    if own is None:
        return None
    rows = Member.objects.filter(
        student=own, left_on__isnull=True, cohort__starts_on__lte=clock.today_for(viewer)
    )
    return (
        rows.select_related("cohort__teacher", "cohort__school", "cohort__survey", "student")
        .order_by("-cohort__starts_on", "-pk")
        .first()
    )


def may_open_courses(viewer: Viewer) -> Verdict:
    if viewer.role in ADULTS and viewer.school_id is not None:
        return YES
    return no(_("This page is for the adults of the course. Yours is My course."))


def may_make_cohort(viewer: Viewer) -> Verdict:
    if viewer.role == Role.COORDINATOR and viewer.school_id is not None:
        return YES
    return no(_("The coordinator starts a course and says who is in it. Ask them."))


def may_change_members(viewer: Viewer, cohort: Cohort) -> Verdict:
    if (verdict := may_make_cohort(viewer)) and viewer.school_id != cohort.school_id:
        return no(_("This is another school. Ask its coordinator."))
    return verdict


def may_teach(viewer: Viewer, cohort: Cohort) -> Verdict:
    """Place, date units, write feedback, mark: the teacher of record, or the coordinator."""
    seen = visible_cohorts(viewer).filter(pk=cohort.pk).exists()
    if seen and viewer.role != Role.SCHOOL_ADMINISTRATOR:
        return YES
    return no(_("The teacher of this course, or the coordinator, does this. Ask them."))


def may_read_journals(viewer: Viewer, cohort: Cohort) -> Verdict:
    if may_teach(viewer, cohort):
        return YES
    return no(_("A journal is between the student and those who teach the course."))


def may_approve_at(viewer: Viewer, placement: Placement) -> Verdict:
    """The adult who is there, or who teaches the course."""
    there = placements_with(viewer).filter(pk=placement.pk).exists()
    if there or may_teach(viewer, placement.member.cohort):
        return YES
    return no(_("The adult of this placement, or the teacher of the course, approves days."))


def may_be_in_course(viewer: Viewer) -> Verdict:
    if own_member(viewer) is not None:
        return YES
    return no(_("You are not in a course now. Ask your teacher, or look at your first page."))


def may_write_as(viewer: Viewer, member: Member) -> Verdict:
    """The student themselves, while the course goes on."""
    own = own_member(viewer)
    if own is None or own.pk != member.pk:
        return no(_("Only the student writes here. An adult may write down what they say."))
    if member.cohort.ended_on is not None:
        return no(_("This course is over. What you wrote is still here."))
    return YES


def may_see_any_course(viewer: Viewer) -> bool:
    """Whether the first page has something of a course to show."""
    return visible_cohorts(viewer).exists() or placements_with(viewer).exists()


def open_placements(on: object) -> Q:
    """The condition for placements that run on a day."""
    ended = Q(ended_on__isnull=True) | Q(ended_on__gte=on)
    return Q(starts_on__lte=on, ends_on__gte=on) & ended
