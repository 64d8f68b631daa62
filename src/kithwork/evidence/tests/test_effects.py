"""What must always hold of effect sizes, and what each says when it cannot be computed."""

from __future__ import annotations

import math
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.evidence.batch import Case, batched, effect_sizes
from kithwork.evidence.effects import INDICES, USUAL, effect_size
from kithwork.evidence.effects.lrm import order_statistics
from kithwork.evidence.estimate import REASONS, Estimate
from kithwork.evidence.faults import BadData
from kithwork.evidence.tests.conformance import close
from kithwork.evidence.trend import autocorrelation

RANKS = ("NAP", "Tau", "Tau_U", "Tau_BC", "PND", "PEM", "PAND", "IRD")
UP = {"improvement": "increase"}

# Values a school would write down: halves, so that ties happen and arithmetic is exact.
score = st.integers(0, 40).map(lambda half: half / 2)
phase = st.lists(score, min_size=1, max_size=9)
long_phase = st.lists(score, min_size=3, max_size=9)


def value(a, b, index, **more):
    return effect_size(a, b, index, **{**UP, **more}).value


@given(phase, phase)
def test_nap_of_one_way_and_of_the_other_make_one(a, b):
    assert math.isclose(value(a, b, "NAP") + value(b, a, "NAP"), 1.0, abs_tol=1e-12)


@given(phase, phase)
def test_tau_is_nap_from_minus_one_to_one(a, b):
    nap, tau = effect_size(a, b, "NAP", **UP), effect_size(a, b, "Tau", **UP)
    assert math.isclose(tau.value, 2 * nap.value - 1, abs_tol=1e-12)
    assert math.isclose(tau.ci[0], 2 * nap.ci[0] - 1, abs_tol=1e-12)


@given(phase, phase, st.sampled_from([0.5, 2.0, 4.0]), st.integers(-50, 50))
@pytest.mark.parametrize("index", [*RANKS, "SMD_baseline", "SMD_pooled"])
def test_another_unit_or_origin_changes_nothing(index, a, b, factor, shift):
    moved = ([factor * x + shift for x in a], [factor * x + shift for x in b])
    before, after = value(a, b, index), value(*moved, index)
    assert (before is None) == (after is None)
    assert before is None or math.isclose(before, after, rel_tol=1e-9, abs_tol=1e-9)


@given(long_phase, long_phase, st.sampled_from([0.5, 2.0, 8.0]))
def test_a_log_ratio_does_not_know_the_unit(a, b, factor):
    a, b = [x + 1 for x in a], [x + 1 for x in b]
    before = value(a, b, "LRRi")
    after = value([factor * x for x in a], [factor * x for x in b], "LRRi")
    assert math.isclose(before, after, rel_tol=1e-9, abs_tol=1e-9)


@given(phase, phase, st.randoms(use_true_random=False))
@pytest.mark.parametrize("index", [name for name in USUAL if name not in {"Tau_BC"}])
def test_the_order_of_treatment_sessions_matters_only_where_a_trend_does(index, a, b, chance):
    shuffled = chance.sample(b, len(b))
    before = value(a, b, index, scale="count", goal=50)
    after = value(a, shuffled, index, scale="count", goal=50)
    assert (before is None) == (after is None)
    assert before is None or math.isclose(before, after, rel_tol=1e-9, abs_tol=1e-9)


@given(phase, phase)
@pytest.mark.parametrize("index", RANKS)
def test_less_is_better_is_more_of_the_opposite(index, a, b):
    down = effect_size(a, b, index, improvement="decrease")
    turned = effect_size([-x for x in a], [-x for x in b], index, improvement="increase")
    assert close(down.value, turned.value)
    assert close(down.se, turned.se)


