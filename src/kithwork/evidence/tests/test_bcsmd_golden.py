"""The golden cases of the between-case SMD, and their cards."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kithwork.evidence.effects.bcsmd import bc_smd
from kithwork.evidence.registry import cards
from kithwork.evidence.tests.conformance import shared

GOLDEN = Path(__file__).parent / "golden"
DOORS = {
    "BC_SMD_HPS_MB": ("MB", "hps"),
    "BC_SMD_HPS_ABk": ("ABk", "hps"),
    "BC_SMD_REML": ("MB", "reml"),
}


def golden(index: str) -> dict[str, Any]:
    """The one file of a statistic."""
    (path,) = (
        path
        for path in GOLDEN.glob(f"{index}_*.toml")
        if tomllib.loads(path.read_text())["statistic"] == index
    )
    return tomllib.loads(path.read_text())


def rows_of(case: dict[str, Any]) -> dict[str, list[Any]]:
    if "shared" not in case:
        return {name: case[name] for name in ("case", "session", "treatment", "outcome")}
    name, *keys = case["shared"]
    data: Any = shared(name)
    for key in keys:
        data = data[key]
    kept = [
        row
        for row in range(len(data["case"]))
        if all(data[column][row] == value for column, value in case.get("only", {}).items())
    ]
    return {column: [values[row] for row in kept] for column, values in data.items()}


CASES = [(index, case) for index in DOORS for case in golden(index)["case"]]


@pytest.mark.parametrize(("index", "case"), CASES, ids=[case["name"] for _, case in CASES])
def test_golden_between_case_smd(index: str, case: dict[str, Any]) -> None:
    design, method = DOORS[index]
    found = bc_smd(rows_of(case), design, method, errors=case.get("errors", "ar1"))
    assert found.index == index
    assert found.se is not None
    numbers = {**found.options["parts"], "g": found.value, "V": found.se**2}
    # Printed and hand-worked values have seven or eight figures, exact ones all of them.
    for name, value in case["expected"].items():
        assert numbers[name] == pytest.approx(value, rel=4e-7, abs=1e-12), name


@pytest.mark.parametrize("index", DOORS)
def test_every_between_case_smd_has_its_card_and_source(index: str) -> None:
    assert cards()[index].source == golden(index)["source"]
