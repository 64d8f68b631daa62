"""What those who look after a school read: stops to talk about, concerns, and what is paused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Pairing, Participant, Session
from kithwork.apps.runs.policies import own_sessions, visible_pauses, visible_sessions
from kithwork.apps.safety.faces import to_talk_with
from kithwork.apps.safety.models import Concern, Stop
from kithwork.apps.safety.policies import (
    may_look_after,
    may_say_face,
    students_to_name,
    visible_concerns,
    visible_stops,
)
from kithwork.apps.schools.models import School

SHOWN_CLOSED = 20


@dataclass(frozen=True, slots=True)
class StopLine:
    """A stop to talk about: who, with whom, by when."""

    stop: Stop
    partners: tuple[Student, ...]
    is_late: bool


@dataclass(frozen=True, slots=True)
class SafetyPage:
    stops: tuple[StopLine, ...]
    talked: tuple[StopLine, ...]
    concerns: tuple[Concern, ...]
    closed: tuple[Concern, ...]
    paused: int
    hard_times: tuple[Student, ...] = ()


def safety_page(viewer: Viewer) -> SafetyPage:
    """Open first, then what was settled lately."""
    today = clock.today_for(viewer)
    stops = visible_stops(viewer).filter(taken_back_at=None).select_related("student")
    stops = stops.prefetch_related("partners")
    waiting, talked = stops.filter(talked_at=None), stops.exclude(talked_at=None)
    concerns = visible_concerns(viewer).select_related("by").prefetch_related("students")
    return SafetyPage(
        stops=tuple(_line(one, today) for one in waiting.order_by("talk_by", "pk")),
        talked=tuple(_line(one, today) for one in talked[:SHOWN_CLOSED]),
        concerns=tuple(concerns.filter(closed_at=None).order_by("-level", "reported_at")),
        closed=tuple(concerns.exclude(closed_at=None)[:SHOWN_CLOSED]),
        paused=visible_pauses(viewer).count(),
        hard_times=tuple(to_talk_with(viewer.school_id or 0)) if may_look_after(viewer) else (),
    )


def _line(stop: Stop, today: date) -> StopLine:
    return StopLine(stop, tuple(stop.partners.all()), stop.talk_by < today)


def open_counts(viewer: Viewer) -> tuple[int, int]:
    """(stops to talk about, open concerns) of those this viewer sees."""
    stops = visible_stops(viewer).filter(talked_at=None, taken_back_at=None)
    return stops.count(), visible_concerns(viewer).filter(closed_at=None).count()


def stop_or_404(viewer: Viewer, stop_id: int) -> Stop:
    return first_or_404(visible_stops(viewer).filter(pk=stop_id).select_related("student__school"))


def concern_or_404(viewer: Viewer, concern_id: int) -> Concern:
    return first_or_404(visible_concerns(viewer).filter(pk=concern_id).select_related("by"))


def own_session_or_404(viewer: Viewer, session_id: int) -> Session:
    """A coming time of the student themselves."""
    return first_or_404(
        own_sessions(viewer).filter(pk=session_id).select_related("student__school")
    )


def own_time_or_404(viewer: Viewer, session_id: int) -> tuple[Student, Session]:
    """The student who is signed in, and a time of theirs that has been."""
    student = Student.objects.filter(user_id=viewer.user_id, school_id=viewer.school_id).first()
    row = Session.objects.filter(pk=session_id, school_id=viewer.school_id).first()
    if student is None or row is None or not may_say_face(viewer, student, row):
        raise Http404
    return student, row


def hard_times_or_404(viewer: Viewer, student_id: int) -> Student:
    """A student whose last faces were hard, for those who look after the school."""
    require(may_look_after(viewer))
    found = [one for one in to_talk_with(viewer.school_id or 0) if one.pk == student_id]
    if not found:
        raise Http404
    return found[0]


def session_or_404(viewer: Viewer, session_id: int) -> Session:
    return first_or_404(
        visible_sessions(viewer).filter(pk=session_id).select_related("student__school")
    )


def people_of(session: Session) -> list[Student]:
    """Everybody who is together then."""
    peers = session.session_peers.filter(is_live=True).select_related("peer")
    return [session.whose, *(one.peer for one in peers)]


def nobody() -> QuerySet[Student]:
    """For a form that must hold no name."""
    return Student.objects.none()


def number_to_call(viewer: Viewer) -> str:
    """The school's number for when it cannot wait; "" when it has given none."""
    school = School.objects.filter(pk=viewer.school_id).first()
    return school.phone if school else ""


def students_to_offer(viewer: Viewer) -> QuerySet[Student]:
    """Of whom an adult may name, those who have times together: only these have something to pause.

    The list stays short enough to find a name in; everybody else is written in words.
    """
    pairings = Pairing.objects.filter(school_id=viewer.school_id)
    going = pairings.exclude(status=Pairing.Status.ENDED)
    runs = Participant.objects.filter(run__school_id=viewer.school_id, left_on__isnull=True)
    takes_part = (
        Q(pk__in=going.values("student_id"))
        | Q(pk__in=going.values("peer_id"))
        | Q(pk__in=runs.values("student_id"))
    )
    return students_to_name(viewer).filter(takes_part)


def as_choices(people: list[Student]) -> QuerySet[Student]:
    """The same people as a form's choices."""
    return Student.objects.filter(pk__in=[one.pk for one in people])


def pauses_because(viewer: Viewer, because: str) -> list[object]:
    """Open pauses of one cause, with both names."""
    rows = visible_pauses(viewer).filter(because=because)
    return list(rows.select_related("student", "partner"))
