"""Is everyone included: who takes part by grade, how the load lies, who was never asked, what students say.

Counts of people go through the evidence library's suppression before anything is said. Nobody is named, and no list
behind a number is opened from here that the viewer could not open anyway.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.care.policies import visible_partings
from kithwork.apps.foundation.small_groups import LEAST_SHOWN, people_in_words
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.home.queries.program.happening import GOING_ON
from kithwork.apps.home.queries.program.weeks import AHEAD, WEEKS, Weeks
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.peers.policies import visible_volunteers
from kithwork.apps.people.policies import visible_students
from kithwork.apps.people.queries import grade_label
from kithwork.apps.recruiting.queries import never_named
from kithwork.apps.reflections.models import Survey
from kithwork.apps.reflections.policies import visible_surveys
from kithwork.apps.reflections.queries import group_lines
from kithwork.apps.runs.models import Participant, Session, SessionPeer
from kithwork.apps.runs.peer_week import PeerWeek, peer_weeks
from kithwork.apps.runs.policies import visible_runs, visible_sessions
from kithwork.apps.schools.queries import term_began
from kithwork.evidence.privacy import CountTable, GroupValue, SafeTable, suppress_table

TAKES_PART, NOT_YET = "takes part", "not yet"
STUDENT, TREATMENT = "student", "treatment"
MOST_SURVEYS = 2


@dataclass(frozen=True, slots=True)
class GradeLine:
    """One grade, its two counts and all of it; None where a number would tell on somebody."""

    grade: str
    takes_part: int | None
    not_yet: int | None
    all: int | None


@dataclass(frozen=True, slots=True)
class Reach:
    lines: tuple[GradeLine, ...]
    takes_part: int | None
    everyone: int | None
    is_anybody: bool
    trend: str

    @property
    def hides(self) -> bool:
        return any(None in (one.takes_part, one.not_yet, one.all) for one in self.lines)


@dataclass(frozen=True, slots=True)
class LoadLine:
    """How many peers give this much of what they may be asked for this week."""

    words: str
    n: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """What students said of one scale, in the newest wave that has answers."""

    title: str
    value: GroupValue


@dataclass(frozen=True, slots=True)
class VoiceLine:
    survey: Survey
    wave: str
    scales: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Everyone:
    reach: Reach
    load: tuple[LoadLine, ...]
    is_quiet: bool
    never_asked: str
    voices: tuple[VoiceLine, ...]
    stopped: str


def everyone(viewer: Viewer, weeks: Weeks) -> Everyone:
    week = _week(viewer, weeks.today)
    asked_for = sum(len(one.students) for one in never_named(viewer))
    began = term_began(viewer.school_id or 0, weeks.today)
    stopped = visible_partings(viewer).filter(taken_back_at=None, asked_at__date__gte=began)
    return Everyone(
        reach=reach(viewer, weeks),
        load=tuple(_load(week)),
        is_quiet=bool(week) and not any(one.booked for one in week.values()),
        never_asked=people_in_words(asked_for),
        voices=tuple(_voices(viewer)),
        stopped=people_in_words(stopped.values("student_id").distinct().count()),
    )


def reach(viewer: Viewer, weeks: Weeks) -> Reach:
    """Every student of today's roster once: with times together or in a practice that is going on, or not yet."""
    students = dict(
        visible_students(viewer, depth=Depth.NAME)
        .filter(closed_on__isnull=True)
        .values_list("pk", "grade")
    )
    now = taking_part(viewer, weeks.today) & students.keys()
    was = taking_part(viewer, weeks.first) & students.keys()
    table = reach_table(students, now)
    if table is None:
        return Reach((), None, None, False, "")
    lines = tuple(
        GradeLine(grade_label(grade) or _("No grade"), here, not_yet, both)
        for grade, (here, not_yet), both in zip(
            table.rows, table.cells, table.row_totals, strict=True
        )
    )
    whole = table.column_totals[0]
    return Reach(lines, whole, table.total, bool(now), _trend(whole, len(now), len(was)))


