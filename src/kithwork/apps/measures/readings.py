"""The series of a measure, put together: points in their phases, checks in other places, gaps, aim, adult, steps seen.

Nothing here knows who looks. Callers begin at `policies.visible_measures`, and at `visible_goals` for goals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from statistics import median

from django.utils.translation import gettext as _

from kithwork.apps.measures.models import Goal, Measure
from kithwork.apps.measures.sources import Dot, dots_of
from kithwork.apps.measures.stretches import (
    BASELINE,
    MAINTENANCE,
    PROBE,
    Stretch,
    at,
    levels,
    stretches,
)
from kithwork.apps.runs.fidelity import score
from kithwork.apps.runs.models import FidelityCheck, Phase
from kithwork.apps.runs.queries.practice import playbook_of
from kithwork.apps.runs.wording import PHASES
from kithwork.evidence.series import Scale, Series

# The phases a practice is carried out in.
TREATED = frozenset({"intervention", "fade"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A checklist of planned steps: whole per cent of them done, and who looked."""

    on: date
    pct: int
    is_observed: bool
    good_pct: int

    @property
    def is_good(self) -> bool:
        """As many as the practice asks for."""
        return self.pct >= self.good_pct


@dataclass(frozen=True)
class Reading:
    """Everything there is to show of one measure. ``dots`` are those where it is practised, oldest first."""

    measure: Measure
    dots: tuple[Dot, ...]
    probes: tuple[Dot, ...]
    stretches: tuple[Stretch, ...]
    levels: tuple[tuple[date, int], ...]
    fidelity: tuple[Seen, ...]
    goal: Goal | None = None

    @cached_property
    def phases(self) -> tuple[str, ...]:
        """The label of each dot's phase."""
        return tuple(self._label(dot) for dot in self.dots)

    def _label(self, dot: Dot) -> str:
        if dot.phase == MAINTENANCE:
            return MAINTENANCE
        found = at(self.stretches, dot.on)
        return found.label if found is not None else dot.phase or BASELINE

    @cached_property
    def labels(self) -> dict[str, str]:
        """What people read over each phase."""
        named = {one.label: one.name for one in self.stretches}
        return {key: named.get(key) or str(PHASES.get(key, key)) for key in self.phases}

    @cached_property
    def values(self) -> tuple[tuple[date, float, str], ...]:
        """(day, value, phase) of every session that has one."""
        return tuple(
            (dot.on, dot.value, phase)
            for dot, phase in zip(self.dots, self.phases, strict=True)
            if dot.value is not None
        )

    @cached_property
    def baseline(self) -> tuple[float, ...]:
        """Values before the practice began."""
        return tuple(value for _on, value, phase in self.values if phase.startswith(BASELINE))

    @cached_property
    def treated(self) -> tuple[tuple[date, float], ...]:
        """Values while it is carried out, fading included."""
        return tuple((on, value) for on, value, phase in self.values if phase.split()[0] in TREATED)

    @cached_property
    def maintenance(self) -> tuple[tuple[date, float], ...]:
        return tuple((on, value) for on, value, phase in self.values if phase == MAINTENANCE)

    @cached_property
    def series(self) -> Series | None:
        """For the evidence library; None before there is a value."""
        if not self.values:
            return None
        measure = self.measure
        return Series(
            case=_("This student"),
            outcome=measure.name,
            sessions=range(1, len(self.dots) + 1),
            values=[dot.value for dot in self.dots],
            phases=self.phases,
            improvement=measure.improvement,  # type: ignore[arg-type]
            scale=Scale(measure.scale),
            dates=[dot.on for dot in self.dots],
        )

    @cached_property
    def aim(self) -> tuple[tuple[date, float], tuple[date, float]] | None:
        """The aim line: from where it began, which is the middle of the baseline unless said, to the goal."""
        if self.goal is None:
            return None
        start = self.goal.from_level
        if start is None:
            start = median(self.baseline) if self.baseline else None
        if start is None:
            return None
        return (self.goal.starts_on, start), (self.goal.by_on, self.goal.level)

    def aim_on(self, on: date) -> float | None:
        """The height of the aim line on a day; the goal itself after its last."""
        if self.aim is None:
            return None
        (start, low), (end, high) = self.aim
        if on >= end:
            return high
        return low + (high - low) * (on - start).days / (end - start).days

    def level_on(self, on: date) -> int | None:
        """Where the adult was on a day, of 5 (leads) to 0 (away)."""
        found = None
        for since, level in self.levels:
            found = level if since <= on else found
        return found


