"""Peer care for those who look after it, one peer's page, one parting, and a student's own page in cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from kithwork.apps.care.actions import may_be_taken_back
from kithwork.apps.care.load import Load, Spread, load_of, spread
from kithwork.apps.care.models import Parting
from kithwork.apps.care.policies import may_part, may_read_faces, visible_partings
from kithwork.apps.care.together import gives_somewhere, next_time, partners_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.peers.policies import visible_volunteers
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students
from kithwork.apps.runs.models import Session, SessionPeer
from kithwork.apps.runs.peer_week import minutes_of
from kithwork.apps.runs.wording import period_words
from kithwork.apps.safety.faces import to_talk_with
from kithwork.apps.safety.models import FaceCheck

SETTLED_SHOWN, FACES_SHOWN = 8, 12


@dataclass(frozen=True, slots=True)
class PartingLine:
    """One parting: who stays, and whether somebody is late in finding them another partner."""

    parting: Parting
    others: tuple[Student, ...]
    is_late: bool


@dataclass(frozen=True, slots=True)
class CarePage:
    spread: Spread
    open: tuple[PartingLine, ...]
    settled: tuple[PartingLine, ...]
    hard_times: tuple[Student, ...]


@dataclass(frozen=True, slots=True)
class Time:
    """One coming or past time of the week."""

    on: date
    period: str
    minutes: int
    partner: Student


@dataclass(frozen=True, slots=True)
class PeerPage:
    """One peer: their week, their partners, how it was for them, and what they gave so far."""

    load: Load
    times: tuple[Time, ...]
    faces: tuple[FaceCheck, ...]
    reads_faces: bool
    needs_a_talk: bool
    held: int
    held_minutes: int
    partings: tuple[PartingLine, ...]
    may_change: bool


@dataclass(frozen=True, slots=True)
class Card:
    """What a student sees of a partner: the name."""

    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class OwnParting:
    """What a student sees of what they asked for themselves."""

    pk: int
    is_leaving: bool
    partner: str
    names: str
    last_on: date
    is_over: bool
    may_take_back: bool
    wants_card: bool


@dataclass(frozen=True, slots=True)
class OwnPage:
    partners: tuple[Card, ...]
    may_leave: bool
    asked: tuple[OwnParting, ...]


def care_page(viewer: Viewer) -> CarePage:
    today = clock.today_for(viewer)
    rows = _lines(visible_partings(viewer).filter(taken_back_at=None), today)
    talks = to_talk_with(viewer.school_id or 0) if may_read_faces(viewer) else []
    return CarePage(
        spread=spread(viewer),
        open=tuple(sorted((r for r in rows if r.parting.is_open), key=_by_day)),
        settled=tuple(r for r in rows if not r.parting.is_open)[:SETTLED_SHOWN],
        hard_times=tuple(talks),
    )


def open_partings(viewer: Viewer) -> list[PartingLine]:
    """Those to look at, the most urgent first."""
    rows = visible_partings(viewer).filter(taken_back_at=None, settled_at=None)
    return sorted(_lines(rows, clock.today_for(viewer)), key=_by_day)


def _by_day(line: PartingLine) -> date:
    return line.parting.replace_by


def _lines(rows: QuerySet[Parting], today: date) -> list[PartingLine]:
    whole = rows.select_related("student", "partner").prefetch_related("others__student")
    return [_line(one, today) for one in whole]


def _line(parting: Parting, today: date) -> PartingLine:
    others = tuple(one.student for one in parting.others.all())
    return PartingLine(parting, others, parting.is_open and parting.replace_by < today)


def parting_or_404(viewer: Viewer, parting_id: int) -> Parting:
    rows = visible_partings(viewer).select_related(
        "student__school", "partner", "asked_by", "told_by", "settled_by"
    )
    return first_or_404(rows.filter(pk=parting_id))


def parting_line(viewer: Viewer, parting: Parting) -> PartingLine:
    return _line(parting, clock.today_for(viewer))


def peer_or_404(viewer: Viewer, student_id: int) -> Student:
    """Somebody who offered to partner, for those who may see who did."""
    offers = visible_volunteers(viewer).filter(student_id=student_id)
    student = Student.objects.filter(pk__in=offers.values("student_id")).select_related("school")
    return first_or_404(student)


def student_to_part_or_404(viewer: Viewer, student_id: int) -> Student:
    students = visible_students(viewer, depth=Depth.PARTICIPATION).select_related("school")
    return first_or_404(students.filter(pk=student_id))


def partner_or_404(viewer: Viewer, student: Student, partner_id: int) -> Student:
    """A partner of theirs just now; anybody else is nobody to them."""
    found = [one for one in partners_of(student) if one.pk == partner_id]
    if not found or not may_part(viewer, student):
        raise Http404
    return found[0]


def peer_page(viewer: Viewer, student: Student) -> PeerPage:
    today = clock.today_for(viewer)
    load = load_of(viewer, student)
    if load is None:
        raise Http404
    reads = bool(may_read_faces(viewer))
    faces = FaceCheck.objects.filter(student=student).order_by("-on", "-pk")[:FACES_SHOWN]
    held = SessionPeer.objects.filter(
        peer=student, is_live=True, session__status=Session.Status.HELD
    ).select_related("session__need")
    return PeerPage(
        load=load,
        times=tuple(_week(student, today)),
        faces=tuple(reversed(faces)) if reads else (),
        reads_faces=reads,
        needs_a_talk=reads and student in to_talk_with(student.school_id),
        held=held.count(),
        held_minutes=sum(minutes_of(one.session) for one in held),
        partings=tuple(_lines(visible_partings(viewer).filter(student=student), today)),
        may_change=gives_somewhere(student) or bool(partners_of(student)),
    )


def _week(student: Student, today: date) -> list[Time]:
    monday = today - timedelta(days=today.weekday())
    rows = SessionPeer.objects.filter(
        peer=student, is_live=True, on__range=(monday, monday + timedelta(days=6))
    ).exclude(session__status__in=[Session.Status.CANCELLED, Session.Status.NOT_HELD])
    rows = rows.filter(session__run__isnull=True).select_related(
        "session__need", "session__student"
    )
    return [
        Time(one.on, period_words(one.label), minutes_of(one.session), one.session.whose)
        for one in rows.order_by("on", "session__starts_at")
    ]


def own_student(viewer: Viewer) -> Student:
    """The student who is signed in."""
    found = Student.objects.filter(user_id=viewer.user_id or 0, school_id=viewer.school_id)
    student = found.select_related("school").first()
    if student is None or not may_part(viewer, student):
        raise Http404
    return student


def own_page(viewer: Viewer) -> OwnPage:
    """Their partners by first name, and what they asked for."""
    student, today = own_student(viewer), clock.today_for(viewer)
    rows = _lines(visible_partings(viewer).filter(taken_back_at=None, settled_at=None), today)
    asked = tuple(_own(line, today) for line in rows)
    changing = {line.parting.partner_id for line in rows}
    partners = [one for one in partners_of(student) if one.pk not in changing]
    leaves = any(one.is_leaving for one in asked)
    return OwnPage(
        partners=tuple(Card(one.pk, one.called) for one in partners),
        may_leave=not leaves and gives_somewhere(student),
        asked=asked,
    )


def own_parting(viewer: Viewer, parting: Parting) -> OwnParting:
    return _own(parting_line(viewer, parting), clock.today_for(viewer))


def _own(line: PartingLine, today: date) -> OwnParting:
    parting = line.parting
    return OwnParting(
        pk=parting.pk,
        is_leaving=parting.is_leaving,
        partner=parting.partner.called if parting.partner else "",
        names=", ".join(one.called for one in line.others),
        last_on=parting.last_on,
        is_over=parting.last_on < today,
        may_take_back=may_be_taken_back(parting),
        wants_card=parting.goodbye != Parting.Goodbye.NONE,
    )


def has_stopped(viewer: Viewer) -> bool:
    """The student stopped being a partner, and gives nothing again since."""
    student = own_student(viewer)
    left = visible_partings(viewer).filter(
        kind=Parting.Kind.LEAVE, taken_back_at=None, ended_at__isnull=False
    )
    return left.exists() and not gives_somewhere(student)


def goodbye_day(viewer: Viewer, student: Student, partner: Student | None) -> date | None:
    """When they would meet once more, for the form to say it."""
    return next_time(student, partner, clock.today_for(viewer))


def times_together(parting: Parting, other: Student) -> int:
    """How often the two were together, for the card that thanks them."""
    pair = Q(student=other, session_peers__peer=parting.student) | Q(
        student=parting.student, session_peers__peer=other
    )
    held = Session.objects.filter(pair, session_peers__is_live=True, status=Session.Status.HELD)
    return held.aggregate(n=Count("pk", distinct=True))["n"]


@dataclass(frozen=True, slots=True)
class ForPage:
    """What an adult may pass on for a student."""

    ALL: ClassVar[str] = "all"
    partners: tuple[Student, ...]
    gives: bool
    day: date | None

    def choices(self) -> list[tuple[str, str]]:
        rows = [
            (str(one.pk), _("Another partner than %(name)s") % {"name": one.called})
            for one in self.partners
        ]
        return [*rows, *([(self.ALL, _("They stop being a partner"))] if self.gives else [])]


def page_for(student: Student) -> ForPage:
    today = clock.today(student.school.timezone)
    return ForPage(
        partners=tuple(partners_of(student)),
        gives=gives_somewhere(student),
        day=next_time(student, None, today),
    )
