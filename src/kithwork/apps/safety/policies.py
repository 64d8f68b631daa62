"""Who may say stop, who may report, and who reads it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Depth, Role, Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import NOBODY, visible_students
from kithwork.apps.runs.models import Session, SessionPeer
from kithwork.apps.runs.policies import visible_sessions
from kithwork.apps.safety.models import Concern, Stop

# They look at what was said, and decide what goes on.
LOOKS_AFTER = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR})
STUDENTS = frozenset({Role.PEER, Role.FOCUS_STUDENT})
# Adults who are with students. A planning team may hold parents and students, and stays outside.
ADULTS = LOOKS_AFTER | {
    Role.GENERAL_EDUCATOR,
    Role.PARAPROFESSIONAL,
    Role.RELATED_SERVICE_PROVIDER,
}


def visible_stops(viewer: Viewer) -> QuerySet[Stop]:
    """The school's, for those who look after it; a student's own; an adult's who was told."""
    stops = Stop.objects.filter(school_id=viewer.school_id or NOBODY)
    if viewer.role in LOOKS_AFTER:
        return stops
    if viewer.role in STUDENTS:
        return stops.filter(student__user_id=viewer.user_id or NOBODY)
    if viewer.role in ADULTS:
        return stops.filter(said_to_id=viewer.user_id or NOBODY)
    return stops.none()


def visible_concerns(viewer: Viewer) -> QuerySet[Concern]:
    """The school's, for those who look after it; others read what they reported themselves."""
    concerns = Concern.objects.filter(school_id=viewer.school_id or NOBODY)
    if viewer.role in LOOKS_AFTER:
        return concerns
    if viewer.role in ADULTS | STUDENTS:
        return concerns.filter(by_id=viewer.user_id or NOBODY)
    return concerns.none()


def may_look_after(viewer: Viewer) -> Verdict:
    if viewer.role in LOOKS_AFTER and viewer.school_id is not None:
        return YES
    return no("The coordinator and the principal look after this. Tell one of them.")


def may_say_stop(viewer: Viewer, student: Student) -> Verdict:
    """A student for themselves; an adult who is there for a student who said it another way."""
    own = Student.objects.filter(pk=student.pk, user_id=viewer.user_id or NOBODY)
    if viewer.role in STUDENTS and own.exists():
        return YES
    if viewer.role in ADULTS and student in visible_students(viewer, depth=Depth.PARTICIPATION):
        return YES
    return no("You can say stop for yourself. For somebody else, tell an adult.")


def may_say_face(viewer: Viewer, student: Student, session: Session) -> Verdict:
    """How a time was is said by the student who was in it, once it has begun."""
    own = Student.objects.filter(pk=student.pk, user_id=viewer.user_id or NOBODY)
    in_it = Q(student=student) | Q(session_peers__peer=student, session_peers__is_live=True)
    was_there = Session.objects.filter(in_it, pk=session.pk, on__lte=clock.today_for(viewer))
    if viewer.role in STUDENTS and own.exists() and was_there.exists():
        return YES
    return no("Only whoever was there says how it was.")


def may_report(viewer: Viewer) -> Verdict:
    if viewer.school_id is not None and viewer.role in ADULTS | STUDENTS:
        return YES
    return no("A concern is written down at school. Call the school and tell an adult there.")


def may_follow_up(viewer: Viewer, concern: Concern) -> Verdict:
    if may_look_after(viewer) and visible_concerns(viewer).filter(pk=concern.pk).exists():
        return YES
    return no("The coordinator and the principal follow it up. You can write a new one.")


def students_to_name(viewer: Viewer) -> QuerySet[Student]:
    """Whom an adult may name: those they see, and who is with them. A student writes it in words."""
    if viewer.role not in ADULTS:
        return Student.objects.none()
    seen = visible_students(viewer, depth=Depth.PARTICIPATION)
    together = SessionPeer.objects.filter(session__in=visible_sessions(viewer), is_live=True)
    known = Q(pk__in=seen.values("pk")) | Q(pk__in=together.values("peer_id"))
    return Student.objects.filter(known, school_id=viewer.school_id)
