"""Effect sizes worked by hand where a slip would hide: two scores, many ties, neighbours in a batch."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from kithwork.evidence.batch import Case, batched, effect_sizes
from kithwork.evidence.effects import INDICES, effect_size, nap
from kithwork.evidence.effects.columns import Columns
from kithwork.evidence.tests.conformance import same

FACTS = {"improvement": "increase", "scale": "proportion", "intervals": 10, "goal": 1.0}
NO_SE = {index for index, one in INDICES.items() if not one.se_kinds}


@pytest.mark.parametrize("index", sorted(INDICES))
def test_two_scores_in_each_phase_are_enough_but_for_one(index):
    found = effect_size([0.3, 0.2], [0.5, 0.6], index, **FACTS)
    wanted = ("no_agreed_se",) if index in NO_SE else ()
    if index == "SMD_baseline":
        wanted = ("two_point_baseline",)
    assert (found.reasons, found.value is None) == (wanted, index == "SMD_baseline")
    assert (found.se is None) == (index in {*NO_SE, "SMD_baseline"})


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        # Deviations -4, -1, 5 thirds and -2, 2, 0, 0: neighbours -1/9 and -4, squares 42/9 and 8.
        ([1, 2, 4], [3, 7, 5, 5], -37 / 114),
        ([1], [2, 4], -1 / 2),
        # A flat phase adds nothing, also where its mean is rounded.
        ([0.1, 0.1, 0.1], [2, 4, 3], -1 / 2),
        ([2, 4, 3], [0.1, 0.1, 0.1], -1 / 2),
        ([0.1, 0.1, 0.1], [0.7, 0.7, 0.7], None),
        ([1], [2], None),
    ],
)
def test_autocorrelation_beside_an_effect_by_hand(a, b, wanted):
    found = effect_size(a, b, "NAP", improvement="increase").options.get("autocorrelation")
    assert found == (None if wanted is None else pytest.approx(wanted, rel=1e-12))


@pytest.mark.parametrize("index", sorted(INDICES))
def test_a_neighbour_of_any_size_changes_nothing(index):
    """Cases that share an array: one flat, and one in units a million times smaller and larger."""
    plain = ([0.2, 0.5, 0.3], [0.4, 0.3, 0.7, 0.6, 0.9])
    pairs = [plain, ([0.1] * 3, [0.7, 0.2, 0.3, 0.2, 0.9]), ([0.3, 0.1, 0.2], [0.7] * 5)]
    pairs += [tuple([x * unit for x in phase] for phase in plain) for unit in (1e6, 1e-6)]
    for way in ("increase", "decrease"):
        cases = [Case(str(n), *pair, improvement=way, goal=2.0) for n, pair in enumerate(pairs)]
        for row in effect_sizes(cases, [index]):
            alone = effect_size(*pairs[int(row.case.id)], index, improvement=way, goal=2.0)
            assert same(row.estimate.to_json(), alone.to_json()), (row.estimate, alone)


@pytest.mark.parametrize("index", sorted(INDICES))
def test_a_column_that_has_no_value_is_nan(index):
    flat, other = [0.1] * 3, [0.5, 0.6, 0.7]
    for a, b in ((flat, other), (other, flat), (flat, flat), ([0] * 3, other), ([0] * 3, [1] * 3)):
        for scale in ("proportion", "other"):
            case = Case("x", a, b, improvement="increase", scale=scale)
            [(_, _, found)] = batched([case], [index])
            for numbers in (found.value, *found.ses.values(), *found.extras.values()):
                assert not np.isinf(numbers).any(), (a, b, scale)


def test_equal_scores_do_not_vary_whatever_their_mean_is_rounded_to():
    other = [0.5, 0.6, 0.8]
    for index, a, b in (("SMD_baseline", [0.1] * 3, other), ("SMD_pooled", [0.1] * 3, [0.7] * 3)):
        found = effect_size(a, b, index, improvement="increase")
        assert (found.value, found.reasons) == (None, ("no_variation",))


@pytest.mark.parametrize(("index", "share"), [("PEM", 0.5), ("PEM_strict", 1 / 3)])
@pytest.mark.parametrize("way", [1, -1])
def test_a_score_at_a_median_between_two_scores_is_a_tie(index, share, way):
    """Half of 0.4 and 0.8 is 0.6, though in binary it comes out a last bit above it."""
    a, b = [0, 0.4, 0.8, 1.2], [0.5, 0.6, 0.7]
    turned = [[way * score for score in phase] for phase in (a, b)]
    improvement = "increase" if way == 1 else "decrease"
    assert effect_size(*turned, index, improvement=improvement).value == pytest.approx(share)


@pytest.mark.parametrize("baseline", [[0.1, 0.2, 0.3], [0.2, 0.2, 0.2], [0.7, -0.4, 0.3]])
def test_a_goal_that_is_the_baseline_but_for_rounding_leaves_no_way_to_go(baseline):
    found = effect_size(baseline, [0.5, 0.6], "PoGO", improvement="increase", goal=0.2)
    assert (found.value, found.reasons) == (None, ("goal_is_baseline",))
    near = effect_size(baseline, [0.5, 0.6], "PoGO", improvement="increase", goal=0.2 + 1e-6)
    assert near.value == pytest.approx(100 * 0.35 / 1e-6, rel=1e-6)


@pytest.mark.parametrize("index", ["LRRi", "LRRd", "LRRi_uncorrected"])
def test_scores_that_cancel_out_have_no_level_to_take_a_logarithm_of(index):
    found = effect_size([0.1, 0.2, -0.3], [0.5, 0.6], index, improvement="increase")
    assert (found.value, found.se, found.reasons) == (None, None, ("no_level",))


def test_residuals_that_differ_by_rounding_are_ties():
    """A baseline on a line and a treatment that goes on along it: no residual is better than another."""
    a, b = [0.1, 0.2, 0.3], [0.4, 0.5, 0.6, 0.7]
    for index in ("Tau_BC", "Tau_BC_kendall_b"):
        for way in ("increase", "decrease"):
            assert effect_size(a, b, index, improvement=way).value == 0.0
            # Sessions numbered by a clock's seconds: the line far out is rounded more than the scores.
            clock = [1_700_000_000 + second for second in range(7)]
            by_clock = effect_size(a, b, index, improvement=way, time=(clock[:3], clock[3:]))
            assert by_clock.value == 0.0


def test_sorting_counts_equal_scores_baseline_first_however_many():
    chance = random.Random(7)
    a, b = [chance.randrange(3) for _ in range(60)], [chance.randrange(4) for _ in range(90)]
    ranked = sorted([(x, 0) for x in a] + [(x, 1) for x in b])
    right = sum(phase == 0 for _, phase in ranked[:60]) + sum(phase for _, phase in ranked[60:])
    found = effect_size(a, b, "PAND_sort", improvement="increase").value
    assert found == pytest.approx(right / 150, rel=1e-12)


def test_the_errors_of_nap_by_hand():
    """Of 2 by 3 pairs five are won and one is lost: p = 5/6; rows 1, 2/3; columns 1, 1, 1/2."""
    a, b = [1, 4], [5, 6, 3]
    p, rows, columns = 5 / 6, 1 / 36, 1 / 18
    spread, each = p * (1 - p), p * (1 - p)
    wanted = {
        "hanley": (spread + 2 * rows + 1 * columns) / 6,
        "null": 6 / (12 * 6),
        "unbiased": (spread + 3 * rows + 2 * columns - 2 * each) / 2,
    }
    for kind, variance in wanted.items():
        found = effect_size(a, b, "NAP", improvement="increase", se=kind)
        assert (found.value, found.se) == (pytest.approx(p), pytest.approx(math.sqrt(variance)))
        assert effect_size(a, b, "Tau", improvement="increase", se=kind).se == pytest.approx(
            2 * found.se
        )


def test_the_errors_of_nap_at_either_end_and_with_one_score():
    """At 0 and 1 the spread is that of half a pair from the end: 1/12 times 11/12 of 2 by 3 pairs."""
    for a, b in (([1, 2], [4, 5, 6]), ([8, 9], [4, 5, 6])):
        found = effect_size(a, b, "NAP", improvement="increase", se="hanley")
        assert found.se == pytest.approx(math.sqrt(11 / 144 / 6))
    [(_, _, one)] = batched([Case("x", [1], [2, 3], improvement="increase")], ["NAP"])
    assert tuple(one.ses) == ("unbiased", "hanley", "null")
    assert np.isnan(one.ses["unbiased"]).all()


def test_the_ratio_of_medians_by_hand():
    for way, sign in (("increase", -1), ("decrease", 1)):
        found = effect_size([4, 3, 5], [1, 2, 1], "LRM", improvement=way, scale="count")
        assert found.value == pytest.approx(sign * math.log(4))


@pytest.mark.parametrize(("m", "n"), [(1, 1), (2, 3), (4, 5), (5, 12), (20, 30)])
@pytest.mark.parametrize(
    ("p", "most"), [(0.05, 3), (0.25, 6), (0.5, 6), (0.7, 7), (0.9, 8), (0.99, 9), (1.0, 4)]
)
def test_the_score_interval_is_near_in_a_few_steps(m, n, p, most, monkeypatch):
    """Newton doubles the digits at each step. With a wrong slope only the halving is left, one bit a step."""
    tried, excess = [], nap._excess
    monkeypatch.setattr(nap, "_excess", lambda x, *rest: (tried.append(x[0]), excess(x, *rest))[1])
    for level in (0.5, 0.8, 0.95, 0.99):
        tried.clear()
        [end] = nap._lower(np.array([p]), m, n, level)
        near = [abs(x - end) < 1e-8 for x in [*tried, end]]
        assert near.index(True) <= most
        assert 0 < end < p


def test_a_ratio_at_the_floor_by_hand():
    """Five minutes a session: levels of at least 1/30 and 1/20, variances of at least 1/675 and 1/200."""
    found = effect_size(
        [0, 0, 0], [2, 2], "LRRi", improvement="increase", scale="rate", session_minutes=5
    )
    before, after = 4 / 9, 1 / 1600
    assert found.value == pytest.approx(math.log(2) + after / 2 - (math.log(1 / 30) + before / 2))
    assert found.se == pytest.approx(math.sqrt(before + after))
    # Twenty intervals in percent: a level of at least 5/4, variances of at least 25/8.
    found = effect_size(
        [0, 0], [50, 50], "LRRi", improvement="increase", scale="percentage", intervals=20
    )
    after = 25 / 8 / (2 * 50**2)
    assert found.value == pytest.approx(math.log(50) + after / 2 - (math.log(5 / 4) + 1 / 2))
    assert found.se == pytest.approx(math.sqrt(1 + after))


def test_a_reason_noted_twice_holds_for_both():
    columns = Columns(np.array([math.nan, math.nan, 1.0]))
    columns.because("no_level", np.array([True, False, False]))
    columns.because("no_level", np.array([False, True, False]))
    assert columns.reasons["no_level"].tolist() == [True, True, False]