def readings_of(
    measures: Sequence[Measure],
    today: date,
    *,
    goals: Collection[Goal] = (),
    closed: Collection[int] = (),
) -> dict[int, Reading]:
    """Measure's id -> its reading, in a handful of queries however many there are.

    Parameters
    ----------
    goals
        Those that whoever looks may see; of several the one in force counts.
    closed
        Observations that stand open to them only later, with a second observer's: they are gaps until then.
    """
    found = dots_of(measures, today)
    runs = {one.run_id for one in measures if one.run_id is not None}
    phases: dict[int | None, list[Phase]] = defaultdict(list)
    for row in Phase.objects.filter(run_id__in=runs).order_by("starts_on", "pk"):
        phases[row.run_id].append(row)
    seen = fidelity_of(runs)
    in_force = {one.measure_id: one for one in sorted(goals, key=lambda one: (one.set_at, one.pk))}
    return {
        one.pk: _reading(
            one,
            [_shut(dot, closed) for dot in found.get(one.pk, [])],
            phases[one.run_id],
            seen.get(one.run_id, ()),
            in_force.get(one.pk),
        )
        for one in measures
    }


def reading_of(
    measure: Measure,
    today: date,
    *,
    goals: Collection[Goal] = (),
    closed: Collection[int] = (),
) -> Reading:
    """One measure's."""
    return readings_of([measure], today, goals=goals, closed=closed)[measure.pk]


def _shut(dot: Dot, closed: Collection[int]) -> Dot:
    if dot.observation is None or dot.observation not in closed:
        return dot
    return replace(dot, value=None, why_none=_("waits for the second observer"))


def _reading(
    measure: Measure,
    dots: Sequence[Dot],
    phases: Sequence[Phase],
    seen: Sequence[Seen],
    goal: Goal | None,
) -> Reading:
    return Reading(
        measure=measure,
        dots=tuple(dot for dot in dots if not _is_probe(dot, measure)),
        probes=tuple(dot for dot in dots if _is_probe(dot, measure) and dot.value is not None),
        stretches=stretches(phases),
        levels=levels(phases),
        fidelity=tuple(seen),
        goal=goal,
    )


def _is_probe(dot: Dot, measure: Measure) -> bool:
    """Called one by whoever recorded it, or seen where it is not practised."""
    elsewhere = bool(dot.setting and measure.setting and dot.setting != measure.setting)
    return dot.phase == PROBE or (elsewhere and dot.phase != MAINTENANCE)


def fidelity_of(runs: Collection[int]) -> dict[int | None, list[Seen]]:
    """Run's id -> its checklists, oldest first. Those with nothing answered say nothing."""
    found: dict[int | None, list[Seen]] = defaultdict(list)
    rows = FidelityCheck.objects.filter(session__run_id__in=runs, replaced_by__isnull=True)
    for row in rows.select_related("session__run__playbook").order_by("session__on", "pk"):
        run = row.session.run
        assert run is not None, "asked for by run"
        fidelity = playbook_of(run).fidelity
        pct = score(row.answers, fidelity).pct
        if pct is not None:
            is_observed = row.kind == FidelityCheck.Kind.OBSERVED
            found[run.pk].append(Seen(row.session.on, pct, is_observed, int(fidelity.good_pct)))
    return found
