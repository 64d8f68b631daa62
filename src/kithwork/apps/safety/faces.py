"""Which time a student is asked about, and who needs a private talk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import NOBODY
from kithwork.apps.runs.models import Session
from kithwork.apps.safety.models import FaceCheck
from kithwork.apps.safety.policies import STUDENTS

# DR-54: so many hard ones in a row.
IN_A_ROW = 2
# Asked about a time while it is remembered; practices H.2 asks every two weeks.
REMEMBERED = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class LastTime:
    """A time that is over, and the face that was said, if one was."""

    session_id: int
    on: object
    face: int


def last_time(viewer: Viewer) -> LastTime | None:
    """The student's own last time together that is over, to be asked how it was."""
    if viewer.role not in STUDENTS:
        return None
    student = Student.objects.filter(
        user_id=viewer.user_id or NOBODY, school_id=viewer.school_id
    ).first()
    if student is None:
        return None
    now = clock.local_now(viewer.timezone)
    own = Q(student=student) | Q(session_peers__peer=student, session_peers__is_live=True)
    over = Q(on__lt=now.date()) | Q(on=now.date(), ends_at__lte=now.time())
    session = (
        Session.objects.filter(own, over, school_id=student.school_id, run__isnull=True)
        .filter(status__in=[Session.Status.PLANNED, Session.Status.HELD])
        .filter(on__gte=now.date() - REMEMBERED)
        .order_by("-on", "-ends_at")
        .first()
    )
    if session is None:
        return None
    said = FaceCheck.objects.filter(student=student, session=session).first()
    return LastTime(session.pk, session.on, said.face if said else 0)


def to_talk_with(school_id: int) -> list[Student]:
    """Students whose last faces were hard, one after another, and with whom nobody has talked since."""
    rows = FaceCheck.objects.filter(student__school_id=school_id, talked_at__isnull=True)
    rows = rows.filter(student__closed_on__isnull=True).order_by("on", "pk")
    by_student: dict[int, list[int]] = {}
    for student_id, face in rows.values_list("student_id", "face"):
        by_student.setdefault(student_id, []).append(face)
    hard = [
        pk
        for pk, faces in by_student.items()
        if len(faces) >= IN_A_ROW and set(faces[-IN_A_ROW:]) == {FaceCheck.Face.HARD}
    ]
    return list(Student.objects.filter(pk__in=hard).order_by("last_name", "first_name"))
