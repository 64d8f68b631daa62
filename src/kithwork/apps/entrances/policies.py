"""Who opens windows, enrols devices and gives keys; and which class a student belongs to."""

from __future__ import annotations

from django.db.models import QuerySet

from kithwork.apps.entrances.models import EnrolledDevice, Window
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.models import Enrolment, Section, Student
from kithwork.apps.people.policies import NOBODY, open_on, visible_sections

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


def visible_windows(viewer: Viewer) -> QuerySet[Window]:
    return Window.objects.filter(section__in=classes_to_open(viewer))


def visible_devices(viewer: Viewer) -> QuerySet[EnrolledDevice]:
    """The school's devices for the coordinator; for a teacher those they enrolled."""
    devices = EnrolledDevice.objects.filter(school_id=viewer.school_id or NOBODY)
    if viewer.role == Role.COORDINATOR:
        return devices
    if viewer.role in OPENS:
        return devices.filter(enrolled_by_id=viewer.user_id or NOBODY)
    return devices.none()


def may_open_for(viewer: Viewer, section: Section) -> Verdict:
    if classes_to_open(viewer).filter(pk=section.pk).exists():
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
