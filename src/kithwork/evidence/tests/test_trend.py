"""Trend lines, celeration and autocorrelation: conformance, hand cases, refusals, properties."""

from __future__ import annotations

import json
import math
from datetime import date
from fractions import Fraction
from itertools import combinations
from statistics import median
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.evidence.faults import BadData
from kithwork.evidence.tests.conformance import close, synthetic
from kithwork.evidence.trend import (
    as_factor,
    autocorrelation,
    celeration,
    mean_line,
    median_line,
    ols,
    quarter_intersect,
    split_middle,
    theil_sen,
)
from kithwork.evidence.trend.dependence import SENTENCE
from kithwork.evidence.trend.lines import middle_slope
from kithwork.evidence.trend.reading import Point

METHODS = {
    "ols": ols,
    "theil_sen": theil_sen,
    "quarter_intersect": quarter_intersect,
    "split_middle": split_middle,
}
LINES = {line["id"]: line for line in synthetic()["trend"]["lines"]}
scores = st.lists(st.integers(-50, 50).map(lambda tenths: tenths / 10), min_size=2, max_size=12)


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("method", METHODS)
def test_lines_give_every_reference_value(name: str, method: str) -> None:
    case = LINES[name]
    wanted = case["expected"][method]
    found = METHODS[method](case["y"], time=case["x"])
    assert close(found.slope, wanted["slope"])
    assert close(found.intercept, wanted["intercept"])
    assert (found.index, found.n, found.time) == (method, len(case["y"]), "given")
    if "point1" in wanted:
        assert found.points == (tuple(wanted["point1"]), tuple(wanted["point2"]))


@pytest.mark.parametrize("name", LINES)
def test_celeration_gives_every_reference_value(name: str) -> None:
    case = LINES[name]
    found = celeration(case["y"], time=case["x"])
    assert close(found.value, case["expected"]["celeration_ratio_per_7_units"])


@pytest.mark.parametrize("case", synthetic()["scan"]["cases"], ids=lambda case: case["id"])
def test_ols_of_each_phase_gives_every_reference_value(case: dict[str, Any]) -> None:
    for phase in "AB":
        values = case[phase]
        found = ols(values, time=range(len(values)))
        wanted = case["ols_trend"][phase]
        assert close(found.slope, wanted["slope"])
        assert close(found.intercept, wanted["intercept"])


def test_lines_by_hand() -> None:
    """Five scores, so that the odd middle is left out; slopes by pairs 4, 1, 3, 3; -2, 2.5, 2.67; ..."""
    values = [1, 5, 3, 10, 13]
    assert (ols(values).slope, ols(values).intercept) == (2.9, -2.3)
    # Pairs: 4, 1, 3, 3, -2, 2.5, 8/3, 7, 5, 3. Middle: 3. Intercepts: -2, -1, -6, -2, -2.
    assert (theil_sen(values).slope, theil_sen(values).intercept) == (3, -2)
    quarter = quarter_intersect(values)
    assert quarter.points == ((1.5, 3.0), (4.5, 11.5))
    assert quarter.slope == pytest.approx(8.5 / 3)
    assert quarter.intercept == -1.25
    # value - slope * time: -1.83, -0.67, -5.5, -1.33, -1.17
    assert split_middle(values).slope == quarter.slope
    assert split_middle(values).intercept == pytest.approx(10 - 4 * 8.5 / 3)
    assert split_middle(values).points == quarter.points
    assert (mean_line(values).slope, mean_line(values).intercept) == (0, 6.4)
    assert (median_line(values).slope, median_line(values).intercept) == (0, 5)
    assert median_line([4, 1, 2, 9]).intercept == 3
    assert mean_line(values).points == theil_sen(values).points == ()
    assert ols(values).at(10) == pytest.approx(26.7)
    assert ols(values).time == "order"
    assert (mean_line([1]).index, median_line([1]).index) == ("mean", "median")


def test_missing_scores_are_left_out_before_numbering() -> None:
    assert ols([1, None, 2, 3]) == ols([1, 2, 3])
    by_session = ols([1, None, 2, 3], time=[1, 2, 3, 4])
    assert by_session.slope == pytest.approx(0.642857142857)
    assert (by_session.n, by_session.time) == (3, "given")


def test_the_order_of_sessions_is_the_order_of_time() -> None:
    assert quarter_intersect([4, 1, 9, 7], time=[2, 1, 4, 3]) == quarter_intersect(
        [1, 4, 7, 9], time=[1, 2, 3, 4]
    )


def test_dates_count_in_days() -> None:
    days = [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 4)]
    assert ols([1, 2, 6], time=days).slope == 1


@pytest.mark.parametrize("method", METHODS.values())
def test_two_scores_make_a_line_and_one_does_not(method: Any) -> None:
    assert (method([2, 5]).slope, method([2, 5]).intercept) == (3, -1)
    one, none = method([2, None]), method([])
    assert (one.slope, one.intercept, one.n, one.reasons) == (None, None, 1, ("one_point_phase",))
    assert (none.n, none.reasons, none.at(3)) == (0, ("empty_phase",), None)
    assert json.loads(json.dumps(one.to_json()))["reasons"] == ["one_point_phase"]


