"""Randomisation: the conformance set, seals that hold, and a p refused where chance decided nothing."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from itertools import islice, permutations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kithwork.evidence.faults import BadData
from kithwork.evidence.randomization import (
    RandomizationPlan,
    plan_from,
    randomization_test,
    seal,
    verify,
)
from kithwork.evidence.randomization.plan import sampled
from kithwork.evidence.tests.conformance import close, synthetic

GOLDEN = Path(__file__).parent / "golden"
WHEN = "2026-09-01T08:00:00+00:00"
SALT = "long enough to be safe"
UP = {"improvement": "increase"}


def plan_of(case) -> tuple[RandomizationPlan, dict]:
    made = {"made_at": WHEN, "made_by": "Ana"}
    if case["design"] == "AB":
        data = {"x": case["y"]}
        return RandomizationPlan(
            "AB", ["x"], len(case["y"]), [case["allowed_starts"]], [case["B_start"]], **made
        ), data
    design = case["design"].removeprefix("multiple_baseline_")
    names = [f"case {n}" for n in range(len(case["Y"]))]
    choices = case.get("allowed_starts") or case.get("start_intervals") or [case["B_starts"]]
    plan = RandomizationPlan(design, names, len(case["Y"][0]), choices, case["B_starts"], **made)
    return plan, dict(zip(names, case["Y"], strict=True))


@pytest.mark.parametrize("case", synthetic()["randomization"], ids=lambda case: case["id"])
def test_conformance_of_the_test(case):
    plan, data = plan_of(case)
    found, wanted = randomization_test(plan, data, **UP), case["expected"]
    assert close(found.observed, wanted["observed"])
    assert (found.count_ge, found.assignments, found.is_exact) == (
        wanted["count_ge"],
        wanted["n_assignments"],
        True,
    )
    assert found.p == pytest.approx(wanted["p"], rel=1e-12)
    assert found.fraction == Fraction(wanted["count_ge"], wanted["n_assignments"])
    assert plan.smallest_p == Fraction(1, wanted["n_assignments"])


value = st.one_of(st.none(), st.integers(0, 6))


def by_hand(scores, a, b) -> Fraction | None:
    one = [Fraction(scores[i]) for i in a if scores[i] is not None]
    two = [Fraction(scores[i]) for i in b if scores[i] is not None]
    return sum(two) / len(two) - sum(one) / len(one) if one and two else None


@settings(max_examples=40)
@given(st.lists(value, min_size=12, max_size=12))
def test_reversals_against_fractions(scores):
    plan = RandomizationPlan("ABAB", ["x"], 12, [[2]], [4, 7, 10], WHEN)
    ways = [
        (p, q, r) for p, q, r in product(range(3, 12), repeat=3)
        if p - 1 >= 2 and q - p >= 2 and r - q >= 2 and 13 - r >= 2
    ]  # fmt: skip
    assert plan.assignments == len(ways)

    def statistic(p, q, r):
        b = [*range(p - 1, q - 1), *range(r - 1, 12)]
        return by_hand(scores, [i for i in range(12) if i not in b], b)

    seen = statistic(4, 7, 10)
    found = randomization_test(plan, {"x": scores}, **UP)
    if seen is None:
        assert (found.p, found.reasons) == (None, ("empty_phase",))
        return
    wanted = sum(one is None or one >= seen for one in (statistic(*way) for way in ways))
    assert (found.count_ge, found.p) == (wanted, wanted / len(ways))


@settings(max_examples=40)
@given(st.lists(st.lists(value, min_size=8, max_size=8), min_size=3, max_size=3))
def test_exchanged_cases_against_fractions(rows):
    plan = RandomizationPlan("wampold_worsham", "abc", 8, [[3, 5, 7]], [3, 5, 7], WHEN)

    def statistic(starts):
        parts = [
            by_hand(row, range(s - 1), range(s - 1, 8)) for row, s in zip(rows, starts, strict=True)
        ]
        return None if None in parts else sum(parts) / 3

    seen = statistic((3, 5, 7))
    found = randomization_test(plan, dict(zip("abc", rows, strict=True)), **UP)
    if seen is None:
        assert found.reasons == ("empty_phase",)
        return
    wanted = sum(one is None or one >= seen for one in map(statistic, permutations((3, 5, 7))))
    assert found.count_ge == wanted
    assert Fraction(1, 6) <= found.fraction <= 1


@given(st.lists(st.integers(0, 9), min_size=10, max_size=10))
def test_less_is_better_is_more_of_the_opposite(scores):
    plan = RandomizationPlan("AB", ["x"], 10, [[4, 5, 6, 7]], [5], WHEN)
    down = randomization_test(plan, {"x": scores}, improvement="decrease")
    turned = randomization_test(plan, {"x": [-x for x in scores]}, **UP)
    assert (down.count_ge, down.observed) == (turned.count_ge, turned.observed)


def test_the_order_of_the_names_is_nothing_to_the_test():
    case = next(one for one in synthetic()["randomization"] if one["id"] == "kl_2")
    plan, data = plan_of(case)
    turned = RandomizationPlan(
        plan.design, plan.cases[::-1], plan.sessions, plan.choices, plan.drawn[::-1], WHEN
    )
    assert randomization_test(turned, data, **UP).count_ge == case["expected"]["count_ge"]


def test_too_many_assignments_are_sampled_with_a_seed():
    case = next(one for one in synthetic()["randomization"] if one["id"] == "kl_2")
    plan, data = plan_of(case)
    exact = randomization_test(plan, data, **UP)
    found = randomization_test(plan, data, limit=10, draws=4000, seed=5, **UP)
    assert (found.is_exact, found.draws, found.seed) == (False, 4000, 5)
    assert found.p == pytest.approx(exact.p, abs=0.02)
    assert found.fraction == Fraction(found.count_ge, 4001)
    assert found == randomization_test(plan, data, limit=10, draws=4000, seed=5, **UP)
    for design, choices, drawn in (
        ("AB", [[4, 5, 6]], [5]), ("ABAB", [[2]], [4, 7, 10]),
    ):  # fmt: skip
        plan = RandomizationPlan(design, ["x"], 12, choices, drawn, WHEN)
        data = {"x": [1, 2, 1, 5, 6, 5, 2, 1, 2, 6, 7, 6]}
        exact = randomization_test(plan, data, **UP)
        some = randomization_test(plan, data, limit=1, draws=3000, **UP)
        assert some.p == pytest.approx(exact.p, abs=0.03)


@pytest.mark.parametrize(
    "plan",
    [
        RandomizationPlan("AB", ["x"], 9, [[3, 4, 6]]),
        RandomizationPlan("ABAB", ["x"], 10, [[2]]),
        RandomizationPlan("wampold_worsham", "abc", 9, [[3, 5, 7]]),
        RandomizationPlan("marascuilo_busk", "ab", 9, [[3, 4], [5, 6, 7]]),
        RandomizationPlan("koehler_levin", "ab", 9, [[3, 4], [6, 7]]),
    ],
    ids=lambda plan: plan.design,
)
def test_every_assignment_is_drawn_about_equally_often(plan):
    draws = [tuple(map(int, one)) for one in islice(sampled(plan, 11), 6000)]
    assert len(set(draws)) == plan.assignments
    often = [draws.count(one) for one in set(draws)]
    assert max(often) < 2 * min(often)
    drawn = plan.draw(seed=3, made_at=WHEN, made_by="Ana")
    assert drawn == plan.draw(seed=3, made_at=WHEN, made_by="Ana")
    assert (drawn.seed, drawn.made_by) == (3, "Ana")
    assert plan_from(drawn.to_json()) == drawn


def test_the_smallest_p_is_said_before_the_first_session():
    three = RandomizationPlan("wampold_worsham", "abc", 9, [[3, 5, 7]])
    assert three.promise == (
        "6 assignments are possible, so the smallest p is 1/6. "
        "It can never be below .05: add cases or starts if a test is wanted."
    )
    four = RandomizationPlan("wampold_worsham", "abcd", 12, [[3, 5, 7, 9]])
    assert four.promise == "24 assignments are possible, so the smallest p is 1/24."
    twenty = RandomizationPlan("AB", ["x"], 30, [list(range(5, 25))])
    assert twenty.smallest_p == Fraction(1, 20) and "never" not in twenty.promise


def test_a_seal_fits_one_plan_and_one_salt():
    plan = RandomizationPlan("AB", ["x"], 9, [[3, 4, 6]], [4], WHEN, "Ana")
    mark = seal(plan, SALT)
    assert len(mark) == 64 and verify(plan, SALT, mark)
    for other in (
        RandomizationPlan("AB", ["x"], 9, [[3, 4, 6]], [6], WHEN, "Ana"),
        RandomizationPlan("AB", ["x"], 9, [[3, 4, 6]], [4], "2026-09-02T08:00:00+00:00", "Ana"),
    ):
        assert not verify(other, SALT, mark)
    assert not verify(plan, SALT + "x", mark)
    for wrong, salt in ((RandomizationPlan("AB", ["x"], 9, [[3]]), SALT), (plan, "short")):
        with pytest.raises(BadData):
            seal(wrong, salt)


def test_no_p_where_chance_decided_nothing():
    scores = {"x": [1, 2, 1, 5, 6, 5]}
    bare = randomization_test(RandomizationPlan("AB", ["x"], 6, [[3, 4, 5]]), scores, **UP)
    assert (bare.p, bare.count_ge, bare.reasons) == (None, None, ("not_randomised",))
    assert bare.fraction is None and "not randomised" in bare.warnings[0]
    plan = RandomizationPlan("AB", ["x"], 6, [[3, 4, 5]], [4], WHEN)
    late = randomization_test(plan, scores, first_treatment_at="2026-08-01T08:00:00+00:00", **UP)
    assert (late.p, late.observed, late.reasons) == (None, 4.0, ("not_randomised",))
    assert "after treatment had begun" in late.warnings[0]
    same = randomization_test(plan, scores, first_treatment_at=WHEN, **UP)
    assert same.p is None
    kept = randomization_test(plan, scores, first_treatment_at="2026-09-01T08:00:01+00:00", **UP)
    assert kept.p == pytest.approx(1 / 3)
    assert kept.to_json()["reasons"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"design": "ABA"}, "unknown_design"), ({"cases": ["x", "x"]}, "bad_cases"), ({"cases": []}, "bad_cases"),
        ({"cases": ["x", "y"]}, "bad_cases"), ({"choices": []}, "bad_choices"), ({"choices": [[]]}, "bad_choices"),
        ({"choices": [[1, 4]]}, "bad_choices"), ({"choices": [[4, 10]]}, "bad_choices"),
        ({"drawn": [5]}, "not_a_choice"), ({"drawn": [4, 4]}, "not_a_choice"),
        ({"drawn": [4], "made_at": "yesterday"}, "bad_time"), ({"drawn": [4], "made_at": "2026-09-01"}, "bad_time"),
        ({"design": "ABAB", "choices": [[3]]}, "bad_choices"), ({"design": "ABAB", "choices": [[0]]}, "bad_choices"),
        ({"design": "ABAB", "choices": [[2]], "drawn": [3, 4, 7]}, "not_a_choice"),
        ({"design": "ABAB", "choices": [[2]], "drawn": [3, 5]}, "not_a_choice"),
        ({"design": "wampold_worsham", "cases": "ab", "choices": [[3]]}, "bad_choices"),
        ({"design": "wampold_worsham", "cases": "ab", "choices": [[3, 5]], "drawn": [3, 3]}, "not_a_choice"),
        ({"design": "marascuilo_busk", "cases": "ab", "choices": [[3]]}, "bad_choices"),
        ({"design": "koehler_levin", "cases": "ab", "choices": [[3, 4], [4, 5]]}, "bad_choices"),
        ({"design": "koehler_levin", "cases": "ab", "choices": [[3, 4], [5, 6]], "drawn": [3, 4]}, "not_a_choice"),
        ({"design": "koehler_levin", "cases": "ab", "choices": [[3, 4], [5, 6]], "drawn": [3, 9]}, "not_a_choice"),
    ],
)  # fmt: skip
def test_a_plan_refuses_what_cannot_be(words, code):
    usual = {"design": "AB", "cases": ["x"], "sessions": 9, "choices": [[3, 4, 6]], "made_at": WHEN}
    with pytest.raises(BadData) as bad:
        RandomizationPlan(**{**usual, **words})
    assert bad.value.faults[0].code == code
    assert bad.value.faults[0].sentence.endswith(".")


def test_a_plan_file_with_other_fields_is_refused():
    for fields, code in (
        ({"design": "AB", "cases": ["x"], "sessions": 9}, "no_column"),
        (
            {"design": "AB", "cases": ["x"], "sessions": 9, "choices": [[3]], "starts": 3},
            "unknown_field",
        ),
        ({"design": "AB", "cases": ["x"], "sessions": 9, "choices": 3}, "bad_plan"),
        ({"design": "AB", "cases": ["x"], "sessions": "9", "choices": [[3]]}, "not_a_number"),
        ({"design": "AB", "cases": ["x"], "sessions": 9, "choices": [[3.5]]}, "not_a_number"),
        (
            {"design": "AB", "cases": ["x"], "sessions": 9, "choices": [[3]], "drawn": [True]},
            "not_a_number",
        ),
        ({"design": "AB", "cases": ["x"], "sessions": 10**30, "choices": [[3]]}, "not_a_number"),
        ({"design": "AB", "cases": [True], "sessions": 9, "choices": [[3]]}, "bad_cases"),
    ):
        with pytest.raises(BadData) as bad:
            plan_from(fields)
        assert bad.value.faults[0].code == code


@pytest.mark.parametrize(
    ("data", "words", "code"),
    [
        ({"y": [1] * 6}, {}, "other_cases"),
        ({"x": [1] * 5}, {}, "lengths_differ"),
        ({"x": [1, 2, "3", 4, 5, 6]}, {}, "not_a_number"),
        ({"x": [1] * 6}, {"improvement": "up"}, "no_direction"),
        ({"x": [1] * 6}, {"first_treatment_at": "soon"}, "bad_time"),
        ({"x": [1] * 6}, {"first_treatment_at": "2026-09-01"}, "bad_time"),
    ],
)
def test_data_other_than_the_plans_are_refused(data, words, code):
    plan = RandomizationPlan("AB", ["x"], 6, [[3, 4, 5]], [4], WHEN)
    with pytest.raises(BadData) as bad:
        randomization_test(plan, data, **{**UP, **words})
    assert bad.value.faults[0].code == code


def test_the_golden_case_holds():
    golden = tomllib.loads((GOLDEN / "randomization_test_edgington_2007.toml").read_text())
    for case in golden["case"]:
        plan = RandomizationPlan(
            "AB", ["x"], case["sessions"], case["choices"], case["drawn"], WHEN
        )
        found = randomization_test(plan, {"x": case["scores"]}, **UP)
        for name, wanted in case["expected"].items():
            assert getattr(found, name) == pytest.approx(wanted)
