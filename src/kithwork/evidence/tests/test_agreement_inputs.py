"""Agreement: what the two-way ICC cannot say, units of any size, and input that is refused."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from kithwork.evidence.agreement import alpha, icc, ioa, kappa, total_count, total_duration
from kithwork.evidence.agreement.icc import FORMS
from kithwork.evidence.agreement.result import MOST
from kithwork.evidence.faults import BadData


def test_icc_says_where_the_two_way_form_has_no_value_or_no_interval():
    # Two subjects and two raters that only disagree: the variances add up to nothing.
    for table in ([[0, 1], [1, 0]], [[0, 1e200], [1e200, 0]]):
        nothing = icc(table, form="2,1")
        assert (nothing.value, nothing.reasons) == (None, ("not_estimable",))
    assert icc([[0, 1], [2, 0]], form="2,k").reasons == ("not_estimable",)
    # A Latin square: neither subjects nor raters differ, and no degree of freedom is left.
    square = icc([[0, 1, 2], [1, 2, 0], [2, 0, 1]], form="2,1")
    assert square.value == pytest.approx(-1)
    assert (square.ci, square.reasons) == (None, ("not_estimable",))
    assert (square.details["df2"], square.details["p"]) == (None, None)
    flat = icc([[0, 1], [2, 1]], form="2,k")
    assert (flat.value, flat.ci, flat.reasons, flat.details["df2"]) == (
        0.0,
        None,
        ("not_estimable",),
        1.0,
    )


@pytest.mark.parametrize("scale", [1e-200, 1e-9, 1e9, 1e200])
def test_icc_does_not_depend_on_the_unit(scale):
    ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    for form in FORMS:
        one = icc(ratings, form=form)
        other = icc([[x * scale for x in row] for row in ratings], form=form)
        assert other.value == pytest.approx(one.value, rel=1e-12)
        assert other.ci == pytest.approx(one.ci, rel=1e-10)


def test_ratings_of_an_array_are_plain_numbers_in_the_answer():
    found = kappa(np.array([0, 1, 1]), np.array([0, 1, 0]))
    assert json.loads(json.dumps(found.to_json()))["options"]["categories"] == [0, 1]
    assert json.dumps(alpha(np.array([[0, 1], [1, 1]])).to_json())


@pytest.mark.parametrize("level", [0, 1, -0.5, 2, math.nan, True, "0.95", None])
def test_a_level_that_is_none_is_refused(level):
    for call in (
        lambda: kappa([0, 1], [0, 1], level=level),
        lambda: icc([[1, 2], [3, 5]], level=level),
    ):
        with pytest.raises(BadData, match="between 0 and 1") as bad:
            call()
        assert bad.value.faults[0].code == "bad_level"


def test_kappa_refuses_what_is_no_category():
    for rating in (math.nan, [1], {}):
        with pytest.raises(BadData) as bad:
            kappa([0, 1], [0, rating])
        assert [(one.code, one.row, one.column) for one in bad.value.faults] == [
            ("not_a_category", 2, "second")
        ]


def test_a_door_takes_only_the_options_the_method_has():
    for method, word in (("total_count", "tolerance"), ("time_window", "weights")):
        with pytest.raises(BadData, match=f"{method} has no option '{word}'. Leave it out."):
            ioa([1], [1], method=method, **{word: 1})
    assert ioa([1], [1.5], method="time_window", tolerance=0.5).value == 1.0


@pytest.mark.parametrize("value", [1e16, math.inf, np.True_, b"1", "1", [1], 10**400])
def test_no_count_is_that(value):
    for call in (lambda: total_count([value], [1]), lambda: total_duration([value], [1])):
        with pytest.raises(BadData) as bad:
            call()
        assert bad.value.faults[0].code == "not_a_number"


def test_a_rating_that_is_none_is_named_by_unit_and_observer():
    told = refused(lambda: alpha([[1, 1, 1], [1, 1, 1], [1, [2], 1]]))
    assert [(one.row, one.column) for one in told] == [(3, "observer 2")]


def test_the_largest_count_there_may_be_is_one():
    assert total_count([MOST], [MOST]).value == total_duration([MOST], [MOST]).value == 1.0
    assert [one.row for one in refused(lambda: total_count([MOST, 2 * MOST], [1, 1]))] == [2]


def refused(call):
    with pytest.raises(BadData) as bad:
        call()
    return bad.value.faults
