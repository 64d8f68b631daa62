"""Straight lines over the data: aims, criteria, and on request levels, trends and envelopes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from kithwork.evidence.graph.arrange import Arranged
from kithwork.evidence.graph.axes import day_words
from kithwork.evidence.graph.model import Group, Ruling
from kithwork.evidence.graph.numbers import plain
from kithwork.evidence.graph.wanted import AimLine, Wanted, ordinal
from kithwork.evidence.series import Series
from kithwork.evidence.trend import (
    dual_criterion,
    mean_line,
    median_line,
    ols,
    split_middle,
    theil_sen,
)

# Name of the wish -> what draws it and what stands beside it.
FITTED = {
    "mean": (mean_line, "Mean"),
    "median": (median_line, "Median"),
    "trend": (theil_sen, "Trend"),
    "ols": (ols, "Trend"),
    "split_middle": (split_middle, "Trend"),
}
DUAL = ("dual", "conservative_dual")


def rulings_of(
    series: Series, arranged: Arranged, wanted: Wanted, criteria: dict[str, float], last_x: float
) -> tuple[Ruling, ...]:
    """Every line of one panel, those that belong to the design first."""
    found = [*_criteria(arranged, criteria), *_aim(series, arranged, wanted, last_x)]
    for what in wanted.lines:
        if what in FITTED:
            found += _fitted(what, arranged.groups)
        elif what == "envelope":
            found += _envelope(arranged.groups)
        else:
            found += _dual(series, arranged.groups, wanted, conservative=what != "dual")
    return tuple(found)


def _criteria(arranged: Arranged, criteria: dict[str, float]) -> list[Ruling]:
    spans = [span for span in arranged.spans if span.label in criteria]
    return [
        Ruling(
            "criterion",
            (span.start, criteria[span.label]),
            (span.stop, criteria[span.label]),
            "Criterion" if span is spans[-1] else "",
        )
        for span in spans
    ]


def _aim(series: Series, arranged: Arranged, wanted: Wanted, last_x: float) -> Iterator[Ruling]:
    if isinstance(wanted.aim, AimLine):
        yield _aimed(wanted.aim)
        return
    level = series.goal if wanted.aim is None else wanted.aim
    if level is not None:
        spans = arranged.spans
        first = arranged.changes[0].x if arranged.changes else spans[0].start
        yield Ruling("aim", (first, level), (last_x, level), f"Aim: {plain(level)}")


def _aimed(aim: AimLine) -> Ruling:
    (start, low), (stop, high) = aim.start, aim.stop
    until = None if aim.shown_to is None else ordinal(aim.shown_to)
    line = Ruling("aim", (ordinal(start), low), (ordinal(stop), high), shown_to=until)
    when = day_words(stop) if isinstance(stop, date) else f"session {plain(stop)}"
    usual = f"Aim goes on to {plain(high)}, {when}" if line.goes_on else f"Aim: {plain(high)}"
    return replace(line, text=aim.words or usual)


def _fitted(what: str, groups: Sequence[Group]) -> list[Ruling]:
    draw, text = FITTED[what]
    kind = what if what in {"mean", "median"} else "trend"
    found = []
    for group in groups:
        x, y = _scores(group)
        line = draw(y, time=x)
        ends = (line.at(x[0]), line.at(x[-1])) if y else (None, None)
        if ends[0] is not None and ends[1] is not None:
            found.append(Ruling(kind, (x[0], ends[0]), (x[-1], ends[1])))
    return _last_named(found, text)


def _envelope(groups: Sequence[Group]) -> list[Ruling]:
    """The lowest and the highest score of each phase."""
    lows, highs = [], []
    for group in groups:
        x, y = _scores(group)
        if y:
            lows.append(Ruling("envelope", (x[0], min(y)), (x[-1], min(y))))
            highs.append(Ruling("envelope", (x[0], max(y)), (x[-1], max(y))))
    return [*_last_named(lows, "Lowest"), *_last_named(highs, "Highest")]


def _dual(
    series: Series, groups: Sequence[Group], wanted: Wanted, *, conservative: bool
) -> list[Ruling]:
    """The baseline's mean and trend line, carried through the treatment right after it."""
    baseline = wanted.baseline if wanted.baseline is not None else groups[0].label
    levels, trends = [], []
    for a, b in pairwise(groups):
        if a.label != baseline or b.label == baseline or b.span != a.span + 1:
            continue
        (x_a, y_a), (x_b, y_b) = _scores(a), _scores(b)
        found = dual_criterion(
            y_a, y_b, improvement=series.improvement, conservative=conservative, time=[*x_a, *x_b]
        )
        if found.level is None or found.slope is None or found.intercept is None or not x_b:
            continue
        shift = found.shift or 0.0
        first, last = x_a[0], x_b[-1]
        level = found.level + shift
        levels.append(Ruling("dual", (first, level), (last, level)))
        ends = [found.intercept + found.slope * x + shift for x in (first, last)]
        trends.append(Ruling("dual", (first, ends[0]), (last, ends[1])))
    return [*_last_named(levels, "Baseline mean"), *_last_named(trends, "Baseline trend")]


def _last_named(rulings: list[Ruling], text: str) -> list[Ruling]:
    if not rulings:
        return []
    *others, last = rulings
    return [*others, Ruling(last.what, last.start, last.stop, text)]


def _scores(group: Group) -> tuple[list[float], list[float]]:
    pairs = [(mark.x, mark.value) for mark in group.marks if mark.value is not None]
    return [x for x, _ in pairs], [y for _, y in pairs]
