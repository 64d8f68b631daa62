"""The between-case SMD: what it answers, when it does not, and that two ways give the same."""

from __future__ import annotations

import dataclasses
import math
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from kithwork.evidence.effects import bcsmd, bcsmd_interval, bcsmd_reml
from kithwork.evidence.effects.bcsmd import bc_smd
from kithwork.evidence.effects.bcsmd_hps import hps
from kithwork.evidence.effects.bcsmd_interval import g_variance, interval, small_sample_factor
from kithwork.evidence.effects.bcsmd_reml import RemlParts, reml
from kithwork.evidence.effects.bcsmd_rows import read_study
from kithwork.evidence.faults import BadData
from kithwork.evidence.tests.bcsmd_oracle import hps_by_matrices, reml_nu, restricted_deviance
from kithwork.evidence.tests.conformance import synthetic

MB = synthetic()["bcsmd_synthetic"]["cases"][0]["data"]
Columns = dict[str, list[Any]]


def columns(seed: int, *, runs: list[list[int]], gap: float = 0.2) -> Columns:
    """A study with sessions missing and phases of unequal length; one list of runs for each case."""
    rng = np.random.default_rng(seed)
    data: Columns = {"case": [], "session": [], "treatment": [], "phase": [], "outcome": []}
    for case, lengths in enumerate(runs):
        session, level, before = 0, rng.normal(scale=2), 0.0
        for run, length in enumerate(lengths):
            for _ in range(length):
                session += 1 + int(rng.random() < gap)
                before = 0.4 * before + rng.normal()
                data["case"].append(f"P{case}")
                data["session"].append(session)
                data["treatment"].append(run % 2)
                data["phase"].append(1 + run // 2)
                data["outcome"].append(round(10 + level + 2 * (run % 2) + before, 2))
    return data


TIERS = [[4, 8], [6, 6], [8, 5], [3, 9]]
RETURNS = [[5, 4, 3, 4], [3, 5, 4, 4], [4, 4, 6, 3]]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("design", "runs"), [("MB", TIERS), ("ABk", RETURNS)])
def test_hps_equals_whole_matrices(seed: int, design: str, runs: list[list[int]]) -> None:
    data = columns(seed, runs=runs)
    found = bc_smd(data, design).options["parts"]
    for name, value in hps_by_matrices(data, design).items():
        assert found[name] == pytest.approx(value, rel=1e-9, abs=1e-12), name


def test_a_multiple_baseline_ignores_the_pairs() -> None:
    data = columns(3, runs=RETURNS)
    with_pairs = bc_smd(data, "MB")
    del data["phase"]
    assert bc_smd(data, "MB") == with_pairs


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_reml_stands_where_the_restricted_likelihood_is_flat(seed: int) -> None:
    data = columns(seed, runs=TIERS)
    found = reml(read_study(data))
    assert isinstance(found, RemlParts)
    assert found.between > 0.01
    assert found.autocorrelation is not None
    at = (found.between, found.within, found.autocorrelation)
    best = restricted_deviance(data, at)
    assert found.log_likelihood == pytest.approx(-best / 2, rel=1e-10)
    for place in range(3):
        for step in (-1e-3, 1e-3):
            other = [value + step * (place == k) for k, value in enumerate(at)]
            assert restricted_deviance(data, tuple(other)) > best  # type: ignore[arg-type]
    assert found.nu == pytest.approx(reml_nu(data, at), rel=1e-6)
    assert found.total == pytest.approx(found.between + found.within, rel=1e-14)
    assert found.unadjusted == pytest.approx(found.effect / math.sqrt(found.total), rel=1e-12)
    assert found.g == pytest.approx(small_sample_factor(found.nu) * found.unadjusted, rel=1e-12)
    assert found.g_variance == g_variance(found.g, found.kappa, found.nu)


