"""The fade board: every run that goes on, where its adult is, for how long, and what the data allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.policies import visible_measures
from kithwork.apps.measures.queries import Followed, followed
from kithwork.apps.measures.readings import Seen, fidelity_of
from kithwork.apps.people.models import Student
from kithwork.apps.progress.drawing import number
from kithwork.apps.runs.models import Phase, Run
from kithwork.apps.runs.policies import may_change_run, visible_runs
from kithwork.apps.runs.queries.practice import playbook_of
from kithwork.apps.suggestions.models import Suggestion
from kithwork.apps.suggestions.policies import visible_suggestions
from kithwork.apps.suggestions.queries.cards import says_of
from kithwork.playbooks import facilitation

# What a rule says of the adult's level; anything else has a page of its own.
ABOUT_LEVELS = ("DR-30", "DR-31", "DR-32", "DR-33", "DR-34")
LAST_POINTS = 3


@dataclass(frozen=True, slots=True)
class Target:
    """What is followed in the run: the newest points, and the goal they are read against."""

    measure: Measure
    points: str
    goal: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One run. ``asks`` are open suggestions about the level, each with the page it is decided on."""

    run: Run
    student: Student | None
    level: int
    level_name: str
    since: date
    weeks: int
    goal_level: int
    steps: Seen | None
    targets: tuple[Target, ...]
    asks: tuple[tuple[int, str], ...]
    may_change: bool

    @property
    def is_there(self) -> bool:
        """As far back as the practice asks for."""
        return self.level <= self.goal_level


def fade_board(viewer: Viewer) -> list[BoardRow]:
    """Runs this viewer sees, those with something to decide first, then the longest at one level."""
    going_on = Q(status__in=[Run.Status.ACTIVE, Run.Status.PAUSED])
    runs = list(
        visible_runs(viewer)
        .filter(going_on)
        .select_related("playbook", "focus_student", "facilitator", "school")
    )
    today = clock.today_for(viewer)
    phases = _phases(runs)
    steps = fidelity_of([run.pk for run in runs])
    measures = visible_measures(viewer).filter(run__in=runs, ended_on__isnull=True)
    by_run: dict[int | None, list[Followed]] = defaultdict(list)
    for one in followed(viewer, list(measures.select_related("student", "school", "run"))):
        by_run[one.measure.run_id].append(one)
    asks = _asks(viewer, runs)
    rows = [
        _row(
            viewer, run, today, phases[run.pk], steps.get(run.pk, []), by_run[run.pk], asks[run.pk]
        )
        for run in runs
    ]
    return sorted(rows, key=lambda row: (not row.asks, -row.weeks, row.run.name))


def _phases(runs: Sequence[Run]) -> dict[int, list[Phase]]:
    found: dict[int, list[Phase]] = defaultdict(list)
    for one in Phase.objects.filter(run__in=runs, adult_level__isnull=False).order_by(
        "starts_on", "pk"
    ):
        found[one.run_id].append(one)
    return found


def _asks(viewer: Viewer, runs: Sequence[Run]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = visible_suggestions(viewer).filter(
        run__in=runs, rule__in=ABOUT_LEVELS, status=Suggestion.Status.OPEN
    )
    for one in rows:
        if one.run_id is not None:
            found[one.run_id].append((one.pk, says_of(one)))
    return found


def _row(
    viewer: Viewer,
    run: Run,
    today: date,
    phases: Sequence[Phase],
    steps: Sequence[Seen],
    measures: Sequence[Followed],
    asks: Sequence[tuple[int, str]],
) -> BoardRow:
    fading = playbook_of(run).fading
    since = _since(run, phases)
    weeks = max(0, (today - since).days // 7)
    return BoardRow(
        run=run,
        student=_named(run, measures),
        level=run.adult_level,
        level_name=next(one.name for one in facilitation().levels if one.level == run.adult_level),
        since=since,
        weeks=weeks,
        goal_level=fading.goal,
        steps=steps[-1] if steps else None,
        targets=tuple(_target(one) for one in measures),
        asks=tuple(asks),
        may_change=bool(may_change_run(viewer, run)),
    )


def _since(run: Run, phases: Sequence[Phase]) -> date:
    since = run.starts_on
    for one in reversed(phases):
        if one.adult_level != run.adult_level:
            break
        since = one.starts_on
    return since


def _named(run: Run, measures: Sequence[Followed]) -> Student | None:
    """The student whose plan it is, for those who read how that student gets on."""
    found = [one.measure.student for one in measures]
    return next((one for one in found if one.pk == run.focus_student_id), None)


def _target(one: Followed) -> Target:
    values = [value for _on, value in one.reading.treated][-LAST_POINTS:]
    goal = one.reading.goal
    return Target(
        one.measure,
        ", ".join(number(value) for value in values) or _("no points yet"),
        number(goal.level) if goal is not None else "",
    )
