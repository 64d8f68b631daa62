"""The between-case SMD against the reference values and against the articles."""

from __future__ import annotations

from typing import Any

import pytest

from kithwork.evidence.effects.bcsmd import bc_smd
from kithwork.evidence.effects.bcsmd_reml import reml
from kithwork.evidence.effects.bcsmd_rows import read_study
from kithwork.evidence.tests.conformance import close, shared, synthetic

HPS, REML, INTERVAL = 1e-9, 1e-5, 1e-6
SYNTHETIC = {case["id"]: case for case in synthetic()["bcsmd_synthetic"]["cases"]}
# Names of the reference program, and ours.
THETA = {
    "Tau.case.case.var((Intercept))": "tau_sq",
    "cor_params": "phi",
    "sigma_sq": "sigma_sq",
}


def hold_hps(data: dict[str, list[Any]], design: str, wanted: dict[str, Any]) -> None:
    found = bc_smd(data, design)
    parts = found.options["parts"]
    assert close(found.value, wanted["delta_hat"], HPS)
    assert close(found.se, wanted["SE"], HPS)
    for name, value in wanted.items():
        if name not in ("SE", "ci95_symmetric_t", "ci95_noncentral_t"):
            assert close(parts[name], value, HPS), name
    for kind, name in (("t", "ci95_symmetric_t"), ("noncentral", "ci95_noncentral_t")):
        ends = bc_smd(data, design, ci=kind).ci
        assert ends is not None
        tolerance = HPS if kind == "t" else INTERVAL
        assert all(
            close(end, value, tolerance) for end, value in zip(ends, wanted[name], strict=True)
        )


def hold_reml(data: dict[str, list[Any]], errors: str, wanted: dict[str, Any]) -> None:
    found = bc_smd(data, "MB", "reml", errors=errors)
    parts = found.options["parts"]
    assert close(found.value, wanted["g_AB"], REML)
    assert close(found.se, wanted["SE_g_AB"], REML)
    for name in ("p_beta", "r_theta", "delta_AB", "nu", "kappa", "g_AB", "logLik"):
        assert close(parts[name], wanted[name], REML), name
    for theirs, ours in THETA.items():
        assert close(parts[ours], wanted["theta"].get(theirs), REML), ours
    assert found.ci is not None
    for end, value in zip(found.ci, wanted["ci95_symmetric_t"], strict=True):
        assert abs(end - value) <= REML * wanted["g_AB"]


@pytest.mark.parametrize("name", SYNTHETIC)
def test_hps_gives_every_reference_value(name: str) -> None:
    case = SYNTHETIC[name]
    hold_hps(case["data"], case["design"], case["HPS"])


def test_reml_gives_every_reference_value() -> None:
    case = SYNTHETIC["mb3x18"]
    hold_reml(case["data"], "ar1", case["REML_AR1_varying_intercept"])


@pytest.mark.shared
def test_laski_gives_every_reference_value() -> None:
    published = shared("conformance_published.json")["bcsmd"]
    data, wanted = published["series"]["Laski1988"], published["expected"]["Laski1988"]
    hold_hps(data, "MB", wanted["HPS"])
    hold_reml(data, "ar1", wanted["REML_AR1_varying_intercept"])
    hold_reml(data, "iid", wanted["REML_IID_varying_intercept"])


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "design", "g", "variance"),
    [
        ("Saddler2008", "MB", 1.963073, 0.33491289),
        ("Lambert2006", "ABk", -2.513073, 0.04054616),
        ("Anglesea2008", "ABk", 1.149507, 2.43956417),
    ],
)
def test_the_values_of_the_articles(name: str, design: str, g: float, variance: float) -> None:
    data = shared("unscored_series.json")["bcsmd_series"][name]
    rows = range(len(data["case"]))
    if "measure" in data:
        rows = [row for row in rows if data["measure"][row] == "writing quality"]  # type: ignore[assignment]
    data = {column: [values[row] for row in rows] for column, values in data.items()}
    found = bc_smd(data, design)
    assert round(found.value, 6) == g  # type: ignore[arg-type]
    assert round(found.se**2, 8) == variance  # type: ignore[operator]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["Lambert2006", "Anglesea2008"])
def test_pairs_found_from_the_returns_are_the_pairs_given(name: str) -> None:
    data = dict(shared("unscored_series.json")["bcsmd_series"][name])
    given = bc_smd(data, "ABk").value
    del data["phase"]
    assert bc_smd(data, "ABk").value == given


@pytest.mark.shared
def test_reml_of_real_studies_stands_still() -> None:
    """No reference value, but the likelihood is flat there and a number comes out."""
    for name in ("Lambert2006", "Anglesea2008", "Schutte2008"):
        found = reml(read_study(shared("unscored_series.json")["bcsmd_series"][name]))
        assert not isinstance(found, str)
        assert found.g_variance > 0