def test_the_slope_of_the_likelihood_is_its_slope() -> None:
    data = columns(4, runs=TIERS)
    blocks, n = bcsmd_reml._blocks(read_study(data), 1.0), len(data["case"])
    for at in ((0.5, 1.2, 0.3), (2.0, 0.4, -0.2), (1.0, 1.0, 0.0)):
        fit = bcsmd_reml._fit(blocks, n, at)
        assert fit.deviance == pytest.approx(restricted_deviance(data, at), rel=1e-12)
        for place in range(3):
            up = [value + 1e-6 * (place == k) for k, value in enumerate(at)]
            down = [value - 1e-6 * (place == k) for k, value in enumerate(at)]
            slope = (restricted_deviance(data, up) - restricted_deviance(data, down)) / 2e-6  # type: ignore[arg-type]
            assert fit.slope[place] == pytest.approx(slope, rel=1e-6, abs=1e-6)


def test_independent_errors_have_no_autocorrelation() -> None:
    found = bc_smd(MB, method="reml", errors="iid")
    assert found.options["errors"] == "iid"
    assert found.options["parts"]["phi"] is None
    assert found.value != bc_smd(MB, method="reml").value


@pytest.mark.parametrize("method", ["hps", "reml"])
@settings(deadline=None, max_examples=15)
@given(
    st.integers(0, 50), st.floats(0.01, 1000), st.floats(-100, 100), st.sampled_from(["MB", "ABk"])
)
def test_unit_and_zero_of_the_measure_do_not_matter(
    method: str, seed: int, unit: float, zero: float, design: str
) -> None:
    data = columns(seed, runs=RETURNS)
    other = {**data, "outcome": [zero + unit * value for value in data["outcome"]]}
    first, second = (bc_smd(rows, design, method) for rows in (data, other))
    assert first.reasons == second.reasons
    if first.value is not None:
        assert second.value == pytest.approx(first.value, rel=1e-4, abs=1e-6)
        assert second.se == pytest.approx(first.se, rel=1e-4)


@pytest.mark.parametrize("method", ["hps", "reml"])
def test_the_mirror_of_a_study_has_the_mirrored_effect(method: str) -> None:
    data = columns(7, runs=TIERS)
    other = {**data, "outcome": [-value for value in data["outcome"]]}
    for ci in ("t", "noncentral"):
        first, second = (bc_smd(rows, method=method, ci=ci) for rows in (data, other))
        assert second.value == pytest.approx(-first.value, rel=1e-6)  # type: ignore[operator]
        assert first.ci is not None
        assert second.ci == pytest.approx((-first.ci[1], -first.ci[0]), rel=1e-6)


@pytest.mark.parametrize("method", ["hps", "reml"])
def test_the_order_of_rows_and_cases_does_not_matter(method: str) -> None:
    data = columns(8, runs=TIERS)
    shuffled = np.random.default_rng(0).permutation(len(data["case"])).tolist()
    other = {name: [values[row] for row in shuffled] for name, values in data.items()}
    assert bc_smd(other, method=method).value == pytest.approx(bc_smd(data, method=method).value)


@pytest.mark.parametrize("method", ["hps", "reml"])
@pytest.mark.parametrize("unit", [1e-9, 1e9])
def test_very_small_and_very_large_units_are_units(method: str, unit: float) -> None:
    other = {**MB, "outcome": [unit * value for value in MB["outcome"]]}
    assert bc_smd(other, method=method).value == pytest.approx(
        bc_smd(MB, method=method).value, rel=1e-6
    )


def test_scores_far_from_zero_still_vary() -> None:
    """Ten thousand million away: what the cases leave is small beside the scores, not beside their spread."""
    far = {**MB, "outcome": [1e10 + value for value in MB["outcome"]]}
    for method in ("hps", "reml"):
        assert bc_smd(far, method=method).value == pytest.approx(
            bc_smd(MB, method=method).value, rel=1e-3
        )


