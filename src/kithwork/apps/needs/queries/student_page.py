"""One student's needs, wishes and card, for their team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.needs.models import DoNotPair, PreferenceCard, SupportNeed, Wish
from kithwork.apps.needs.policies import (
    may_change_needs,
    may_join_team,
    team_students,
    visible_do_not_pairs,
    visible_needs,
    visible_preference_cards,
    visible_wishes,
)
from kithwork.apps.needs.queries.conflicts import Week
from kithwork.apps.needs.queries.needs_page import NeedLine, frame_of, need_line
from kithwork.apps.people.models import Section, Student
from kithwork.apps.people.policies import open_on, visible_students
from kithwork.apps.people.queries import fold, grade_label, timetable_of
from kithwork.apps.people.queries.names import rank, words_of
from kithwork.apps.schools.queries import Frame

MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class KeptApart:
    """A do-not-pair note seen from one student's page: who the other is."""

    note: DoNotPair
    other: Student


@dataclass(frozen=True, slots=True)
class StudentNeedsPage:
    student: Student
    is_on_team: bool
    may_change: bool
    may_join: bool
    needs: tuple[NeedLine, ...] = ()
    closed: tuple[NeedLine, ...] = ()
    would_like: tuple[Wish, ...] = ()
    rather_not: tuple[Wish, ...] = ()
    card: PreferenceCard | None = None
    kept_apart: tuple[KeptApart, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """One place a student's own timetable offers, and the periods it is at."""

    value: str
    label: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnTimetable:
    """What a need of this student can be placed in."""

    places: tuple[PlaceChoice, ...]
    periods: tuple[tuple[str, str], ...]
    week: Week | None


def need_or_404(viewer: Viewer, need_id: int) -> SupportNeed:
    needs = visible_needs(viewer).select_related("student__school", "section")
    return first_or_404(needs.filter(pk=need_id))


def wish_or_404(viewer: Viewer, wish_id: int) -> Wish:
    return first_or_404(
        visible_wishes(viewer).select_related("student", "other").filter(pk=wish_id)
    )


def do_not_pair_or_404(viewer: Viewer, note_id: int) -> DoNotPair:
    notes = visible_do_not_pairs(viewer).select_related("first", "second")
    return first_or_404(notes.filter(pk=note_id))


def student_page(viewer: Viewer, student: Student) -> StudentNeedsPage:
    """The whole of it for the team; for the coordinator outside it, the door to join."""
    may_join = bool(may_join_team(viewer, student))
    if not team_students(viewer).filter(pk=student.pk).exists():
        return StudentNeedsPage(student, False, False, may_join)
    today = clock.today_for(viewer)
    wishes = list(
        visible_wishes(viewer).filter(student=student).select_related("other").order_by("pk")
    )
    lines = _lines(viewer, student, wishes, today)
    return StudentNeedsPage(
        student=student,
        is_on_team=True,
        may_change=bool(may_change_needs(viewer, student)),
        may_join=False,
        needs=tuple(line for line in lines if not _is_closed(line.need, today)),
        closed=tuple(line for line in lines if _is_closed(line.need, today)),
        would_like=tuple(w for w in wishes if w.kind == Wish.Kind.WOULD_LIKE),
        rather_not=tuple(w for w in wishes if w.kind == Wish.Kind.RATHER_NOT),
        card=visible_preference_cards(viewer).filter(student=student).first(),
        kept_apart=kept_apart_of(viewer, student),
    )


def _is_closed(need: SupportNeed, today: date) -> bool:
    return bool(need.closed_on and need.closed_on <= today) or bool(
        need.ends_on and need.ends_on < today
    )


def _lines(viewer: Viewer, student: Student, wishes: list[Wish], today: date) -> list[NeedLine]:
    _school, made, _trouble = frame_of(viewer)
    wished = {w.other_id: w.other.called for w in wishes if w.kind == Wish.Kind.WOULD_LIKE}
    weeks = {}
    if made is not None:
        people = [student, *(w.other for w in wishes if w.kind == Wish.Kind.WOULD_LIKE)]
        weeks = {person.pk: week for person in people if (week := _week(person, made, today))}
    needs = visible_needs(viewer).filter(student=student).select_related("section")
    return [need_line(need, student, weeks, wished) for need in needs]


def _week(student: Student, made: Frame, on: date) -> Week | None:
    if student.closed_on is not None:
        return None
    at = timetable_of(student, made, on)
    return Week(made, at) if any(isinstance(here, int) for here in at) else None


def kept_apart_of(viewer: Viewer, student: Student) -> tuple[KeptApart, ...]:
    """Notes in force about this student."""
    notes = (
        visible_do_not_pairs(viewer)
        .filter(Q(first=student) | Q(second=student), ended_on__isnull=True)
        .select_related("first", "second", "by")
        .order_by("pk")
    )
    return tuple(
        KeptApart(note, note.second if note.first_id == student.pk else note.first)
        for note in notes
    )


def own_timetable(viewer: Viewer, student: Student) -> OwnTimetable:
    """The places this student's week has: their classes, lunch, free periods, the hallway."""
    today = clock.today_for(viewer)
    _school, made, _trouble = frame_of(viewer)
    week = _week(student, made, today) if made else None
    enrolled = open_on(student.enrolments.all(), today).values("section_id")
    places = []
    for section in Section.objects.filter(pk__in=enrolled, closed_on__isnull=True):
        labels = tuple(week.labels(SupportNeed.Place.CLASS, section.pk)) if week else ()
        places.append(PlaceChoice(f"class:{section.pk}", section.title, labels))
    places.sort(key=lambda choice: (choice.labels, choice.label))
    for place in (SupportNeed.Place.LUNCH, SupportNeed.Place.FREE, SupportNeed.Place.HALLWAY):
        is_walk = place == SupportNeed.Place.HALLWAY
        labels = () if is_walk or not week else tuple(week.labels(place, None))
        places.append(PlaceChoice(place.value, str(place.label), labels))
    periods = tuple((p.label, p.label) for p in made.periods) if made else ()
    return OwnTimetable(tuple(places), periods, week)


@dataclass(frozen=True, slots=True)
class NamedStudent:
    """Somebody a search found, with their grade as people say it."""

    student: Student
    grade: str


def students_named(viewer: Viewer, words: str, *, but: Student | None = None) -> list[NamedStudent]:
    """Students the viewer may name by these words or this number. Nothing for no words."""
    wanted = words_of(words)[:6]
    if not wanted:
        return []
    students = visible_students(viewer, depth=Depth.NAME).filter(closed_on__isnull=True)
    if but is not None:
        students = students.exclude(pk=but.pk)
    best = []
    rows = students.values_list("pk", "first_name", "preferred_name", "last_name", "number")
    for pk, first, preferred, last, number in rows:
        place = 0 if fold(number) == fold(words) else rank(wanted, f"{first} {preferred} {last}")
        if place is not None:
            best.append((place, fold(f"{last} {first}"), pk))
    found = [pk for _place, _order, pk in sorted(best)[:MOST_FOUND]]
    people = Student.objects.in_bulk(found)
    return [NamedStudent(people[pk], grade_label(people[pk].grade)) for pk in found]
