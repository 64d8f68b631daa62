"""The attack by itself: releases that somebody made carelessly must fall."""

import pytest

from kithwork.evidence.privacy import Release, Sum, attack

AB = (Sum("ab", ("a", "b")),)


def found(release, width=None):
    return {one.cell: (one.low, one.high) for one in attack(release, width=width).ranges}


def test_a_single_hidden_cell_is_the_total_less_the_rest():
    careless = Release(shown={"b": 20, "ab": 24}, hidden=("a",), sums=AB)
    broken = attack(careless)
    assert found(careless) == {"a": (4, 4)}
    assert broken.recovered == broken.exposed == ("a",)
    assert broken.width == 10
    assert broken.ranges[0].recovered


def test_a_single_hidden_total_too():
    assert found(Release(shown={"a": 3, "b": 4}, hidden=("ab",), sums=AB)) == {"ab": (7, 7)}


def test_a_pair_is_known_to_their_sum():
    pair = Release(shown={"ab": 24}, hidden=("a", "b"), sums=AB)
    assert found(pair) == {"a": (0, 24), "b": (0, 24)}
    assert attack(pair).exposed == ()
    assert attack(pair, width=24).exposed == ()
    assert attack(pair, width=25).exposed == ("a", "b")


def test_not_zero_makes_it_narrower():
    pair = Release(shown={"ab": 2}, hidden=("a", "b"), sums=AB, lowest={"a": 1, "b": 1})
    assert found(pair) == {"a": (1, 1), "b": (1, 1)}
    assert attack(pair).recovered == ("a", "b")


def test_a_total_of_zero_gives_everything_away():
    pair = Release(shown={"ab": 0}, hidden=("a", "b"), sums=AB)
    assert attack(pair).recovered == ("a", "b")


def test_a_known_highest():
    pair = Release(shown={"ab": 24}, hidden=("a", "b"), sums=AB, highest={"a": 3})
    assert found(pair) == {"a": (0, 3), "b": (21, 24)}
    assert attack(pair).exposed == ("a", "b")
    assert attack(pair).recovered == ()


def test_nothing_bounds_what_nothing_adds_up_to():
    lone = Release(shown={"c": 30}, hidden=("a",), sums=())
    (one,) = attack(lone).ranges
    # By itself it is open, but hiding tells that it is small: no more than that, and no less.
    assert one.plain == (0, None)
    assert (one.low, one.high, one.told) == (0, 9, 9)
    assert attack(lone).exposed == ()


def test_the_clue_that_something_small_must_be_there():
    # b is at least 30, so that a must be the small one.
    pair = Release(shown={"c": 30}, hidden=("a", "b"), sums=(Sum("b", ("a", "c")),), threshold=10)
    (a, b) = attack(pair).ranges
    assert a.plain == (0, None)
    assert (a.low, a.high) == (0, 9)
    assert (b.low, b.high) == (30, 39)
    # Both know no more than hiding by itself tells of a small cell.
    assert attack(pair).exposed == ()


def test_the_clue_may_not_tell_more_than_that():
    # Nothing but a can be small, and c leaves it only 5 to 9.
    sums = (Sum("t", ("a", "b")),)
    release = Release(
        shown={"t": 60}, hidden=("a", "b"), sums=sums, lowest={"a": 5}, limits={"b": 0}
    )
    (a, b) = attack(release).ranges
    assert (a.plain, a.low, a.high) == ((5, 60), 5, 9)
    assert (b.plain, b.low, b.high) == ((0, 55), 51, 55)
    assert attack(release, width=4).exposed == ()
    tighter = Release(
        shown={"t": 60}, hidden=("a", "b"), sums=sums, lowest={"a": 9}, limits={"b": 0}
    )
    assert attack(tighter).recovered == ("a", "b")