def test_the_quantities_have_the_names_of_the_articles() -> None:
    assert list(bc_smd(MB).options["parts"]) == [
        *("g_dotdot", "K", "D_bar", "S_sq", "delta_hat_unadj", "phi", "sigma_sq_w", "rho"),
        *("theta", "nu", "delta_hat", "V_delta_hat"),
    ]
    found = bc_smd(MB, method="reml")
    assert list(found.options["parts"]) == [
        *("p_beta", "r_theta", "delta_AB", "nu", "kappa", "g_AB", "V_g_AB"),
        *("tau_sq", "sigma_sq", "phi", "logLik"),
    ]
    assert found.se is not None
    assert found.options["parts"]["V_g_AB"] == pytest.approx(found.se**2, rel=1e-12)


def test_what_an_estimate_carries() -> None:
    found = bc_smd(MB, level=0.9)
    assert (found.index, found.se_kind, found.level) == ("BC_SMD_HPS_MB", "hps", 0.9)
    assert (found.n_a, found.n_b) == (MB["treatment"].count(0), MB["treatment"].count(1))
    assert {key: found.options[key] for key in ("design", "method", "ci")} == {
        "design": "MB",
        "method": "hps",
        "ci": "t",
    }
    assert "errors" not in found.options
    assert found.warnings == ()
    assert found.reasons == ()
    assert found.to_json()["options"]["parts"]["K"] == 24
    other = bc_smd(MB, "ABk", "reml", ci="noncentral")
    assert (other.index, other.se_kind, other.options["errors"]) == ("BC_SMD_REML", "reml", "ar1")
    assert bc_smd(MB, "ABk").index == "BC_SMD_HPS_ABk"
    assert bc_smd(MB, "ABk").options["parts"]["M_dot"] > 0


def test_the_condition_named_baseline_is_what_the_other_is_compared_with() -> None:
    turned = bc_smd(
        {**MB, "treatment": ["AB"[treated] for treated in MB["treatment"]]}, baseline="B"
    )
    assert turned.value == pytest.approx(-bc_smd(MB).value, rel=1e-12)  # type: ignore[operator]
    assert (turned.n_a, turned.n_b) == (bc_smd(MB).n_b, bc_smd(MB).n_a)


def test_a_wider_level_gives_a_wider_interval() -> None:
    for ci in ("t", "noncentral"):
        narrow, wide = bc_smd(MB, level=0.8, ci=ci).ci, bc_smd(MB, level=0.99, ci=ci).ci
        assert narrow is not None
        assert wide is not None
        assert wide[0] < narrow[0] < narrow[1] < wide[1]


def without(data: Columns, **gone: Any) -> Columns:
    kept = [
        row
        for row in range(len(data["case"]))
        if not all(data[name][row] == value for name, value in gone.items())
    ]
    return {name: [values[row] for row in kept] for name, values in data.items()}


@pytest.mark.parametrize("method", ["hps", "reml"])
@pytest.mark.parametrize("design", ["MB", "ABk"])
def test_two_cases_are_too_few_and_three_are_not(method: str, design: str) -> None:
    three = bc_smd(columns(1, runs=RETURNS), design, method)
    two = bc_smd(columns(1, runs=RETURNS[:2]), design, method)
    assert three.value is not None
    assert (two.value, two.se, two.ci, two.reasons) == (None, None, None, ("too_few_cases",))
    assert (two.n_a, two.n_b) == (15, 17)
    assert two.options["design"] == design
    assert two.level == 0.95
    narrow = bc_smd(columns(1, runs=RETURNS[:2]), design, method, level=0.8)
    assert (narrow.level, narrow.index) == (0.8, three.index)


def test_a_case_without_treatment_has_no_difference() -> None:
    data = without(columns(1, runs=TIERS), case="P2", treatment=1)
    assert bc_smd(data).reasons == ("empty_phase",)
    assert bc_smd(data, method="reml").value is not None  # the model still has both conditions


def test_a_case_without_one_pair_is_no_reversal() -> None:
    data = without(columns(1, runs=RETURNS), case="P2", treatment=0, phase=2)
    assert bc_smd(data, "ABk").reasons == ("empty_phase",)
    assert bc_smd(data, "MB").value is not None


