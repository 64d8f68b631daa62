"""A reading as a picture, a table, words and tones: the same data four ways, so that nobody needs one of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kithwork.apps.measures.readings import Reading
from kithwork.apps.measures.stretches import BASELINE
from kithwork.apps.progress.strips import strips
from kithwork.evidence.graph import AimLine, Figure, figure
from kithwork.evidence.series import Series

# Baseline and practice each need so many points before a pattern can show (practices.md I.4).
LEAST_POINTS = 3
CASE = ""
# An aim line is drawn to its goal where that leaves the points three fifths of the width: a goal a year away would
# press them into a corner. Else two weeks on, or a third of what is there. Ours (tag D).
LEAST_AHEAD, ROOM_AHEAD, SHARE_AHEAD = timedelta(weeks=2), 2 / 3, 1 / 3
HALF_A_YEAR = timedelta(weeks=26)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a page shows of one series."""

    figure: Figure
    svg: SafeString
    strips: SafeString
    sentences: tuple[str, ...]
    tones: str
    to_go: int


def drawn(reading: Reading, *, ids: str = "graph") -> Drawing | None:
    """The drawing of a reading; None before it has a value."""
    found = figure_of(reading)
    if found is None:
        return None
    return Drawing(
        figure=found,
        # Written by the library, which escapes every word in it.
        svg=mark_safe(found.svg(ids=ids)),  # noqa: S308
        strips=mark_safe(strips(reading, found, ids=f"{ids}-strips")),  # noqa: S308
        sentences=found.sentences[1:],
        tones=json.dumps([dot.value for dot in reading.dots]),
        to_go=to_go(reading),
    )


def figure_of(reading: Reading, *, title: str | None = None) -> Figure | None:
    """The single-case figure of a reading by its dates. No name stands in it: a drawing cannot hide one."""
    if reading.series is None:
        return None
    numbers = _numbers(reading)
    aim = reading.aim
    series = replace(
        reading.series,
        case=CASE,
        sessions=numbers[0],
        goal=reading.goal.level if reading.goal and aim is None else None,
    )
    baseline = next((one for one in series.phases if one.startswith(BASELINE)), "")
    return figure(
        series,
        "single",
        axis="date",
        title=title,
        y_title=_axis_title(reading.measure.unit),
        labels=reading.labels,
        baseline=baseline,
        probes=[*_probes(reading, numbers[1])],
        aim=_aim_line(reading),
        remarks={CASE: _words_at_gaps(reading, numbers[0])},
    )


def _aim_line(reading: Reading) -> AimLine | None:
    """To the goal, where that leaves room for the points; else some way on, with an arrow."""
    if reading.aim is None:
        return None
    (start, low), (end, high) = reading.aim
    first, last = reading.dots[0].on, max(reading.dots[-1].on, start)
    told = last - first
    shown_to = end
    if end - last > max(LEAST_AHEAD, told * ROOM_AHEAD):
        shown_to = last + max(LEAST_AHEAD, told * SHARE_AHEAD)
    return AimLine((start, low), (end, high), _words_of_aim(high, end, shown_to), shown_to)


def _words_of_aim(level: float, by: date, shown_to: date) -> str:
    """Level and day, with the year where it could be mistaken for one that is on the axis."""
    day = date_format(by, "M j" if by - shown_to < HALF_A_YEAR else "M j, Y")
    words = _("Aim: %(level)s by %(day)s")
    if shown_to < by:
        words = _("Aim goes on to %(level)s by %(day)s")
    return words % {"level": number(level), "day": day}


def _axis_title(unit: str) -> str:
    return unit[:1].upper() + unit[1:]


def _numbers(reading: Reading) -> tuple[list[float], list[float]]:
    """Sessions 1, 2, 3, and probes between them, so that a check in another place is no hole in the path."""
    own = [float(place) for place in range(1, len(reading.dots) + 1)]
    days = [dot.on for dot in reading.dots]
    before: dict[int, int] = {}
    probes = []
    for probe in reading.probes:
        place = sum(day <= probe.on for day in days)
        before[place] = before.get(place, 0) + 1
        probes.append((place, before[place]))
    return own, [place + nth / (before[place] + 1) for place, nth in probes]


def _probes(reading: Reading, numbers: Sequence[float]) -> Iterator[Series]:
    if reading.probes and reading.series is not None:
        yield Series(
            case=CASE,
            outcome=reading.series.outcome,
            sessions=numbers,
            values=[dot.value for dot in reading.probes],
            phases=["probe"] * len(reading.probes),
            improvement=reading.series.improvement,
            scale=reading.series.scale,
            dates=[dot.on for dot in reading.probes],
        )


def _words_at_gaps(reading: Reading, numbers: Sequence[float]) -> dict[float, str]:
    """The reason at the first of the sessions that follow one another without data."""
    found: dict[float, str] = {}
    before = ""
    for number, dot in zip(numbers, reading.dots, strict=True):
        why = dot.why_none if dot.value is None else ""
        if why and why != before:
            found[number] = why
        before = why
    return found


def to_go(reading: Reading) -> int:
    """How many points are missing before baseline and practice can be compared at all."""
    before = max(0, LEAST_POINTS - len(reading.baseline))
    return before + max(0, LEAST_POINTS - len(reading.treated))


@dataclass(frozen=True, slots=True)
class Row:
    """One point of the table, where it is practised or elsewhere, with what the drawing shows on that day."""

    on: date
    phase: str
    words: str
    place: str
    is_probe: bool
    aim: str = ""
    level: str = ""


def table(reading: Reading) -> list[Row]:
    """Every point, checks among them, in the order of their days. What is missing says why."""
    labels = reading.labels
    rows = [
        Row(
            dot.on,
            labels[phase],
            number(dot.value) or dot.why_none or _("no data"),
            "",
            False,
            *_that_day(reading, dot.on),
        )
        for dot, phase in zip(reading.dots, reading.phases, strict=True)
    ]
    rows += [
        Row(
            dot.on,
            _("Check in another place"),
            number(dot.value),
            dot.setting,
            True,
            *_that_day(reading, dot.on),
        )
        for dot in reading.probes
    ]
    return sorted(rows, key=lambda row: (row.on, row.is_probe))


def _that_day(reading: Reading, on: date) -> tuple[str, str]:
    """Height of the aim line, where it has begun, and where the adult was: empty for nothing, and 0 is away."""
    begun = reading.aim is not None and on >= reading.aim[0][0]
    level = reading.level_on(on)
    return number(reading.aim_on(on)) if begun else "", "" if level is None else str(level)


def number(value: float | None) -> str:
    """As people write it: at most one digit after the point, none where there is none to say."""
    if value is None:
        return ""
    return f"{value:.1f}".rstrip("0").rstrip(".")