def test_a_level_needs_one_score() -> None:
    assert mean_line([3]).at(99) == 3
    assert median_line([3]).intercept == 3
    assert mean_line([None]).reasons == median_line([]).reasons == ("empty_phase",)


def test_lines_as_json() -> None:
    plain = quarter_intersect([1, 2, 3, 4]).to_json()
    assert plain == {
        "index": "quarter_intersect",
        "slope": 1.0,
        "intercept": 0.0,
        "n": 4,
        "time": "order",
        "points": [[1.5, 1.5], [3.5, 3.5]],
        "reasons": [],
        "version": 1,
    }
    assert json.loads(json.dumps(plain)) == plain


@pytest.mark.parametrize("method", METHODS.values())
@given(values=scores, unit=st.integers(1, 90), zero=st.integers(-90, 90))
def test_unit_and_zero_of_the_scores_go_through(
    method: Any, values: list[float], unit: int, zero: int
) -> None:
    before, after = method(values), method([zero + unit * value for value in values])
    assert after.slope == pytest.approx(unit * before.slope, abs=1e-9)
    assert after.intercept == pytest.approx(zero + unit * before.intercept, abs=1e-9)


@pytest.mark.parametrize("method", [ols, theil_sen])
@given(values=scores, rise=st.integers(-30, 30).map(lambda tenths: tenths / 10))
def test_a_rise_added_to_scores_is_added_to_the_slope(
    method: Any, values: list[float], rise: float
) -> None:
    steeper = [value + rise * place for place, value in enumerate(values, start=1)]
    before, after = method(values), method(steeper)
    assert after.slope == pytest.approx(before.slope + rise, abs=1e-9)
    assert after.intercept == pytest.approx(before.intercept, abs=1e-9)


@given(scores)
def test_ols_equals_numpy(values: list[float]) -> None:
    slope, intercept = np.polyfit(range(1, len(values) + 1), values, 1)
    assert ols(values).slope == pytest.approx(slope, abs=1e-9)
    assert ols(values).intercept == pytest.approx(intercept, abs=1e-9)


numbers = st.one_of(
    st.integers(-3, 3), st.floats(-1e300, 1e300, allow_nan=False), st.integers(-(10**17), 10**17)
)


@given(st.data(), st.lists(numbers, min_size=2, max_size=9, unique=True))
def test_the_middle_slope_is_the_median_of_all_of_them(data: Any, xs: list[float]) -> None:
    """Counts that tie, seventeen digits that differ in the last, numbers no quotient holds, times out of order."""
    ys = data.draw(st.lists(numbers, min_size=len(xs), max_size=len(xs)))
    points = [Point(Fraction(x), Fraction(y)) for x, y in zip(xs, ys, strict=True)]
    every = [(b.y - a.y) / (b.x - a.x) for a, b in combinations(points, 2)]
    assert middle_slope(points) == median(every)


@given(scores)
def test_split_middle_and_theil_sen_halve_the_scores(values: list[float]) -> None:
    for line in (split_middle(values), theil_sen(values)):
        heights = [line.at(x) for x in range(1, len(values) + 1)]
        above = sum(y > h + 1e-9 for y, h in zip(values, heights, strict=True))  # type: ignore[operator]
        below = sum(y < h - 1e-9 for y, h in zip(values, heights, strict=True))  # type: ignore[operator]
        assert max(above, below) <= len(values) / 2


@pytest.mark.parametrize("method", [*METHODS.values(), mean_line, median_line, celeration])
@pytest.mark.parametrize(
    ("values", "time", "code", "row", "column"),
    [
        ([1, "2", 3], None, "not_a_number", 2, "value"),
        ([1, math.nan, 3], [1, 2, 3], "not_a_number", 2, "value"),
        ([1, math.inf, 3], None, "not_a_number", 2, "value"),
        ([1, 2, 3], [1, 2], "lengths_differ", None, "time"),
        ([1, 2, 3], [1, 2, 2], "duplicate_session", 3, "time"),
        ([1, 2, 3], [1, None, 2], "not_a_number", 2, "time"),
        ([1, 2, 3], [1, "x", 2], "not_a_number", 2, "time"),
    ],
)
def test_what_cannot_be_drawn(
    method: Any, values: Any, time: Any, code: str, row: Any, column: str
) -> None:
    with pytest.raises(BadData) as caught:
        method(values, time=time)
    fault = caught.value.faults[0]
    assert (fault.code, fault.row, fault.column) == (code, row, column)
    assert fault.sentence.count(".") >= 2
    assert len(caught.value.faults) == 1


def test_values_and_times_are_judged_together() -> None:
    with pytest.raises(BadData) as caught:
        ols(["a", 1], time=[1, "b"])  # type: ignore[list-item]
    assert [(f.row, f.column) for f in caught.value.faults] == [(1, "value"), (2, "time")]


def test_a_repeated_time_names_the_row_it_was_first_in() -> None:
    with pytest.raises(BadData, match="Time 4 is already in row 2"):
        ols([1, 2, 3, 4], time=[1, 4, 5, 4])


