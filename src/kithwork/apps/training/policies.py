"""Who learns, who trains, and who may see what somebody has learned. Students see their own and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Depth, Role, Viewer
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.people.policies import NOBODY, visible_staff, visible_students
from kithwork.apps.training.models import Agreement, Meeting, Rehearsal

OWN = frozenset({Role.PEER, Role.FOCUS_STUDENT})
TRAINERS = frozenset({
    Role.COORDINATOR, Role.GENERAL_EDUCATOR, Role.PARAPROFESSIONAL, Role.RELATED_SERVICE_PROVIDER,
})  # fmt: skip
READERS = frozenset({*TRAINERS, Role.SCHOOL_ADMINISTRATOR})
SEES_ALL = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Learner:
    """Whoever goes through pieces: a student, or an adult of the school."""

    student: Student | None = None
    staff: Staff | None = None

    @property
    def key(self) -> dict[str, Any]:
        """How their rows are found and made."""
        return {"student": self.student} if self.student else {"staff": self.staff}

    @property
    def school_id(self) -> int:
        person = self.student or self.staff
        assert person is not None, "a learner is somebody"
        return person.school_id

    @property
    def timezone(self) -> str:
        person = self.student or self.staff
        assert person is not None, "a learner is somebody"
        return str(person.school.timezone)

    @property
    def audiences(self) -> tuple[str, ...]:
        return ("peer",) if self.student else ("facilitator", "observer")


def own_learner(viewer: Viewer) -> Learner | None:
    """The person who is signed in, as somebody who learns."""
    if viewer.user_id is None or viewer.school_id is None:
        return None
    if viewer.role in OWN:
        rows = Student.objects.filter(
            user_id=viewer.user_id, school_id=viewer.school_id, closed_on__isnull=True
        )
        student = rows.select_related("school").first()
        return Learner(student=student) if student else None
    if viewer.role in TRAINERS:
        found = Staff.objects.filter(user_id=viewer.user_id, school_id=viewer.school_id)
        staff = found.select_related("school").first()
        return Learner(staff=staff) if staff else None
    return None


def may_learn(viewer: Viewer) -> Verdict:
    if own_learner(viewer) is not None:
        return YES
    return no(
        _("These pieces are for students and for adults who lead or observe. Ask your coordinator.")
    )


def may_learn_as(viewer: Viewer, learner: Learner) -> Verdict:
    """Only the learner goes through their own pieces."""
    if own_learner(viewer) == learner:
        return YES
    return no(_("Only they go through their own pieces. You may write down what they said aloud."))


def visible_learners(viewer: Viewer) -> QuerySet[Student]:
    """Students whose training an adult may see: those whose participation they see."""
    if viewer.role not in READERS:
        return Student.objects.none()
    return visible_students(viewer, depth=Depth.PARTICIPATION)


def may_open_training(viewer: Viewer) -> Verdict:
    if viewer.role in READERS and viewer.school_id is not None:
        return YES
    return no(_("This page is for the adults who train students. What is yours is under Learn."))


def may_train(viewer: Viewer, student: Student) -> Verdict:
    """Score role-plays, write down answers, take back what was written by mistake."""
    reached = visible_learners(viewer).filter(pk=student.pk)
    if viewer.role in TRAINERS and reached.exists():
        return YES
    return no(_("An adult who works with this student writes it down. Ask the coordinator."))


def may_hold_meetings(viewer: Viewer) -> Verdict:
    if viewer.role in TRAINERS and viewer.school_id is not None:
        return YES
    return no(_("Adults who train students plan these meetings. Ask the coordinator."))


def visible_meetings(viewer: Viewer) -> QuerySet[Meeting]:
    """All of the school for who runs the program, one's own for who leads them."""
    meetings = Meeting.objects.filter(school_id=viewer.school_id or NOBODY)
    if viewer.role in SEES_ALL:
        return meetings
    if viewer.role not in TRAINERS:
        return meetings.none()
    return meetings.filter(leader__user_id=viewer.user_id or NOBODY)


def may_change_meeting(viewer: Viewer, meeting: Meeting) -> Verdict:
    seen = visible_meetings(viewer).filter(pk=meeting.pk)
    if viewer.role in TRAINERS and seen.exists():
        return YES
    return no(_("Whoever leads the meeting, or the coordinator, writes down who came."))


def visible_rehearsals(viewer: Viewer) -> QuerySet[Rehearsal]:
    return Rehearsal.objects.filter(student__in=visible_learners(viewer))


def visible_agreements(viewer: Viewer) -> QuerySet[Agreement]:
    """The student's own, and those of students an adult trains."""
    if viewer.role in OWN:
        learner = own_learner(viewer)
        own = learner.student if learner else None
        return Agreement.objects.filter(student=own) if own else Agreement.objects.none()
    return Agreement.objects.filter(student__in=visible_learners(viewer))


def may_sign_as_self(viewer: Viewer, agreement: Agreement) -> Verdict:
    learner = own_learner(viewer)
    if learner and learner.student and learner.student.pk == agreement.student_id:
        return YES
    return no(_("Only the peer signs here. A signature on paper is written down by an adult."))


def may_see_staff_training(viewer: Viewer) -> Verdict:
    if viewer.role in SEES_ALL and viewer.school_id is not None:
        return YES
    return no(_("The coordinator and the principal see who of the adults is trained."))


def staff_in_training(viewer: Viewer) -> QuerySet[Staff]:
    if not may_see_staff_training(viewer):
        return Staff.objects.none()
    return visible_staff(viewer).filter(closed_on__isnull=True)
