"""Who opens windows, enrols devices and gives keys; and who may come in through a window."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kithwork.apps.entrances.models import EnrolledDevice, Window
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.models import Enrolment, Section, Student
from kithwork.apps.people.policies import NOBODY, open_on, visible_sections
from kithwork.apps.runs.models import Participant, Session, SessionPeer
from kithwork.apps.runs.policies import visible_run_sessions, visible_sessions

OPENS = frozenset({Role.COORDINATOR, Role.GENERAL_EDUCATOR})


def may_open_windows(viewer: Viewer) -> Verdict:
    if viewer.role in OPENS and viewer.school_id is not None:
        return YES
    return no("The coordinator and teachers open sign-in for students. Ask one of them.")


def classes_to_open(viewer: Viewer) -> QuerySet[Section]:
    """The school's classes for the coordinator, a teacher's own for a teacher."""
    if not may_open_windows(viewer):
        return Section.objects.none()
    return visible_sections(viewer).filter(closed_on__isnull=True)


def times_to_open(viewer: Viewer) -> QuerySet[Session]:
    """Times together this adult sees, of the plan and of practices: a window may be for one of them alone."""
    if not may_open_windows(viewer):
        return Session.objects.none()
    of_plan, of_runs = visible_sessions(viewer), visible_run_sessions(viewer)
    seen = Q(pk__in=of_plan.values("pk")) | Q(pk__in=of_runs.values("pk"))
    return Session.objects.filter(seen, school_id=viewer.school_id)


def visible_windows(viewer: Viewer) -> QuerySet[Window]:
    of_class = Q(section__in=classes_to_open(viewer))
    return Window.objects.filter(of_class | Q(session__in=times_to_open(viewer)))


def visible_devices(viewer: Viewer) -> QuerySet[EnrolledDevice]:
    """The school's devices for the coordinator; for a teacher those they enrolled."""
    devices = EnrolledDevice.objects.filter(school_id=viewer.school_id or NOBODY)
    if viewer.role == Role.COORDINATOR:
        return devices
    if viewer.role in OPENS:
        return devices.filter(enrolled_by_id=viewer.user_id or NOBODY)
    return devices.none()


def may_open_for(viewer: Viewer, place: Section | Session | None) -> Verdict:
    """A class, or one time together."""
    if isinstance(place, Section) and classes_to_open(viewer).filter(pk=place.pk).exists():
        return YES
    if isinstance(place, Session) and times_to_open(viewer).filter(pk=place.pk).exists():
        return YES
    return no("Sign-in opens for your own classes. Ask the coordinator for another one.")


def may_give_keys(viewer: Viewer, student: Student) -> Verdict:
    """Badges and pictures come from an adult who teaches the student; never from the student."""
    on = clock.today_for(viewer)
    here = open_on(Enrolment.objects.filter(section__in=classes_to_open(viewer)), on)
    if here.filter(student=student).exists():
        return YES
    return no("Keys are given by the coordinator or a teacher of this student. Ask one of them.")


def class_list(section: Section, on) -> QuerySet[Student]:  # type: ignore[no-untyped-def]
    """Everybody of a class on a date: never a part of it, so that a list of names tells nothing."""
    rows = open_on(Enrolment.objects.filter(section=section), on)
    return Student.objects.filter(pk__in=rows.values("student_id"), closed_on__isnull=True)


def people_of(window: Window, on) -> QuerySet[Student]:  # type: ignore[no-untyped-def]
    """Who may come in: everybody of the class, or whoever is in this one time together."""
    if window.section is not None:
        return class_list(window.section, on)
    session = window.session
    assert session is not None, "a window is of a class or of a time"
    peers = SessionPeer.objects.filter(session=session, is_live=True)
    part = Participant.objects.filter(run=session.run_id, left_on__isnull=True, is_paused=False)
    there = Q(pk=session.student_id) | Q(pk__in=peers.values("peer_id"))
    if session.run_id is not None:
        there = Q(pk__in=part.values("student_id"))
    return Student.objects.filter(there, closed_on__isnull=True)
