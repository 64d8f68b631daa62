"""How the adult steps back in a run: the practice's plan with dates, where it stands, what sessions told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs.models import Phase, Run, SessionLog
from kithwork.apps.runs.queries.practice import playbook_here
from kithwork.apps.runs.wording import PHASES
from kithwork.playbooks import facilitation
from kithwork.playbooks.schema.people import Fading, FadingStep
from kithwork.playbooks.shared import AdultLevel

# Sessions shown, newest first: enough to see a drift, few enough to take in.
RECENT = 6


@dataclass(frozen=True, slots=True)
class Step:
    """What the practice says of a level, and from when to when by its weeks; no days where it names none."""

    does: str
    until: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One level of the six: what it means anywhere, and what the practice asks of it here."""

    level: AdultLevel
    steps: tuple[Step, ...]
    is_now: bool
    is_start: bool
    is_goal: bool
    is_below: bool
    by_weeks_now: bool


@dataclass(frozen=True, slots=True)
class SeenLevel:
    on: date
    name: str
    level: int


@dataclass(frozen=True, slots=True)
class Change:
    """A level or phase from a day on, with who wrote it down and why."""

    phase: Phase
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class FadingPage:
    """Everything the page shows. ``drift`` says how the last sessions differ: nearer, further or not."""

    run: Run
    fading: Fading
    now: AdultLevel
    since: date
    weeks: int
    by_weeks: AdultLevel | None
    hold: int | None
    lines: tuple[LevelLine, ...]
    seen: tuple[SeenLevel, ...]
    drift: str
    changes: tuple[Change, ...]


def fading_page(viewer: Viewer, run: Run) -> FadingPage:
    fading, today = playbook_here(run).fading, clock.today_for(viewer)
    phases = list(run.phases.select_related("set_by").order_by("-starts_on", "-pk"))
    since = _since(run, phases)
    by_weeks = None if run.status == Run.Status.CLOSED else _by_weeks(fading, run, today)
    seen = _seen(run)
    hold = fading.every_step_at_least
    return FadingPage(
        run=run,
        fading=fading,
        now=_level(run.adult_level),
        since=since,
        weeks=max(0, (today - since).days // 7),
        by_weeks=None if by_weeks is None else _level(by_weeks),
        hold=int(hold.min) if hold is not None and hold.unit == "week" else None,
        lines=tuple(_line(one, fading, run, by_weeks) for one in facilitation().levels),
        seen=seen,
        drift=_drift(run.adult_level, seen),
        changes=tuple(_change(one) for one in phases),
    )


def phase_now(run: Run) -> Phase.Kind:
    """The phase it is in, to which a change of level belongs."""
    latest = run.phases.order_by("starts_on", "pk").last()
    return Phase.Kind(latest.kind) if latest is not None else Phase.Kind.TRAINING


def _level(level: int) -> AdultLevel:
    return next(one for one in facilitation().levels if one.level == level)


def _since(run: Run, phases: list[Phase]) -> date:
    """From which day the level has been what it is; phases newest first."""
    since = run.starts_on
    for one in phases:
        if one.adult_level is None:
            continue
        if one.adult_level != run.adult_level:
            break
        since = one.starts_on
    return since


def _by_weeks(fading: Fading, run: Run, today: date) -> int | None:
    """The level of the practice's week. Weeks are a plan; what students do decides."""
    week = (today - run.starts_on).days // 7 + 1
    if week < 1:
        return None
    for step in fading.steps:
        if step.from_week and step.from_week <= week <= (step.to_week or week):
            return step.level
    return None


def _line(one: AdultLevel, fading: Fading, run: Run, by_weeks: int | None) -> LevelLine:
    low = fading.never_below
    return LevelLine(
        level=one,
        steps=tuple(_step(step, run) for step in fading.steps if step.level == one.level),
        is_now=one.level == run.adult_level,
        is_start=one.level == fading.start,
        is_goal=one.level == fading.goal,
        is_below=low is not None and one.level < low,
        by_weeks_now=one.level == by_weeks,
    )


def _step(step: FadingStep, run: Run) -> Step:
    def monday_of(week: int) -> date:
        return run.starts_on + timedelta(weeks=week - 1)

    return Step(
        does=step.does,
        until=step.until or "",
        from_on=monday_of(step.from_week) if step.from_week else None,
        to_on=monday_of(step.to_week + 1) - timedelta(days=1) if step.to_week else None,
    )


def _seen(run: Run) -> tuple[SeenLevel, ...]:
    """Where the adult was in the last sessions, as their standing logs say."""
    rows = SessionLog.objects.filter(
        session__run=run, was_held=True, adult_level__isnull=False, replaced_by__isnull=True
    )
    rows = rows.order_by("-session__on", "-session__starts_at", "-pk")
    return tuple(
        SeenLevel(on, _level(level).name, level)
        for on, level in rows.values_list("session__on", "adult_level")[:RECENT]
    )


def _drift(level: int, seen: tuple[SeenLevel, ...]) -> str:
    """All of the last sessions on one side of the level: not a single day's doing."""
    if len(seen) < RECENT // 2:
        return ""
    last = seen[: RECENT // 2]
    if all(one.level > level for one in last):
        return "nearer"
    return "further" if all(one.level < level for one in last) else ""


def _change(phase: Phase) -> Change:
    name = "" if phase.adult_level is None else _level(phase.adult_level).name
    return Change(phase, str(PHASES[phase.kind]), name)
