"""`kithwork draw`: a class in, pairs and teams out. For a teacher or a researcher without the product."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kithwork.matching.classwide import ClassQuestion, Draw

BAD_INPUT = 2
COLUMNS = ("group", "team", "student", "turn", "seat", "note")


class Rule(StrEnum):
    """How pairs come together."""

    RANK_SPLIT = "rank_split"
    RANDOM_IN_TEAMS = "random_in_teams"
    NEIGHBOURS = "neighbours"
    ROTATING = "rotating"
    TRIADS = "triads"


class First(StrEnum):
    """Who has the first turn."""

    HIGHER = "higher"
    EITHER = "either"


def draw(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="CLASS",
            help="CSV (student; and any of rank, score, level, here, apart_from, rather_apart, together) "
            "or JSON in the format kithwork-class/1.",
        ),
    ],
    rule: Annotated[
        Rule | None, typer.Option(help="How pairs come together; rank_split unless the file says.")
    ] = None,
    teams: Annotated[int | None, typer.Option(help="How many teams; none unless you say.")] = None,
    gap: Annotated[
        float | None, typer.Option(help="Partners differ by at most this, in their measure's unit.")
    ] = None,
    first: Annotated[
        First | None,
        typer.Option(help="Who begins; with --rule, higher in rank_split and else either."),
    ] = None,
    no_repeat_days: Annotated[
        int | None, typer.Option(help="No pair again within so many days; 28 unless you say.")
    ] = None,
    absent: Annotated[
        list[str] | None, typer.Option(help="A student who is away; say it again for another.")
    ] = None,
    past: Annotated[
        list[Path] | None,
        typer.Option(help="An earlier draw (JSON), not to repeat; say it again for another."),
    ] = None,
    for_day: Annotated[
        Path | None,
        typer.Option(help="The draw in force (JSON): change only what those absent today require."),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day of the draw; today unless you say."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, another draw.")] = 1,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="A .csv or .json file; CSV on the screen unless you say."
        ),
    ] = None,
) -> None:
    """Draw pairs and teams for a class: the same class and seed, the same draw."""
    from kithwork.matching.classwide import BadProblem

    _check_output(output)
    day = on.date() if on else None
    options = {
        "rule": rule,
        "teams": teams,
        "most_apart": gap,
        "first": first,
        "no_repeat_days": no_repeat_days,
    }
    given = {name: value for name, value in options.items() if value is not None}
    try:
        question = _question(file, day, given, past or [])
        drawn, said = _drawn(question, absent or [], for_day, seed)
    except BadProblem as bad:
        raise _refused(bad.faults) from None
    _give(drawn, output)
    for sentence in said:
        typer.echo(sentence, err=True)


def _refused(sentences: list[str]) -> typer.Exit:
    for sentence in sentences:
        typer.echo(sentence, err=True)
    return typer.Exit(BAD_INPUT)


def _check_output(output: Path | None) -> None:
    if output is None:
        return
    if output.suffix.lower() not in {".csv", ".json"}:
        raise _refused([f"{output}: name a file that ends in .csv or .json."])
    if not output.parent.is_dir():
        raise _refused([f"{output.parent}: there is no such folder to write to."])


def _question(
    file: Path, day: date | None, given: dict[str, Any], past: list[Path]
) -> ClassQuestion:
    """The class of the file with what the command adds: rules, the day, earlier draws."""
    from dataclasses import replace

    from kithwork.matching.classwide import Past
    from kithwork.matching.classwide.files import read_class, read_draw

    today = date.today()  # noqa: DTZ011  the day on this machine's own calendar is what is meant
    question = read_class(file, on=day or today)
    rules = {
        name: str(value) if isinstance(value, StrEnum) else value for name, value in given.items()
    }
    if "rule" in rules and rules["rule"] != "rank_split":
        rules.setdefault("first", "either")
    before = [read_draw(path) for path in past]
    return question.with_changes(
        on=day or question.on,
        rules=replace(question.rules, **rules),
        past=question.past
        + tuple(Past(group.members, one.on, group.team) for one in before for group in one.groups),
    )


def _drawn(
    question: ClassQuestion, absent: list[str], for_day: Path | None, seed: int
) -> tuple[Draw, list[str]]:
    """The draw, and what to say about it."""
    from kithwork.matching.classwide import draw as draw_class
    from kithwork.matching.classwide import faults_of, for_today
    from kithwork.matching.classwide.files import read_draw
    from kithwork.matching.problem import BadProblem

    known = {student.id for student in question.students}
    faults = [
        f"--absent {one}: there is no such student in the class."
        for one in absent
        if one not in known
    ]
    faults += faults_of(question)
    if faults:
        raise BadProblem(faults)
    if for_day is not None:
        in_force = read_draw(for_day)
        unknown = sorted({one for group in in_force.groups for one in group.members} - known)
        if unknown:
            raise BadProblem([f"{for_day}: {one} is not in the class." for one in unknown])
        day = for_today(question, in_force, absent=absent)
        return day.draw, [str(change) for change in day.changes]
    drawn = draw_class(question.without(set(absent)), seed=seed)
    return drawn, [one.sentence for one in drawn.relaxed] + [one.reason for one in drawn.left]


def _give(drawn: Draw, output: Path | None) -> None:
    from kithwork.matching.classwide.files import draw_json

    wants_json = output is not None and output.suffix.lower() == ".json"
    text = draw_json(drawn).decode() if wants_json else _as_csv(drawn)
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as broken:
        raise _refused([f"{output}: cannot be written here ({broken.strerror})."]) from None
    typer.echo(f"{len(drawn.groups)} groups: {output}")


def _as_csv(drawn: Draw) -> str:
    from kithwork.evidence.files.long_csv import safe

    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(drawn):
        writer.writerow([safe(str(cell)) for cell in row])
    return page.getvalue()


def _rows(drawn: Draw) -> Iterator[tuple[Any, ...]]:
    """A row for each student. No measure is in it: the sheet may hang on the wall."""
    for number, group in enumerate(drawn.groups, 1):
        for turn, one in enumerate(group.members, 1):
            yield number, group.team, one, turn, "stays" if one == group.stayer else "moves", ""
    for left in drawn.left:
        yield "", "", left.student, "", "", "for an adult to place"
