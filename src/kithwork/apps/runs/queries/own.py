"""What a student reads about a coming time of their own: a tip, and how often they were together before."""

from __future__ import annotations

from django.db.models import Q

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import NOBODY
from kithwork.apps.runs.models import Session
from kithwork.apps.runs.policies import own_sessions
from kithwork.apps.runs.tips import Tip, tip_for


def own_tip(viewer: Viewer, session_id: int, language: str) -> Tip | None:
    """For the student who is signed in; an adult who reads a child's page gets none."""
    student, session = _own(viewer, session_id)
    return tip_for(student, session, language) if student and session else None


def own_together(viewer: Viewer, session_id: int) -> int:
    """How many times the student and those of this time have been together, as far as adults wrote it down."""
    student, session = _own(viewer, session_id)
    if student is None or session is None:
        return 0
    peers = [one.peer_id for one in session.session_peers.all() if one.is_live]
    others = set(peers) if session.student_id == student.pk else {session.student_id}
    held = Session.objects.filter(status=Session.Status.HELD, school_id=session.school_id)
    gave = Q(student__in=others, session_peers__peer=student, session_peers__is_live=True)
    got = Q(student=student, session_peers__peer__in=others, session_peers__is_live=True)
    return held.filter(gave | got).distinct().count()


def _own(viewer: Viewer, session_id: int) -> tuple[Student | None, Session | None]:
    student = Student.objects.filter(
        user_id=viewer.user_id or NOBODY, school_id=viewer.school_id
    ).first()
    rows = own_sessions(viewer).filter(pk=session_id).select_related("need", "student")
    return student, rows.prefetch_related("session_peers").first()
