"""`kithwork recordings`: what another program recorded in, one row for each behaviour and measure out."""

from __future__ import annotations

import csv
import io
import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kithwork.cli_effects import BAD_INPUT, _check_output, _refused

if TYPE_CHECKING:
    from kithwork.evidence.recording import Measure
    from kithwork.evidence.recording.imports import Imported

COLUMNS = (
    "observation", "subject", "behavior", "measure", "value", "unit", "seen", "reasons",
)  # fmt: skip


class Program(StrEnum):
    """The program that wrote the file."""

    BORIS = "boris"
    COUNTEE = "countee"
    DATATRACKER = "datatracker"


def recordings(
    file: Annotated[
        Path,
        typer.Argument(
            help="A tabular export of BORIS, a CSV of Countee, a session of DataTracker."
        ),
    ],
    program: Annotated[Program, typer.Option("--from", help="The program that wrote it.")],
    seconds: Annotated[
        float | None, typer.Option(help="Length of a session, where the file does not say it.")
    ] = None,
    behavior: Annotated[
        list[str] | None,
        typer.Option(help="What was watched for, so that none seen is a count of zero. Repeat it."),
    ] = None,
    hidden: Annotated[
        list[str] | None,
        typer.Option(
            help="A behaviour that means nobody could see, such as out of sight. Repeat it."
        ),
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option(help="Whose session it is, where the file does not say (DataTracker)."),
    ] = None,
    cue: Annotated[float, typer.Option(help="Second from which latency is counted.")] = 0.0,
    interval: Annotated[
        float | None, typer.Option(help="Seconds of an interval, for the interval measures.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="A .csv or .json file (with the bouts); the screen unless you say.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Faults and recordings as JSON.")] = False,
) -> None:
    """Bouts and measures of what was recorded with another program."""
    from kithwork.evidence.faults import BadData
    from kithwork.evidence.files.reading import text_of

    _check_output(output)
    try:
        found = _read(text_of(file), program, seconds, behavior or [], hidden or [], subject)
        told = [(one, _measures(one, cue, interval)) for one in found]
    except BadData as bad:
        raise _refused(bad, as_json) from None
    for one in found:
        for note in one.notes:
            typer.echo(f"{_named(one)}: {note}", err=True)
    wants_json = as_json if output is None else output.suffix.lower() == ".json"
    _give(_as_json(told) if wants_json else _as_csv(told), output, len(found))


def _read(
    text: str,
    program: Program,
    seconds: float | None,
    behaviors: list[str],
    hidden: list[str],
    subject: str | None,
) -> tuple[Imported, ...]:
    from kithwork.evidence.faults import refuse
    from kithwork.evidence.recording.imports import read_boris, read_countee, read_datatracker

    if program is Program.DATATRACKER:
        if behaviors:
            said = "DataTracker's file lists its keys itself. Leave --behavior out."
            raise refuse("unknown_option", said, column="behavior")
        return read_datatracker(text, subject=subject or "", seconds=seconds, hidden=hidden)
    if subject is not None:
        said = f"The {program} file names its subjects itself. Leave --subject out."
        raise refuse("unknown_option", said, column="subject")
    read = read_boris if program is Program.BORIS else read_countee
    return read(text, seconds=seconds, behaviors=behaviors, hidden=hidden)


def _measures(one: Imported, cue: float, interval: float | None) -> list[Measure]:
    from kithwork.evidence import recording as of

    taken = one.recording
    found = [
        of.count(taken), of.rate(taken), of.duration(taken), of.percent_duration(taken),
        of.mean_bout(taken), of.latency(taken, cue=cue), of.inter_response_time(taken),
    ]  # fmt: skip
    if interval is not None:
        by = (of.partial_interval, of.whole_interval, of.momentary_interval)
        found += [measure(taken, interval=interval) for measure in by]
    return found


def _named(one: Imported) -> str:
    return ", ".join(word for word in (one.observation, one.subject, one.behavior) if word)


def _as_json(told: list[tuple[Imported, list[Measure]]]) -> str:
    rows = [
        {**one.to_json(), "measures": [measure.to_json() for measure in measures]}
        for one, measures in told
    ]
    return json.dumps(rows, indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def _as_csv(told: list[tuple[Imported, list[Measure]]]) -> str:
    from kithwork.evidence.files.long_csv import safe

    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one, measures in told:
        words = [safe(word) for word in (one.observation, one.subject, one.behavior)]
        for measure in measures:
            value: Any = "" if measure.value is None else repr(measure.value)
            seen = repr(one.recording.seen)
            reasons = ";".join(measure.reasons)
            writer.writerow([*words, measure.index, value, measure.unit, seen, reasons])
    return page.getvalue()


def _give(text: str, output: Path | None, many: int) -> None:
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as broken:
        typer.echo(f"{output}: cannot be written here ({broken.strerror}).", err=True)
        raise typer.Exit(BAD_INPUT) from None
    typer.echo(f"{many} recordings: {output}")
