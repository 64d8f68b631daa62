"""What students scored: tests before and after, one-minute readings beside their aim line, errors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from statistics import fmean

from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.readings import Reading
from kithwork.apps.runs.models import Score
from kithwork.apps.runs.ranks import value_of
from kithwork.apps.suggestions.metrics.base import WHOLE_RUN, Found, Subject
from kithwork.apps.suggestions.run_data import RunData
from kithwork.evidence.decisions import Facts, Seen
from kithwork.playbooks.schema.quality import Condition

WEEK_DAYS = 7


def class_pre_test_mean(data: RunData, ask: Condition) -> Found:
    return _class_means(data, Score.Kind.PRE)


def class_post_test_mean(data: RunData, ask: Condition) -> Found:
    return _class_means(data, Score.Kind.POST)


def _class_means(data: RunData, kind: str) -> Found:
    """The class's mean of each week, dated by the week's last test."""
    weeks: dict[date, list[tuple[date, float]]] = defaultdict(list)
    for row in data.scores:
        value = value_of(row)
        if row.kind == kind and value is not None:
            weeks[row.on - timedelta(days=row.on.weekday())].append((row.on, value))
    points = tuple(
        Seen(rows[-1][0], fmean(value for _on, value in rows))
        for _week, rows in sorted(weeks.items())
    )
    return {WHOLE_RUN: Facts(points)} if points else {}


def individual_post_test(data: RunData, ask: Condition) -> Found:
    """Per cent right after practice, student by student."""
    return {
        Subject(f"student:{pk}", pk): Facts(tuple(Seen(row.on, value_of(row)) for row in rows))
        for pk, rows in _by_student(data, Score.Kind.POST)
    }


def errors_per_100_words(data: RunData, ask: Condition) -> Found:
    """Words missed of a hundred read, in each one-minute reading whose errors were counted."""
    return {
        Subject(f"student:{pk}", pk): Facts(
            tuple(
                Seen(row.on, 100 * row.errors / (row.right + row.errors))
                for row in _counted(rows)[-(ask.window.last or 1) :]
            )
        )
        for pk, rows in _by_student(data, Score.Kind.READING)
    }


def _counted(rows: list[Score]) -> list[Score]:
    """Readings whose errors were counted."""
    return [row for row in rows if row.errors is not None and row.right + row.errors]


def _by_student(data: RunData, kind: str) -> Iterable[tuple[int, list[Score]]]:
    here = {one.student_id for one in data.here}
    found: dict[int, list[Score]] = defaultdict(list)
    for row in data.scores:
        if row.kind == kind and row.student_id in here:
            found[row.student_id].append(row)
    return found.items()


def wcpm(data: RunData, ask: Condition) -> Found:
    """Words read in a minute: beside the aim line of a followed measure, or by itself where there is no goal."""
    found: dict[Subject, Facts] = {}
    for one in data.readings:
        if one.measure.source == Measure.Source.SCORE and one.measure.key == Score.Kind.READING:
            found[subject_of(one)] = _beside_aim(one, ask)
    return found


def _beside_aim(reading: Reading, ask: Condition) -> Facts:
    """Points since the goal was set or the last phase line was drawn, whichever came later."""
    goal = reading.goal.starts_on if reading.goal is not None else date.min
    line = reading.stretches[-1].starts_on if reading.stretches else date.min
    since = max(goal, line)
    most = ask.window.up_to or ask.window.last or 1
    values = [(on, value) for on, value, _phase in reading.values if on >= since][-most:]
    points = tuple(Seen(on, value, reading.aim_on(on)) for on, value in values)
    against = _four_weeks_ago(reading, ask) if ask.of == "four_weeks_ago" else _slope(reading)
    return Facts(points, against=against, aim=reading.measure.improvement)  # type: ignore[arg-type]


def _slope(reading: Reading) -> float | None:
    """The goal's growth by week."""
    if reading.aim is None:
        return None
    (start, low), (end, high) = reading.aim
    return (high - low) * WEEK_DAYS / (end - start).days


def _four_weeks_ago(reading: Reading, ask: Condition) -> float | None:
    """The value before the points of the window."""
    before = reading.values[: -(ask.window.last or 1)]
    return before[-1][1] if before else None


def benchmark_score(data: RunData, ask: Condition) -> Found:
    """The class's mean in each one-minute check, beside the benchmark the school uses."""
    by_day: dict[date, list[float]] = defaultdict(list)
    for row in data.scores:
        value = value_of(row)
        if row.kind == Score.Kind.READING and value is not None:
            by_day[row.on].append(value)
    told = data.facts_told["benchmark"]
    points = tuple(Seen(on, fmean(values)) for on, values in sorted(by_day.items()))
    against = told[-1].value if told else None
    return {WHOLE_RUN: Facts(points, against=against, is_relative=True)} if points else {}


def subject_of(reading: Reading) -> Subject:
    measure = reading.measure
    is_plan = reading.goal is not None and reading.goal.is_iep
    return Subject(f"measure:{measure.pk}", measure.student_id, measure.pk, is_plan)
