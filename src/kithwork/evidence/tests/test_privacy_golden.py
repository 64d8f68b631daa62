"""The worked cases of suppression. In the files -1 stands for hidden: TOML has no null."""

import tomllib
from pathlib import Path

import pytest

from kithwork.evidence.privacy import (
    CountTable,
    Release,
    Sum,
    attack,
    suppress_means,
    suppress_rates,
    suppress_table,
)

GOLDEN = Path(__file__).parent / "golden"


def cases(name):
    return tomllib.loads((GOLDEN / f"{name}_kithwork_2026.toml").read_text("utf-8"))["case"]


def seen(value):
    return -1 if value is None else value


@pytest.mark.parametrize("case", cases("suppress_table"))
def test_tables(case):
    safe = suppress_table(CountTable(case["rows"], case["counts"], case["columns"]))
    assert [[seen(cell) for cell in row] for row in safe.cells] == case["cells"]
    assert safe.total == case["total"]
    for margin in ("row_totals", "column_totals"):
        if margin in case:
            assert list(getattr(safe, margin)) == case[margin]


@pytest.mark.parametrize("case", cases("suppression_attack"))
def test_attacks(case):
    sums = tuple(Sum(one["total"], tuple(one["parts"])) for one in case["sums"])
    broken = attack(Release(shown=case["shown"], hidden=tuple(case["hidden"]), sums=sums))
    assert {one.cell: [one.low, one.high] for one in broken.ranges} == case["ranges"]
    assert list(broken.exposed) == case["exposed"]


@pytest.mark.parametrize("case", cases("suppress_rates"))
def test_rates(case):
    groups = {group: tuple(pair) for group, pair in case["groups"].items()}
    shown = suppress_rates(groups, whole=case["whole"])
    assert {one.group: seen(one.value) for one in shown} == pytest.approx(case["values"])
    bands = {one.group: list(one.band) for one in shown if one.band}
    assert bands == case.get("bands", {})


@pytest.mark.parametrize("case", cases("suppress_means"))
def test_means(case):
    shown = suppress_means(case["groups"], whole=case["whole"])
    assert {one.group: seen(one.value) for one in shown} == pytest.approx(case["values"])
