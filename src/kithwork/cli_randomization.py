"""`kithwork randomization-test`: a sealed plan and the data in, a careful sentence out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kithwork.cli_effects import BAD_INPUT, Direction

if TYPE_CHECKING:
    from kithwork.evidence.faults import BadData, Fault
    from kithwork.evidence.randomization import RandomizationPlan, TestResult
    from kithwork.evidence.series import Series

NAMES = {"NAP": "NAP", "median_difference": "The difference of medians"}


def randomization_test(
    plan: Annotated[Path, typer.Argument(help="The plan, as JSON.")],
    data: Annotated[Path, typer.Argument(help="Long CSV: case, session, phase, value.")],
    improvement: Annotated[
        Direction | None,
        typer.Option(
            "--improvement", "--direction", help="Which way is better, where rows do not say."
        ),
    ] = None,
    statistic: Annotated[
        str, typer.Option(help="mean_difference, median_difference or NAP.")
    ] = "mean_difference",
    first_treatment: Annotated[
        str | None,
        typer.Option(
            help="When treatment began, as 2026-11-23T08:30:00+00:00; the dates in the data tell it too."
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option(min=1, help="Draws, where there are too many assignments.")
    ] = 20_000,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, other draws.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Faults and result as JSON.")] = False,
) -> None:
    """How rare a difference like this is among what chance could have chosen."""
    from kithwork.evidence.faults import BadData
    from kithwork.evidence.files import Choices, read_series
    from kithwork.evidence.randomization import randomization_test as test

    try:
        read = _plan(plan)
        series = read_series(data, Choices(improvement=improvement))
        found = test(
            read, _scores(read, series), improvement=series[0].improvement,
            first_treatment_at=first_treatment or _first_treatment(read, series),
            draws=draws, seed=seed, statistic=statistic,
        )  # fmt: skip
    except BadData as bad:
        raise _refused(bad, as_json) from None
    if as_json:
        typer.echo(json.dumps(found.to_json(), indent=1, allow_nan=False))
        return
    typer.echo(read.promise)
    typer.echo(_sentence(found))
    for warning in found.warnings if found.p is not None else ():
        typer.echo(warning, err=True)


def _refused(bad: BadData, as_json: bool) -> typer.Exit:
    if as_json:
        typer.echo(json.dumps([fault.to_json() for fault in bad.faults], indent=1), err=True)
    for fault in () if as_json else bad.faults:
        typer.echo(str(fault), err=True)
    return typer.Exit(BAD_INPUT)


def _plan(path: Path) -> RandomizationPlan:
    from kithwork.evidence.faults import refuse
    from kithwork.evidence.files.reading import text_of
    from kithwork.evidence.files.series_json import json_of
    from kithwork.evidence.randomization import plan_from

    fields: Any = json_of(text_of(path), "The plan")
    if not isinstance(fields, dict):
        raise refuse("bad_plan", "The plan is not an object with a design and its choices.")
    return plan_from(fields)


def _scores(plan: RandomizationPlan, series: list[Series]) -> dict[str, list[float | None]]:
    """Scores by session number of the plan; the phases of the data must follow what was drawn."""
    from kithwork.evidence.faults import BadData, Fault

    faults, found = list(_other_directions(series)), {}
    for one in series:
        by_session = dict(zip(one.sessions, one.values, strict=True))
        stray = [session for session in by_session if session not in range(1, plan.sessions + 1)]
        if one.case in found:
            faults.append(
                Fault(
                    "two_outcomes",
                    f"{one.case} has two outcomes. Give one at a time.",
                    one.rows[0] if one.rows else None,
                    "outcome",
                )
            )
        if stray:
            said = (
                f"{one.case} has a session {stray[0]:g}, which the plan does not have. "
                f"It numbers them 1 to {plan.sessions}."
            )
            row = next(point.row for point in one.points if point.session == stray[0])
            faults.append(Fault("other_session", said, row, "session"))
        found[one.case] = [by_session.get(session) for session in range(1, plan.sessions + 1)]
        if one.case in plan.cases and plan.drawn and (fault := _another_start(plan, one)):
            faults.append(fault)
    if faults:
        raise BadData(faults)
    return found


def _other_directions(series: list[Series]) -> Iterator[Fault]:
    """The statistic is a mean over cases: what is better for one is better for all."""
    from kithwork.evidence.faults import Fault

    for one in series:
        if one.improvement != series[0].improvement:
            said = (
                f"Better is {one.improvement} for {one.case} and {series[0].improvement} for {series[0].case}. "
                "One test has one direction: turn the scores of one round, or test them apart."
            )
            yield Fault("two_directions", said, one.points[0].row, "improvement")


def _first_treatment(plan: RandomizationPlan, series: list[Series]) -> str | None:
    """When treatment began as far as the dates in the data tell; not on the day of the draw itself."""
    days = [one.runs[1].points[0].on for one in series if len(one.runs) > 1]
    known = [day for day in days if day is not None]
    if not plan.drawn or not known or len(known) < len(days):
        return None
    drawn = datetime.fromisoformat(plan.made_at)
    if min(known) == drawn.date():
        return None
    return datetime.combine(min(known), time.max, drawn.tzinfo).isoformat()


def _another_start(plan: RandomizationPlan, series: Series) -> Any:
    from kithwork.evidence.faults import Fault

    changes = [run.points[0].session for run in series.runs[1:]]
    drawn = (
        list(plan.drawn)
        if plan.design == "ABAB"
        else [plan.drawn[list(plan.cases).index(series.case)]]
    )
    if changes == drawn:
        return None
    said = (
        f"{series.case} changed phase at session {', '.join(f'{one:g}' for one in changes) or 'none'},"
        f" but {', '.join(map(str, drawn))} was drawn. The test is for what was drawn."
    )
    row = series.runs[1].points[0].row if len(series.runs) > 1 else None
    return Fault("not_as_drawn", said, row, "phase")


def _sentence(found: TestResult) -> str:
    if found.p is None:
        from kithwork.evidence.estimate import REASONS

        return " ".join(found.warnings or [REASONS[code] for code in found.reasons])
    how = (
        f"{found.count_ge:,} of {found.assignments:,} assignments"
        if found.is_exact
        else (f"{found.count_ge:,} of {(found.draws or 0) + 1:,} drawn (seed {found.seed})")
    )
    named = NAMES.get(found.statistic, "The difference")
    return f"{named} is {found.observed:g}. {how} give one as large: p = {found.p:.4g}."
