"""Other statistics of the randomisation test, what is taken on trust, and even draws."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import pytest

from kithwork.evidence.effects import effect_size
from kithwork.evidence.faults import BadData
from kithwork.evidence.randomization import RandomizationPlan, randomization_test
from kithwork.evidence.randomization.plan import sampled

AB_PLAN = RandomizationPlan(
    "AB", ["x"], 9, [[4, 5, 6, 7]], drawn=[5], made_at="2026-01-01T08:00:00+00:00", made_by="Rosa"
)
AB_SCORES = {"x": [1, 3, 2, 9, 4, 4, 6, 5, 5]}


def test_another_statistic_by_hand():
    """Starts 4 to 7. Medians: 5 - 2, 5 - 2.5, 5 - 3, 5 - 3.5. Pairs: see below."""
    median = randomization_test(
        AB_PLAN, AB_SCORES, improvement="increase", statistic="median_difference"
    )
    assert (median.observed, median.count_ge, median.p, median.statistic) == (
        2.5,
        2,
        0.5,
        "median_difference",
    )
    # Shares better: 18 / 18; 15 / 20; 16 / 20 (4 of the baseline beside); 14.0 / 18.
    share = randomization_test(AB_PLAN, AB_SCORES, improvement="increase", statistic="NAP")
    assert (share.observed, share.assignments) == (0.75, 4)
    assert share.count_ge == sum(
        effect_size(
            AB_SCORES["x"][: start - 1], AB_SCORES["x"][start - 1 :], "NAP", improvement="increase"
        ).value
        >= 0.75 - 1e-12
        for start in (4, 5, 6, 7)
    )
    down = randomization_test(AB_PLAN, AB_SCORES, improvement="decrease", statistic="NAP")
    assert down.observed == 0.25
    with pytest.raises(BadData, match="is no statistic"):
        randomization_test(AB_PLAN, AB_SCORES, improvement="increase", statistic="mode")


@pytest.mark.parametrize("statistic", ["median_difference", "NAP"])
def test_another_statistic_of_a_reversal_and_of_a_sample(statistic):
    plan = RandomizationPlan(
        "ABAB", ["x"], 10, [[2]], drawn=[3, 6, 8], made_at="2026-01-01T08:00:00+00:00"
    )
    data = {"x": [1, None, 5, 6, 5, 1, 2, 6, 7, 6]}
    exact = randomization_test(plan, data, improvement="increase", statistic=statistic)
    assert exact.observed == {"median_difference": 5.0, "NAP": 1.0}[statistic]
    assert (exact.count_ge >= 1, exact.assignments, exact.is_exact) == (True, 10, True)
    some = randomization_test(
        plan, data, improvement="increase", statistic=statistic, limit=1, draws=400, seed=3,
        first_treatment_at="2026-01-02T08:00:00+00:00",
    )  # fmt: skip
    assert (some.is_exact, some.statistic, some.warnings) == (False, statistic, ())
    assert some.p == pytest.approx(exact.p, abs=0.1)


def test_where_nobody_says_when_treatment_began_that_is_told():
    found = randomization_test(AB_PLAN, AB_SCORES, improvement="increase")
    assert [words.split(",")[0] for words in found.warnings] == [
        "When treatment began was not said"
    ]
    empty = randomization_test(AB_PLAN, {"x": [None] * 4 + [1] * 5}, improvement="increase")
    assert (empty.p, empty.reasons) == (None, ("empty_phase",))


def test_a_tight_reversal_is_drawn_at_once_and_every_cut_alike():
    tight = RandomizationPlan("ABAB", ["x"], 4000, [[1000]])
    assert tight.draw(seed=1, made_at="2026-01-01T08:00:00+00:00", made_by="").drawn == (
        1001,
        2001,
        3001,
    )
    plan = RandomizationPlan("ABAB", ["x"], 9, [[2]])
    drawn = Counter(tuple(one) for one in islice(sampled(plan, 5), 4000))
    assert len(drawn) == plan.assignments == 4
    assert all(800 < times < 1200 for times in drawn.values())
