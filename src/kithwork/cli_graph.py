"""`kithwork graph`: a study in, its single-case figure out."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kithwork.cli_effects import Direction, _refused

if TYPE_CHECKING:
    from kithwork.evidence.faults import BadData
    from kithwork.evidence.graph import AimLine, Figure, Pause

WRITTEN = (".svg", ".png", ".pdf")


class Kind(StrEnum):
    """How the panels are laid."""

    SINGLE = "single"
    MULTIPLE_BASELINE = "multiple_baseline"
    REVERSAL = "reversal"
    ALTERNATING_TREATMENTS = "alternating_treatments"
    CHANGING_CRITERION = "changing_criterion"


class Order(StrEnum):
    """Which panel is on top."""

    START = "start"
    GIVEN = "given"
    NAME = "name"


class Across(StrEnum):
    """What the x axis counts."""

    SESSION = "session"
    DATE = "date"


def graph(
    file: Annotated[
        Path, typer.Argument(help="Long CSV (case, outcome, session, phase, value) or JSON cases.")
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="A file that ends in .svg, .png or .pdf.")
    ],
    kind: Annotated[
        Kind | None, typer.Option(help="The design; what the data look like unless you say.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="A title above the panels.")] = None,
    outcome: Annotated[
        list[str] | None, typer.Option(help="An outcome to draw; say it again for another.")
    ] = None,
    case: Annotated[
        list[str] | None, typer.Option(help="A case to draw; say it again for another.")
    ] = None,
    order: Annotated[Order | None, typer.Option(help="Which panel is on top.")] = None,
    axis: Annotated[Across, typer.Option(help="Sessions or the calendar.")] = Across.SESSION,
    aim: Annotated[
        str | None,
        typer.Option(help="A level, such as 9, or a line, such as 3,2:20,9 (session,level)."),
    ] = None,
    criterion: Annotated[
        list[str] | None, typer.Option(help="Phase and criterion, such as B1=5. Repeat it.")
    ] = None,
    probe: Annotated[
        list[str] | None, typer.Option(help="A phase or an outcome that holds probes. Repeat it.")
    ] = None,
    label: Annotated[
        list[str] | None, typer.Option(help="A phase and its name, such as A=Baseline. Repeat it.")
    ] = None,
    line: Annotated[
        list[str] | None,
        typer.Option(
            help="mean, median, trend, ols, split_middle, envelope, dual or conservative_dual. Repeat it."
        ),
    ] = None,
    school_break: Annotated[
        list[str] | None,
        typer.Option(
            "--break", help="No school, such as 2026-12-21..2027-01-03=Winter. Repeat it."
        ),
    ] = None,
    join_skipped: Annotated[
        bool, typer.Option("--join-skipped", help="Join across session numbers nobody used.")
    ] = False,
    own_y: Annotated[bool, typer.Option("--own-y", help="A y scale for each panel.")] = False,
    y_title: Annotated[
        str | None, typer.Option("--y-title", help="What is measured, with its unit.")
    ] = None,
    baseline: Annotated[
        str | None, typer.Option(help="Label of the baseline; the first phase unless you say.")
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
    minutes: Annotated[float | None, typer.Option(help="Minutes of a session.")] = None,
    intervals: Annotated[int | None, typer.Option(help="Intervals of a session.")] = None,
    goal: Annotated[float | None, typer.Option(help="The level aimed at; drawn as an aim.")] = None,
    fonts: Annotated[
        Path | None, typer.Option(help="A folder of fonts for letters ours do not have.")
    ] = None,
    for_page: Annotated[
        bool,
        typer.Option("--for-page", help="SVG with classes only, for a page with its own style."),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Faults, words and table as JSON.")
    ] = False,
) -> None:
    """Draw the single-case figure of a study, and say in words what it shows."""
    from kithwork.evidence.faults import BadData
    from kithwork.evidence.files import Choices, read_series
    from kithwork.evidence.graph import figure, gather

    try:
        _check_output(output)
        choices = Choices(improvement, scale, minutes, intervals, goal)
        found = gather(
            read_series(file, choices), outcomes=outcome or (), cases=case or (), probes=probe or ()
        )
        of_outcome = {one.outcome for one in found.probes}
        drawn = figure(
            found.series, kind, title=title, axis=axis, order=order, same_y=not own_y, y_title=y_title,
            labels=_pairs(label, "label"), baseline=baseline, aim=_aim(aim),
            probes=[*found.probes, *(name for name in probe or () if name not in of_outcome)],
            criteria={key: _number(text, "criterion") for key, text in _pairs(criterion, "criterion").items()},
            lines=line or (), pauses=[_pause(text) for text in school_break or ()], join_skipped=join_skipped,
        )  # fmt: skip
        _write(drawn, output, for_page, fonts)
    except BadData as bad:
        raise _refused(bad, as_json) from None
    notes = (*found.notes, *drawn.notes)
    if as_json:
        said = drawn.to_json() | {"notes": list(notes), "file": str(output)}
        typer.echo(json.dumps(said, indent=1, allow_nan=False, ensure_ascii=False))
        return
    for note in notes:
        said = f"{note} Choose with --outcome." if note in found.notes else note
        typer.echo(said, err=True)
    typer.echo(f"{output}: {drawn.title}")
    typer.echo(drawn.sentence)


def _bad(code: str, text: str, column: str) -> BadData:
    from kithwork.evidence.faults import refuse

    return refuse(code, text, column=column)


def _check_output(output: Path) -> None:
    if output.suffix.lower() not in WRITTEN:
        raise _bad(
            "bad_output", f"{output}: name a file that ends in .svg, .png or .pdf.", "output"
        )
    if not output.parent.is_dir():
        raise _bad("no_folder", f"{output.parent}: there is no such folder to write to.", "output")


def _write(drawn: Figure, output: Path, for_page: bool, fonts: Path | None) -> None:
    if fonts is not None and not fonts.is_dir():
        raise _bad("no_folder", f"{fonts}: there is no such folder of fonts.", "fonts")
    folder = None if fonts is None else str(fonts)
    ending = output.suffix.lower()
    if ending == ".svg":
        made = drawn.svg(paper=not for_page).encode()
    else:
        made = drawn.png(fonts=folder) if ending == ".png" else drawn.pdf(fonts=folder)
    try:
        output.write_bytes(made)
    except OSError as error:
        raise _bad(
            "unwritable", f"{output}: cannot be written ({error.strerror}).", "output"
        ) from None


def _pairs(given: list[str] | None, option: str) -> dict[str, str]:
    found = {}
    for text in given or ():
        key, equals, value = text.rpartition("=")
        if not (equals and key.strip() and value.strip()):
            raise _bad(f"bad_{option}", f"{text!r}: write it as A=B, the phase first.", option)
        found[key.strip()] = value.strip()
    return found


def _number(text: str, option: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise _bad("not_a_number", f"{text!r} is not a number.", option) from None


def _aim(text: str | None) -> float | AimLine | None:
    if text is None or ":" not in text:
        return None if text is None else _number(text, "aim")
    from kithwork.evidence.graph import AimLine

    ends = [end.split(",") for end in text.split(":")]
    if len(ends) != 2 or any(len(end) != 2 for end in ends):
        said = f"{text!r}: write an aim line as 3,2:20,9 (session,level:session,level)."
        raise _bad("bad_aim", said, "aim")
    (start, low), (stop, high) = ends
    return AimLine(
        (_when(start, "aim"), _number(low, "aim")), (_when(stop, "aim"), _number(high, "aim"))
    )


def _pause(text: str) -> Pause:
    from kithwork.evidence.graph import Pause

    days, _, name = text.partition("=")
    first, dots, last = days.partition("..")
    if not dots:
        said = f"{text!r}: write a break as 2026-12-21..2027-01-03, with =name if you like."
        raise _bad("bad_break", said, "break")
    return Pause(_when(first, "break"), _when(last, "break"), name.strip())


def _when(text: str, option: str) -> float | date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return _number(text, option)
