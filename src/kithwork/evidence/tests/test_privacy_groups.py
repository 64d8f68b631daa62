"""Rates and means of groups: hidden with a sentence, and not to be reckoned from the rest."""

import json
from math import fsum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kithwork.evidence.faults import BadData
from kithwork.evidence.privacy import suppress_means, suppress_rates

HIDDEN = "Hidden: fewer than 10 in this group, or a smaller one could be reckoned from it."
TELLING = "Hidden: the exact share would tell on some of this group, or help to reckon another."


def rates(groups, **words):
    return {one.group: one for one in suppress_rates(groups, **words)}


def means(groups, **words):
    return {one.group: one for one in suppress_means(groups, **words)}


def test_rates_of_large_groups_are_shown():
    shown = rates({"N": (12, 40), "S": (15, 60)})
    assert (shown["N"].value, shown["N"].n) == (0.3, 40)
    assert (shown["S"].value, shown["S"].n) == (0.25, 60)
    assert (shown["everyone"].value, shown["everyone"].n) == (0.27, 100)
    assert shown["N"].reason == shown["N"].sentence == ""
    assert shown["N"].band is None


def test_a_small_group_takes_another_along_when_the_whole_is_shown():
    shown = rates({"N": (12, 40), "S": (15, 60), "T": (4, 8)})
    assert (shown["T"].value, shown["T"].n, shown["T"].reason) == (None, None, "small_group")
    assert shown["T"].sentence == HIDDEN
    assert shown["N"].value is None
    assert shown["S"].value == 0.25
    assert shown["everyone"].value == 31 / 108

    alone = rates({"N": (12, 40), "S": (15, 60), "T": (4, 8)}, whole=False)
    assert set(alone) == {"N", "S", "T"}
    assert (alone["N"].value, alone["T"].value) == (0.3, None)


@pytest.mark.parametrize(
    ("pair", "shown"),
    [
        ((5, 10), True), ((4, 9), False), ((3, 40), True), ((2, 40), False),
        ((37, 40), True), ((38, 40), False), ((0, 40), False), ((40, 40), False),
    ],
)  # fmt: skip
def test_the_edges_of_a_rate(pair, shown):
    one = rates({"N": pair}, whole=False)["N"]
    assert (one.value is not None) == shown
    if not shown and pair[1] >= 10:
        assert (one.n, one.reason, one.sentence) == (pair[1], "telling", TELLING)


def test_thresholds_of_ones_own():
    assert rates({"N": (2, 40)}, whole=False, smallest_part=2)["N"].value == 0.05
    assert rates({"N": (3, 6)}, whole=False, threshold=6)["N"].value == 0.5
    hidden = rates({"N": (3, 6)}, whole=False, threshold=7)["N"]
    assert hidden.sentence.startswith("Hidden: fewer than 7")
    assert rates({"N": (1, 40)}, whole=False, smallest_part=1)["N"].value == 0.025


def test_nobody():
    one = rates({"N": (0, 0), "S": (15, 60)})["N"]
    assert (one.value, one.n, one.reason) == (None, 0, "nobody")
    assert one.sentence == "There is nobody in this group."


@pytest.mark.parametrize(
    ("pair", "band"),
    [
        ((2, 200), (0.0, 0.05)), ((0, 400), (0.0, 0.05)), ((398, 400), (0.95, 1.0)),
        # Up to 199 the band itself leaves fewer than ten numbers open.
        ((2, 199), None), ((2, 20), None),
    ],
)  # fmt: skip
def test_bands_only_where_they_leave_enough_open(pair, band):
    one = rates({"N": pair}, whole=False)["N"]
    assert one.value is None
    assert one.band == band
    assert one.reason == ("band" if band else "telling")
    assert one.to_json()["band"] == (list(band) if band else None)


def test_a_narrower_width_lets_a_smaller_group_have_its_band():
    assert rates({"N": (2, 60)}, whole=False, width=3)["N"].band == (0.0, 0.05)
    assert rates({"N": (2, 59)}, whole=False, width=3)["N"].band is None


def test_a_band_is_no_band_when_the_share_is_above_it():
    # Hidden for the sake of another, at 10 percent.
    shown = rates({"N": (30, 300), "S": (1, 300), "W": (150, 300)})
    assert shown["S"].value is None
    assert shown["N"].value is None
    assert shown["N"].band is None
    assert shown["W"].value == 0.5


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        min_size=1,
        max_size=6,
    )
)
def test_no_hidden_rate_can_be_reckoned_from_the_others(pairs):
    groups = {f"g{i}": pair for i, pair in enumerate(pairs)}
    shown = rates(groups)
    whole = shown.pop("everyone")
    open_groups = [name for name, one in shown.items() if one.value is not None]
    for name in open_groups:
        yes, n = groups[name]
        assert (shown[name].value, shown[name].n) == (yes / n, n)
        assert n >= 10 and yes >= 3 and n - yes >= 3
    hidden = [name for name in groups if name not in open_groups and groups[name][1]]
    if whole.value is not None and hidden:
        # The rest together: neither one group alone nor a small union.
        assert len(hidden) > 1
        assert sum(groups[name][1] for name in hidden) >= 10


# Means


def test_means_of_large_groups_are_shown():
    shown = means({"N": [1, 2, 3, None] * 5, "S": [4, 5] * 10})
    assert (shown["N"].value, shown["N"].n) == (2.0, 15)
    assert shown["S"].value == 4.5
    assert shown["everyone"].value == (30 + 90) / 35


