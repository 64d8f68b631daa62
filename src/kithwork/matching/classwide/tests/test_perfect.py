"""The exact pairing, held against trying every way."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kithwork.matching.classwide.perfect import cheapest_pairs


def by_trying(size: int, costs: dict[tuple[int, int], int]) -> tuple[int, int]:
    """(most pairs, least cost of so many) over every way to pair."""

    @cache
    def best(rest: frozenset[int]) -> tuple[int, int]:
        if not rest:
            return 0, 0
        one = min(rest)
        options = [best(rest - {one})]
        for two in rest:
            if (one, two) in costs:
                pairs, cost = best(rest - {one, two})
                options.append((pairs - 1, cost + costs[one, two]))
        return min(options)

    pairs, cost = best(frozenset(range(size)))
    return -pairs, cost


@settings(max_examples=400, derandomize=True)
@given(
    seed=st.integers(0, 10**6),
    size=st.integers(0, 9),
    share=st.sampled_from([0.2, 0.4, 0.7, 1]),
    most=st.sampled_from([1, 3, 10, 1000, 2**62]),
)
def test_no_way_is_cheaper_and_none_pairs_more(seed, size, share, most):
    r = Random(seed)
    costs = {
        pair: r.randint(0, most) for pair in combinations(range(size), 2) if r.random() < share
    }

    found = cheapest_pairs(size, costs)

    assert len({one for pair in found for one in pair}) == 2 * len(found)
    assert (len(found), sum(costs[pair] for pair in found)) == by_trying(size, costs)
    assert found == sorted(found)


@pytest.mark.parametrize("seed", range(40))
def test_rings_inside_rings_are_opened_again(seed):
    """Sparse, nearly alike costs make nested rings, which small dense cases rarely do."""
    r = Random(seed)
    costs = {pair: r.randint(0, 2) for pair in combinations(range(14), 2) if r.random() < 0.28}

    found = cheapest_pairs(14, costs)

    assert (len(found), sum(costs[pair] for pair in found)) == by_trying(14, costs)


def test_nobody_has_nobody():
    assert cheapest_pairs(0, {}) == []
    assert cheapest_pairs(3, {}) == []
