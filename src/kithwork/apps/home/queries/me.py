"""Me: what a student gave and offered, what they have on record, and the doors to what they may change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kithwork.apps.care.queries import has_stopped
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import NOBODY
from kithwork.apps.runs.peer_week import minutes_given, peer_weeks
from kithwork.apps.runs.queries import Face
from kithwork.apps.schools.queries import term_began
from kithwork.apps.training.queries import certificates_of


@dataclass(frozen=True, slots=True)
class Me:
    """One's own name and numbers; certificates with their last day. No cap: this student offered nothing."""

    called: str
    full_name: str
    face: Face
    given: int
    since: date
    booked: int
    cap: int | None
    certificates: tuple[tuple[str, date], ...]
    has_stopped: bool = False

    @property
    def hours(self) -> str:
        """Minutes as people say them: 1:05."""
        return f"{self.given // 60}:{self.given % 60:02d}"


def me(viewer: Viewer) -> Me:
    """The student's own, and nobody else's."""
    today = clock.today_for(viewer)
    student = Student.objects.filter(
        user_id=viewer.user_id or NOBODY, school_id=viewer.school_id
    ).first()
    since = term_began(viewer.school_id or NOBODY, today)
    week = peer_weeks([student.pk], today).get(student.pk) if student else None
    return Me(
        called=student.called if student else viewer.name,
        full_name=student.full_name if student else viewer.name,
        face=_face(student, viewer),
        given=minutes_given(student.pk, since, today) if student else 0,
        since=since,
        booked=week.booked if week else 0,
        cap=week.cap if week else None,
        has_stopped=student is not None and has_stopped(viewer),
        certificates=_live(student, today) if student else (),
    )


def _face(student: Student | None, viewer: Viewer) -> Face:
    """The mark they chose, with both initials: it is their own page."""
    if student is None:
        return Face(viewer.name, 1, 1)
    return Face(student.full_name, student.avatar_tint, student.avatar_shape)


def _live(student: Student, today: date) -> tuple[tuple[str, date], ...]:
    """Those good today: one that ran out is renewed on Learn, not shown as held."""
    return tuple(
        sorted(
            (name, until)
            for name, _given, until in certificates_of(student, today)
            if until >= today
        )
    )
