"""Every expected effect size, standard error and interval of both conformance files."""

from __future__ import annotations

from typing import Any

import pytest

from kithwork.evidence.effects import effect_size
from kithwork.evidence.estimate import Estimate
from kithwork.evidence.tests.conformance import close, shared, synthetic

# Parts of an expected entry that are checked elsewhere or only inform.
TELLS = {"reference_program", "ci_reference_program_degenerate", "not_computable", "why", "trunc"}
EXTRAS = {"slope", "intercept", "baseline_SD", "pooled_SD"}


def estimate(case: dict[str, Any], index: str, se: str | None = None) -> Estimate:
    return effect_size(
        case["A"],
        case["B"],
        index,
        improvement=case["improvement"],
        scale=case["scale"],
        session_minutes=case.get("observation_length"),
        intervals=case.get("intervals"),
        goal=case.get("goal"),
        se=se,
    )


def faults_of(case: dict[str, Any]) -> list[str]:
    said = []
    for index, wanted in case["expected"].items():
        if not isinstance(wanted, dict):
            continue
        for part, value in wanted.items():
            if part in EXTRAS and wanted["est"] is None:
                continue
            if part not in TELLS and not holds(case, index, part, value):
                said.append(f"{case['id']} {index} {part}: wanted {value}")
        if wanted.get("not_computable"):
            found = estimate(case, index)
            if found.value is not None or not found.reasons:
                said.append(f"{case['id']} {index}: a value, or no reason, where none can be")
    return said


def holds(case: dict[str, Any], index: str, part: str, value: Any) -> bool:
    if part.startswith("se_"):
        return close(estimate(case, index, part.removeprefix("se_")).se, value)
    found = estimate(case, index)
    if part == "est":
        return close(found.value, value)
    if part == "se":
        return close(found.se, value)
    if part == "ci":
        low, high = found.ci or (None, None)
        wanted = value or (None, None)
        return close(low, wanted[0]) and close(high, wanted[1])
    assert part in EXTRAS, part
    return value is None or close(found.options.get(part, 0.0), value)


@pytest.mark.parametrize(
    "case",
    [case for group in ("cases", "edge_cases") for case in synthetic()[group]],
    ids=lambda case: case["id"],
)
def test_the_synthetic_cases(case: dict[str, Any]):
    assert not (said := faults_of(case)), "\n".join(said)


@pytest.mark.shared
def test_the_published_cases():
    said = [
        line for case in shared("conformance_published.json")["cases"] for line in faults_of(case)
    ]
    assert not said, "\n".join(said)


def test_the_worked_example_of_1_4_and_of_parker_and_vannest():
    example = synthetic()["worked_example"]

    found = estimate(example, "NAP")
    assert close(found.value, example["expected_NAP"])
    assert found.ci is not None
    assert all(map(close, found.ci, example["expected_NAP_ci"]))
    assert close(estimate(example, "Tau_U").value, example["expected_Tau_U"])
