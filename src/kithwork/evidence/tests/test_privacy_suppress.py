"""Suppression: what is shown is true, what is hidden stays hidden, whoever attacks."""

import json
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kithwork.evidence.faults import BadData
from kithwork.evidence.privacy import (
    CountTable,
    Sum,
    attack,
    suppress_counts,
    suppress_table,
    suppress_tables,
)

# A second attacker, written for the tests alone: it tries every table there can be.


def all_tables(release, names, cap):
    """Every assignment of 0..cap to the open inner cells that fits what is shown."""
    totals = {line.total for line in release.sums}
    order = [name for name in names if name not in totals]
    unknown = [name for name in order if name not in release.shown]
    for guess in product(range(cap + 1), repeat=len(unknown)):
        table = {**release.shown, **dict(zip(unknown, guess, strict=True))}
        if all(low <= table.get(name, low) for name, low in release.lowest.items()):
            whole = _add_up(release.sums, table)
            if whole is not None and all(
                release.lowest.get(name, 0) <= whole[name] <= release.highest.get(name, 10**9)
                for name in whole
            ):
                yield whole


def _add_up(sums, table):
    table = dict(table)
    for line in sums:
        total = sum(table[part] for part in line.parts)
        if table.setdefault(line.total, total) != total:
            return None
    return table


def by_hand(release, names, cap):
    found = list(all_tables(release, names, cap))
    return {
        name: (min(table[name] for table in found), max(table[name] for table in found))
        for name in release.hidden
    }


def table_of(counts, columns=True):
    if not columns:
        return CountTable([f"r{i}" for i in range(len(counts))], counts)
    return CountTable(
        [f"r{i}" for i in range(len(counts))],
        counts,
        [f"c{i}" for i in range(len(counts[0]))],
    )


def grids(rows, columns, most):
    return st.integers(1, rows).flatmap(
        lambda r: st.integers(2, columns).flatmap(
            lambda c: st.lists(
                st.lists(st.integers(0, most), min_size=c, max_size=c), min_size=r, max_size=r
            )
        )
    )


def truth(table):
    counts = dict(table.cells())
    for line in table.sums():
        counts[line.total] = sum(counts[part] for part in line.parts)
    return counts


zeros = st.sampled_from(["telling", "show", "hide"])


@settings(max_examples=100, deadline=None)
@given(grids(5, 5, 40), zeros, st.integers(3, 12))
def test_nobody_can_be_recovered_from_a_random_table(counts, zeros, threshold):
    table = table_of(counts)
    true = truth(table)
    safe = suppress_table(table, threshold=threshold, zeros=zeros)
    release = safe.release

    found = attack(release)
    assert found.exposed == found.recovered == ()
    assert release.safe
    # What is shown is true, margins too.
    assert all(true[name] == count for name, count in release.shown.items())
    assert {*release.shown, *release.hidden} == set(true)
    # Nothing small is shown; zeros as asked for.
    assert all(count == 0 or count >= threshold for count in release.shown.values())
    hidden_zeros = [name for name in release.hidden if not true[name]]
    assert zeros != "show" or not hidden_zeros
    assert zeros != "hide" or 0 not in release.shown.values()
    # The truth is within what the attack finds, or it would be no attack.
    for one in found.ranges:
        assert one.low <= true[one.cell] and (one.high is None or true[one.cell] <= one.high)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=9), zeros)
def test_nobody_can_be_recovered_from_a_random_list(counts, zeros):
    release = suppress_table(table_of(counts, columns=False), zeros=zeros).release
    assert attack(release).exposed == ()
    hidden = sum(counts) - sum(release.shown.get(f"row=r{i}", 0) for i in range(len(counts)))
    assert "everyone" in release.hidden or hidden == 0 or hidden >= 10