# Celeration


def test_celeration_by_hand() -> None:
    """A rate of 4, doubled in 14 days: by the week times the root of two."""
    days = [date(2024, 5, 1), date(2024, 5, 15)]
    found = celeration([4, 8], time=days)
    assert found.value == pytest.approx(math.sqrt(2))
    assert found.options == {
        "time": "given",
        "per": 7.0,
        "text": "x1.41",
        "points": [[float(days[0].toordinal()), 4.0], [float(days[1].toordinal()), 8.0]],
    }
    assert (found.n_a, found.se, found.reasons) == (2, None, ("no_agreed_se",))
    assert celeration([4, 8], time=days, per=14).value == pytest.approx(2)
    halved = celeration([8, 4], per=1)
    assert (halved.value, halved.options["text"]) == (pytest.approx(0.5), "/2.00")
    assert halved.options["time"] == "order"


@pytest.mark.parametrize("values", [[1, 0, 2], [1, 2, -1]])
def test_celeration_needs_rates_above_zero(values: list[float]) -> None:
    found = celeration(values)
    assert (found.value, found.reasons, found.n_a) == (None, ("no_level",), 3)
    assert found.options["per"] == 7
    assert celeration([0.001, 1, 2]).value is not None


def test_celeration_needs_two_scores() -> None:
    for values in ([], [3], [3, None]):
        found = celeration(values)
        assert (found.value, found.reasons) == (None, ("too_few_points",))
        assert found.n_a == sum(value is not None for value in values)
        assert found.options == {"time": "order", "per": 7.0}


def test_celeration_beyond_numbers() -> None:
    for values in ([1, 1000], [1000, 1]):
        found = celeration(values, time=[0, 0.01])
        assert (found.value, found.reasons, found.n_a) == (None, ("not_estimable",), 2)
        assert found.options["time"] == "given"
        assert celeration(values, time=[0, 0.07]).value is not None


@pytest.mark.parametrize("per", [0, -7, math.inf, math.nan])
def test_a_unit_of_time_is_above_zero(per: float) -> None:
    with pytest.raises(BadData) as caught:
        celeration([1, 2], per=per)
    assert (caught.value.faults[0].code, caught.value.faults[0].column) == ("bad_option", "per")


@pytest.mark.parametrize(
    ("factor", "text"),
    [
        (1.25, "x1.25"),
        (0.8, "/1.25"),
        (1, "x1.00"),
        (0.999, "x1.00"),
        (0.99, "/1.01"),
        (12, "x12.00"),
    ],
)
def test_factors_are_printed_as_on_the_chart(factor: float, text: str) -> None:
    assert as_factor(factor) == text


@given(st.lists(st.integers(1, 99), min_size=2, max_size=9))
def test_celeration_of_the_reverse_is_the_inverse(values: list[int]) -> None:
    forward, back = celeration(values).value, celeration(values[::-1]).value
    assert forward is not None
    assert back == pytest.approx(1 / forward)


# Autocorrelation


def test_autocorrelation_by_hand() -> None:
    """Deviations -2, -1, 1, 0, 2: products 2 - 1 + 0 + 0, squares 4 + 1 + 1 + 0 + 4."""
    found = autocorrelation([1, 2, 4, 3, 5])
    assert found.value == 0.1
    assert (found.index, found.n_a, found.n_b) == ("autocorrelation", 5, 0)
    assert found.options == {"lag": 1, "phases": 1}
    assert (found.warnings, found.reasons) == ((SENTENCE,), ("no_agreed_se",))


def test_autocorrelation_takes_each_phase_about_its_own_mean() -> None:
    """A: -1, 1; B: -1, 0, 1; between them nothing. Products -1 + 0 + 0 over 2 + 2."""
    found = autocorrelation([1, 3], [9, 10, 11])
    assert (found.value, found.n_a, found.n_b, found.options["phases"]) == (-0.25, 2, 3, 2)
    assert autocorrelation([1, 3], [], [9, None, 10, 11]).value == -0.25
    assert autocorrelation([1, 3], [], [9, None, 10, 11]).n_b == 3


def test_autocorrelation_that_cannot_be_had() -> None:
    two, constant = autocorrelation([1], [3]), autocorrelation([0.1, 0.1, 0.1], [0.3, 0.3])
    assert (two.value, two.reasons, two.n_a, two.n_b) == (None, ("too_few_points",), 1, 1)
    assert (constant.value, constant.reasons) == (None, ("no_variation",))
    assert (constant.n_a, constant.n_b) == (3, 2)
    assert two.options == constant.options == {"lag": 1, "phases": 2}
    assert autocorrelation([1, 2, 1]).value is not None
    with pytest.raises(BadData, match="no phase"):
        autocorrelation()
    with pytest.raises(BadData, match="row 2, column value"):
        autocorrelation([1, "x", 3])  # type: ignore[list-item]


@given(scores, scores)
def test_autocorrelation_is_a_correlation(first: list[float], second: list[float]) -> None:
    found = autocorrelation(first, second).value
    assert found is None or -1 < found < 1