def test_a_small_groups_mean_takes_another_along():
    shown = means({"N": [1, 2, 3] * 5, "S": [4, 5] * 10, "T": [2, 4] * 4})
    assert [(one.value, one.n) for one in (shown["T"], shown["N"])] == [(None, None)] * 2
    assert (shown["T"].reason, shown["T"].sentence) == ("small_group", HIDDEN)
    assert shown["S"].value == 4.5
    assert shown["everyone"].n == 43
    alone = means({"N": [1, 2, 3] * 5, "T": [2, 4] * 4}, whole=False)
    assert (alone["N"].value, alone["T"].value) == (2.0, None)


def test_the_edge_of_a_mean():
    assert means({"N": [1, 2] * 5}, whole=False)["N"].value == 1.5
    assert means({"N": [1, 2, 1] * 3}, whole=False)["N"].value is None
    assert means({"N": [1, 2, 1] * 3}, whole=False, threshold=9)["N"].value == pytest.approx(4 / 3)
    assert means({"N": []}, whole=False)["N"].reason == "nobody"
    assert means({"N": [None]}, whole=False)["N"].n == 0


def test_a_mean_that_tells_on_everybody_is_hidden():
    shown = means({"N": [5] * 20, "S": [4, 5] * 10, "T": [1, 2] * 20})
    assert shown["N"].value is None
    assert shown["S"].value is None
    assert shown["T"].value == 1.5
    assert shown["everyone"].value is not None


def test_hidden_groups_that_all_have_one_value_take_the_whole_along():
    shown = means({"N": [5] * 20, "S": [5] * 10, "T": [1, 2] * 20})
    assert shown["everyone"].value is None
    assert shown["T"].value == 1.5


def test_the_width_of_a_mean():
    # Of 12 hidden people nobody can tell the sizes to less than 12.
    groups = {"N": [1, 2] * 4, "S": [1, 2] * 2, "T": [1, 2] * 20}
    assert means(groups, width=12)["T"].value == 1.5
    assert means(groups, width=13)["T"].value is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), max_size=25), min_size=1, max_size=5))
def test_no_hidden_mean_can_be_reckoned_from_the_others(lists):
    groups = {f"g{i}": values for i, values in enumerate(lists)}
    shown = means(groups)
    whole = shown.pop("everyone")
    hidden = [name for name, one in shown.items() if one.n is None]
    for name, one in shown.items():
        if one.value is not None:
            assert one.value == fsum(groups[name]) / len(groups[name])
            assert len(groups[name]) >= 10
    if whole.value is not None and hidden:
        pooled = [value for name in hidden for value in groups[name]]
        assert len(hidden) > 1
        assert len(pooled) >= 10
        assert len(set(pooled)) > 1


# Faults


@pytest.mark.parametrize(
    ("groups", "words", "code", "column"),
    [
        ({"N": (1, 2, 3)}, {}, "not_a_count", "N"),
        ({"N": (1.5, 3)}, {}, "not_a_count", "N"),
        ({"N": (True, 3)}, {}, "not_a_count", "N"),
        ({"N": ("1", 3)}, {}, "not_a_count", "N"),
        ({"S": (1, 3), "N": (4, 3)}, {}, "out_of_range", "N"),
        ({"N": (-1, 3)}, {}, "out_of_range", "N"),
        ({"everyone": (1, 3)}, {}, "bad_name", "everyone"),
        ({"N": (1, 30)}, {"threshold": 2}, "bad_threshold", "threshold"),
        ({"N": (1, 30)}, {"width": 0}, "bad_width", "width"),
        ({"N": (1, 30)}, {"smallest_part": 0}, "bad_part", "smallest_part"),
        ({"N": (1, 30)}, {"smallest_part": 1.5}, "bad_part", "smallest_part"),
        ({}, {"whole": False}, "empty_table", None),
    ],
)
def test_bad_rates(groups, words, code, column):
    with pytest.raises(BadData) as caught:
        suppress_rates(groups, **words)
    assert (caught.value.faults[0].code, caught.value.faults[0].column) == (code, column)


@pytest.mark.parametrize(
    ("groups", "words", "code", "row", "column"),
    [
        ({"N": [1, "2"]}, {}, "not_a_number", 2, "N"),
        ({"N": [True]}, {}, "not_a_number", 1, "N"),
        ({"N": [float("nan")]}, {}, "not_a_number", 1, "N"),
        ({"N": [[1]]}, {}, "not_a_number", 1, "N"),
        ({"everyone": [1]}, {}, "bad_name", None, "everyone"),
        ({"N": [1]}, {"threshold": 1}, "bad_threshold", None, "threshold"),
        ({}, {"whole": False}, "empty_table", None, None),
    ],
)
def test_bad_means(groups, words, code, row, column):
    with pytest.raises(BadData) as caught:
        suppress_means(groups, **words)
    fault = caught.value.faults[0]
    assert (fault.code, fault.row, fault.column) == (code, row, column)


def test_the_place_of_a_bad_rate():
    with pytest.raises(BadData) as caught:
        suppress_rates({"S": (1, 3), "N": (4, 3)})
    assert str(caught.value) == "row 2, column N: 4 of 3 is not possible."


def test_json():
    one = rates({"N": (12, 40)}, whole=False)["N"]
    assert json.loads(json.dumps(one.to_json())) == {
        "group": "N", "value": 0.3, "n": 40, "band": None, "reason": "", "sentence": "",
    }  # fmt: skip
