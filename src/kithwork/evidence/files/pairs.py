"""From a series to the pairs of phases that are compared: a baseline and the treatment right after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kithwork.evidence.batch import Case
from kithwork.evidence.series import Phase, Scale, Series, passes_its_scale

_ADD = "Many indices need two or more; add sessions to it."


@dataclass(frozen=True, slots=True)
class Told:
    """Cases to compare, and sentences about what was left out or is thin."""

    cases: tuple[Case, ...]
    notes: tuple[str, ...]


def pairs_of(series: Sequence[Series], *, baseline: str | None = None) -> Told:
    """Each baseline phase with the phase that follows it; A B A B makes two pairs.

    ``baseline`` is the label of the baseline; without it the first phase of each case is one. A phase
    that no baseline precedes is left out, and said.
    """
    cases: list[Case] = []
    notes: list[str] = []
    for one in series:
        runs = one.runs
        base = baseline if baseline is not None else runs[0].label
        found = [(a, b) for a, b in pairwise(runs) if a.label == base and b.label != base]
        compared = {id(run) for pair in found for run in pair}
        notes += [
            f"{_named(one)}: phase {run.label} from {_start(run)} has no baseline"
            f" {base!r} right before it, so it is not compared."
            for run in runs
            if id(run) not in compared
        ]
        for number, (a, b) in enumerate(found, start=1):
            notes += [
                f"{_named(one)}: phase {run.label} from {_start(run)} has"
                f" {_counted(len(run.scores))}. {_ADD}"
                for run in (a, b)
                if len(run.scores) < 2
            ]
            cases.append(
                Case(
                    id=one.case,
                    baseline=[point.value for point in a.points],
                    treatment=[point.value for point in b.points],
                    improvement=one.improvement,
                    outcome=one.outcome,
                    scale=one.scale,
                    session_minutes=one.session_minutes,
                    intervals=one.intervals,
                    goal=one.goal,
                    pair=number,
                )
            )
    return Told(tuple(cases), (*notes, *outside_notes(cases)))


def outside_notes(cases: Sequence[Case]) -> tuple[str, ...]:
    """A sentence for each case with a score a little outside its scale, as read off a printed graph."""
    return tuple(
        f"{case.id}: a score lies outside the {case.scale} scale. Indices that need the scale are left out;"
        " check the score, or name another scale."
        for case in cases
        if any(
            passes_its_scale(score, Scale(case.scale))
            for score in (*case.baseline, *case.treatment)
        )
    )


def thin_notes(cases: Sequence[Case]) -> tuple[str, ...]:
    """A sentence for each phase of fewer than two scores; the row is the place of its case in the file."""
    return tuple(
        f"{case.id}: phase {name} (row {row}) has {_counted(there)}. {_ADD}"
        for row, case in enumerate(cases, start=1)
        for name, phase in (("A", case.baseline), ("B", case.treatment))
        if (there := sum(score is not None for score in phase)) < 2
    )


def twice_notes(cases: Sequence[Case]) -> tuple[str, ...]:
    """A sentence for each case that bears the name and outcome of one before it."""
    first: dict[tuple[str, str], int] = {}
    return tuple(
        f"{case.id} (row {row}) is there more than once, so its rows cannot be told apart. Give each its own id."
        for row, case in enumerate(cases, start=1)
        if first.setdefault((case.id, case.outcome), row) < row
    )


def _named(series: Series) -> str:
    return f"{series.case}, {series.outcome}" if series.outcome else series.case


def _start(run: Phase) -> str:
    first = run.points[0]
    return f"session {first.session:g} (row {first.row})"


def _counted(scores: int) -> str:
    return "one score" if scores == 1 else "no score"
