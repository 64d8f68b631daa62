"""A student's own times, or a family's child's: cards with first names, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kithwork.apps.care.queries import has_stopped
from kithwork.apps.events.queries import EventCard, own_events
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.home.queries.day import first_name, period_words
from kithwork.apps.home.queries.way import Way, way_of
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import NOBODY, visible_students
from kithwork.apps.runs.queries import Face, TimeCard, own_times, own_tip, own_together
from kithwork.apps.runs.tips import Tip
from kithwork.apps.safety.faces import LastTime, last_time

MOST_TIMES = 7
MOST_MORE = 3  # the others stand in My week
# A face, its word, and the line of its mouth.
FACES = (
    (3, _("Good"), "M20 39c3 6 7 9 12 9s9-3 12-9"),
    (2, _("OK"), "M21 43h22"),
    (1, _("Hard"), "M20 47c3-6 7-9 12-9s9 3 12 9"),
)


@dataclass(frozen=True, slots=True)
class Time:
    """When, where, with whom."""

    pk: int
    on: date
    period: str
    starts_at: time
    place: str
    partners: str
    names: tuple[str, ...]
    is_today: bool
    is_tomorrow: bool
    is_coming: bool = True
    has_said: bool = False
    faces: tuple[Face, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnPage:
    called: str
    children: str
    face: Face
    on: date
    next: Time | None
    more: tuple[Time, ...]
    this_week: int
    events: tuple[EventCard, ...] = ()
    last: LastTime | None = None
    tip: Tip | None = None
    way: Way | None = None
    has_stopped: bool = False


def own_page(viewer: Viewer) -> OwnPage:
    now = clock.local_now(viewer.timezone)
    today = now.date()
    cards = own_times(viewer, limit=MOST_TIMES)
    times = [
        time_of(card, today) for card in cards if (card.on, card.starts_at) >= (today, _ago(now))
    ]
    first = times[0] if times else None
    sunday = today + timedelta(days=6 - today.weekday())
    children = visible_students(viewer, depth=Depth.PROGRESS).values_list(
        "preferred_name", "first_name"
    )
    called = [preferred or first for preferred, first in children]
    return OwnPage(
        called=called[0] if len(called) == 1 else first_name(viewer),
        children=_and(called),
        face=_own_face(viewer),
        on=today,
        next=first,
        more=tuple(times[1 : 1 + MOST_MORE]),
        this_week=sum(one.on <= sunday for one in times),
        events=tuple(own_events(viewer)),
        last=last_time(viewer),
        tip=own_tip(viewer, first.pk, get_language() or "en") if first else None,
        way=way_of(own_together(viewer, first.pk)) if first else None,
        has_stopped=first is None and viewer.is_student and has_stopped(viewer),
    )


def _own_face(viewer: Viewer) -> Face:
    """The mark the student chose; an adult who reads this has none."""
    own = Student.objects.filter(user_id=viewer.user_id or NOBODY, school_id=viewer.school_id)
    one = own.first()
    if one is None:
        return Face(first_name(viewer), 1, 1)
    return Face(one.called, one.avatar_tint, one.avatar_shape)


def _ago(now) -> time:  # type: ignore[no-untyped-def]
    """A time together still counts as next until it has been on for a while."""
    earlier = now - timedelta(minutes=30)
    return earlier.time() if earlier.date() == now.date() else time.min


def time_of(card: TimeCard, today: date) -> Time:
    """A time as it is said to a student."""
    return Time(
        pk=card.pk,
        on=card.on,
        period=period_words(card.label),
        starts_at=card.starts_at,
        place=card.place,
        partners=_and(list(card.partners)),
        names=card.partners,
        is_today=card.on == today,
        is_tomorrow=card.on == today + timedelta(days=1),
        is_coming=card.is_coming,
        has_said=card.has_said,
        faces=card.faces,
    )


def _and(names: list[str]) -> str:
    from django.utils.translation import gettext

    if len(names) < 2:
        return "".join(names)
    return gettext("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