def reach_table(students: dict[int, str], now: Iterable[int]) -> SafeTable | None:
    """Grades by whether they take part, safe to show; None for a school without students."""
    if not students:
        return None
    every, those = Counter(students.values()), Counter(students[pk] for pk in now)
    grades = sorted(every)
    counts = [[those[grade], every[grade] - those[grade]] for grade in grades]
    table = CountTable(grades, counts, [TAKES_PART, NOT_YET], "grade", "part")
    return suppress_table(table)


def taking_part(viewer: Viewer, on: date) -> set[int]:
    """Who is in a practice on a day, or has times together around it. By id; never shown."""
    runs = visible_runs(viewer).filter(
        status__in=GOING_ON, starts_on__lte=on + AHEAD, ends_on__gte=on
    )
    there = Participant.objects.filter(run__in=runs, joined_on__lte=on + AHEAD)
    there = there.filter(Q(left_on__isnull=True) | Q(left_on__gt=on))
    around = (
        visible_sessions(viewer)
        .filter(on__gte=Weeks(on).first, on__lte=on + AHEAD)
        .exclude(status=Session.Status.CANCELLED)
    )
    peers = SessionPeer.objects.filter(session__in=around.values("pk"), is_live=True)
    found: set[int] = set()
    rows: QuerySet  # type: ignore[type-arg]
    for rows, column in ((there, "student_id"), (around, "student_id"), (peers, "peer_id")):
        found |= set(rows.order_by().values_list(column, flat=True).distinct())
    return found


def _trend(shown: int | None, now: int, was: int) -> str:
    """In words only: two exact numbers a month apart would give away who joined in between."""
    if shown is None:
        return ""
    if abs(now - was) < LEAST_SHOWN:
        return _("About as many as took part %(n)s weeks earlier.") % {"n": WEEKS}
    if now > was:
        return _("More than took part %(n)s weeks earlier.") % {"n": WEEKS}
    return _("Fewer than took part %(n)s weeks earlier.") % {"n": WEEKS}


def _week(viewer: Viewer, today: date) -> dict[int, PeerWeek]:
    ready = visible_volunteers(viewer).filter(
        status=Volunteer.Status.READY, student__closed_on__isnull=True
    )
    return peer_weeks(list(ready.values_list("student_id", flat=True)), today)


def _load(week: dict[int, PeerWeek]) -> Iterator[LoadLine]:
    """This week's minutes against the cap, in four steps that add up to everybody who is ready."""
    if not week:
        return
    held = Counter(_step(one) for one in week.values())
    words = _steps()
    safe = suppress_table(CountTable(list(words), [held[key] for key in words], row_name="load"))
    for key, (n,) in zip(safe.rows, safe.cells, strict=True):
        yield LoadLine(words[key], n)


def _steps() -> dict[str, str]:
    return {
        "none": _("nothing this week"),
        "half": _("up to half of what they may be asked"),
        "whole": _("more than half, up to all of it"),
        "over": _("more than they may be asked"),
    }


def _step(week: PeerWeek) -> str:
    if not week.booked:
        return "none"
    if week.is_over:
        return "over"
    return "half" if 2 * week.booked <= week.cap else "whole"


def _voices(viewer: Viewer) -> Iterator[VoiceLine]:
    """Scales as students themselves answered, those who take part; hidden where a group is small."""
    for survey in visible_surveys(viewer).prefetch_related("waves").order_by("-pk")[:MOST_SURVEYS]:
        lines = [
            one for one in group_lines(viewer, survey) if one.voice == STUDENT and one.is_scale
        ]
        for wave in reversed(list(survey.waves.all())):
            said = [
                Said(line.title, value)
                for line in lines
                for value in line.waves.get(wave.kind, ())
                if value.group == TREATMENT
            ]
            if any(one.value.reason != "nobody" for one in said):
                yield VoiceLine(survey, wave.get_kind_display(), tuple(said))
                break


def reach_words(one: Reach) -> str:
    if not one.is_anybody:
        return _("Nobody takes part yet.")
    if one.takes_part is None or one.everyone is None:
        return _("Some students take part. How many is hidden: the number would tell on somebody.")
    return _("%(n)s of %(all)s students take part.") % {"n": one.takes_part, "all": one.everyone}
