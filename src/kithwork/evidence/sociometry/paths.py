"""Paths through a class: who lies between others, and who hangs together."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Mapping, Sequence

Child = Hashable


def betweenness_of(
    roster: Sequence[Child], outs: Mapping[Child, Sequence[Child]]
) -> dict[Child, float]:
    """On how many shortest directed paths between two others each child lies, shared paths in parts.

    Source: Brandes (2001), Journal of Mathematical Sociology 25(2), 163-177.
    """
    between = dict.fromkeys(roster, 0.0)
    for source in roster:
        order, before, ways = _shortest(source, outs)
        credit = dict.fromkeys(order, 0.0)
        for child in reversed(order):
            for earlier in before[child]:
                credit[earlier] += ways[earlier] / ways[child] * (1 + credit[child])
            if child != source:
                between[child] += credit[child]
    return between


def _shortest(
    source: Child, outs: Mapping[Child, Sequence[Child]]
) -> tuple[list[Child], dict[Child, list[Child]], dict[Child, int]]:
    """Children in order of distance, who comes just before each, and by how many shortest ways."""
    distance, ways = {source: 0}, {source: 1}
    before: dict[Child, list[Child]] = {source: []}
    order, waiting = [], deque([source])
    while waiting:
        child = waiting.popleft()
        order.append(child)
        for other in outs[child]:
            if other not in distance:
                distance[other], ways[other], before[other] = distance[child] + 1, 0, []
                waiting.append(other)
            if distance[other] == distance[child] + 1:
                ways[other] += ways[child]
                before[other].append(child)
    return order, before, ways


def components(roster: Sequence[Child], near: Mapping[Child, set[Child]]) -> list[set[Child]]:
    """Groups that hang together by ties of either direction."""
    left, groups = set(roster), []
    for child in roster:
        if child not in left:
            continue
        group, waiting = {child}, [child]
        while waiting:
            new = near[waiting.pop()] - group
            group |= new
            waiting += new
        left -= group
        groups.append(group)
    return groups
