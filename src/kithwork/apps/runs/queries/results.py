"""Scores and results of a run: the table to type in, and what a week came to. Staff only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.classwide import taking_part
from kithwork.apps.runs.health import Sign, due_sessions, health_of
from kithwork.apps.runs.models import Attendance, Run, Score, Session
from kithwork.apps.runs.queries.own_results import OwnResults, own_results
from kithwork.apps.runs.queries.practice import playbook_here
from kithwork.apps.runs.queries.runner import tally_of
from kithwork.apps.runs.ranks import counting, value_of
from kithwork.playbooks import Playbook
from kithwork.playbooks.schema.quality import Test

SUNDAY = timedelta(days=6)
WEEK = timedelta(weeks=1)
# A test before is looked for this far back: the classic cycle gives it with last week's test after.
SINCE_FRIDAY = timedelta(days=3)
FIT_DAYS = timedelta(days=10)
COMPREHENSION = "comp_pct"


@dataclass(frozen=True, slots=True)
class TestKind:
    """One kind of score this practice asks for, as the tabs of the page say it."""

    kind: str
    name: str
    text: str
    is_timed: bool


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One student and what stands for this sitting; `before` is the latest earlier value of this kind."""

    student: Student
    right: int | None
    errors: int | None
    before: str


@dataclass(frozen=True, slots=True)
class ScoresPage:
    run: Run
    kinds: tuple[TestKind, ...]
    chosen: TestKind
    on: date
    out_of: int | None
    seconds: int | None
    rows: tuple[ScoreRow, ...]
    sittings: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Gain:
    """One student's week: before, after, and the difference, in per cent or words a minute."""

    student: Student
    pre: float | None
    post: float | None
    reading: float | None = None
    reading_before: float | None = None
    attended: int | None = None
    of: int = 0

    @property
    def gain(self) -> float | None:
        return None if self.pre is None or self.post is None else self.post - self.pre

    @property
    def reading_gain(self) -> float | None:
        if self.reading is None or self.reading_before is None:
            return None
        return self.reading - self.reading_before


@dataclass(frozen=True, slots=True)
class TeamTotal:
    name: str
    points: int


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """What one week of a run came to."""

    run: Run
    monday: date
    before: date | None
    after: date | None
    sessions: tuple[Session, ...]
    held: int
    teams: tuple[TeamTotal, ...]
    gains: tuple[Gain, ...]
    pre: float | None
    post: float | None
    gain: float | None
    has_tests: bool
    has_readings: bool
    health: tuple[Sign, ...]
    own: OwnResults | None


def test_kinds(playbook: Playbook) -> tuple[TestKind, ...]:
    """Each kind of score once, in the order of the practice's tests."""
    found: dict[str, TestKind] = {}
    for test in playbook.tests:
        kind = kind_of(test)
        found.setdefault(kind, TestKind(kind, _words(kind), test.text, kind == Score.Kind.READING))
    return tuple(found.values())


test_kinds.__test__ = False  # type: ignore[attr-defined]  # a name for people, not for pytest


def kind_of(test: Test) -> str:
    """Tests of a minute are readings; questions are questions; the rest is before or after."""
    if test.measure == "wcpm" or test.measure.endswith("_pm"):
        return Score.Kind.READING
    if test.measure == COMPREHENSION:
        return Score.Kind.COMPREHENSION
    return Score.Kind.PRE if test.when == "pre" else Score.Kind.POST


def _words(kind: str) -> str:
    return {
        Score.Kind.PRE: _("Test before"),
        Score.Kind.POST: _("Test after"),
        Score.Kind.READING: _("One-minute reading"),
        Score.Kind.COMPREHENSION: _("Questions after reading"),
    }[Score.Kind(kind)]


def scores_page(run: Run, kind: str, on: date) -> ScoresPage | None:
    """The table of one sitting; None where the practice has no test."""
    kinds = test_kinds(playbook_here(run))
    if not kinds:
        return None
    chosen = next((one for one in kinds if one.kind == kind), kinds[0])
    counted = Score.objects.filter(counting(), run=run, kind=chosen.kind)
    standing = {row.student_id: row for row in counted.filter(on=on)}
    before = {row.student_id: row for row in counted.filter(on__lt=on).order_by("on", "pk")}
    first = next(iter(standing.values()), None)
    items = run.contents.items.count() if run.contents else None
    return ScoresPage(
        run=run,
        kinds=kinds,
        chosen=chosen,
        on=on,
        out_of=None if chosen.is_timed else (first.out_of if first else items or None),
        seconds=(first.seconds if first and first.seconds else 60) if chosen.is_timed else None,
        rows=tuple(
            _score_row(one.student, standing.get(one.student_id), before.get(one.student_id))
            for one in taking_part(run, on)
        ),
        sittings=tuple(counted.order_by("-on").values_list("on", flat=True).distinct()[:8]),
    )