@settings(max_examples=40, deadline=None)
@given(grids(2, 3, 7), zeros, st.integers(3, 4))
def test_trying_every_table_finds_no_more_than_the_attack(counts, zeros, threshold):
    table = table_of(counts)
    release = suppress_table(table, threshold=threshold, zeros=zeros).release
    inner = [name for name in release.hidden if name in table.cells()]
    if len(inner) > 4:
        return
    # Without the clue that something small must be there, which this attacker does not use.
    plain = replace(release, limits=dict.fromkeys(truth(table), 10**6))
    cap = 14
    tried = by_hand(plain, truth(table), cap)
    for one in attack(plain).ranges:
        low, high = tried[one.cell]
        assert one.low == low
        assert high >= cap if one.high is None or one.high > cap else one.high == high
        assert high - low >= threshold


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(0, 15)] * 4), min_size=2, max_size=4),
    zeros,
)
def test_linked_tables_keep_together_what_each_keeps_alone(cells, zeros):
    # The same people by school and grade, and by school and language.
    schools = [f"s{i}" for i in range(len(cells))]
    grades = [[a + b, c + d] for a, b, c, d in cells]
    languages = [[a + c, b + d] for a, b, c, d in cells]
    tables = suppress_tables(
        [
            CountTable(schools, grades, ["K-5", "6-8"], "school", "grade"),
            CountTable(schools, languages, ["en", "es"], "school", "language"),
        ],
        zeros=zeros,
    )
    assert tables[0].release is tables[1].release
    assert attack(tables[0].release).exposed == ()
    assert tables[0].row_totals == tables[1].row_totals
    for table, true in zip(tables, (grades, languages), strict=True):
        for row, counts in zip(table.cells, true, strict=True):
            assert all(cell in (None, count) for cell, count in zip(row, counts, strict=True))


# Worked by hand


def test_one_small_cell_takes_its_smallest_neighbour_along():
    safe = suppress_table(CountTable(["N", "S", "W"], [40, 4, 25]))
    assert safe.cells == ((40,), (None,), (None,))
    assert safe.column_totals == (69,)
    assert safe.total == 69
    assert safe.release.reason.startswith("Hidden, so that nobody")
    (first, second) = attack(safe.release).ranges
    assert (first.low, first.high, second.low, second.high) == (0, 29, 0, 29)


def test_hidden_cells_of_a_line_are_together_no_small_group():
    # 3 and 4 are 7 together: a third is hidden.
    assert suppress_table(CountTable(list("abcd"), [3, 4, 12, 30])).cells == (
        (None,), (None,), (None,), (30,),
    )  # fmt: skip
    assert suppress_table(CountTable(list("abcd"), [3, 9, 12, 30])).cells == (
        (None,), (None,), (12,), (30,),
    )  # fmt: skip
    # With zeros shown everybody knows that each hidden cell has somebody: 1 to 11 for two of 12.
    shown = suppress_table(CountTable(list("abcd"), [3, 9, 12, 30]), zeros="show").release
    assert [(one.low, one.high) for one in attack(shown).ranges] == [(1, 11), (1, 11)]
    assert attack(shown).exposed == ()
    # ... and for two of 11 only 1 to 10, which is too narrow.
    narrow = suppress_table(CountTable(list("abcd"), [3, 8, 12, 30]), zeros="show")
    assert narrow.cells[2] == (None,)


def test_the_edge_of_the_threshold():
    assert suppress_table(CountTable(["a", "b"], [10, 10])).cells == ((10,), (10,))
    assert suppress_table(CountTable(["a", "b"], [9, 10])).cells == ((None,), (None,))
    assert suppress_table(CountTable(["a", "b"], [4, 5]), threshold=4).cells == ((4,), (5,))
    assert suppress_table(CountTable(["a", "b"], [3, 5]), threshold=4).cells == ((None,), (None,))


def test_a_small_total_is_hidden_too():
    safe = suppress_table(CountTable(["a", "b"], [4, 3]))
    assert (safe.total, safe.release.withheld) == (None, True)
    assert safe.release.reason.startswith("Only totals are left")
    assert suppress_table(CountTable(["a"], [5])).total is None


