"""The worked cases of the design standards."""

import tomllib
from pathlib import Path

import pytest

from kithwork.evidence.design import read_study, still_needed, wwc_scd

GOLDEN = Path(__file__).parent / "golden"


def cases(name):
    return tomllib.loads((GOLDEN / f"{name}.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", cases("wwc_scd_kithwork_2026"))
def test_ratings(case):
    decision = wwc_scd(read_study(case["study"]))
    assert decision.rating == case["rating"]
    assert list(decision.codes) == case["codes"]
    assert decision.best_subset == (tuple(case.get("best_subset", ())) or None)


@pytest.mark.parametrize("case", cases("still_needed_kithwork_2026"))
def test_needs(case):
    for found in still_needed(read_study(case["study"])):
        assert [need.sentence for need in found.needs] == case[found.target]
