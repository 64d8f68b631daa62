"""The pool: everybody side by side, facet by facet. Nothing is added up, and nobody stands above anybody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.consents.queries import TAKE_PART, why_not
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.needs.queries import needs_for_plan, wishes_for_plan
from kithwork.apps.peers.queries import who_offered
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students
from kithwork.apps.people.queries import FREE, LUNCH, grade_label, timetables
from kithwork.apps.people.queries.names import rank, words_of
from kithwork.apps.recruiting.models import Call, Candidate, Nomination
from kithwork.apps.recruiting.policies import (
    may_choose,
    own_nominations,
    students_to_name,
    visible_calls,
    visible_candidates,
)
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import frame

# At least one place in so many is for somebody who gains by it themselves (practices A.1, D).
RESERVED_ONE_IN = 4
MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate with every facet of practices A.1 that is known. No total."""

    candidate: Candidate
    name: str
    grade: str
    wants: str
    permission: str
    available: str
    attendance: str
    interests: str
    experience: str
    words: tuple[Nomination, ...]
    would_gain: bool
    is_wished_for: bool


@dataclass(frozen=True, slots=True)
class PoolPage:
    rows: list[Row]
    state: str
    states: list[tuple[str, str, int]]
    chosen: int
    reserved: int
    reserved_wanted: int
    untold: int
    unknown: int
    may_choose: bool


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Students nobody has named and who have not come themselves, by grade."""

    grade: str
    students: list[Student] = field(default_factory=list)


def pool_page(viewer: Viewer, *, state: str = "open") -> PoolPage:
    school = School.objects.get(pk=viewer.school_id)
    counts = Counter(visible_candidates(viewer).values_list("state", flat=True))
    chosen = visible_candidates(viewer).filter(state=Candidate.State.CHOSEN)
    taken = visible_candidates(viewer).filter(state=state) if state else visible_candidates(viewer)
    rows = taken.select_related("student", "call").prefetch_related("nominations__by")
    reserved = chosen.filter(is_reserved=True).count()
    total = chosen.count()
    return PoolPage(
        rows=_rows(viewer, school, list(rows[:MOST_SHOWN])),
        state=state,
        states=[(one.value, str(one.label), counts.get(one.value, 0)) for one in Candidate.State],
        chosen=total,
        reserved=reserved,
        reserved_wanted=-(-total // RESERVED_ONE_IN),
        untold=visible_candidates(viewer)
        .filter(state__in=["chosen", "waiting", "not_now"], told_on__isnull=True)
        .count(),
        unknown=visible_candidates(viewer).filter(student__isnull=True, state="open").count(),
        may_choose=bool(may_choose(viewer)),
    )


def _rows(viewer: Viewer, school: School, candidates: list[Candidate]) -> list[Row]:
    """Who said no and whom a student wishes for is for the coordinator: families and students may plan, too."""
    known = [one.student_id for one in candidates if one.student_id]
    missing = why_not(school, TAKE_PART, known)
    free = _available(school, known)
    wished: set[int] = set()
    if may_choose(viewer):
        wants = wishes_for_plan(school.pk).wants.values()
        wished = {other for others in wants for other in others}
    else:
        missing = dict.fromkeys(missing, _("Not yet"))
    return [_row(one, missing, free, wished) for one in candidates]


def _row(one: Candidate, missing: dict[int, str], free: dict[int, str], wished: set[int]) -> Row:
    student, words = one.student, tuple(one.nominations.all())
    pk = one.student_id or 0
    interests = [*(student.interests if student else ()), *filter(None, [one.interests])]
    return Row(
        candidate=one,
        name=student.full_name if student else one.typed_name,
        grade=grade_label(student.grade) if student else one.typed_class,
        wants=one.own_words or (_("Said yes to an invitation") if _said_yes(one) else ""),
        permission=missing.get(pk, _("Permission is there")) if student else "",
        available=free.get(pk, "") or one.times,
        attendance=str(Candidate.Attendance(one.attendance).label) if one.attendance else "",
        interests=", ".join(interests),
        experience=one.experience,
        words=words,
        would_gain=any(word.would_gain for word in words),
        is_wished_for=pk in wished,
    )


def _said_yes(one: Candidate) -> bool:
    return one.came == Candidate.Came.INVITED and one.state == Candidate.State.CHOSEN


def _available(school: School, students: list[int]) -> dict[int, str]:
    """From the timetable: how often they are free or at lunch, and in how many classes company is wanted."""
    if not students:
        return {}
    today: date = clock.today(school.timezone)
    try:
        weeks = timetables(school, frame(school), today, only=students)
    except Problem:
        return {}  # no bells yet: nothing is known
    wanted = {need.section_id for need in needs_for_plan(school.pk, today) if need.section_id}
    found = {}
    for pk, week in weeks.items():
        times = sum(place in (FREE, LUNCH) for place in week)
        classes = len({place for place in week if isinstance(place, int)} & wanted)
        said = ngettext("%(n)s time free or at lunch", "%(n)s times free or at lunch", times)
        found[pk] = said % {"n": times}
        if classes:
            more = ngettext("%(n)s class with a need", "%(n)s classes with a need", classes)
            found[pk] += ", " + more % {"n": classes}
    return found


def candidate_or_404(viewer: Viewer, candidate_id: int) -> Candidate:
    rows = visible_candidates(viewer).select_related("student", "school", "call")
    return first_or_404(rows.filter(pk=candidate_id))


def candidate_row(viewer: Viewer, candidate: Candidate) -> Row:
    return _rows(viewer, candidate.school, [candidate])[0]


def likely(viewer: Viewer, candidate: Candidate) -> list[Student]:
    """Students of the roster whose name is like the one that was typed."""
    wanted = words_of(candidate.typed_name)
    rows = visible_students(viewer, depth=Depth.NAME).filter(closed_on__isnull=True)
    close = [one for one in rows if rank(wanted, one.full_name) is not None]
    if not close and wanted:
        close = [one for one in rows if rank(wanted[-1:], one.full_name) is not None]
    return close[:8]


def named(viewer: Viewer, words: str) -> list[Student]:
    """Students this adult may name, by part of a name."""
    wanted = words_of(words)
    if not wanted:
        return []
    rows = students_to_name(viewer).order_by("last_name", "first_name")
    return [one for one in rows if rank(wanted, one.full_name) is not None][:20]


def student_to_name_or_404(viewer: Viewer, student_id: int) -> Student:
    return first_or_404(students_to_name(viewer).filter(pk=student_id))


def my_words(viewer: Viewer) -> list[Nomination]:
    return list(own_nominations(viewer).select_related("candidate__student"))


def never_named(viewer: Viewer) -> list[Unnamed]:
    """Whom nobody has thought of: so that the same names do not come up each year."""
    there = Candidate.objects.filter(school_id=viewer.school_id, student__isnull=False)
    peers = who_offered(viewer.school_id or 0)
    rows = visible_students(viewer, depth=Depth.NAME).filter(closed_on__isnull=True)
    rows = rows.exclude(pk__in=there.values("student_id")).exclude(pk__in=peers)
    found: dict[str, Unnamed] = {}
    for one in rows:
        label = grade_label(one.grade) or _("No grade")
        found.setdefault(one.grade, Unnamed(label)).students.append(one)
    return [found[grade] for grade in sorted(found)]


def calls(viewer: Viewer) -> list[tuple[Call, int]]:
    """Calls with how many answered."""
    rows = visible_calls(viewer).prefetch_related("candidates")
    return [(call, len(call.candidates.all())) for call in rows]


def call_or_404(viewer: Viewer, call_id: int) -> Call:
    return first_or_404(visible_calls(viewer).select_related("school").filter(pk=call_id))
