"""Tests beside overlap indices: every reference value, rules by hand, refusals."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kithwork.evidence.effects import effect_size
from kithwork.evidence.faults import BadData
from kithwork.evidence.significance import (
    PARTS,
    baseline_corrected_tau,
    nap_test,
    pand_phi,
    pem_test,
    pet,
    tau_part,
)
from kithwork.evidence.tests.conformance import close, synthetic

CASES = synthetic()["scan"]["cases"]
UP: Any = {"improvement": "increase"}
DOWN: Any = {"improvement": "decrease"}
SHARES = (nap_test, pem_test, pet, pand_phi)
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
phase = st.lists(st.integers(0, 8), min_size=2, max_size=9)


@each_case
@pytest.mark.parametrize("variant", ["parker", "complete_a", "complete_b"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_tau_u(case, variant, part):
    wanted = case["tau_u_raw_direction"][variant][part]
    found = tau_part(case["A"], case["B"], part=part, variant=variant, **UP)
    names = {"pairs": "pairs", "pos": "rising", "neg": "falling", "ties": "ties", "S": "s"}
    assert {name: getattr(found, own) for name, own in names.items()} == {
        name: wanted[name] for name in names
    }
    for name, own in {"D": "d", "tau": "tau", "SD_S": "sd", "z": "z", "p": "p"}.items():
        assert close(getattr(found, own), wanted[name]), name
    assert all(map(close, found.ci or (None, None), wanted["ci"]))
    assert (found.reasons != ()) == (found.ci is None)


@each_case
@pytest.mark.parametrize("ties", ["a", "b"])
def test_every_form_of_baseline_corrected_tau(case, ties):
    wanted = case[f"baseline_corrected_tau_{ties}"]
    found = baseline_corrected_tau(case["A"], case["B"], pretest=True, ties=ties, **UP)
    assert found.corrected is wanted["corrected"]
    assert close(found.tau, wanted["tau"]) and close(found.p, wanted["p"])
    for form in ("baseline", "uncorrected", "always_corrected"):
        for name, value in wanted[form].items():
            assert close(getattr(getattr(found, form), name), value), (form, name)
    always = baseline_corrected_tau(case["A"], case["B"], ties=ties, **UP)
    assert (always.corrected, always.tau) == (True, found.always_corrected.tau)


@each_case
def test_every_share(case):
    direction = DOWN if case["decreasing"] else UP
    nap, wanted = nap_test(case["A"], case["B"], **direction), case["nap"]
    assert (nap.n, nap.better, nap.ties, nap.statistic) == (
        wanted["pairs"], wanted["nonoverlaps"], wanted["ties"], wanted["U"],
    )  # fmt: skip
    assert close(100 * nap.value, wanted["NAP_percent"]) and close(
        nap.p, wanted["p_one_sided_normal_cc"]
    )
    pem, wanted = pem_test(case["A"], case["B"], **direction), case["pem_strict"]
    assert (pem.better, pem.p) == (wanted["positives"], wanted["binom_p"])
    assert close(100 * pem.value, wanted["percent"])
    line, wanted = pet(case["A"], case["B"], **direction), case["pet"]
    assert (close(100 * line.value, wanted["percent"]), line.p) == (True, wanted["binom_p"])
    phi, wanted = pand_phi(case["A"], case["B"], **direction), case["pand_sort"]
    assert close(phi.value, wanted["phi"]) and phi.statistic == wanted["overlaps"]
    assert close(100 * phi.better / phi.n, wanted["percent"])


@each_case
def test_every_other_number_of_that_program(case):
    a, b = case["A"], case["B"]
    wanted = case["smd"]
    assert close(effect_size(a, b, "SMD_baseline_uncorrected", **UP).value, wanted["glass_delta"])
    pooled = effect_size(a, b, "SMD_pooled", **UP)
    assert close(pooled.options["pooled_SD"], wanted["sd_pooled"])
    assert close(pooled.value, wanted["hedges_g_corrected"])
    assert close(pooled.options["d_uncorrected"], wanted["hedges_g_uncorrected"])
    assert close(pooled.options["d_mean_variance"], wanted["cohen_d_mean_var"])
    assert close(100 * effect_size(a, b, "PND", **UP).value, case["pnd_percent"])
    assert close(100 * effect_size(a, b, "PAND", **UP).value, case["pand_minimum_percent"])
    assert close(effect_size(a, b, "IRD", **UP).value, case["ird"])


@given(phase, phase)
def test_it_is_the_index_and_the_test_of_everybody_else(a, b):
    for variant, index in (
        ("parker", "Tau_U"),
        ("complete_a", "Tau_U_complete_a"),
        ("complete_b", "Tau_U_complete_b"),
    ):
        assert close(
            tau_part(a, b, variant=variant, **UP).tau, effect_size(a, b, index, **UP).value
        )
    assert close(
        baseline_corrected_tau(a, b, **UP).tau, effect_size(a, b, "Tau_BC_kendall_b", **UP).value
    )
    found = nap_test(a, b, **UP)
    assert close(found.value, effect_size(a, b, "NAP", **UP).value)
    if len({*a, *b}) > 1:
        reference = stats.mannwhitneyu(b, a, alternative="greater", method="asymptotic")
        assert math.isclose(found.p, reference.pvalue, rel_tol=1e-9)
        tau = tau_part(a, b, part="AvB", variant="complete_b", **UP)
        plain = baseline_corrected_tau(a, b, **UP).uncorrected
        assert close(tau.p, plain.p)
        assert close(
            plain.tau, float(stats.kendalltau([0] * len(a) + [1] * len(b), [*a, *b]).statistic)
        )
    share = pem_test(a, b, **UP)
    assert close(share.value, effect_size(a, b, "PEM_strict", **UP).value)
    assert math.isclose(
        share.p, stats.binomtest(int(share.better), len(b), alternative="greater").pvalue
    )


@given(phase, phase)
def test_the_other_direction_is_the_other_sign(a, b):
    turned = [-x for x in a], [-x for x in b]
    for share in SHARES:
        assert share(a, b, **UP) == share(*turned, **DOWN)
    for part in PARTS:
        assert tau_part(a, b, part=part, **UP) == tau_part(*turned, part=part, **DOWN)
    assert baseline_corrected_tau(a, b, **UP) == baseline_corrected_tau(*turned, **DOWN)


def test_a_significant_trend_is_taken_out_and_one_that_is_not_stays():
    rising = [1, 2, 3, 4, 5, 6]
    found = baseline_corrected_tau(rising, [7, 8, 9], pretest=True, **UP)
    assert (found.corrected, found.tau, found.z, found.reasons) == (
        True,
        0.0,
        None,
        ("no_variation",),
    )
    assert len(found.warnings) == 2
    strict = baseline_corrected_tau(rising, [7, 8, 9], pretest=True, alpha=0.001, **UP)
    assert (strict.corrected, strict.tau) == (False, strict.uncorrected.tau)
    assert len(baseline_corrected_tau(rising, [7, 8, 9], **UP).warnings) == 1
    flat = baseline_corrected_tau([3, 3, 3], [4, 5], pretest=True, **UP)
    assert (flat.corrected, flat.baseline.p) == (False, None)
    assert flat.se == pytest.approx(math.sqrt(2 / 5 * (1 - flat.tau**2)))


def test_a_tie_on_the_line_is_decided_exactly():
    found = pet([0.1, 0.2, 0.3], [0.4, 0.5, 0.7], **UP)
    assert (found.better, found.ties, found.value) == (1, 2, pytest.approx(1 / 3))
    assert baseline_corrected_tau([0.1, 0.2, 0.3], [0.4, 0.5, 0.6], **UP).tau == 0.0


def test_what_is_not_defined_has_a_reason():
    for share in SHARES:
        assert share([], [1], **UP).reasons == share([1], [None], **UP).reasons == ("empty_phase",)
        assert json.loads(json.dumps(share([], [1], **UP).to_json()))["value"] is None
    assert pet([1], [2], **UP).reasons == ("one_point_phase",)
    assert nap_test([2, 2], [2], **UP).p is None
    assert nap_test([2, 2], [2], **UP).reasons == ("no_variation",)
    assert nap_test([2, None, 2], [3], **UP).n == 2
    assert tau_part([1], [], **UP).reasons == ("empty_phase",)
    assert tau_part([1], [2, 3], part="trendA", **UP).reasons == ("one_point_phase",)
    assert tau_part([2, 2], [2, 2], variant="complete_b", **UP).tau is None
    assert tau_part([2, 2], [2, 2], **UP).reasons == ("no_variation",)
    assert tau_part([1, 2], [3], **UP).reasons == ("too_few_points",)
    beyond = tau_part([5, 4, 3, 2, 1], [6, 7, 8, 9, 10], **UP)
    assert (beyond.tau, beyond.ci, beyond.reasons) == (1.4, None, ("not_estimable",))
    assert json.loads(json.dumps(beyond.to_json()))["ci"] is None
    for a, b, reason in (
        ([1], [2], "one_point_phase"),
        ([], [2], "empty_phase"),
        ([1], [], "empty_phase"),
        ([1, 2], [], "empty_phase"),
    ):
        found = baseline_corrected_tau(a, b, **UP)
        assert (found.tau, found.reasons, found.n_a, found.n_b) == (None, (reason,), len(a), len(b))
    assert json.loads(json.dumps(found.to_json()))["baseline"] is None
    assert json.dumps(baseline_corrected_tau([1, 2], [3], **UP).to_json()["baseline"])
    assert baseline_corrected_tau([1, 2], [3], **UP).baseline.to_json()["tau"] == 1.0


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: nap_test([1], [2], improvement="up"), "no_direction"),
        (lambda: pem_test([1, "x"], [2], **UP), "not_a_number"),
        (lambda: tau_part([1], [2], part="B", **UP), "unknown_part"),
        (lambda: tau_part([1], [2], variant="b", **UP), "unknown_variant"),
        (lambda: tau_part([1], [2], level=1, **UP), "bad_level"),
        (lambda: baseline_corrected_tau([1], [2], ties="c", **UP), "bad_option"),
        (lambda: baseline_corrected_tau([1], [2], alpha=0, **UP), "bad_option"),
    ],
)
def test_what_cannot_be_is_refused(call, code):
    with pytest.raises(BadData) as bad:
        call()
    assert bad.value.faults[0].code == code


def test_another_level_is_another_interval():
    narrow, wide = (tau_part([1, 4, 2], [3, 5, 2], level=level, **UP).ci for level in (0.8, 0.99))
    assert wide[0] < narrow[0] < narrow[1] < wide[1]
