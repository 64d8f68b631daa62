"""The sentence under a graph says what the points say, whatever they are."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from kithwork.apps.measures.models import Goal, Measure
from kithwork.apps.measures.readings import Reading
from kithwork.apps.measures.sources import Dot
from kithwork.apps.measures.stretches import Stretch
from kithwork.apps.progress.drawing import drawn, number, table, to_go
from kithwork.apps.progress.words import in_short

FIRST = date(2026, 9, 14)
VALUES = st.lists(st.one_of(st.none(), st.integers(0, 40).map(float)), max_size=14)


def reading_from(before, during, goal=None, improvement="increase", probes=()) -> Reading:
    """Points every other day, the practice beginning after the first list."""
    starts = FIRST + timedelta(days=2 * len(before))
    dots = [
        Dot(FIRST + timedelta(days=2 * place), value, why_none="" if value is not None else "absent")
        for place, value in enumerate([*before, *during])
    ]  # fmt: skip
    measure = Measure(
        name="Starts", unit="times", scale="count", improvement=improvement, setting="lunch"
    )
    return Reading(
        measure=measure,
        dots=tuple(dots),
        probes=tuple(probes),
        stretches=(
            Stretch("baseline", "Before it begins", "baseline", FIRST),
            Stretch("intervention", "Practice", "intervention", starts),
        ),
        levels=((FIRST, 4), (starts, 3)),
        fidelity=(),
        goal=Goal(level=goal, starts_on=starts, by_on=starts + timedelta(days=60)) if goal else None,
    )  # fmt: skip


@given(before=VALUES, during=VALUES, goal=st.one_of(st.none(), st.integers(1, 40)))
def test_it_never_contradicts_its_points(before, during, goal):
    reading = reading_from(before, during, goal)
    drawing = drawn(reading)
    known = [value for value in [*before, *during] if value is not None]
    if drawing is None:
        assert not known
        return
    said = in_short(reading, drawing.figure)
    for name, values in (("Before it begins", before), ("Practice", during)):
        points = [value for value in values if value is not None]
        found = re.search(rf"{name}: middle value ([\d.]+), ([a-z ]+)\.", said)
        if found is None:
            continue
        assert len(points) >= 3
        assert found[1] == number(median(points))
        pairs = [(b > a) - (b < a) for i, a in enumerate(points) for b in points[i + 1 :]]
        if found[2] == "tending up":
            assert pairs.count(1) >= 3 * pairs.count(-1) and 1 in pairs
        if found[2] == "tending down":
            assert pairs.count(-1) >= 3 * pairs.count(1) and -1 in pairs
    on, newest, _phase = reading.values[-1]
    aim = reading.aim_on(on)
    for word, holds in (
        ("over", aim is not None and newest > aim),
        ("under", aim is not None and newest < aim),
    ):
        if f"is {word} the aim line" in said:
            assert holds and not to_go(reading)


@given(before=VALUES, during=VALUES)
def test_every_point_and_every_gap_stands_in_the_table_and_none_beside(before, during):
    reading = reading_from(before, during)
    rows = [row.words for row in table(reading)]
    assert rows == [number(value) or "absent" for value in [*before, *during]]


@given(before=VALUES, during=VALUES)
def test_no_line_crosses_a_gap_or_a_phase_line(before, during):
    reading = reading_from(before, during)
    drawing = drawn(reading)
    if drawing is None:
        return
    holes = {dot.on.toordinal() for dot in reading.dots if dot.value is None}
    begins = (FIRST + timedelta(days=2 * len(before))).toordinal()
    for path in drawing.figure.panels[0].paths:
        xs = [x for x, _y in path.points]
        assert not any(min(xs) < hole < max(xs) for hole in holes)
        assert not min(xs) < begins <= max(xs)


def test_a_check_in_another_place_breaks_no_path():
    probe = Dot(FIRST + timedelta(days=7), 2.0, phase="probe", setting="recess")
    reading = reading_from([1.0, 2.0, 1.0], [3.0, 4.0, 5.0], probes=[probe])
    drawing = drawn(reading)
    assert [len(path.points) for path in drawing.figure.panels[0].paths] == [3, 3]
    assert "1 probe: 2." in " ".join(drawing.sentences)


def aim_of(reading):
    drawing = drawn(reading)
    (aim,) = [one for one in drawing.figure.panels[0].rulings if one.what == "aim"]
    return aim, drawing


def test_a_far_goal_does_not_press_the_points_into_a_corner_and_is_not_said_to_be_near():
    reading = reading_from([1.0, 2.0, 1.0], [3.0, 4.0, 5.0], goal=40)
    aim, drawing = aim_of(reading)
    assert aim.goes_on and aim.text == "Aim goes on to 40 by Nov 19"
    end = (reading.dots[-1].on + timedelta(weeks=2)).toordinal()
    assert aim.shown_stop[0] == drawing.figure.x.high == end
    assert aim.shown_stop[1] == reading.aim_on(date.fromordinal(end)) < 40
    assert "to 40 on Nov 19." in " ".join(drawing.sentences)


def test_a_goal_that_leaves_the_points_most_of_the_width_is_drawn_whole():
    reading = reading_from([1.0, 2.0, 1.0], [float(place) for place in range(31)], goal=40)
    reading.goal.by_on = reading.dots[-1].on + timedelta(days=44)
    aim, drawing = aim_of(reading)
    assert not aim.goes_on and aim.text == "Aim: 40 by Jan 2"
    assert aim.shown_stop == (reading.goal.by_on.toordinal(), 40)
    assert drawing.figure.x.high == reading.goal.by_on.toordinal()
    reading.goal.by_on += timedelta(days=1)
    aim, _drawing = aim_of(replace(reading))
    assert aim.goes_on and aim.text == "Aim goes on to 40 by Jan 3"
    reading.goal.by_on = date(2027, 10, 25)
    aim, _drawing = aim_of(replace(reading))
    assert aim.text == "Aim goes on to 40 by Oct 25, 2027"


def test_the_drawing_has_its_words_and_nothing_that_could_run():
    reading = reading_from([1.0, 2.0, 1.0], [3.0, 4.0, 5.0])
    reading.measure.name = reading.measure.unit = "<script>alert(1)</script>"
    drawing = drawn(reading)
    assert "<script" not in drawing.svg + drawing.strips
    assert "style=" not in drawing.svg + drawing.strips
    assert drawing.svg.count("<title") >= 1
    assert drawing.strips.count("<desc") == 1
