"""`kithwork design-check`: can this study's design carry a conclusion, and what does it lack?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kithwork.evidence.faults import BadData, Fault

if TYPE_CHECKING:
    from kithwork.evidence.design import Decision, Study

BAD_INPUT = 2
RATING_WORDS = {
    "without_reservations": "meets the table without reservations",
    "with_reservations": "meets the table with reservations",
    "does_not_meet": "does not meet the table",
}


def design_check(
    study: Annotated[Path, typer.Argument(help="A study, or a list of them, as JSON.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write to this file (JSON if named .json)."),
    ] = None,
    ruleset: Annotated[
        str, typer.Option(help="Which decision table to hold it against.")
    ] = "wwc-scd-table-v1",
) -> None:
    """Rate the design of a single-case study, and say what it still needs."""
    _check_output(output, as_json)
    studies = _read(study, as_json)
    decisions = _decide(studies, ruleset, as_json)
    if as_json or (output and output.suffix == ".json"):
        text = json.dumps([decision.to_json() for decision in decisions], indent=2) + "\n"
    else:
        text = "\n".join(_told(decision) for decision in decisions)
    _write(text, output, as_json)


def _refused(faults: Iterable[Fault], as_json: bool) -> typer.Exit:
    """One sentence for each fault, or all of them as a JSON list, on the error stream."""
    if as_json:
        typer.echo(json.dumps([fault.to_json() for fault in faults]), err=True)
    else:
        for fault in faults:
            typer.echo(fault, err=True)
    return typer.Exit(BAD_INPUT)


def _check_output(output: Path | None, as_json: bool) -> None:
    if output is None:
        return
    if not output.parent.is_dir():
        sentence = f"{output.parent}: there is no such folder to write to."
        raise _refused([Fault("no_folder", sentence)], as_json)
    if output.is_dir():
        sentence = f"{output}: is a folder; name a file."
        raise _refused([Fault("is_folder", sentence)], as_json)


def _read(path: Path, as_json: bool) -> tuple[Study, ...]:
    from kithwork.evidence.design import read_studies

    try:
        return read_studies(path)
    except BadData as bad:
        raise _refused(bad.faults, as_json) from None
    except OSError as error:
        sentence = f"{path}: cannot be read ({error.strerror})."
        raise _refused([Fault("unreadable", sentence)], as_json) from None


def _decide(studies: tuple[Study, ...], ruleset: str, as_json: bool) -> list[Decision]:
    from kithwork.evidence.design import wwc_scd

    try:
        return [wwc_scd(study, ruleset=ruleset) for study in studies]
    except BadData as bad:
        raise _refused(bad.faults, as_json) from None


def _write(text: str, output: Path | None, as_json: bool) -> None:
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        sentence = f"{output}: cannot be written ({error.strerror})."
        raise _refused([Fault("unwritable", sentence)], as_json) from None


def _told(decision: Decision) -> str:
    lines = [f"Study {decision.study}: {RATING_WORDS[decision.rating]}", f"  {decision.label}"]
    lines += [f"  {failing.code}: {failing.sentence}" for failing in decision.failing]
    lines += [f"  {note}" for note in decision.notes]
    for needed in decision.still_needed:
        words = needed.target.replace("_", " ")
        if needed.reached:
            continue
        lines.append(f"  Still needed to meet it {words}:")
        lines += [
            f"    {need.sentence}" + ("" if need.possible else " Too late in this study.")
            for need in needed.needs
        ]
    for result in decision.per_rule:
        if result.verdict == "reviewer_decision":
            lines.append(f"  {result.code}: {' '.join(result.sentences)}")
    return "\n".join(lines) + "\n"
