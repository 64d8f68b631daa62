"""What is no number, or too large a one, is refused with its place by every family; nothing breaks off."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from kithwork.evidence.agreement import alpha, icc, kappa
from kithwork.evidence.effects import effect_size
from kithwork.evidence.effects.bcsmd import bc_smd
from kithwork.evidence.faults import BadData
from kithwork.evidence.groups import (
    ancova,
    benjamini_hochberg,
    cluster_corrected,
    cox_index,
    hedges_g,
)
from kithwork.evidence.numeric import is_number
from kithwork.evidence.recording import Behaviour, Recording, forecast, partial_interval
from kithwork.evidence.significance import tau_part
from kithwork.evidence.trend import celeration, ols

STUDY: dict[str, list[Any]] = {
    "case": list("aaaabbbbcccc"), "session": [1, 2, 3, 4] * 3, "treatment": [0, 0, 1, 1] * 3,
    "outcome": [1, 2, 4, 5, 2, 3, 5, 4, 1, 1, 3, 4],
}  # fmt: skip
GROUP, BEFORE, AFTER = [1, 1, 1, 0, 0, 0], [1, 2, 3, 3, 2, 2], [2, 3, 4, 1, 2, 2.5]
WITH_A_LEVEL: dict[str, Callable[[Any], Any]] = {
    "effect_size": lambda level: effect_size([1, 2], [3, 4], improvement="increase", level=level),
    "bc_smd": lambda level: bc_smd(STUDY, level=level),
    "tau_part": lambda level: tau_part([1, 2, 3], [3, 4], improvement="increase", level=level),
    "icc": lambda level: icc([[1, 2], [3, 5], [3, 4]], level=level),
    "kappa": lambda level: kappa([1, 2, 1], [1, 2, 2], level=level),
    "hedges_g": lambda level: hedges_g([1, 2, 3], [2, 3, 4], level=level),
    "ancova": lambda level: ancova(GROUP, BEFORE, AFTER, level=level),
    "cox_index": lambda level: cox_index(3, 5, 2, 5, level=level),
    "cluster_corrected": lambda level: cluster_corrected(0.3, n_t=5, n_c=5, clusters=2, level=level),
}  # fmt: skip


@pytest.mark.parametrize("name", WITH_A_LEVEL)
@pytest.mark.parametrize("level", [0, 1, 2, -1, math.nan, "x", None, True])
def test_a_level_that_is_none_is_refused(name, level):
    with pytest.raises(BadData, match="level"):
        WITH_A_LEVEL[name](level)
    assert WITH_A_LEVEL[name](0.9).level == 0.9


@pytest.mark.parametrize(
    "value", [0, -2, 1.5, Fraction(1, 3), Decimal("2.5"), np.float32(1), np.int64(3), 10**300]
)
def test_numbers(value):  # fmt: skip
    assert is_number(value)


@pytest.mark.parametrize("value", [
    True, np.True_, None, "3", b"3", [1], math.nan, math.inf, Decimal("nan"), 1j, 10**400, np.float64("inf"),
])  # fmt: skip
def test_what_is_no_number(value):
    assert not is_number(value)


def study(outcome: Any) -> dict[str, list[Any]]:
    return {**STUDY, "outcome": [outcome, *STUDY["outcome"][1:]]}


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda x: bc_smd(study(x)), "not_a_number"),
        (lambda x: hedges_g([1, 2, x], [2, 3]), "not_a_number"),
        (lambda x: cluster_corrected(x, n_t=5, n_c=5, clusters=2), "too_few"),
        (lambda x: cluster_corrected(0.3, n_t=x, n_c=5, clusters=2), "too_few"),
        (lambda x: cluster_corrected(0.3, n_t=5, n_c=5, clusters=2, icc=x), "bad_icc"),
        (lambda x: cox_index(2, x, 2, 5), "bad_count"),
        (lambda x: benjamini_hochberg([0.2, x]), "bad_p"),
        (lambda x: ols([1, 2, x]), "not_a_number"),
        (lambda x: celeration([1, 2], per=x), "bad_option"),
        (lambda x: partial_interval(Recording([], 60), interval=x), "bad_length"),
        (lambda x: forecast(Behaviour(5, 5), interval=x), "bad_length"),
    ],
)
@pytest.mark.parametrize("wrong", ["x", [2], 10**400, math.inf])
def test_what_is_no_number_is_refused_by_every_family(call, code, wrong):
    with pytest.raises(BadData) as bad:
        call(wrong)
    assert bad.value.faults[0].code == code


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: bc_smd(study(1e101)), "not_a_number"),
        (lambda: hedges_g([1, 2, -1e101], [2, 3]), "not_a_number"),
        (lambda: cluster_corrected(0.3, n_t=10**10, n_c=5, clusters=2), "too_few"),
        (lambda: cluster_corrected(-1e10, n_t=5, n_c=5, clusters=2), "too_large"),
        (lambda: cluster_corrected(0.3, n_t=5, n_c=5, clusters=11), "too_few"),
        (lambda: cox_index(2, 10**10, 2, 5), "bad_count"),
        (lambda: kappa([1, math.inf], [1, 1]), "not_a_category"),
        (lambda: alpha([[1, 2], [math.inf, 1]]), "not_a_category"),
    ],
)
def test_what_no_study_has_is_refused(call, code):
    with pytest.raises(BadData) as bad:
        call()
    assert bad.value.faults[0].code == code


def test_the_largest_that_may_be():
    assert hedges_g([1e100, 1, 2], [2, 3]).value is not None
    assert bc_smd(study(1e100)).se is not None
    assert cluster_corrected(0.3, n_t=5, n_c=5, clusters=10).value is not None
    assert cluster_corrected(1e9, n_t=10**9, n_c=5, clusters=2).value is not None
    assert cox_index(2, 10**9, 2, 5).value is not None


def test_intervals_by_the_million_are_refused_before_they_fill_the_memory():
    session = Recording([(1, 2)], 100)
    assert len(partial_interval(session, interval=0.001).details["scores"]) == 100_000
    for interval in (0.0009, 1e-300, 5e-324):
        with pytest.raises(BadData, match="Give a longer one"):
            partial_interval(session, interval=interval)
    for wrong in ({"interval": 0.001}, {"session": 1e300}, {"sessions": 2.5}, {"sessions": 0}):
        with pytest.raises(BadData):
            forecast(Behaviour(5, 5), **wrong)
    with pytest.raises(BadData, match="holds more than"):
        forecast(Behaviour(1e-300, 1e-300), sessions=1)
    assert forecast(Behaviour(5, 5), interval=0.01, sessions=1).sessions == 1
