"""`kithwork agreement`: two observers' files in, one row for each session and index out."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from kithwork.evidence.agreement.comparing import Compared, Comparison
    from kithwork.evidence.agreement.coverage import Coverage
    from kithwork.evidence.faults import BadData

BAD_INPUT = 2
COLUMNS = (
    "case", "outcome", "phase", "session", "index", "agreement", "n", "reasons", "warnings",
)  # fmt: skip
SESSION_HEAD = ("case", "outcome", "phase", "session", "index", "agreement", "n")
GROUP_HEAD = ("case", "outcome", "phase", "index", "mean", "lowest", "highest", "scored twice")
NOT_DEFINED = "not defined"


def agreement(
    first: Annotated[
        Path,
        typer.Argument(
            help="The first observer's CSV: session, interval, count; or session, onset, offset. "
            "Case, outcome and phase may stand beside."
        ),
    ],
    second: Annotated[Path, typer.Argument(help="The second observer's CSV, of the same kind.")],
    method: Annotated[
        list[str] | None,
        typer.Option(help="An index; again for another. All that fit unless you say."),
    ] = None,
    tolerance: Annotated[float, typer.Option(min=0, help="Seconds, for single events.")] = 2.0,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="A .csv or .json file; the screen unless you say."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Faults and rows as JSON.")] = False,
) -> None:
    """How far two observers agree, session by session, with mean and range of each case and phase."""
    from kithwork.evidence.agreement.comparing import compare
    from kithwork.evidence.agreement.records import read_record
    from kithwork.evidence.faults import BadData
    from kithwork.evidence.files.reading import text_of

    _check_output(output)
    records = []
    for path in (first, second):
        try:
            records.append(read_record(text_of(path)))
        except BadData as bad:
            raise _refused(bad, as_json, str(path)) from None
    try:
        found = compare(records[0], records[1], method or (), tolerance=tolerance)
    except BadData as bad:
        raise _refused(bad, as_json) from None
    for sentence in found.alone:
        typer.echo(sentence, err=True)
    if output is None and not as_json and _on_screen():
        _show(found)
        return
    _give(found, output, as_json)
    for line in _summaries(found):
        typer.echo(line, err=True)


def _on_screen() -> bool:
    return sys.stdout.isatty()


def _check_output(output: Path | None) -> None:
    if output is None:
        return
    if output.suffix.lower() not in {".csv", ".json"}:
        typer.echo(f"{output}: name a file that ends in .csv or .json.", err=True)
        raise typer.Exit(BAD_INPUT)
    if not output.parent.is_dir():
        typer.echo(f"{output.parent}: there is no such folder to write to.", err=True)
        raise typer.Exit(BAD_INPUT)


def _refused(bad: BadData, as_json: bool, path: str = "") -> typer.Exit:
    if as_json:
        rows = [{**fault.to_json(), "file": path or None} for fault in bad.faults]
        typer.echo(json.dumps(rows, indent=1), err=True)
    for fault in () if as_json else bad.faults:
        typer.echo(f"{path}: {fault}" if path else str(fault), err=True)
    return typer.Exit(BAD_INPUT)


def _give(found: Comparison, output: Path | None, as_json: bool) -> None:
    rows = [_row(one) for one in found.sessions]
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


def _row(one: Compared) -> dict[str, Any]:
    told = one.agreement.to_json()
    return {
        "case": one.case,
        "outcome": one.outcome,
        "phase": one.phase,
        "session": one.session,
        "index": told["index"],
        "agreement": told["value"],
        **{name: told[name] for name in ("n", "details", "options", "reasons", "warnings")},
    }


def _as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def _as_csv(rows: list[dict[str, Any]]) -> str:
    from kithwork.evidence.files.long_csv import safe

    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        words = [safe(row[name]) for name in ("case", "outcome", "phase")]
        value = "" if row["agreement"] is None else repr(row["agreement"])
        said = [";".join(row["reasons"]), " ".join(row["warnings"])]
        writer.writerow([*words, f"{row['session']:g}", row["index"], value, row["n"], *said])
    return page.getvalue()


def _percent(value: float | None) -> str:
    return NOT_DEFINED if value is None else f"{value:.1%}"


def _summaries(found: Comparison) -> list[str]:
    """A line for each index, case and phase, then each warning once."""
    lines = [_summary(index, group) for index, group in found.summaries]
    return [*lines, *_warnings(found)]


def _summary(index: str, group: Coverage) -> str:
    words = ", ".join(word for word in (group.case, group.outcome, group.phase, index) if word)
    twice = f"{group.twice} of {_sessions(group.sessions)} scored twice ({group.share:.1%})."
    if group.mean is None:
        return f"{words}: {NOT_DEFINED} in any session; {twice}"
    span = f"mean {group.mean:.1%}, from {_percent(group.lowest)} to {_percent(group.highest)}"
    return f"{words}: {span}, in {_sessions(group.known)}; {twice}"


def _sessions(n: int) -> str:
    return "1 session" if n == 1 else f"{n} sessions"


def _warnings(found: Comparison) -> list[str]:
    return list(
        dict.fromkeys(
            f"{index}: {said}" for index, group in found.summaries for said in group.warnings
        )
    )


def _show(found: Comparison) -> None:
    """Both tables on the screen, and the warnings."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    def table(title: str, names: Sequence[str], rows: list[list[str]]) -> Table:
        drawn = Table(title=title, title_justify="left")
        for name in names:
            drawn.add_column(name)
        for row in rows:
            drawn.add_row(*map(Text, row))
        return drawn

    console = Console()
    rows = [_cells(one) for one in found.sessions]
    console.print(table("Each session", SESSION_HEAD, rows))
    rows = [_group_cells(index, group) for index, group in found.summaries]
    console.print(table("Each case and phase", GROUP_HEAD, rows))
    for line in _warnings(found):
        console.print(Text(line))


def _cells(one: Compared) -> list[str]:
    words = [one.case, one.outcome, one.phase, f"{one.session:g}"]
    return [*words, one.agreement.index, _percent(one.agreement.value), str(one.agreement.n)]


def _group_cells(index: str, group: Coverage) -> list[str]:
    span = [_percent(value) for value in (group.mean, group.lowest, group.highest)]
    twice = f"{group.twice} of {group.sessions} ({group.share:.1%})"
    return [group.case, group.outcome, group.phase, index, *span, twice]