def test_the_clue_holds_among_cells_that_hang_together_only():
    two = Release(
        shown={"ab": 100, "cd": 100},
        hidden=("a", "b", "c", "d"),
        sums=(*AB, Sum("cd", ("c", "d"))),
        lowest=dict.fromkeys("abcd", 1),
    )
    assert found(two) == dict.fromkeys("abcd", (1, 99))
    ends = Release(shown={"ab": 100}, hidden=("a", "b"), sums=AB, lowest={"a": 20})
    (a, b) = attack(ends).ranges
    assert (a.plain, a.low, a.high) == ((20, 100), 91, 100)
    assert (b.plain, b.low, b.high) == ((0, 80), 0, 9)


def test_whole_counts_only():
    # Of a, b and c any two are at most one person; halves would make one and a half together.
    sums = (
        Sum("one", ("a", "b", "d")),
        Sum("uno", ("b", "c", "e")),
        Sum("eins", ("a", "c", "f")),
        Sum("g", ("a", "b", "c")),
    )
    shown = {"one": 1, "uno": 1, "eins": 1}
    release = Release(shown=shown, hidden=("g",), sums=sums, unpublished=tuple("abcdef"))
    assert found(release) == {"g": (0, 1)}
    # Exactly half a person each: there is no such table.
    halves = Release(
        shown={"one": 1, "uno": 1, "eins": 1},
        hidden=("a", "b", "c"),
        sums=(Sum("one", ("a", "b")), Sum("uno", ("b", "c")), Sum("eins", ("a", "c"))),
    )
    with pytest.raises(ValueError, match="contradicts itself"):
        attack(halves)


def test_rows_and_columns_together():
    # 2 x 2: each line has two hidden cells, and still everything is known to 1.
    names = {"r1": ("a", "b"), "r2": ("c", "d"), "c1": ("a", "c"), "c2": ("b", "d")}
    sums = tuple(Sum(total, parts) for total, parts in names.items())
    shown = {"r1": 1, "r2": 40, "c1": 21, "c2": 20}
    release = Release(shown=shown, hidden=tuple("abcd"), sums=sums)
    assert found(release) == {"a": (0, 1), "b": (0, 1), "c": (20, 21), "d": (19, 20)}
    assert attack(release).exposed == tuple("abcd")
    assert attack(release, width=1).exposed == ()


def test_an_unpublished_count_is_unknown_but_no_target():
    release = Release(shown={"ab": 24}, hidden=("a",), sums=AB, unpublished=("b",))
    assert found(release) == {"a": (0, 24)}
    guarded = Release(
        shown={"a": 20, "ab": 24}, hidden=(), sums=AB, unpublished=("b",), guarded=("b",)
    )
    assert found(guarded) == {"b": (4, 4)}
    free = Release(shown={"a": 20, "ab": 24}, hidden=(), sums=AB, unpublished=("b",))
    assert found(free) == {}


@pytest.mark.parametrize(
    "release",
    [
        Release(shown={"a": 20, "ab": 10}, hidden=("b",), sums=AB),
        # Nothing small can be there, so nothing would have been hidden.
        Release(shown={"ab": 60}, hidden=("a", "b"), sums=AB, lowest={"a": 20, "b": 20}),
    ],
)
def test_a_release_that_contradicts_itself(release):
    with pytest.raises(ValueError, match="contradicts itself"):
        attack(release)


def test_ranges_come_in_the_order_of_the_hidden_cells_and_as_json():
    sums = (*AB, Sum("cd", ("c", "d")))
    release = Release(shown={"ab": 30, "cd": 40}, hidden=("d", "a", "c", "b"), sums=sums)
    assert [one.cell for one in attack(release).ranges] == ["d", "a", "c", "b"]
    plain = attack(release, width=31).to_json()
    assert plain["width"] == 31
    assert plain["exposed"] == ["a", "b"]
    assert plain["recovered"] == []
    assert plain["ranges"][0] == {"cell": "d", "low": 0, "high": 40}


def test_large_counts():
    release = Release(shown={"ab": 1_000_000}, hidden=("a", "b"), sums=AB, lowest={"a": 1, "b": 1})
    assert found(release) == {"a": (1, 999_999), "b": (1, 999_999)}
