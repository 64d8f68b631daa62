"""Who sees which sessions and pairings, and who may change them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import STUDENTS_AND_FAMILIES, Depth, Role, Viewer
from kithwork.apps.people.policies import visible_sections, visible_students
from kithwork.apps.runs.models import Pairing, Session

# Roles that see every session of their school.
WHOLE_SCHOOL = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR})


def visible_sessions(viewer: Viewer) -> QuerySet[Session]:
    """Sessions whose time together this adult is there for: the school's, one's classes', one's students'."""
    sessions = Session.objects.filter(school_id=viewer.school_id)
    if viewer.role in WHOLE_SCHOOL:
        return sessions
    if viewer.school_id is None or viewer.role in STUDENTS_AND_FAMILIES:
        return sessions.none()
    students = visible_students(viewer, depth=Depth.PARTICIPATION)
    if viewer.role == Role.GENERAL_EDUCATOR:
        # A class list alone opens what happens in that class, not a student's lunch.
        return sessions.filter(Q(section__in=visible_sections(viewer)))
    if viewer.role in {Role.PARAPROFESSIONAL, Role.RELATED_SERVICE_PROVIDER}:
        return sessions.filter(student__in=students)
    return sessions.none()


def visible_pairings(viewer: Viewer) -> QuerySet[Pairing]:
    """Pairings of the school for those who run the program; others meet them as sessions."""
    pairings = Pairing.objects.filter(school_id=viewer.school_id)
    return pairings if viewer.role in WHOLE_SCHOOL else pairings.none()


def own_sessions(viewer: Viewer) -> QuerySet[Session]:
    """A student's own coming sessions, for building their cards; a family's child's. Never for a template."""
    if viewer.role not in STUDENTS_AND_FAMILIES:
        return Session.objects.none()
    own = visible_students(viewer, depth=Depth.PROGRESS)
    as_peer = Q(session_peers__peer__in=own, session_peers__is_live=True)
    mine = Session.objects.filter(Q(student__in=own) | as_peer, school_id=viewer.school_id)
    return mine.filter(on__gte=clock.today_for(viewer)).distinct()


def may_change_sessions(viewer: Viewer) -> Verdict:
    if viewer.role == Role.COORDINATOR:
        return YES
    return no("Only the coordinator can change who is with whom. Ask your coordinator.")


def may_note_absence(viewer: Viewer) -> Verdict:
    if viewer.is_school_staff and viewer.role != Role.PLANNING_TEAM:
        return YES
    return no("An absence is noted by the school's staff. Tell the office.")


def may_mark_session(viewer: Viewer, session: Session) -> Verdict:
    if visible_sessions(viewer).filter(pk=session.pk).exists():
        return YES
    return no("This session is not one of yours.")
