"""The cheapest way to put people in twos: Edmonds' blossom method with prices, exact, in pure Python.

A class of 36 takes a few milliseconds, less than importing a solver would. Costs are whole
numbers of any size, so that rules can be weighed strictly one above another.

Source: J. Edmonds (1965), Maximum matching and a polyhedron with 0,1-vertices, Journal of
Research of the National Bureau of Standards 69B, 125-130; with all unmatched people growing
their trees at once, so that prices of the unmatched are the lowest and the result is the
cheapest among the largest matchings.
"""

from __future__ import annotations

from collections.abc import Mapping

FREE, OUTER, INNER = 0, 1, -1
Edge = tuple[int, int]


def cheapest_pairs(size: int, costs: Mapping[Edge, int]) -> list[Edge]:
    """As many disjoint pairs as there can be, and of those the cheapest.

    Parameters
    ----------
    size
        People are numbered 0 to size - 1.
    costs
        For each pair that may be, (low, high) with low < high, its cost: a whole number, 0 or more.

    Returns
    -------
    list of (low, high), in rising order. Whoever is in none of them could not be placed.
    """
    if not costs:
        return []
    return _Search(size, costs).run()


class _Node:
    """A person, or an odd ring of nodes that is treated as one person (a blossom)."""

    __slots__ = ("base", "links", "parts", "price", "sign", "up", "via", "within")

    def __init__(self, base: int, within: list[int]) -> None:
        self.base = base  # the person whose partner is outside
        self.within = within  # everybody inside
        self.parts: list[_Node] = []  # the ring, beginning at the part that holds the base
        self.links: list[Edge] = []  # links[i] joins parts[i] to the next part
        self.up: _Node | None = None
        self.price = 0
        self.sign = FREE
        self.via: Edge | None = None  # the edge it was reached by: (outside, inside)


