"""One run's rows as the metrics read them, each kind once: a handful of queries however many students there are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cached_property, lru_cache

from kithwork.apps.measures.models import Goal, Measure
from kithwork.apps.measures.readings import Reading, readings_of
from kithwork.apps.people.models import Student
from kithwork.apps.runs.fidelity import Score as Checked
from kithwork.apps.runs.fidelity import score
from kithwork.apps.runs.models import (
    Attendance,
    Draw,
    FidelityCheck,
    Participant,
    Phase,
    Run,
    Score,
    Session,
    SessionEvent,
    SessionLog,
)
from kithwork.apps.runs.practice_fields import ASKED, LINES
from kithwork.apps.runs.queries import playbook_here
from kithwork.apps.runs.queries.practice import grade_of
from kithwork.apps.runs.ranks import counting
from kithwork.apps.suggestions.models import Told
from kithwork.evidence.decisions import Seen
from kithwork.playbooks import Playbook

WEEK = timedelta(weeks=1)
# Runs of a look that do the same practice alike share one reading of it.
ALIKE = 64


class _Held:
    """A run handed to the cache beside its key: two runs that are done alike are the same to it."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=ALIKE)
def _as_done(digest: str, grade: str, choices: str, held: _Held) -> Playbook:
    return playbook_here(held.run)


class RunData:
    """What was recorded of a run up to a day. Read as it is asked for, and kept for the look."""

    def __init__(self, run: Run, today: date) -> None:
        self.run = run
        self.today = today

    @cached_property
    def playbook(self) -> Playbook:
        """The practice as it is done here; worked out once for all runs that do it alike."""
        run = self.run
        return _as_done(
            run.playbook.digest, grade_of(run), json.dumps(run.choices, sort_keys=True), _Held(run)
        )

    @cached_property
    def sessions(self) -> list[Session]:
        """Times up to today that the calendar or a pause did not take away."""
        rows = Session.objects.filter(run=self.run, on__lte=self.today)
        return list(rows.exclude(status=Session.Status.CANCELLED).order_by("on", "starts_at", "pk"))

    @cached_property
    def held(self) -> list[Session]:
        return [one for one in self.sessions if one.status == Session.Status.HELD]

    @cached_property
    def logs(self) -> dict[int, SessionLog]:
        """Session id -> the log that stands."""
        rows = SessionLog.objects.filter(session__run=self.run, replaced_by__isnull=True)
        return {row.session_id: row for row in rows}

    @cached_property
    def told(self) -> list[tuple[Session, SessionLog | None]]:
        """Held sessions with their logs, oldest first."""
        return [(one, self.logs.get(one.pk)) for one in self.held]

    @cached_property
    def tapped(self) -> frozenset[int]:
        """Sessions somebody tapped in while they happened."""
        rows = SessionEvent.objects.filter(session__run=self.run)
        return frozenset(rows.order_by().values_list("session_id", flat=True).distinct())

    @cached_property
    def attendance(self) -> dict[int, dict[int, Attendance]]:
        """Session id -> student id -> attendance."""
        found: dict[int, dict[int, Attendance]] = defaultdict(dict)
        for row in Attendance.objects.filter(session__run=self.run):
            found[row.session_id][row.student_id] = row
        return found

    @cached_property
    def checks(self) -> list[tuple[date, Checked]]:
        """Checklists with an answer, oldest first: an observer's where there is one, else one's own."""
        rows = FidelityCheck.objects.filter(session__run=self.run, replaced_by__isnull=True)
        found = list(rows.select_related("session").order_by("session__on", "pk"))
        observed = [one for one in found if one.kind == FidelityCheck.Kind.OBSERVED]
        scored = [
            (one.session.on, score(one.answers, self.playbook.fidelity))
            for one in observed or found
        ]
        return [(on, one) for on, one in scored if one.pct is not None]

    @cached_property
    def scores(self) -> list[Score]:
        rows = Score.objects.filter(counting(), run=self.run, on__lte=self.today)
        return list(rows.order_by("on", "pk"))

    @cached_property
    def phases(self) -> list[Phase]:
        return list(self.run.phases.filter(starts_on__lte=self.today).order_by("starts_on", "pk"))

    @cached_property
    def draws(self) -> list[Draw]:
        """Every draw that was not dropped, coming ones too, with its groups and seats."""
        rows = Draw.objects.filter(run=self.run, dropped_at__isnull=True)
        return list(rows.order_by("starts_on", "pk").prefetch_related("groups__seats"))

    @cached_property
    def participants(self) -> list[Participant]:
        return list(self.run.participants.select_related("student").order_by("pk"))

    @property
    def here(self) -> list[Participant]:
        return [one for one in self.participants if one.left_on is None and not one.is_paused]

    def with_role_of(self, *who: str) -> list[Participant]:
        """Everybody who was ever in a role held by these: peer, student, focus_student."""
        roles = {one.id for one in self.playbook.roles if one.who in who}
        return [one for one in self.participants if one.role in roles]

    @cached_property
    def readings(self) -> list[Reading]:
        """Each measure followed in this run, with its goal, whoever may see it."""
        measures = list(
            Measure.objects.filter(run=self.run).select_related("school", "student").order_by("pk")
        )
        goals = Goal.objects.filter(measure__in=measures, replaced_by__isnull=True)
        found = readings_of(measures, self.today, goals=list(goals))
        return [found[one.pk] for one in measures]

    @cached_property
    def facts_told(self) -> dict[str, list[Told]]:
        found: dict[str, list[Told]] = defaultdict(list)
        for row in Told.objects.filter(run=self.run, on__lte=self.today).order_by("on", "pk"):
            found[row.metric].append(row)
        return found

    @cached_property
    def students(self) -> dict[int, Student]:
        return {one.student_id: one.student for one in self.participants}

    def since(self, weeks: int) -> date:
        """The first day of the last so many weeks, today included."""
        return self.today - weeks * WEEK + timedelta(days=1)

    def answers(self, log: SessionLog | None, fields: Iterable[str]) -> list[object]:
        """What the practice's own questions with these ids were answered in a log; unanswered ones left out."""
        if log is None:
            return []
        asked = log.measures.get(ASKED, {})
        wanted = set(fields)
        return [value for key, value in asked.items() if key.partition(".")[2] in wanted]

    def lines(self, log: SessionLog | None) -> list[list[str]] | None:
        """The lines of a log's table; none written is an empty one where the rest was answered, else unknown."""
        if log is None or not log.measures.get(ASKED):
            return None
        return [line for form in log.measures.get(LINES, {}).values() for line in form]

    def by_week(
        self, value: Callable[[list[tuple[Session, SessionLog | None]]], float | None]
    ) -> list[Seen]:
        """One value for each week with a held session, dated by its last one."""
        weeks: dict[date, list[tuple[Session, SessionLog | None]]] = defaultdict(list)
        for session, log in self.told:
            weeks[session.on - timedelta(days=session.on.weekday())].append((session, log))
        return [Seen(rows[-1][0].on, value(rows)) for _monday, rows in sorted(weeks.items())]
