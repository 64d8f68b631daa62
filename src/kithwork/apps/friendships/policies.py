"""Who asks a class, who answers, who writes an answer down, and the very few who read one."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.consents.queries import has_permit
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Depth, Role, Viewer
from kithwork.apps.friendships.models import Circle, Place, Round
from kithwork.apps.people.models import Section, Student
from kithwork.apps.people.policies import NOBODY, visible_sections, visible_students
from kithwork.apps.runs.models import Run
from kithwork.apps.runs.policies import visible_runs

SURVEY = "survey"  # the permission families and students are asked for
OWN = frozenset({Role.PEER, Role.FOCUS_STUDENT})
# Those who may be on a student's team and know how the student says things.
SCRIBES = frozenset({
    Role.COORDINATOR, Role.GENERAL_EDUCATOR, Role.PARAPROFESSIONAL, Role.RELATED_SERVICE_PROVIDER,
})  # fmt: skip


def visible_circles(viewer: Viewer) -> QuerySet[Circle]:
    """What a class came to is the coordinator's alone: not a teacher's, not the principal's."""
    if viewer.role != Role.COORDINATOR:
        return Circle.objects.none()
    return Circle.objects.filter(school_id=viewer.school_id or NOBODY)


def visible_rounds(viewer: Viewer) -> QuerySet[Round]:
    return Round.objects.filter(circle__in=visible_circles(viewer))


def open_rounds(viewer: Viewer) -> QuerySet[Round]:
    """Rounds of the school in which answers are taken today."""
    today = clock.today_for(viewer)
    rows = Round.objects.filter(circle__school_id=viewer.school_id or NOBODY)
    return rows.filter(opens_on__lte=today, due_on__gte=today, erased_on__isnull=True)


def students_read(viewer: Viewer) -> QuerySet[Student]:
    """Whose own answers the viewer may read: the coordinator's school, a case manager's own students.

    A case manager looks through *Related service provider* and is on the student's team.
    """
    if viewer.role == Role.COORDINATOR:
        return visible_students(viewer, depth=Depth.PROGRESS)
    if viewer.role == Role.RELATED_SERVICE_PROVIDER:
        return visible_students(viewer, depth=Depth.PLAN)
    return Student.objects.none()


def students_written_for(viewer: Viewer) -> QuerySet[Student]:
    """For whom the viewer may write down what they said: the coordinator for all, others for their own team."""
    if viewer.role == Role.COORDINATOR:
        return visible_students(viewer, depth=Depth.PROGRESS)
    if viewer.role in SCRIBES:
        return visible_students(viewer, depth=Depth.PLAN)
    return Student.objects.none()


def own_student(viewer: Viewer) -> Student | None:
    if viewer.role not in OWN or viewer.user_id is None:
        return None
    rows = Student.objects.filter(
        user_id=viewer.user_id, school_id=viewer.school_id or NOBODY, closed_on__isnull=True
    )
    return rows.first()


def own_rounds(viewer: Viewer) -> QuerySet[Round]:
    """What a student is asked today. Without a permission of today nothing is."""
    own = own_student(viewer)
    if own is None:
        return Round.objects.none()
    here = Place.objects.filter(student=own)
    here = here.filter(has_permit("student", SURVEY, clock.today_for(viewer)))
    return open_rounds(viewer).filter(pk__in=here.values("round_id")).select_related("circle")


def sections_to_ask(viewer: Viewer) -> QuerySet[Section]:
    rows = visible_sections(viewer).filter(closed_on__isnull=True)
    return rows if viewer.role == Role.COORDINATOR else rows.none()


def runs_to_ask(viewer: Viewer) -> QuerySet[Run]:
    rows = visible_runs(viewer).filter(status__in=[Run.Status.ACTIVE, Run.Status.PAUSED])
    return rows if viewer.role == Role.COORDINATOR else rows.none()


def may_open_friendships(viewer: Viewer) -> Verdict:
    if viewer.role in SCRIBES and viewer.school_id is not None:
        return YES
    return no(
        _("Friendships are asked by the coordinator and read by very few. Ask the coordinator.")
    )


def may_ask(viewer: Viewer) -> Verdict:
    if viewer.role == Role.COORDINATOR and viewer.school_id is not None:
        return YES
    return no(_("The coordinator asks a class. Tell them what you would like to know."))


def may_change_circle(viewer: Viewer, circle: Circle) -> Verdict:
    if visible_circles(viewer).filter(pk=circle.pk).exists():
        return YES
    return no(_("The coordinator of this school asks this class."))


def may_answer(viewer: Viewer, round_: Round) -> Verdict:
    """A student answers for themselves, while the round is open and permission is there."""
    if own_rounds(viewer).filter(pk=round_.pk).exists():
        return YES
    return no(_("This question is not open for you now. Ask your teacher."))


def may_write_down(viewer: Viewer, round_: Round, student: Student) -> Verdict:
    """Write down what a student said. It shows nothing of what was kept before."""
    is_open = open_rounds(viewer).filter(pk=round_.pk, roster__student=student).exists()
    if is_open and students_written_for(viewer).filter(pk=student.pk).exists():
        return YES
    return no(_("The coordinator or the student's team writes it down, while the round is open."))


def may_read_student(viewer: Viewer, circle: Circle, student: Student) -> Verdict:
    """One student's own answers, without who named them."""
    is_here = Place.objects.filter(round__circle=circle, student=student).exists()
    seen = students_read(viewer).filter(pk=student.pk).exists()
    if is_here and seen and circle.school_id == viewer.school_id:
        return YES
    return no(_("Only the coordinator and the student's case manager read this."))