def test_a_study_of_one_condition_compares_nothing() -> None:
    data = {**MB, "treatment": [1] * len(MB["case"])}
    for method in ("hps", "reml"):
        found = bc_smd(data, method=method)
        assert (found.reasons, found.n_a, found.n_b) == (("empty_phase",), 0, 54)


def test_sessions_that_no_two_cases_share_give_no_variance() -> None:
    data = dict(columns(1, runs=TIERS))
    data["session"] = [
        100 * int(case[1:]) + session
        for case, session in zip(data["case"], data["session"], strict=True)
    ]
    assert bc_smd(data).reasons == ("too_few_points",)


def test_one_score_in_every_phase_leaves_nothing_for_the_autocorrelation() -> None:
    data = columns(1, runs=[[1, 1]] * 3, gap=0)
    assert bc_smd(data).reasons == ("too_few_points",)
    assert bc_smd(columns(1, runs=[[1, 2], [1, 1], [1, 1]], gap=0)).reasons != ("too_few_points",)


@pytest.mark.parametrize("method", ["hps", "reml"])
def test_scores_that_do_not_vary_have_no_sd(method: str) -> None:
    data = columns(1, runs=TIERS)
    constant = {**data, "outcome": [0.1] * len(data["case"])}
    level = {**data, "outcome": [0.1 + 0.2 * treated for treated in data["treatment"]]}
    by_case = {
        **data,
        "outcome": [
            0.3 * int(case[1:]) + 0.2 * treated
            for case, treated in zip(data["case"], data["treatment"], strict=True)
        ],
    }
    for rows in (constant, level, by_case):
        assert bc_smd(rows, method=method).reasons == ("no_variation",)


def test_cases_that_move_as_one_have_no_variance_between_them() -> None:
    one = [3.0, 4.0, 2.0, 5.0, 7.0, 6.0, 8.0, 6.0]
    data = {
        "case": [case for case in "ABC" for _ in one],
        "session": [*range(1, 9)] * 3,
        "treatment": [0, 0, 0, 0, 1, 1, 1, 1] * 3,
        "outcome": one * 3,
    }
    assert bc_smd(data).reasons == ("no_variation",)
    assert bc_smd(data, method="reml").options["parts"]["tau_sq"] == 0


def test_autocorrelation_of_one_or_more_is_no_correlation() -> None:
    """One slow wave: the products nearly reach the squares, and the correction lifts them over."""
    wave = [math.sin(2 * math.pi * step / 21) for step in range(1, 21)]
    data = {
        "case": [case for case in "ABC" for _ in range(22)],
        "session": [*range(1, 23)] * 3,
        "treatment": ([0, 0] + [1] * 20) * 3,
        "outcome": [height * value for height in (1, 2, 4) for value in (0, 0, *wave)],
    }
    assert hps_by_matrices(data, "MB")["phi"] > 1
    assert bc_smd(data).reasons == ("not_estimable",)


def test_a_single_pair_of_scores_is_no_comparison() -> None:
    data = {
        "case": ["A"] * 4 + ["B"] * 4 + ["C"] * 4,
        "session": [1, 2, 3, 4, 1, 12, 13, 14, 21, 22, 23, 24],
        "treatment": [0, 0, 1, 1] * 3,
        "outcome": [1.0, 2, 4, 6, 3, 1, 6, 7, 2, 3, 5, 9],
    }
    assert bc_smd(data).reasons == ("too_few_points",)
    data["session"][5] = 2  # a second pair of baseline scores is enough
    assert bc_smd(data).value is not None


def test_few_degrees_of_freedom_are_said() -> None:
    """Three cases far apart with hardly any change within them: nu is just below 2."""
    rows = [(1, 0, 0.0), (2, 0, 0.3), (3, 0, 0.1), (4, 1, 1.0), (5, 1, 1.4), (6, 1, 1.1)]
    data = {
        "case": [case for case in "ABC" for _ in rows],
        "session": [row[0] for row in rows] * 3,
        "treatment": [row[1] for row in rows] * 3,
        "outcome": [
            level + (2 if level == 50 else 1) * row[2] for level in (0, 50, 90) for row in rows
        ],
    }
    found = bc_smd(data)
    parts = found.options["parts"]
    assert 1 < parts["nu"] < 2.001
    assert found.warnings == (bcsmd._CUT,)
    assert found.se == pytest.approx(math.sqrt(parts["V_delta_hat"]))