def test_zeros():
    both = [[12, 0], [15, 20]]
    columns = ["incident", "none"]

    def cells(zeros):
        return suppress_table(CountTable(["a", "b"], both, columns), zeros=zeros).cells

    assert cells("show") == ((12, 0), (15, 20))
    assert cells("telling")[0] == cells("hide")[0] == (None, None)
    # A zero that leaves two others open tells on nobody.
    three = CountTable(["a", "b"], [[12, 0, 14], [15, 20, 25]], list("xyz"))
    assert suppress_table(three, zeros="hide").cells[0][1] is None
    two = CountTable(["a", "b", "c"], [[12, 0, 14], [15, 20, 25], [15, 20, 25]], list("xyz"))
    assert suppress_table(two).cells[0] == (12, 0, 14)
    empty = CountTable(["a", "b"], [0, 0])
    assert suppress_table(empty).cells == ((0,), (0,))
    assert suppress_table(empty, zeros="hide").total is None


def test_a_zero_is_the_last_to_be_hidden_for_another():
    table = CountTable(["a", "b", "c"], [5, 0, 30])
    assert suppress_table(table).cells == ((None,), (0,), (None,))
    assert suppress_table(table, zeros="show").cells == ((None,), (0,), (None,))


def test_a_table_that_greedy_neighbours_alone_would_not_save():
    # Each row and column of the corner has two hidden cells, yet the four are bound together.
    counts = {"a": 1, "b": 20, "c": 20, "d": 1, "ab": 21, "cd": 21, "ac": 21, "bd": 21}
    sums = [
        Sum("ab", ("a", "b")), Sum("cd", ("c", "d")), Sum("ac", ("a", "c")), Sum("bd", ("b", "d")),
    ]  # fmt: skip
    release = suppress_counts(counts, sums)
    assert attack(release).exposed == ()
    assert release.shown == {"ab": 21, "cd": 21, "ac": 21, "bd": 21}


def test_a_total_and_its_subgroup():
    # All and all but the newcomers: the difference is a group of 3.
    counts = {"all": 53, "without newcomers": 50, "newcomers": 3}
    sums = [Sum("all", ("without newcomers", "newcomers"))]
    release = suppress_counts(counts, sums, unpublished=["newcomers"])

    assert release.shown == {"all": 53}
    assert release.hidden == ("without newcomers",)
    assert release.guarded == ("newcomers",)
    assert release.to_json()["cells"] == {"all": 53, "without newcomers": None}
    assert attack(release).exposed == ()
    assert {one.cell for one in attack(release).ranges} == {"without newcomers", "newcomers"}


def test_an_unpublished_group_that_is_large_or_empty_is_no_secret():
    for newcomers in (0, 10, 30):
        counts = {"all": 50 + newcomers, "before": 50, "newcomers": newcomers}
        release = suppress_counts(
            counts, [Sum("all", ("before", "newcomers"))], unpublished=["newcomers"], zeros="hide"
        )
        assert release.hidden == release.guarded == ()
        assert release.reason == ""


def test_what_is_out_already_cannot_be_taken_back():
    counts = {"all": 53, "before": 50, "newcomers": 3}
    sums = [Sum("all", ("before", "newcomers"))]
    one = suppress_counts(counts, sums, unpublished=["newcomers"], out_already=["before"])
    assert one.shown == {"before": 50}
    assert one.safe

    both = suppress_counts(counts, sums, unpublished=["newcomers"], out_already=["before", "all"])
    assert both.exposed == ("newcomers",)
    assert not both.safe
    assert both.reason.startswith("What is out already")
    assert both.to_json()["safe"] is False


def test_what_cannot_be_saved_does_not_stop_the_rest():
    counts = {"all": 53, "before": 50, "new": 3, "x": 4, "y": 20, "xy": 24}
    sums = [Sum("all", ("before", "new")), Sum("xy", ("x", "y"))]
    release = suppress_counts(counts, sums, unpublished=["new"], out_already=["before", "all"])
    assert release.hidden == ("x", "y")
    assert release.exposed == ("new",)


def test_small_counts_that_are_out_already_stay_shown():
    release = suppress_counts(
        {"a": 4, "b": 20, "ab": 24}, [Sum("ab", ("a", "b"))], out_already=["a"]
    )
    assert release.shown == {"a": 4, "b": 20, "ab": 24}