@given(phase, phase)
def test_the_ranges_on_the_cards_hold(a, b):
    for index, low, high in (
        ("NAP", 0, 1), ("Tau", -1, 1), ("PND", 0, 1), ("PEM", 0, 1), ("PAND", 0.5, 1),
        ("IRD", -1, 1), ("Tau_BC", -1, 1), ("Tau_BC_kendall_b", -1, 1), ("PAND_sort", 0, 1),
        ("Tau_U_complete_a", -1, 1), ("Tau_U_complete_b", -1, 1),
    ):  # fmt: skip
        found = value(a, b, index)
        assert found is None or low - 1e-9 <= found <= high + 1e-9, index


@given(phase, phase)
def test_the_score_interval_holds_its_value_and_never_collapses(a, b):
    found = effect_size(a, b, "NAP", **UP)
    low, high = found.ci
    assert 0 <= low <= found.value <= high <= 1
    assert high - low > 0


@given(st.lists(st.tuples(st.lists(score, max_size=7), st.lists(score, max_size=7)), max_size=6))
def test_the_batch_equals_the_plain_functions(pairs):
    cases = [
        Case(str(n), a, b, "decrease", scale="count", goal=3.0) for n, (a, b) in enumerate(pairs)
    ]
    rows = effect_sizes(cases, tuple(INDICES))
    assert len(rows) == len(cases) * len(INDICES)
    for row in rows:
        one = effect_size(
            row.case.baseline, row.case.treatment, row.estimate.index,
            improvement="decrease", scale="count", goal=3.0,
        )  # fmt: skip
        assert same(asdict(one), asdict(row.estimate))


@given(
    st.lists(st.one_of(st.none(), score), max_size=8),
    st.lists(st.one_of(st.none(), score), max_size=8),
)
def test_nothing_is_ever_nan_infinite_or_silent(a, b):
    for index in INDICES:
        for scale in ("count", "other", "percentage"):
            found = effect_size(a, b, index, **UP, scale=scale, goal=7.0)
            assert found.value is not None or found.reasons
            assert set(found.reasons) <= set(REASONS)
            if found.se is None:
                assert found.reasons, index


def test_reasons_come_in_one_order_alone_or_in_company():
    cases = [
        Case(name, a, [0.0] * 7, "decrease", scale="count", goal=3.0)
        for name, a in (("x", [0.0]), ("y", [3.0]))
    ]
    together = [row.estimate.reasons for row in effect_sizes(cases, ["PoGO"])]
    alone = [row.estimate.reasons for case in cases for row in effect_sizes([case], ["PoGO"])]
    assert together == alone == [("one_point_phase",), ("goal_is_baseline", "one_point_phase")]


