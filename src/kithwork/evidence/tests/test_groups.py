"""Groups: the values of the conformance set, small groups, gaps and families of tests."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.evidence.faults import BadData
from kithwork.evidence.groups import (
    GroupEffect,
    Moments,
    ancova,
    benjamini_hochberg,
    cluster_corrected,
    compare_groups,
    cox_index,
    equivalence,
    hedges_g,
    improvement_index,
)
from kithwork.evidence.tests.conformance import close, synthetic

GROUP = synthetic()["group"]
VARIANTS = {
    "omega_g": "omega*sqrt(1/nT+1/nC+g^2/(2N))", "omega_d": "omega*sqrt(1/nT+1/nC+d^2/(2N))",
    "plain_g": "sqrt(1/nT+1/nC+g^2/(2N))",
}  # fmt: skip


@pytest.mark.parametrize("case", GROUP["hedges_g"], ids=lambda case: case["id"])
def test_conformance_of_g(case):
    arms = (
        Moments(case["n_t"], case["mean_t"], case["sd_t"]),
        Moments(case["n_c"], case["mean_c"], case["sd_c"]),
    )
    found, wanted = hedges_g(*arms), case["expected"]
    assert close(found.value, wanted["g"])
    assert close(found.se, wanted["se_default"])
    assert all(map(close, found.ci, wanted["ci95_default"]))
    for part, name in (
        ("sd_pooled", "sd_pooled"), ("omega", "omega"), ("d", "d_uncorrected"), ("t", "t"), ("df", "df"),
        ("p", "p_two_sided"), ("improvement_index", "improvement_index"),
    ):  # fmt: skip
        assert close(found.details[part], wanted[name]), part
    assert found.details["equivalence"] == wanted["baseline_category"]
    for kind, name in VARIANTS.items():
        assert close(hedges_g(*arms, se=kind).se, wanted["se_variants"][name])
        assert hedges_g(*arms, se=kind).se_kind == kind


@pytest.mark.parametrize("case", GROUP["ancova"], ids=lambda case: case["id"])
def test_conformance_of_ancova(case):
    found, wanted = ancova(case["treatment"], case["pre"], case["post"]), case["expected"]
    assert close(found.value, wanted["g_adjusted"])
    assert close(found.se, wanted["se_g"])
    for part, name in (
        ("b", "b_treatment"), ("se_b", "se_b"), ("t", "t"), ("df", "df"), ("p", "p"), ("slope", "b_pre"),
        ("adjusted_t", "adjusted_mean_t"), ("adjusted_c", "adjusted_mean_c"), ("omega", "omega"),
        ("sd_pooled", "sd_pooled_post_unadjusted"), ("improvement_index", "improvement_index"),
        ("before_g", "pre_g"), ("difference_in_differences", "did_g"), ("slopes_equal_p", "slopes_equal_p"),
    ):  # fmt: skip
        assert close(found.details[part], wanted[name]), part
    assert found.details["equivalence"] == wanted["baseline_category"]
    assert found.warnings == ("The groups were not alike before, and no adjustment rescues that.",)


@pytest.mark.parametrize("case", GROUP["cluster"], ids=lambda case: case["id"])
def test_conformance_of_clusters(case):
    half = case["N"] // 2
    found = cluster_corrected(
        case["d_student_level_uncorrected"],
        n_t=half,
        n_c=half,
        clusters=case["n_clusters"],
        icc=case["icc"],
    )
    wanted = case["expected"]
    assert close(found.value, wanted["g_total"]) and close(found.se, wanted["se"])
    for part, name in (
        ("gamma", "gamma"), ("df", "df_h"), ("omega", "omega_h"), ("design_effect", "design_effect"),
        ("t_plain", "t_unadjusted"), ("t", "t_adjusted"), ("p", "p_adjusted"),
    ):  # fmt: skip
        assert close(found.details[part], wanted[name]), part
    assert found.warnings == ()


@pytest.mark.parametrize("case", GROUP["bh"], ids=lambda case: case["id"])
def test_conformance_of_false_discovery(case):
    found = benjamini_hochberg(case["p"])
    assert all(map(close, found, case["adjusted"]))
    if "reject_q05" in case:
        assert [p < 0.05 for p in found] == case["reject_q05"]


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=12))
def test_adjusting_never_helps_and_keeps_the_order(p):
    found = benjamini_hochberg(p)
    pairs = [(raw, new) for raw, new in zip(p, found, strict=True) if raw is not None]
    assert [new is None for new in found] == [raw is None for raw in p]
    assert all(raw <= new + 1e-15 and new <= 1 for raw, new in pairs)
    assert all(a[1] <= b[1] for a in pairs for b in pairs if a[0] <= b[0])


def test_scores_and_moments_give_the_same_and_gaps_are_left_out():
    one, two = [1, 2, None, 4], [2, None, 3, 5]
    found = hedges_g(one, two)
    assert (found.n_t, found.n_c) == (3, 3)
    moments = hedges_g(Moments(3, 7 / 3, math.sqrt(7 / 3)), Moments(3, 10 / 3, math.sqrt(7 / 3)))
    assert close(found.value, moments.value)
    assert hedges_g([1], [1, 2]).reasons == ("too_few_points",)
    assert hedges_g([], [1, 2]).reasons == ("too_few_points",)
    assert hedges_g([2, 2], [2, 2]).reasons == ("no_variation",)


@given(
    st.lists(st.integers(0, 9), min_size=2, max_size=8),
    st.lists(st.integers(0, 9), min_size=2, max_size=8),
)
def test_the_other_way_round_is_the_opposite(one, two):
    there, back = hedges_g(one, two), hedges_g(two, one)
    if there.value is not None:
        assert close(there.value, -back.value) and close(there.se, back.se)


def test_equivalence_is_judged_unrounded_with_both_bounds_in():
    for g, said in (
        (0.05, "satisfied_no_adjustment"), (-0.0500001, "adjustment_required"), (0.25, "adjustment_required"),
        (-0.2500001, "not_equivalent"), (0.0, "satisfied_no_adjustment"),
    ):  # fmt: skip
        assert equivalence(g) == said
    assert improvement_index(0) == 0.0
    assert improvement_index(1) == pytest.approx(34.134474606854)


def test_people_with_a_gap_are_left_out_and_counted():
    group = [1, 1, 1, 1, 0, 0, 0, 0]
    before = [1, 2, 3, None, 1, 2, 3, 4]
    after = [3, 4, 6, 9, 2, 2, 4, None]
    found = ancova(group, before, after)
    assert (found.n_t, found.n_c, found.details["left_out"]) == (3, 3, 2)
    assert close(
        found.value, ancova([1, 1, 1, 0, 0, 0], [1, 2, 3, 1, 2, 3], [3, 4, 6, 2, 2, 4]).value
    )


def test_what_cannot_be_adjusted_says_so():
    assert ancova([1, 0, 0], [1, 2, 3], [1, 2, 3]).reasons == ("too_few_points",)
    assert ancova([1, 1, 0, 0], [2, 2, 2, 2], [1, 2, 3, 4]).reasons == ("no_variation",)
    assert ancova([1, 1, 0, 0], [1, 2, 1, 3], [2, 2, 2, 2]).reasons == ("no_variation",)
    exact = ancova([1, 1, 1, 0, 0, 0], [1, 2, 3, 1, 2, 3], [2, 3, 4, 1, 2, 3])
    assert exact.details["t"] is None and exact.details["p"] is None
    assert exact.details["slopes_equal_p"] is None
    assert exact.details["b"] == pytest.approx(1)
    assert ancova([1, 1, 0, 0], [1, 2, 1, 3], [1, 5, 2, 2]).details["slopes_equal_p"] is None


def test_slopes_that_differ_are_warned_of():
    group = [1] * 6 + [0] * 6
    before = [1, 2, 3, 4, 5, 6] * 2
    after = [1.1, 2.0, 3.1, 3.9, 5.1, 6.0, 6.1, 5.0, 3.9, 3.1, 2.0, 1.1]
    found = ancova(group, before, after)
    assert found.details["slopes_equal_p"] < 0.001
    assert "slopes differ" in found.warnings[0]


def test_an_unknown_icc_takes_the_usual_one_and_says_so():
    found = cluster_corrected(0.4, n_t=60, n_c=60, clusters=6, domain="behavior")
    assert found.options == {"icc": 0.10, "clusters": 6}
    assert found.warnings == (
        "The intraclass correlation is not known; 0.10 is the usual one for behavior.",
    )
    assert cluster_corrected(0.4, n_t=60, n_c=60, clusters=6).options["icc"] == 0.20
    alone = cluster_corrected(0.4, n_t=60, n_c=60, clusters=120, icc=0.3)
    assert alone.details["design_effect"] == 1.0
    assert cluster_corrected(0.4, n_t=2, n_c=2, clusters=2, icc=0.99).details["df"] > 0
    assert cluster_corrected(0.4, n_t=3, n_c=2, clusters=2, icc=0.9999).value is not None


def test_yes_or_no():
    found = cox_index(30, 40, 20, 40)
    logit = math.log(30 / 10) - math.log(20 / 20)
    factor = 1 - 3 / (4 * 80 - 9)
    assert close(found.value, logit / 1.65)
    assert close(found.details["corrected"], factor * logit / 1.65)
    assert close(found.se, math.sqrt(1 / 30 + 1 / 10 + 1 / 20 + 1 / 20) / 1.65)
    assert close(found.details["logit_difference"], logit)
    for cells in ((0, 10, 5, 10), (10, 10, 5, 10), (5, 10, 0, 10), (5, 10, 10, 10)):
        assert cox_index(*cells).reasons == ("zero_cell",)


def test_an_instrument_of_many_items_is_one_family():
    group = [1] * 12 + [0] * 12
    before = [float(n % 6) for n in range(24)]
    up = [
        x + (4 if one else 0) + 0.3 * (n % 3)
        for n, (x, one) in enumerate(zip(before, group, strict=True))
    ]
    flat = [x + 0.5 * (n % 4) for n, x in enumerate(before)]
    found = compare_groups(
        group, {"asks": (before, up), "waits": (before, flat), "none": (before, [1.0] * 24)}
    )
    assert [item.name for item in found] == ["asks", "waits", "none"]
    assert [item.stands_out for item in found] == [True, False, None]
    assert "stands out among" in found[0].sentence and "does not stand out" in found[1].sentence
    assert found[2].sentence == "none: no comparison can be made."
    raw = [item.effect.details.get("p") for item in found]
    assert [item.adjusted_p for item in found] == benjamini_hochberg(raw)
    assert found[0].to_json()["effect"]["index"] == "ancova"


def test_small_groups_get_a_range_and_no_verdict():
    found = compare_groups([1, 1, 1, 0, 0, 0], {"asks": ([1, 2, 3, 1, 2, 3], [3, 5, 5, 1, 2, 4])})
    assert found[0].stands_out is None
    assert found[0].sentence.endswith("The groups are too small for more than this range.")


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: hedges_g([1, "2"], [1, 2]), "not_a_number"),
        (lambda: hedges_g([1, True], [1, 2]), "not_a_number"),
        (lambda: hedges_g([1, math.nan], [1, 2]), "not_a_number"),
        (lambda: hedges_g([1, 10**400], [1, 2]), "not_a_number"),
        (lambda: hedges_g([1, 2], [1, 2], se="wald"), "unknown_se"),
        (lambda: ancova([1, 2], [1, 2], [1, 2]), "bad_group"),
        (lambda: ancova([1], [1, 2], [1, 2]), "lengths_differ"),
        (lambda: cluster_corrected(0.4, n_t=1, n_c=9, clusters=3), "too_few"),
        (lambda: cluster_corrected(0.4, n_t=9, n_c=9, clusters=3, icc=1), "bad_icc"),
        (lambda: cluster_corrected(0.4, n_t=9, n_c=9, clusters=3, domain="art"), "unknown_domain"),
        (lambda: cox_index(-1, 10, 5, 10), "bad_count"),
        (lambda: cox_index(11, 10, 5, 10), "bad_count"),
        (lambda: cox_index(5, 10, 11, 10), "bad_count"),
        (lambda: cox_index(True, 10, 5, 10), "bad_count"),
        (lambda: benjamini_hochberg([0.5, 1.1]), "bad_p"),
        (lambda: benjamini_hochberg([True]), "bad_p"),
        (lambda: compare_groups([1, 0], {}, q=5), "bad_q"),
    ],
)
def test_wrong_input_is_refused(call, code):
    with pytest.raises(BadData) as bad:
        call()
    assert bad.value.faults[0].code == code
    assert bad.value.faults[0].sentence.endswith(".")


def test_an_effect_is_finite_or_none_with_a_reason():
    for wrong in ({"value": math.inf}, {"value": None}, {"value": None, "reasons": ("x",)}):
        with pytest.raises(ValueError, match="ancova"):
            GroupEffect("ancova", **wrong)
    assert GroupEffect("ancova", None, reasons=("zero_cell",)).to_json()["ci"] is None
    assert GroupEffect("ancova", 1.0, ci=(0.0, 2.0)).to_json()["ci"] == [0.0, 2.0]


def test_a_family_of_whole_classes_is_corrected_item_by_item():
    group = [1] * 12 + [0] * 12
    before = [float(n % 5) + n / 20 for n in range(24)]
    after = [
        x + (1.5 if one else 0.0) + (n * 7 % 5) / 3
        for n, (x, one) in enumerate(zip(before, group, strict=True))
    ]
    classes = [f"{one}{n % 2}" for n, one in enumerate(group)]
    (item,) = compare_groups(group, {"asks": (before, after)}, classes=classes, domain="behavior")
    plain = ancova(group, before, after)
    d = plain.details["b"] / plain.details["sd_pooled"]
    alone = cluster_corrected(d, n_t=12, n_c=12, clusters=4, domain="behavior")
    assert item.effect.value == alone.value and item.effect.ci == alone.ci
    assert item.adjusted_p == alone.details["p"] > plain.details["p"]
    assert item.effect.details["before_g"] == plain.details["before_g"]


def test_groups_that_were_not_alike_before_never_stand_out():
    group = [1] * 12 + [0] * 12
    before = [(n * 7 % 5) + 4.0 * one for n, one in enumerate(group)]
    after = [
        x + 9.0 * one + (n % 3) / 7 for n, (x, one) in enumerate(zip(before, group, strict=True))
    ]
    (item,) = compare_groups(group, {"asks": (before, after)})
    assert item.adjusted_p is not None and item.adjusted_p < 0.05
    assert item.stands_out is None and "not alike before" in item.sentence


def test_one_class_in_all_compares_nothing():
    (item,) = compare_groups(
        [1, 1, 1, 0, 0, 0], {"asks": ([1, 2, 3, 1, 2, 3], [3, 5, 5, 1, 2, 4])}, classes=["a"] * 6
    )
    assert item.effect.reasons == ("too_few_points",) and item.effect.value is None
