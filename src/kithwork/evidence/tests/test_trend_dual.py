"""The dual criterion: counts and decisions exactly as in the conformance file, and by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kithwork.evidence.faults import BadData
from kithwork.evidence.tests.conformance import synthetic
from kithwork.evidence.trend import (
    conservative_dual_criterion,
    dual_criterion,
    ols,
    quarter_intersect,
    required_points,
)

CASES = synthetic()["scan"]["cases"]
TRENDS = {"OLS": "ols", "bisplit": "quarter_intersect"}
phase = st.lists(st.integers(0, 40).map(lambda tenths: tenths / 10), min_size=2, max_size=9)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
@pytest.mark.parametrize("form", ["DC", "CDC"])
@pytest.mark.parametrize("trend", TRENDS)
def test_every_reference_verdict(case: dict[str, Any], form: str, trend: str) -> None:
    wanted = case["dual_criterion"][f"{form}_{trend}"]
    judge = dual_criterion if form == "DC" else conservative_dual_criterion
    aim = "decrease" if case["decreasing"] else "increase"
    found = judge(case["A"], case["B"], improvement=aim, trend=TRENDS[trend])  # type: ignore[arg-type]
    assert (found.beyond, found.n_b, found.p, found.systematic) == (
        wanted["points_beyond_both"],
        wanted["n_B"],
        wanted["binom_p"],
        wanted["systematic_change"],
    )
    assert found.systematic == (found.beyond >= found.required)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("n", "points"), synthetic()["trend"]["dual_criterion_required_points"].items()
)
def test_every_required_number_of_points(n: str, points: int | None) -> None:
    assert required_points(int(n)) == points


def test_required_points_for_another_level() -> None:
    assert required_points(0) is None
    assert required_points(5, alpha=0.03) is None
    assert required_points(5, alpha=0.03125) is None  # 1/32 is not below 1/32
    assert required_points(5, alpha=0.2) == 4  # 6/32 is below, 16/32 is not


def test_a_verdict_by_hand() -> None:
    """Baseline 1, 3, 2, 4, mean 2.5, line 0.5 + 0.8 x: at sessions 5 to 9 4.5 to 7.7."""
    found = dual_criterion([1, 3, 2, 4], [5, 5.3, 9, 9, 7.7], improvement="increase")
    assert (found.index, found.level, found.slope, found.intercept, found.shift) == (
        "dual_criterion",
        2.5,
        0.8,
        0.5,
        0,
    )
    # 5 > 4.5; 5.3 lies on the line; 9 > 6.1; 9 > 6.9; 7.7 lies on the line.
    assert (found.beyond, found.required, found.p, found.systematic) == (3, 5, 0.5, False)
    assert (found.n_a, found.n_b, found.reasons) == (4, 5, ())
    assert found.options == {
        "improvement": "increase",
        "trend": "ols",
        "alpha": 0.05,
        "time": "order",
    }
    assert found.sentence == (
        "No systematic change shown: 3 of 5 treatment points lie beyond both lines; it takes 5."
    )
    better = dual_criterion([1, 3, 2, 4], [5, 5.4, 9, 9, 7.8], improvement="increase")
    assert (better.systematic, better.p) == (True, 1 / 32)
    assert better.sentence.startswith("Systematic change: 5 of 5")


def test_the_conservative_form_by_hand() -> None:
    """Baseline 2, 6, 2, 6 has an SD of root 16/3; a quarter is 0.577, and both lines move by it."""
    baseline = [2, 6, 2, 6]  # mean 4; line 2 + 0.8 x: 6, 6.8, 7.6, 8.4, 9.2
    just_short, just_over = [6.57, 7.37, 8.17, 8.97, 9.77], [6.58, 7.38, 8.18, 8.98, 9.78]
    plain = dual_criterion(baseline, just_short, improvement="increase")
    short = conservative_dual_criterion(baseline, just_short, improvement="increase")
    over = conservative_dual_criterion(baseline, just_over, improvement="increase")
    assert (plain.beyond, short.beyond, over.beyond) == (5, 0, 5)
    assert short.index == "conservative_dual_criterion"
    assert short.shift == pytest.approx(0.25 * (16 / 3) ** 0.5)
    assert (short.level, short.slope, short.intercept) == (4, 0.8, 2)
    assert short == dual_criterion(baseline, just_short, improvement="increase", conservative=True)
    mirrored = conservative_dual_criterion(
        [-value for value in baseline], [-value for value in just_over], improvement="decrease"
    )
    assert mirrored.beyond == 5
    assert mirrored.shift == -short.shift  # type: ignore[operator]


def test_a_point_must_be_beyond_both_lines() -> None:
    falling = [9, 7, 5, 3]  # mean 6, line 11 - 2 x: 1, -1, -3, -5, -7
    found = dual_criterion(falling, [6, 6.1, 5, 7, 7], improvement="increase")
    assert found.beyond == 3  # 6 lies on the mean line, 5 is between the lines
    down = dual_criterion(falling, [0.9, 5, -3, -5.1, -8], improvement="decrease")
    assert down.beyond == 3


def test_ties_are_ties_of_the_decimals_typed() -> None:
    """0.1, 0.2, 0.3 goes on as 0.4 to 0.8 exactly, which binary fractions would miss."""
    on = dual_criterion([0.1, 0.2, 0.3], [0.4, 0.5, 0.6, 0.7, 0.8], improvement="increase")
    assert on.beyond == 0
    # A quarter of the SD 0.1 is 0.025, exactly.
    baseline, line = [0.1, 0.2, 0.3], [0.4, 0.5, 0.6, 0.7, 0.8]
    moved = [round(value + 0.025, 3) for value in line]
    assert conservative_dual_criterion(baseline, moved, improvement="increase").beyond == 0
    above = [round(value + 0.0251, 4) for value in line]
    assert conservative_dual_criterion(baseline, above, improvement="increase").beyond == 5


def test_the_lines_are_the_lines_of_the_baseline() -> None:
    baseline = [1, 5, 3, 10, 13]
    for trend, line in (("ols", ols(baseline)), ("quarter_intersect", quarter_intersect(baseline))):
        found = dual_criterion(baseline, [1] * 5, improvement="increase", trend=trend)
        assert (found.slope, found.intercept) == (line.slope, line.intercept)
        assert found.options["trend"] == trend


@pytest.mark.parametrize("n", range(5))
def test_below_five_treatment_points_no_verdict_is_possible(n: int) -> None:
    found = dual_criterion([1, 2, 1, 2], [9] * n, improvement="increase")
    assert (found.systematic, found.p, found.required) == (None, None, None)
    assert (found.beyond, found.n_b) == (n, n)
    assert found.reasons == (("too_few_points",) if n else ("empty_phase",))
    assert found.sentence.startswith("No verdict possible. ")
    assert json.loads(json.dumps(found.to_json()))["reasons"] == list(found.reasons)
    assert dual_criterion([1, 2, 1, 2], [9] * 5, improvement="increase").systematic is True


def test_without_two_baseline_points_no_line_is_possible() -> None:
    for baseline, reason in (([], "empty_phase"), ([None, 2], "one_point_phase")):
        found = conservative_dual_criterion(baseline, [9] * 6, improvement="increase")
        assert (found.systematic, found.beyond, found.reasons) == (None, None, (reason,))
        assert (found.required, found.p, found.level) == (None, None, None)
        assert (found.n_a, found.n_b) == (sum(value is not None for value in baseline), 6)
        assert found.index == "conservative_dual_criterion"
        assert found.options["trend"] == "ols"
    assert dual_criterion([1, 2], [9] * 6, improvement="increase").systematic is True


def test_missing_scores_are_left_out_before_numbering() -> None:
    whole = dual_criterion([1, 3, 2], [4, 5, 6, 7, 8], improvement="increase")
    assert dual_criterion([1, None, 3, 2], [4, 5, None, 6, 7, 8], improvement="increase") == whole


def test_session_numbers_may_be_given() -> None:
    """1, 2 at sessions 1 and 3: half a point a session, so 3 at session 5, not at session 3."""
    order = dual_criterion([1, 2], [3, 3.5, 4, 4.5, 5], improvement="increase")
    given_time = dual_criterion(
        [1, 2], [3, 3.5, 4, 4.5, 5], improvement="increase", time=[1, 3, 4, 5, 6, 7, 8]
    )
    assert (order.beyond, order.options["time"]) == (0, "order")
    assert (given_time.beyond, given_time.options["time"]) == (5, "given")
    assert (given_time.slope, given_time.intercept) == (0.5, 0.5)


def test_another_level() -> None:
    def judge(alpha: float) -> tuple[int | None, bool | None]:
        found = dual_criterion([1, 2, 1], [9, 9, 9, 9, 0], improvement="increase", alpha=alpha)
        assert found.options["alpha"] == alpha
        return found.required, found.systematic

    assert judge(0.05) == (5, False)
    assert judge(0.2) == (4, True)
    assert judge(0.1875) == (5, False)  # 6/32 is not below 6/32
    assert judge(0.03) == (None, False)


def test_as_json() -> None:
    found = dual_criterion([1, 2, 1], [9, 9, 9, 9, 9], improvement="increase")
    plain = found.to_json()
    assert plain["options"]["trend"] == "ols"
    assert plain["reasons"] == []
    assert json.loads(json.dumps(plain)) == plain


@pytest.mark.parametrize(
    ("options", "code", "column"),
    [
        ({"improvement": "up"}, "no_direction", "improvement"),
        ({"trend": "lowess"}, "bad_option", "trend"),
        ({"alpha": 0}, "bad_option", "alpha"),
        ({"alpha": 1}, "bad_option", "alpha"),
        ({"time": [1, 2, 3]}, "lengths_differ", "time"),
        ({"time": [1, 2, 2, 3, 4]}, "duplicate_session", "time"),
        ({"time": [1, 2, 4, 3, 5]}, "phases_overlap", "time"),
    ],
)
def test_what_cannot_be_judged(options: dict[str, Any], code: str, column: str) -> None:
    with pytest.raises(BadData) as caught:
        dual_criterion([1, 2, 3], [4, 5], **{"improvement": "increase", **options})
    fault = caught.value.faults[0]
    assert (fault.code, fault.column) == (code, column)
    with pytest.raises(BadData, match="row 2, column value"):
        dual_criterion([1, "x"], [1], improvement="increase")  # type: ignore[list-item]


@given(phase, phase)
def test_decrease_is_increase_on_scores_turned_over(a: list[float], b: list[float]) -> None:
    up = conservative_dual_criterion(a, b, improvement="increase")
    down = conservative_dual_criterion(
        [-value for value in a], [-value for value in b], improvement="decrease"
    )
    assert (up.beyond, up.systematic, up.p) == (down.beyond, down.systematic, down.p)


@given(phase, phase)
def test_the_conservative_form_never_finds_more(a: list[float], b: list[float]) -> None:
    plain = dual_criterion(a, b, improvement="increase")
    strict = dual_criterion(a, b, improvement="increase", conservative=True)
    assert strict.beyond <= plain.beyond  # type: ignore[operator]


@given(st.integers(5, 60), st.data())
def test_the_chance_is_the_binomial(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    found = dual_criterion([1, 1], [2] * hits + [0] * (n - hits), improvement="increase")
    assert found.beyond == hits
    assert found.p == pytest.approx(stats.binom.sf(hits - 1, n, 0.5), rel=1e-10)