def _score_row(student: Student, row: Score | None, before: Score | None) -> ScoreRow:
    return ScoreRow(
        student,
        row.right if row else None,
        row.errors if row else None,
        in_words(before) if before else "",
    )


def in_words(score: Score) -> str:
    """8 of 10; 96 in a minute."""
    if score.kind == Score.Kind.READING:
        value = value_of(score) or 0
        return _("%(n)s in a minute") % {"n": round(value)}
    return _("%(right)s of %(of)s") % {"right": score.right, "of": score.out_of}


def results_page(viewer: Viewer, run: Run, week_of: date) -> ResultsPage:
    """One school week: sessions, teams, gains, and how healthy the practice is."""
    today = clock.today_for(viewer)
    monday = week_of - timedelta(days=week_of.weekday())
    sunday = monday + SUNDAY
    playbook = playbook_here(run)
    sessions = due_sessions(run, monday, sunday)
    held = [row for row in sessions if row.status == Session.Status.HELD]
    gains = _gains(run, monday, min(sunday, run.ends_on), held)
    kinds = {one.kind for one in test_kinds(playbook)}
    return ResultsPage(
        run=run,
        monday=monday,
        before=monday - WEEK if monday > run.starts_on else None,
        after=monday + WEEK if monday + WEEK <= min(today, run.ends_on) else None,
        sessions=tuple(sessions),
        held=len(held),
        teams=_teams(held),
        gains=gains,
        pre=_mean([one.pre for one in gains]),
        post=_mean([one.post for one in gains]),
        gain=_mean([one.gain for one in gains]),
        has_tests=bool({Score.Kind.PRE, Score.Kind.POST} & kinds),
        has_readings=Score.Kind.READING in kinds,
        health=tuple(health_of(run, playbook, min(sunday, today))),
        own=own_results(playbook, held, [one.student for one in gains]),
    )


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _teams(held: list[Session]) -> tuple[TeamTotal, ...]:
    """Team points of the week, most first."""
    totals: dict[str, int] = {}
    for session in held:
        for name, points in tally_of(session).teams.items():
            if name:
                totals[name] = totals.get(name, 0) + points
    return tuple(
        TeamTotal(name, points)
        for name, points in sorted(totals.items(), key=lambda row: (-row[1], row[0]))
    )


def _gains(run: Run, monday: date, last: date, held: list[Session]) -> tuple[Gain, ...]:
    rows = list(Score.objects.filter(counting(), run=run, on__lte=last).order_by("on", "pk"))
    there = _there(held)
    found = []
    for one in taking_part(run, last):
        mine = [row for row in rows if row.student_id == one.student_id]
        attended = there.get(one.student_id)
        found.append(_gain(one.student, mine, monday, attended))
    return tuple(found)


def _there(held: list[Session]) -> dict[int, tuple[int, int]]:
    """Student id -> sessions they attended, of those with attendance."""
    found: dict[int, tuple[int, int]] = {}
    rows = Attendance.objects.filter(session__in=held)
    for student_id, is_present in rows.values_list("student_id", "is_present"):
        came, of = found.get(student_id, (0, 0))
        found[student_id] = (came + is_present, of + 1)
    return found


def _gain(
    student: Student, rows: list[Score], monday: date, attended: tuple[int, int] | None
) -> Gain:
    """The week's test after, the test before that belongs to it, and the week's reading beside the one before."""
    post = _last(rows, Score.Kind.POST, monday)
    back = FIT_DAYS if post else SINCE_FRIDAY
    pre = _last([row for row in rows if _fits(row, post)], Score.Kind.PRE, monday - back)
    readings = [row for row in rows if row.kind == Score.Kind.READING]
    now = _last(readings, Score.Kind.READING, monday)
    earlier = [row for row in readings if now is None or row.on < now.on]
    return Gain(
        student,
        pre=value_of(pre) if pre else None,
        post=value_of(post) if post else None,
        reading=value_of(now) if now else None,
        reading_before=value_of(earlier[-1]) if now and earlier else None,
        attended=attended[0] if attended else None,
        of=attended[1] if attended else 0,
    )


def _last(rows: list[Score], kind: str, first: date) -> Score | None:
    return next((row for row in reversed(rows) if row.kind == kind and row.on >= first), None)


def _fits(row: Score, post: Score | None) -> bool:
    """A test before belongs to a test after on the same list, given no later."""
    return post is None or (row.on <= post.on and row.contents_id == post.contents_id)
