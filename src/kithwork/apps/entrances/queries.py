"""Reads for the adults who open sign-in, and for the pages students sign in on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404

from kithwork.apps.entrances import keys
from kithwork.apps.entrances.models import (
    Badge,
    EnrolledDevice,
    PictureKey,
    Try,
    Window,
    title_of,
)
from kithwork.apps.entrances.policies import (
    class_list,
    classes_to_open,
    people_of,
    times_to_open,
    visible_devices,
    visible_windows,
)
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Section, Student
from kithwork.apps.runs.models import Session
from kithwork.apps.runs.wording import period_words

MOST_CLASSES = 24
MOST_TIMES = 60


@dataclass(frozen=True, slots=True)
class Name:
    """A first name on the list of a class; with an initial where two are called the same."""

    pk: int
    called: str
    tint: int
    shape: int

    @property
    def name(self) -> str:
        return self.called


@dataclass(frozen=True, slots=True)
class TimeToOpen:
    """One time together of today a window could be for."""

    pk: int
    title: str
    starts_at: time
    period: str
    window: Window | None = None  # where it is open already


@dataclass(frozen=True, slots=True)
class WindowsPage:
    device: EnrolledDevice | None
    windows: list[Window]
    classes: list[Section]
    found: int
    times: list[TimeToOpen]


@dataclass(frozen=True, slots=True)
class TriesRow:
    student: Student
    wrong: int
    came_at: datetime | None
    has_badge: bool
    has_pictures: bool


def open_windows(windows: QuerySet[Window]) -> QuerySet[Window]:
    return windows.filter(closed_at__isnull=True, closes_at__gt=clock.now())


def windows_page(viewer: Viewer, device: EnrolledDevice | None, words: str = "") -> WindowsPage:
    """What is open, and the classes that could be."""
    classes = classes_to_open(viewer)
    if words.strip():
        asked = words.strip()
        classes = classes.filter(
            Q(title__icontains=asked) | Q(code__icontains=asked) | Q(room__icontains=asked)
            | Q(teachings__staff__last_name__icontains=asked)
        ).distinct()  # fmt: skip
    classes = classes.annotate(many=Count("enrolments", distinct=True)).filter(many__gt=0)
    rows = list(classes.order_by("-is_homeroom", "title", "pk")[: MOST_CLASSES + 1])
    is_ours = device is not None and device.school_id == viewer.school_id
    windows = list(_whole(open_windows(visible_windows(viewer))))
    return WindowsPage(
        device=device if is_ours else None,
        windows=windows,
        classes=rows[:MOST_CLASSES],
        found=len(rows),
        times=_times(viewer, windows),
    )


def _times(viewer: Viewer, windows: list[Window]) -> list[TimeToOpen]:
    """Today's times together, by the clock; those that are open lead to their window."""
    opened = {one.session_id: one for one in windows if one.session_id}
    rows = times_to_open(viewer).filter(on=clock.today_for(viewer), status=Session.Status.PLANNED)
    rows = rows.select_related("student", "run").prefetch_related("session_peers__peer")
    return [
        TimeToOpen(
            one.pk, title_of(one), one.starts_at, period_words(one.label), opened.get(one.pk)
        )
        for one in rows.order_by("starts_at", "pk")[:MOST_TIMES]
    ]


def _whole(windows: QuerySet[Window]) -> QuerySet[Window]:
    rows = windows.select_related(
        "school", "section__school", "session__student", "session__run", "opened_by"
    )
    return rows.prefetch_related("session__session_peers__peer")


def window_or_404(viewer: Viewer, window_id: int) -> Window:
    return first_or_404(_whole(visible_windows(viewer)).filter(pk=window_id))


def section_or_404(viewer: Viewer, section_id: int) -> Section:
    return first_or_404(classes_to_open(viewer).select_related("school").filter(pk=section_id))


def time_or_404(viewer: Viewer, session_id: int) -> Session:
    return first_or_404(times_to_open(viewer).filter(pk=session_id))