def same(one, other) -> bool:
    """Equal, with numbers to twelve places."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


@given(phase, phase)
def test_every_standard_error_has_the_autocorrelation_beside_it(a, b):
    wanted = autocorrelation(a, b).value
    for index in ("NAP", "SMD_pooled", "LRRi", "Tau_BC_kendall_b"):
        found = effect_size(a, b, index, **UP)
        if found.se is not None:
            assert close(found.options.get("autocorrelation"), wanted), index


def test_missing_sessions_are_left_out_and_not_zero():
    assert value([1, None, 2], [None, 3, 4], "NAP") == value([1, 2], [3, 4], "NAP") == 1.0


def test_the_variants_differ_and_say_so():
    a, b = [5, 4, 1, 5, 2], [4, 5, 4, 6, 6]
    assert value(a, b, "PAND") == 0.7
    assert value(a, b, "PAND_sort") == 0.6
    assert value(a, b, "PEM") == 0.8
    assert value(a, b, "PEM_strict") == 0.6
    assert math.isclose(value(a, b, "Tau_U"), 0.64)
    assert math.isclose(value(a, b, "Tau_U_complete_a"), 16 / 35)
    assert math.isclose(value(a, b, "Tau_U_complete_b"), 16 / math.sqrt(35 * 38))
    found = effect_size(a, b, "PAND_sort", **UP)
    assert (found.index, found.options["variant"]) == ("PAND_sort", "sort")
    assert effect_size(a, b, "Tau_U_complete_b", **UP).options == {"variant": "complete_b"}


def test_tau_u_can_pass_one_and_says_so():
    found = effect_size([5, 4, 3, 2, 1], [6, 7, 8, 9, 10], "Tau_U", **UP)
    assert found.value == 1.4
    assert found.se is None and found.reasons == ("no_agreed_se",)
    assert "beyond 1" in found.warnings[0]


def test_equal_residuals_are_ties_whatever_the_last_bit_says():
    # A baseline that rises by 0.1 a session; the treatment goes on along the same line.
    a = [0.1 * t for t in range(1, 8)]
    b = [0.1 * t for t in range(8, 15)]
    found = effect_size(a, b, "Tau_BC", **UP)
    assert found.value == 0.0
    assert math.isclose(found.options["slope"], 0.1)
    assert found.options["pretest"] is False
    assert "baseline trend as known" in found.warnings[0]


def test_real_session_numbers_change_a_trend_and_are_named():
    a, b = [1, 2, 4], [5, 5, 6, 9]
    plain = effect_size(a, b, "Tau_BC", **UP)
    timed = effect_size(a, b, "Tau_BC", **UP, time=([1, 2, 9], [10, 11, 12, 13]))
    assert plain.options["time"] == "renumbered"
    assert timed.options["time"] == "session"
    assert timed.options["slope"] == pytest.approx(0.375)
    with pytest.raises(BadData, match="rise"):
        effect_size(a, b, "Tau_BC", **UP, time=([1, 2, 2], [10, 11, 12, 13]))
    with pytest.raises(BadData, match="one for each"):
        effect_size(a, b, "Tau_BC", **UP, time=([1, 2], [10, 11, 12, 13]))


def test_a_decreasing_goal_has_a_slope_in_its_own_unit():
    found = effect_size([6, 5, 4], [1, 1], "Tau_BC", improvement="decrease")
    assert (found.options["slope"], found.options["intercept"]) == (-1.0, 7.0)


def test_percent_change_stands_beside_a_log_ratio():
    found = effect_size([10, 10, 10], [15, 15, 15], "LRRi", **UP, scale="count")
    assert found.options["percent_change"] == pytest.approx(100 * (math.exp(found.value) - 1))


def test_zero_baselines_need_something_that_makes_them_finite():
    for scale, known, ok in (
        ("count", {}, True), ("rate", {}, False), ("rate", {"session_minutes": 10}, True),
        ("percentage", {}, False), ("percentage", {"intervals": 20}, True),
        ("proportion", {"intervals": 20}, True), ("other", {}, False),
    ):  # fmt: skip
        found = effect_size([0, 0, 0], [0.4, 0.3, 0.2], "LRRi", **UP, scale=scale, **known)
        assert (found.value is not None) == ok, (scale, known)
        wanted = "no_level" if scale == "other" else "no_truncation_constant"
        assert ok or found.reasons == (wanted,)


def test_log_odds_are_for_percentages_inside_their_scale():
    assert effect_size([1, 2, 3], [4, 5, 6], "LOR", **UP, scale="count").reasons == ("wrong_scale",)
    digitised = effect_size([20, 30, 25], [90, 100.66, 95], "LOR", **UP, scale="percentage")
    assert digitised.value is None and digitised.reasons == ("out_of_range",)
    assert value([20, 30, 25], [90, 100.66, 95], "LRRi", scale="percentage") is not None
    at_the_end = effect_size([0, 0, 0], [50, 60, 70], "LOR", **UP, scale="percentage")
    assert at_the_end.reasons == ("no_truncation_constant",)


def test_a_goal_is_needed_and_must_lie_ahead():
    assert effect_size([1, 2, 3], [4, 5, 6], "PoGO", **UP).reasons == ("no_goal",)
    assert effect_size([2, 2, 2], [4, 5, 6], "PoGO", **UP, goal=2).reasons == ("goal_is_baseline",)
    assert value([2, 2, 2], [4, 4], "PoGO", goal=6) == 50.0


def test_order_statistics_as_published_round_half_to_even():
    assert order_statistics(9)[:2] == (2, 8)  # 4.5 - 3 = 1.5, to even 2
    assert order_statistics(25)[:2] == (8, 18)  # 12.5 - 5 = 7.5, to even 8
    assert order_statistics(3)[:2] == (1, 3)


def test_columns_come_without_an_object_for_each_number():
    cases = [Case("x", [1, 2, 3], [4, 5], "increase"), Case("y", [2, 2, 2], [1, 5], "increase")]
    [(places, group, columns)] = batched(cases, ["NAP"])
    assert (places, group.k, columns.value.tolist()) == ([0, 1], 2, [1.0, 0.5])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"baseline": ["3"]}, "not_a_number"),
        ({"baseline": [True]}, "not_a_number"),
        ({"treatment": [float("nan")]}, "not_a_number"),
        ({"treatment": [10**400]}, "not_a_number"),
        ({"baseline": [object()]}, "not_a_number"),
        ({"index": "MAP"}, "unknown_index"),
        ({"improvement": "up"}, "no_direction"),
        ({"scale": "percent"}, "bad_scale"),
        ({"se": "wald"}, "unknown_se"),
        ({"level": 95}, "bad_level"),
        ({"session_minutes": 0}, "bad_length"),
        ({"intervals": -3}, "bad_length"),
        ({"goal": float("inf")}, "not_a_number"),
        ({"baseline": [140], "scale": "percentage"}, "out_of_range"),
        ({"baseline": [-3], "scale": "count"}, "out_of_range"),
    ],
)
def test_wrong_input_is_refused_with_its_place_and_mend(words, code):
    usual = {"baseline": [1, 2], "treatment": [3, 4], "improvement": "increase"}
    with pytest.raises(BadData) as bad:
        effect_size(**{**usual, **words})
    fault = bad.value.faults[0]
    assert fault.code == code
    assert fault.sentence.endswith(".")


def test_an_estimate_is_finite_or_none_with_a_reason():
    for wrong in (
        {"value": math.nan}, {"value": 1.0, "se": math.inf}, {"value": None},
        {"value": 1.0, "ci": (0.0, math.inf)}, {"value": None, "reasons": ("because",)},
    ):  # fmt: skip
        with pytest.raises(ValueError, match="NAP"):
            Estimate("NAP", **wrong)
    missing = Estimate.missing("NAP", "empty_phase")
    assert missing.why == "A phase has no scores."
    assert missing.to_json()["ci"] is None
    assert Estimate("NAP", 0.5, ci=(0.1, 0.9)).to_json()["ci"] == [0.1, 0.9]


def test_the_pooled_factor_is_zero_at_three_scores_so_there_is_no_answer():
    found = effect_size([1, 2], [5], "SMD_pooled", improvement="increase")
    assert (found.value, found.se, found.ci, found.reasons) == (
        None,
        None,
        None,
        ("too_few_points",),
    )
    assert effect_size([1], [5], "SMD_pooled", improvement="increase").reasons == (
        "one_point_phase",
    )


def test_what_runs_out_of_floats_has_a_reason():
    found = effect_size(
        [0.1, 1e-200, 1e-200], [1e-300, 0, 0], "SMD_baseline_uncorrected", improvement="increase"
    )
    assert found.value is not None
    tiny = effect_size([5e-324, 2, 1e-200], [2, 0], "LRRd_uncorrected", improvement="decrease")
    assert all(math.isfinite(x) for x in (tiny.value or 0, tiny.se or 0))
    lost = effect_size([3, 0, 3], [1e-320, 0, 1e-200], "LRRi_uncorrected", improvement="increase")
    assert (lost.se, lost.reasons) == (None, ("beyond_precision",))
    with pytest.raises(BadData, match="too large for a score"):
        effect_size([1, 1e101], [1, 2], "NAP", improvement="increase")


@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=4),
    st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=4),
    st.sampled_from(sorted(INDICES)),
)
def test_whatever_the_scores_there_is_a_number_or_a_reason(a, b, index):
    [row] = effect_sizes([Case("x", a, b, "increase")], [index])
    found = row.estimate
    if found.value is None or (found.se_kind and found.se is None):
        assert found.reasons