def test_no_variance_between_cases_is_said() -> None:
    data = columns(1, runs=TIERS)
    rng = np.random.default_rng(5)
    data["outcome"] = [2 * treated + rng.normal() for treated in data["treatment"]]
    said = [
        bc_smd(data, method=method).warnings == (bcsmd._NO_BETWEEN,) for method in ("hps", "reml")
    ]
    parts = bc_smd(data).options["parts"], bc_smd(data, method="reml").options["parts"]
    assert said == [parts[0]["rho"] == 0, parts[1]["tau_sq"] == 0]
    assert any(said)


def test_an_interval_that_cannot_be_had_is_left_out_with_its_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bcsmd_interval.special, "nctdtr", lambda nu, nc, t: math.nan)
    found = bc_smd(MB, ci="noncentral")
    assert found.value is not None
    assert (found.ci, found.reasons) == (None, ("not_estimable",))
    assert bc_smd(MB).ci is not None


@pytest.mark.parametrize("nu", [3.0, 20.0])
def test_the_interval_of_a_huge_effect_goes_on_as_it_was(nu: float) -> None:
    j = small_sample_factor(nu)
    exact, limit = (
        interval(t * j, 1.0, nu, level=0.95, kind="noncentral") for t in (9_999.999, 10_000.001)
    )
    assert exact is not None
    assert limit == pytest.approx(exact, rel=1e-6)
    low, high = (1e5 * math.sqrt(stats.chi2.ppf(share, nu) / nu) for share in (0.025, 0.975))
    assert interval(-1e5 * j, 1.0, nu, level=0.95, kind="noncentral") == pytest.approx(
        (-high, -low)
    )


def test_a_search_that_ends_on_the_edge_is_no_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    data = columns(2, runs=TIERS)
    monkeypatch.setattr(bcsmd_reml, "_MOST_PHI", 0.0001)
    assert bc_smd(data, method="reml").reasons == ("not_estimable",)
    assert bc_smd(data, method="reml", errors="iid").value is not None
    monkeypatch.setattr(bcsmd_reml, "_LEAST_WITHIN", 50.0)
    assert bc_smd(data, method="reml", errors="iid").reasons == ("not_estimable",)


def test_degrees_of_freedom_need_an_information_matrix() -> None:
    study = read_study(MB)
    blocks = bcsmd_reml._blocks(study, 1.0)
    fit = bcsmd_reml._fit(blocks, 54, (1.0, 1.0, 0.2))
    degrees = bcsmd_reml._degrees_of_freedom
    full = degrees(blocks, fit, 2.0, 3)
    assert full is not None
    assert full > 1
    # The unit of the variances against the information's: 2 r^2 grows with the square of r.
    assert degrees(blocks, fit, 4.0, 3) == pytest.approx(4 * full)
    assert degrees(blocks, fit, 2.0 * math.sqrt(0.99 / full), 3) is None
    assert degrees(blocks, fit, 2.0 * math.sqrt(1.01 / full), 3) == pytest.approx(1.01)
    nothing = dataclasses.replace(fit, inverses=[], changes=[])
    assert degrees([], nothing, 2.0, 3) is None


def test_too_few_degrees_of_freedom_are_no_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bcsmd_reml, "_degrees_of_freedom", lambda *given: None)
    assert bc_smd(MB, method="reml").reasons == ("not_estimable",)


