"""The golden cases of the trend family, and their cards."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kithwork.evidence import trend
from kithwork.evidence.registry import cards

GOLDEN = Path(__file__).parent / "golden"
LINES = ("ols", "theil_sen", "quarter_intersect", "split_middle")
VERDICTS = ("dual_criterion", "conservative_dual_criterion")
PAGES = {
    page["statistic"]: page
    for page in (tomllib.loads(path.read_text()) for path in sorted(GOLDEN.glob("*.toml")))
    if page["statistic"] in (*LINES, *VERDICTS, "celeration", "autocorrelation")
}
CASES = [(index, case) for index, page in PAGES.items() for case in page["case"]]


def answer(index: str, case: dict[str, Any]) -> dict[str, Any]:
    function = getattr(trend, index)
    if index == "autocorrelation":
        return {"value": function(*case["phases"]).value}
    if index in VERDICTS:
        found = function(case["baseline"], case["treatment"], improvement="increase")
        return dict(found.to_json())
    found = function(case["values"], time=case.get("time"))
    return {**found.to_json(), **(found.options if index == "celeration" else {})}


@pytest.mark.parametrize(("index", "case"), CASES)
def test_golden_trends(index: str, case: dict[str, Any]) -> None:
    found = answer(index, case)
    for name, value in case["expected"].items():
        if isinstance(value, float):
            assert found[name] == pytest.approx(value, rel=1e-9), name
        else:
            assert found[name] == value, name


def test_every_trend_has_its_golden_case_card_and_source() -> None:
    assert set(PAGES) == {*LINES, *VERDICTS, "celeration", "autocorrelation"}
    for index, page in PAGES.items():
        assert cards()[index].source == page["source"]
        assert cards()[index].family == "trend"
