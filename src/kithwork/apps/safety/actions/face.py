"""A face after a time together, and the private talk that two hard ones in a row ask for (DR-54)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Session
from kithwork.apps.safety.models import FaceCheck
from kithwork.apps.safety.policies import may_look_after, may_say_face
from kithwork.apps.trail.actions import action, note


@action("safety.face")
def say_face(student: Student, session: Session, *, face: int, by: Viewer) -> FaceCheck:
    """How it was, by the student themselves. Said again, the last word counts.

    Raises Refused if it is not a time of theirs that is over, Problem for a face there is not.
    """
    require(may_say_face(by, student, session))
    if face not in FaceCheck.Face.values:
        raise Problem(_("Choose one of the three faces."))
    made, _is_new = FaceCheck.objects.update_or_create(
        student=student, session=session, defaults={"face": face, "on": session.on}
    )
    note(student=student.pk)
    return made


@action("safety.face_talk")
def note_face_talk(student: Student, *, by: Viewer) -> Student:
    """Somebody talked with them in private, and offered a change."""
    require(may_look_after(by))
    if student.school_id != by.school_id:
        raise Problem(_("This student is at another school."))
    n = FaceCheck.objects.filter(student=student, talked_at__isnull=True).update(
        talked_at=clock.now(), talked_by_id=by.user_id
    )
    note(student=student.pk, faces=n)
    return student