def test_neighbours_further_away_when_those_beside_are_out_already():
    counts = {"a": 4, "b": 20, "ab": 24, "c": 30, "ac": 34}
    sums = [Sum("ab", ("a", "b")), Sum("ac", ("a", "c"))]
    release = suppress_counts(counts, sums, out_already=["ab", "ac"])
    assert set(release.hidden) == {"a", "b", "c"}
    assert release.safe

    # a is hidden by b alone; b is bound by d, which has to go as well, though not beside a.
    counts = {"a": 4, "b": 20, "ab": 24, "d": 30, "bd": 50}
    sums = [Sum("ab", ("a", "b")), Sum("bd", ("b", "d"))]
    release = suppress_counts(counts, sums, out_already=["ab", "bd"])
    assert set(release.hidden) == {"a", "b", "d"}


def test_further_away_than_beside():
    # a and b are at most 12 and 8 together with what is out; only c, two lines away, is left.
    counts = {"a": 4, "b": 8, "ab": 12, "c": 3, "bc": 11, "e": 40, "ce": 43}
    sums = [Sum("ab", ("a", "b")), Sum("bc", ("b", "c")), Sum("ce", ("c", "e"))]
    release = suppress_counts(counts, sums, out_already=["ab", "bc"])
    assert set(release.hidden) == {"a", "b", "c", "e"}
    assert release.safe


def test_a_width_of_ones_own():
    table = CountTable(list("abcd"), [3, 9, 12, 30])
    assert suppress_table(table, width=13).cells[2] == (None,)
    assert suppress_table(table, width=12).cells[2] == (12,)


def test_several_tables_must_agree():
    one = CountTable(["a", "b"], [10, 20], row_name="school")
    other = CountTable(["x", "y"], [10, 21], row_name="grade")
    with pytest.raises(BadData) as caught:
        suppress_tables([one, other])
    fault = caught.value.faults[0]
    assert (fault.code, fault.row, fault.column) == ("tables_disagree", 2, "everyone")
    assert fault.sentence == "Table 2 has 31 where an earlier one has 30."


def test_linked_tables_that_are_safe_alone_but_not_together():
    # School x grade hides N's 4 and 16; school x language shows what N is in all.
    first = CountTable(["N", "S"], [[4, 16], [30, 30]], ["K-5", "6-8"], "school", "grade")
    second = CountTable(["K-5", "6-8"], [34, 46], row_name="grade")
    both = suppress_tables([first, second])
    assert attack(both[0].release).exposed == ()
    assert both[1].cells == ((34,), (46,))
    frozen = suppress_tables([first], out_already=["grade=K-5 & school=S"])
    assert frozen[0].cells[1][0] == 30
    assert attack(frozen[0].release).exposed == ()


def test_json():
    safe = suppress_table(CountTable(["N", "S", "W"], [40, 4, 25]))
    plain = json.loads(json.dumps(safe.to_json()))
    assert plain == {
        "rows": ["N", "S", "W"], "columns": [], "cells": [[40], [None], [None]],
        "row_totals": [40, None, None], "column_totals": [69], "total": 69, "withheld": False,
        "safe": True, "reason": safe.release.reason, "threshold": 10,
    }  # fmt: skip
    assert json.loads(json.dumps(safe.release.to_json())) == {
        "cells": {"row=N": 40, "everyone": 69, "row=S": None, "row=W": None},
        "withheld": False, "safe": True, "reason": safe.release.reason, "threshold": 10,
    }  # fmt: skip


def test_nothing_says_which_hidden_cell_is_the_small_one():
    one = suppress_table(CountTable(["N", "S", "W"], [40, 4, 25])).to_json()
    other = suppress_table(CountTable(["N", "S", "W"], [40, 25, 4])).to_json()
    assert one == other


# Faults


