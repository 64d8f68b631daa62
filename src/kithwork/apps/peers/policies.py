"""Who may see who offered to partner, and who may write it down."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Depth, Role, Viewer
from kithwork.apps.peers.models import PeerWish, Volunteer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students

READERS = frozenset({Role.COORDINATOR, Role.PLANNING_TEAM, Role.SCHOOL_ADMINISTRATOR})


def visible_volunteers(viewer: Viewer) -> QuerySet[Volunteer]:
    """Everybody who offered, for those who run the program of the school."""
    if viewer.role not in READERS:
        return Volunteer.objects.none()
    return Volunteer.objects.filter(student__in=visible_students(viewer, depth=Depth.NAME))


def visible_peer_wishes(viewer: Viewer) -> QuerySet[PeerWish]:
    """Whom volunteers would like to be with, or rather not: for the coordinator's eyes."""
    if viewer.role != Role.COORDINATOR:
        return PeerWish.objects.none()
    return PeerWish.objects.filter(volunteer__in=visible_volunteers(viewer))


def may_open_peers(viewer: Viewer) -> Verdict:
    if viewer.role in READERS:
        return YES
    return no(_("This list is for those who run the program. Ask your coordinator."))


def may_add_volunteers(viewer: Viewer) -> Verdict:
    if viewer.role == Role.COORDINATOR:
        return YES
    return no(_("Only the coordinator writes down who offered. Tell your coordinator."))


def may_change_volunteer(viewer: Viewer, student: Student) -> Verdict:
    """Offers, limits, protected classes and wishes are written by the coordinator.

    The house does it where it follows from a student's own word: who leaves is asked for no more.
    """
    if viewer.school_id != student.school_id:
        return no(_("This student is at another school."))
    if viewer.is_house:
        return YES
    return may_add_volunteers(viewer)