@pytest.mark.parametrize(
    ("options", "part"),
    [
        ({"design": "AB"}, "'AB' is not known for design. Use one of: MB, ABk."),
        ({"method": "ml"}, "'ml' is not known for method. Use one of: hps, reml."),
        ({"ci": "z"}, "'z' is not known for ci. Use one of: t, noncentral."),
        ({"errors": "ma1"}, "'ma1' is not known for errors. Use one of: ar1, iid."),
        ({"level": 0}, "between 0 and 1"),
        ({"level": 1}, "between 0 and 1"),
    ],
)
def test_options_that_do_not_exist(options: dict[str, Any], part: str) -> None:
    with pytest.raises(BadData) as caught:
        bc_smd(MB, **options)
    assert part in str(caught.value)
    [name] = options
    assert [(fault.code, fault.column) for fault in caught.value.faults] == [
        ("bad_option", None if name == "level" else name)
    ]


def test_the_small_sample_factor() -> None:
    assert small_sample_factor(1) == 0
    assert small_sample_factor(10) == 1 - 3 / 39


def test_the_variance_is_cut_at_the_least_degrees_of_freedom() -> None:
    j = small_sample_factor(5)
    by_hand = j**2 * (0.04 * 5 / 3 + 1.44 * (5 / 3 - 1 / j**2))
    assert g_variance(1.2, 0.2, 5) == pytest.approx(by_hand, rel=1e-14)
    j = small_sample_factor(1.5)
    by_hand = j**2 * (0.04 * 2001 + 1.44 * (2001 - 1 / j**2))
    assert g_variance(1.2, 0.2, 1.5) == pytest.approx(by_hand, rel=1e-9)


@pytest.mark.parametrize(
    ("g", "scale", "nu"),
    [(1.4, 0.1, 13.1), (0.05, 0.3, 4.5), (0.0, 0.2, 8.0), (-2.5, 0.145, 164.0)],
)
def test_the_noncentral_interval_cuts_off_what_it_should(g: float, scale: float, nu: float) -> None:
    ends = interval(g, scale, nu, level=0.9, kind="noncentral")
    assert ends is not None
    t = g / (small_sample_factor(nu) * scale)

    def below(noncentrality: float) -> float:
        """P(T < t) by integrating over the chi distribution of the SD."""
        width = 9 / math.sqrt(2 * nu)
        return float(
            integrate.quad(
                lambda s: (
                    stats.norm.cdf(t * s - noncentrality)
                    * stats.chi.pdf(s * math.sqrt(nu), nu)
                    * math.sqrt(nu)
                ),
                max(0.0, 1 - width),
                1 + 3 * width,
                limit=400,
            )[0]
        )

    assert below(ends[0] / scale) == pytest.approx(0.95, abs=1e-8)
    assert below(ends[1] / scale) == pytest.approx(0.05, abs=1e-8)


def test_an_interval_out_of_reach_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def only_low(nu: float, noncentrality: float, t: float) -> float:
        return 0.5

    monkeypatch.setattr(bcsmd_interval.special, "nctdtr", only_low)
    assert interval(1.0, 0.1, 10, level=0.95, kind="noncentral") is None

    def breaks_inside(nu: float, noncentrality: float, t: float) -> float:
        gap = noncentrality - t
        return math.nan if abs(gap) < 1 else 0.999 if gap < 0 else 0.001

    monkeypatch.setattr(bcsmd_interval.special, "nctdtr", breaks_inside)
    assert interval(1.0, 0.1, 10, level=0.95, kind="noncentral") is None


@pytest.mark.parametrize("gone", [0.975, 0.025])
def test_an_interval_with_one_end_is_none(gone: float, monkeypatch: pytest.MonkeyPatch) -> None:
    def one_end(t: float, nu: float, share: float) -> float | None:
        return None if share == pytest.approx(gone) else t

    monkeypatch.setattr(bcsmd_interval, "_noncentrality", one_end)
    assert interval(1.0, 0.1, 10, level=0.95, kind="noncentral") is None


def test_hps_on_128_sessions_is_quick() -> None:
    """The figure is under 20 ms; the bound leaves room for a busy machine."""
    data = columns(1, runs=[[6, 10]] * 8, gap=0)
    assert len(data["case"]) == 128
    best = math.inf
    for _ in range(5):
        start = time.perf_counter()
        hps(read_study(data), "MB")
        best = min(best, time.perf_counter() - start)
    assert best < 0.02