def invited_or_404(viewer: Viewer, window: Window, student_id: int) -> Student:
    """Somebody who may come in through this window."""
    students = people_of(window, clock.today_for(viewer)).select_related("school", "user")
    return first_or_404(students.filter(pk=student_id))


def student_or_404(viewer: Viewer, section: Section, student_id: int) -> Student:
    students = class_list(section, clock.today_for(viewer)).select_related("school", "user")
    return first_or_404(students.filter(pk=student_id))


def device_or_404(viewer: Viewer, device_id: int) -> EnrolledDevice:
    return first_or_404(visible_devices(viewer).filter(pk=device_id))


def devices(viewer: Viewer) -> list[EnrolledDevice]:
    rows = visible_devices(viewer).select_related("enrolled_by")
    return sorted(rows, key=lambda one: (one.revoked_at is not None, one.name.casefold()))


def is_open(window: Window) -> bool:
    return window.closed_at is None and window.closes_at > clock.now()


def class_rows(viewer: Viewer, section: Section) -> list[TriesRow]:
    """Everybody of a class, with the keys they have."""
    return _rows(viewer, class_list(section, clock.today_for(viewer)))


def window_rows(viewer: Viewer, window: Window) -> list[TriesRow]:
    """Everybody a window is for: who came, and how often somebody tried."""
    return _rows(viewer, people_of(window, clock.today_for(viewer)), window)


def _rows(
    viewer: Viewer, people: QuerySet[Student], window: Window | None = None
) -> list[TriesRow]:
    students = list(people.order_by("first_name", "pk"))
    badges = set(
        Badge.objects.filter(
            student__in=students, revoked_at=None, until__gte=clock.today_for(viewer)
        ).values_list("student_id", flat=True)
    )
    pictures = set(
        PictureKey.objects.filter(student__in=students, ended_at=None).values_list(
            "student_id", flat=True
        )
    )
    tries = Try.objects.filter(window=window) if window else Try.objects.none()
    wrong = Counter(tries.filter(is_right=False).values_list("student_id", flat=True))
    right = tries.filter(is_right=True, student__isnull=False).values("student_id")
    came = dict(right.annotate(at=Max("at")).order_by().values_list("student_id", "at"))
    return [
        TriesRow(one, wrong[one.pk], came.get(one.pk), one.pk in badges, one.pk in pictures)
        for one in students
    ]


def window_shown_on(device: EnrolledDevice) -> Window | None:
    """The open window whose names this device shows."""
    window = device.window
    return window if window is not None and is_open(window) else None


def names_of_class(window: Window) -> list[Name]:
    """Everybody of the class by first name: the same marks for each, whoever has a part in the program."""
    if window.section is None:
        return []  # a list of two would say who is together
    students = list(class_list(window.section, clock.today(window.school.timezone)))
    called = first_names(students)
    names = [Name(one.pk, called[one.pk], one.avatar_tint, one.avatar_shape) for one in students]
    return sorted(names, key=lambda name: (name.called.casefold(), name.pk))


def first_names(students: list[Student]) -> dict[int, str]:
    """What each is called; two of one name get the first letter of their last."""
    many = Counter(one.called for one in students)
    return {
        one.pk: one.called
        if many[one.called] == 1
        else f"{one.called} {one.last_name[:1]}.".strip()
        for one in students
    }


def name_or_404(window: Window, student_id: int) -> Name:
    found = next((one for one in names_of_class(window) if one.pk == student_id), None)
    if found is None:
        raise Http404
    return found


def student_at_the_door(window: Window, name: Name) -> Student:
    rows = Student.objects.select_related("school", "user")
    return rows.get(pk=name.pk, school_id=window.school_id)


@dataclass(frozen=True, slots=True)
class Pad:
    """Twelve pictures in a student's own order, and how many are chosen."""

    pictures: list[tuple[str, str]]
    chosen: list[str]
    places: list[bool]


def pad_for(student_id: int, so_far: list[str], of: int) -> Pad:
    order = keys.order_for(student_id)
    return Pad(
        pictures=[(one, str(keys.PICTURES[one])) for one in order],
        chosen=so_far,
        places=[place < len(so_far) for place in range(of)],
    )
