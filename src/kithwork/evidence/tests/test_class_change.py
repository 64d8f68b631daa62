"""The test of a class that changed: Fisher's example, brute force, and how often it is wrong when nothing changed."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kithwork.evidence.faults import BadData
from kithwork.evidence.sociometry import Nominations, change, change_test

GOLDEN = Path(__file__).parent / "golden" / "class_change_fisher_1935.toml"
WHATS = ("ties", "mutual", "isolates")


def test_fishers_example():
    """As many children named, more or fewer, as a plant was taller or shorter."""
    [case] = tomllib.loads(GOLDEN.read_text())["case"]
    differences, others = case["differences"], list(range(15, 90))
    before, after = (
        [
            (child, other)
            for child, n in enumerate(differences)
            for other in others[: max(0, sign * n)]
        ]
        for sign in (-1, 1)
    )
    found = change_test(
        Nominations(range(90), before), Nominations(range(90), after), what="ties", limit=case["ways"]
    )  # fmt: skip
    assert found.after - found.before == sum(differences)
    assert (found.is_exact, found.assignments) == (True, case["ways"])
    assert found.p == case["reached"] / case["ways"]
    assert found.to_json()["reasons"] == []


answers = st.sets(
    st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda tie: tie[0] != tie[1])
)


@settings(max_examples=40, deadline=None)
@given(answers, answers, st.sampled_from(WHATS))
def test_against_every_swap(before, after, what):
    """Each child's answers swapped in turn, counted with nothing but sets."""

    def count(ties):
        if what == "ties":
            return len(ties)
        if what == "mutual":
            return len({frozenset(tie) for tie in ties if tie[::-1] in ties})
        return len(set(range(5)) - {named for _who, named in ties})

    def swapped(swaps):
        one = {tie for tie in before if not swaps[tie[0]]} | {tie for tie in after if swaps[tie[0]]}
        two = {tie for tie in after if not swaps[tie[0]]} | {tie for tie in before if swaps[tie[0]]}
        return count(two) - count(one)

    ways = [swapped(swaps) for swaps in product((False, True), repeat=5)]
    seen = abs(ways[0])
    found = change_test(
        Nominations(range(5), sorted(before)), Nominations(range(5), sorted(after)), what=what
    )
    assert (found.before, found.after) == (count(before), count(after))
    assert found.p == pytest.approx(sum(abs(way) >= seen for way in ways) / len(ways))


@pytest.mark.parametrize("what", WHATS)
def test_when_nothing_changed_it_is_seldom_wrong(what):
    """Over every way the same answers could have come, p is at most x no more often than x."""
    rows = {
        0: ({1}, {1, 2}), 1: ({0}, {0, 3}), 2: (set(), {0}), 3: ({2}, {1, 2}), 4: (set(), {3}), 5: ({4}, {0, 4}),
    }  # fmt: skip
    found = []
    for swaps in product((0, 1), repeat=6):
        one = [(who, named) for who, said in rows.items() for named in said[swaps[who]]]
        two = [(who, named) for who, said in rows.items() for named in said[1 - swaps[who]]]
        found.append(
            change_test(Nominations(range(6), one), Nominations(range(6), two), what=what).p
        )
    for level in sorted(set(found)):
        assert sum(p <= level for p in found) / len(found) <= level + 1e-12


def test_drawn_ways_agree_with_all_of_them():
    before = Nominations(range(14), [(n, n + 1) for n in range(0, 13, 2)])
    ties = [(n, n + 1) for n in range(13)] + [(n + 1, n) for n in range(0, 13, 2)]
    after = Nominations(range(14), ties)
    exact = change_test(before, after)
    drawn = change_test(before, after, limit=0, draws=2000, seed=7)
    assert exact.is_exact and not drawn.is_exact
    assert (drawn.draws, drawn.seed) == (2000, 7)
    assert drawn.p == change_test(before, after, limit=0, draws=2000, seed=7).p
    assert drawn.p == pytest.approx(exact.p, abs=0.02)
    assert change_test(before, after, limit=0, draws=9, seed=7).p >= 1 / 10


def test_pairs_an_adult_put_together_do_not_count():
    before = Nominations("abcd", [("a", "b")])
    after = Nominations("abcd", [("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")])
    assert (change_test(before, after).before, change_test(before, after).after) == (0, 2)
    assert change_test(before, after).p == 0.25
    beyond = change_test(before, after, what="ties", without=[("b", "a")])
    assert (beyond.before, beyond.after, beyond.p) == (0, 2, 0.5)


def test_who_missed_a_round_makes_no_tie_new_or_ended():
    before = Nominations("abcd", [("a", "b"), ("d", "a")], answered="abd")
    after = Nominations("abcd", [("a", "b"), ("c", "a"), ("c", "d")], answered="abc")
    found = change(before, after)
    assert (found.children, found.answered, found.kept, found.new, found.ended) == (4, 2, 1, 0, 0)
    tested = change_test(before, after, what="ties")
    assert (tested.answered, tested.changed, tested.before, tested.after, tested.p) == (
        2,
        0,
        1,
        1,
        1.0,
    )


def test_few_answers_leave_no_p():
    whole = Nominations("abcd", [])
    few = Nominations("abcd", [("a", "b")], answered="ab")
    assert change_test(whole, few).p is None
    assert change_test(whole, few).reasons == ("low_response",)
    one = Nominations("abc", [], answered="ab")
    other = Nominations("xyzabc", [], answered="xyzbc")
    assert change_test(one, other).reasons == ("low_response",)
    one = Nominations("abcdefghij", [], answered="abcdefg")
    other = Nominations("ghijklmnop", [], answered="ghijklm")
    assert change_test(one, other).reasons == ("too_few",)
    with pytest.raises(BadData, match="no count"):
        change_test(whole, whole, what="rank")
    with pytest.raises(BadData, match="in common"):
        change_test(whole, Nominations("axyz", []))