@pytest.mark.parametrize(
    ("words", "code", "column"),
    [
        ({"threshold": 2}, "bad_threshold", "threshold"),
        ({"threshold": 2.5}, "bad_threshold", "threshold"),
        ({"threshold": True}, "bad_threshold", "threshold"),
        ({"width": 0}, "bad_width", "width"),
        ({"width": "x"}, "bad_width", "width"),
        ({"zeros": "maybe"}, "bad_zeros", "zeros"),
        ({"unpublished": ["z"]}, "no_such_cell", "z"),
        ({"out_already": ["z"]}, "no_such_cell", "z"),
        ({"sums": [Sum("z", ("a", "b"))]}, "no_such_cell", "z"),
        ({"sums": [Sum("ab", ("a", "z"))]}, "no_such_cell", "z"),
        ({"sums": [Sum("ab", ("a",))]}, "does_not_add_up", "ab"),
        ({"counts": {}}, "empty_table", None),
        ({"counts": {"a": -1, "b": 0, "ab": -1}}, "not_a_count", "a"),
        ({"counts": {"a": 1.5, "b": 0, "ab": 1}}, "not_a_count", "a"),
        ({"counts": {"a": "3", "b": 0, "ab": 3}}, "not_a_count", "a"),
        ({"counts": {"a": True, "b": 0, "ab": 1}}, "not_a_count", "a"),
        ({"counts": {"a": 1_000_001, "b": 0, "ab": 1_000_001}}, "not_a_count", "a"),
    ],
)
def test_faults(words, code, column):
    words = {"counts": {"a": 10, "b": 20, "ab": 30}, "sums": [Sum("ab", ("a", "b"))], **words}
    with pytest.raises(BadData) as caught:
        suppress_counts(words.pop("counts"), words.pop("sums"), **words)
    fault = caught.value.faults[0]
    assert (fault.code, fault.column) == (code, column)


def test_options_at_their_edge():
    counts, sums = {"a": 1_000_000, "b": 0, "ab": 1_000_000}, [Sum("ab", ("a", "b"))]
    assert suppress_counts(counts, sums, threshold=3, width=1, zeros="show").hidden == ()
    hidden = suppress_counts(counts, sums)
    assert hidden.hidden == ("a", "b")
    assert [one.high for one in attack(hidden).ranges] == [1_000_000, 1_000_000]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"rows": [], "counts": []}, "empty_table"),
        ({"rows": ["a", "a"], "counts": [1, 2]}, "duplicate_label"),
        ({"rows": ["a"], "counts": [1, 2]}, "lengths_differ"),
        ({"rows": ["a"], "counts": [[1, 2]], "columns": ["x"]}, "lengths_differ"),
        ({"rows": ["a"], "counts": [7], "columns": ["x"]}, "lengths_differ"),
        ({"rows": ["a"], "counts": [[1, 2]], "columns": ["x", "x"]}, "duplicate_label"),
        ({"rows": ["a"], "counts": [1], "row_name": "n", "column_name": "n"}, "same_name"),
    ],
)
def test_bad_tables(words, code):
    with pytest.raises(BadData) as caught:
        CountTable(**words)
    assert caught.value.faults[0].code == code


@pytest.mark.parametrize("count", ["3", None, 2.5, -1, [1]])
def test_a_table_of_something_else_than_counts(count):
    with pytest.raises(BadData) as caught:
        suppress_table(CountTable(["a", "b"], [5, count]))
    assert {fault.code for fault in caught.value.faults} == {"not_a_count"}


def test_numpy_counts():
    import numpy as np

    safe = suppress_table(CountTable(["a", "b"], np.array([[20, 30], [40, 50]]), ["x", "y"]))
    assert safe.cells == ((20, 30), (40, 50))
    assert json.dumps(safe.to_json())


@pytest.mark.parametrize(
    ("zeros", "hidden"), [("show", ("a",)), ("telling", ("a", "b")), ("hide", ("a", "b"))]
)
def test_a_zero_is_hidden_for_another_only_where_zeros_may_be_hidden(zeros, hidden):
    counts = {"a": 4, "b": 0, "c": 20, "abc": 24}
    release = suppress_counts(
        counts, [Sum("abc", ("a", "b", "c"))], zeros=zeros, out_already=["c", "abc"]
    )
    assert release.hidden == hidden
    assert release.exposed == hidden
