"""`kithwork effect-sizes`: series in, one row for each case and index out."""

from __future__ import annotations

import csv
import io
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kithwork.evidence.batch import Case, Row
    from kithwork.evidence.faults import BadData
    from kithwork.evidence.files import Told

BAD_INPUT = 2
COLUMNS = (
    "case", "outcome", "index", "est", "se_kind", "se", "ci_low", "ci_high",
    "n_a", "n_b", "options", "reasons",
)  # fmt: skip
# More cases than this are worth a progress bar.
MANY = 2000


class Direction(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"


def effect_sizes(
    file: Annotated[
        Path, typer.Argument(help="Long CSV (case, outcome, session, phase, value) or JSON cases.")
    ],
    index: Annotated[
        list[str] | None,
        typer.Option(
            "--index",
            help="An index; say it again for another. Every index and variant unless you say.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="A .csv or .json file; the screen unless you say."),
    ] = None,
    improvement: Annotated[
        Direction | None,
        typer.Option(
            "--improvement", "--direction", help="Which way is better, where rows do not say."
        ),
    ] = None,
    scale: Annotated[
        str | None, typer.Option(help="count, rate, percentage, proportion or other.")
    ] = None,
    minutes: Annotated[float | None, typer.Option(help="Minutes of a session, for rates.")] = None,
    intervals: Annotated[
        int | None, typer.Option(help="Intervals of a session, for percentages.")
    ] = None,
    goal: Annotated[float | None, typer.Option(help="The level aimed at, for PoGO.")] = None,
    baseline: Annotated[
        str | None, typer.Option(help="Label of the baseline; the first phase unless you say.")
    ] = None,
    level: Annotated[float, typer.Option(help="Confidence level.")] = 0.95,
    as_json: Annotated[bool, typer.Option("--json", help="Faults and rows as JSON.")] = False,
) -> None:
    """Effect sizes of single cases, with standard errors, intervals, and reasons for what is missing."""
    from kithwork.evidence.effects import INDICES
    from kithwork.evidence.faults import BadData
    from kithwork.evidence.files import Choices, read_cases

    _check_output(output)
    try:
        choices = Choices(improvement, scale, minutes, intervals, goal)
        told = read_cases(file, choices, baseline=baseline)
        rows = _work_out(told.cases, index or tuple(INDICES), level)
    except BadData as bad:
        raise _refused(bad, as_json) from None
    for note in told.notes:
        typer.echo(note, err=True)
    _give([_flat(row, told) for row in rows], output, as_json)


def _refused(bad: BadData, as_json: bool) -> typer.Exit:
    if as_json:
        typer.echo(json.dumps([fault.to_json() for fault in bad.faults], indent=1), err=True)
    else:
        for fault in bad.faults:
            typer.echo(str(fault), err=True)
    return typer.Exit(BAD_INPUT)


def _check_output(output: Path | None) -> None:
    if output is None:
        return
    if output.suffix.lower() not in {".csv", ".json"}:
        typer.echo(f"{output}: name a file that ends in .csv or .json.", err=True)
        raise typer.Exit(BAD_INPUT)
    if not output.parent.is_dir():
        typer.echo(f"{output.parent}: there is no such folder to write to.", err=True)
        raise typer.Exit(BAD_INPUT)


def _work_out(cases: Sequence[Case], indices: Sequence[str], level: float) -> list[Row]:
    from kithwork.evidence.batch import effect_sizes as of_all

    if len(cases) <= MANY or not sys.stderr.isatty():
        return of_all(cases, indices, level=level, every_se=True)
    from rich.console import Console
    from rich.progress import track

    rows: list[Row] = []
    starts = range(0, len(cases), MANY)
    for start in track(starts, "Working out", console=Console(stderr=True), transient=True):
        rows += of_all(cases[start : start + MANY], indices, level=level, every_se=True)
    return rows


def _flat(row: Row, told: Told) -> dict[str, Any]:
    found = row.estimate
    low, high = found.ci or (None, None)
    options = dict(found.options)
    if row.case.pair > 1:
        options["pair"] = row.case.pair
    return {
        "case": row.case.id,
        "outcome": row.case.outcome,
        "index": found.index,
        "est": found.value,
        "se_kind": found.se_kind,
        "se": found.se,
        "ci_low": low,
        "ci_high": high,
        "n_a": found.n_a,
        "n_b": found.n_b,
        "options": options,
        "reasons": list(found.reasons),
    }


def _give(rows: list[dict[str, Any]], output: Path | None, as_json: bool) -> None:
    wants_json = as_json if output is None else output.suffix.lower() == ".json"
    text = _as_json(rows) if wants_json else _as_csv(rows)
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as broken:
        typer.echo(f"{output}: cannot be written here ({broken.strerror}).", err=True)
        raise typer.Exit(BAD_INPUT) from None
    typer.echo(f"{len(rows)} rows: {output}")


def _as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def _as_csv(rows: list[dict[str, Any]]) -> str:
    from kithwork.evidence.files.long_csv import safe

    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(row[name], safe) for name in COLUMNS])
    return page.getvalue()


def _cell(value: Any, safe: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, list):
        return ";".join(value)
    return safe(value) if isinstance(value, str) else repr(value)