class _Search:
    def __init__(self, size: int, costs: Mapping[Edge, int]) -> None:
        highest = max(costs.values())
        self.size = size
        # Worth is twice (highest - cost), so that half a slack is still a whole number.
        self.worth: list[dict[int, int]] = [{} for _ in range(size)]
        for (low, high), cost in costs.items():
            self.worth[low][high] = self.worth[high][low] = 2 * (highest - cost)
        self.price = [highest - min(costs.values())] * size
        self.mate = [-1] * size
        self.leaf = [_Node(person, [person]) for person in range(size)]
        self.top: list[_Node] = list(self.leaf)
        self.near = [-1] * size

    def run(self) -> list[Edge]:
        while self._stage():
            pass
        return [(one, two) for one, two in enumerate(self.mate) if one < two]

    # ------------------------------------------------------------ one more pair

    def _stage(self) -> bool:
        """Grow trees from everybody unmatched until two of them meet. False: there can be no more pairs."""
        self.near = [-1] * self.size
        for node in self.top:
            node.sign, node.via = FREE, None
        for person in range(self.size):
            node = self.top[person]
            if self.mate[node.base] < 0 and node.sign == FREE:
                self._make_outer(node)
        while True:
            step, edge, ring = self._next_event()
            if edge is None and ring is None:
                return False
            if step:
                self._change_prices(step)
            if ring is not None:
                self._open(ring)
            elif edge is not None and self._take(*edge):
                return True

    def _next_event(self) -> tuple[int, Edge | None, _Node | None]:
        """The smallest change of prices that makes an edge tight, or an inner ring worth nothing."""
        step: int | None = None
        edge: Edge | None = None
        ring: _Node | None = None
        price, worth, top, near = self.price, self.worth, self.top, self.near
        for person in range(self.size):
            node = top[person]
            if node.sign == INNER:
                if node.parts and (step is None or node.price // 2 < step):
                    step, edge, ring = node.price // 2, None, node
                continue
            other = near[person]
            if other < 0:
                continue
            size = price[person] + price[other] - worth[person][other]
            if node.sign == OUTER:
                size //= 2
            if step is None or size < step:
                step, edge, ring = size, (other, person), None
        return step or 0, edge, ring

    def _change_prices(self, step: int) -> None:
        for person, node in enumerate(self.top):
            self.price[person] -= step * node.sign
        for node in {id(node): node for node in self.top}.values():
            if node.parts:
                node.price += 2 * step * node.sign

    def _take(self, one: int, two: int) -> bool:
        """Use a tight edge from an outer person. True when it joined two trees, so that a pair was won."""
        node = self.top[two]
        if node.sign == FREE:
            node.sign, node.via = INNER, (one, two)
            beyond = self.mate[node.base]
            self.top[beyond].via = (node.base, beyond)
            self._make_outer(self.top[beyond])
            return False
        left, right = self._way_up(self.top[one]), self._way_up(node)
        if left[-1] is not right[-1]:
            self._flip(one, two)
            self._flip(two, one)
            return True
        self._close(left, right, (one, two))
        return False

    def _way_up(self, node: _Node) -> list[_Node]:
        way = [node]
        while node.via is not None:
            node = self.top[node.via[0]]
            way.append(node)
        return way

    # ------------------------------------------------------------ nearest outer person

    def _make_outer(self, node: _Node) -> None:
        node.sign = OUTER
        for person in node.within:
            self._offer(person)

    def _offer(self, person: int) -> None:
        """An outer person may now be the nearest outer one to others."""
        near, price, top = self.near, self.price, self.top
        mine, home = price[person], top[person]
        for other, worth in self.worth[person].items():
            if top[other] is home:
                continue
            now = near[other]
            if now < 0 or mine - worth < price[now] - self.worth[now][other]:
                near[other] = person

    def _look_again(self, node: _Node) -> None:
        """Inside a new ring the nearest outer person must be looked for outside of it."""
        for person in node.within:
            price, worth = self.price, self.worth[person]
            options = [
                other
                for other in worth
                if self.top[other].sign == OUTER and self.top[other] is not node
            ]
            self.near[person] = min(
                options, key=lambda other: price[other] - worth[other], default=-1
            )

    # ------------------------------------------------------------ rings

    def _close(self, left: list[_Node], right: list[_Node], edge: Edge) -> None:
        """Two branches of one tree meet: the odd ring they make becomes one outer node."""
        on_left = {id(node) for node in left}
        right = right[: next(i for i, node in enumerate(right) if id(node) in on_left) + 1]
        meeting = right.pop()
        left = left[: next(i for i, node in enumerate(left) if node is meeting)]
        ring = _Node(meeting.base, [])
        ring.parts = [meeting, *reversed(left), *right]
        down = [node.via for node in reversed(left) if node.via]
        up = [(node.via[1], node.via[0]) for node in right if node.via]
        ring.links = [*down, edge, *up]
        ring.via, ring.sign = meeting.via, OUTER
        fresh = [person for part in ring.parts if part.sign == INNER for person in part.within]
        for part in ring.parts:
            part.up = ring
            ring.within += part.within
        for person in ring.within:
            self.top[person] = ring
        for person in fresh:
            self._offer(person)
        self._look_again(ring)

    def _open(self, ring: _Node) -> None:
        """An inner ring that is worth nothing falls apart; an even way through it stays in the tree."""
        for part in ring.parts:
            part.up, part.sign, part.via = None, FREE, None
            for person in part.within:
                self.top[person] = part
        assert ring.via is not None
        via: Edge = ring.via
        at = ring.parts.index(self.top[via[1]])
        way = _even_way(ring, at)
        for count, (number, link) in enumerate([(at, via), *way]):
            part = ring.parts[number]
            part.via = link
            if count % 2:
                self._make_outer(part)
            else:
                part.sign = INNER

    # ------------------------------------------------------------ changing partners

    def _flip(self, person: int, partner: int) -> None:
        """Give `person` that partner, and everybody on the way up to the root the next one."""
        while True:
            node = self.top[person]
            self._lead(node, person)
            self.mate[person] = partner
            if node.via is None:
                return
            inner = self.top[node.via[0]]
            assert inner.via is not None
            above, below = inner.via
            self._lead(inner, below)
            self.mate[below] = above
            person, partner = above, below

    def _lead(self, node: _Node, person: int) -> None:
        """Make `person` the one of this node whose partner is outside."""
        if node.base == person:
            return
        part = self.leaf[person]
        while part.up is not node:
            assert part.up is not None
            part = part.up
        self._lead(part, person)
        at = node.parts.index(part)
        way = _even_way(node, at)
        for (one, _), (two, link) in zip(way[::2], way[1::2], strict=True):
            self._lead(node.parts[one], link[0])
            self._lead(node.parts[two], link[1])
            self.mate[link[0]], self.mate[link[1]] = link[1], link[0]
        node.parts = node.parts[at:] + node.parts[:at]
        node.links = node.links[at:] + node.links[:at]
        node.base = person


def _even_way(ring: _Node, at: int) -> list[tuple[int, Edge]]:
    """From part `at` to the part with the base over an even number of links: (part, link into it)."""
    size = len(ring.parts)
    if at % 2:
        return [((i + 1) % size, ring.links[i]) for i in range(at, size)]
    return [(i - 1, (ring.links[i - 1][1], ring.links[i - 1][0])) for i in range(at, 0, -1)]
