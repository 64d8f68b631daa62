"""What leaves the house: shown counts, hidden cells, and how they add up. No secret is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

THRESHOLD = 10
HIDDEN = "Hidden, so that nobody in a small group can be told from the others."
WITHHELD = "Only totals are left: no cell could be shown without giving a small group away."
LEAKS = "What is out already gives a small group away. Publish nothing more of these people."


@dataclass(frozen=True, slots=True)
class Sum:
    """The total is the sum of its parts: a row, a column, or a whole and its subgroups."""

    total: str
    parts: tuple[str, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """The parts and then the total."""
        return (*self.parts, self.total)


@dataclass(frozen=True, slots=True)
class Release:
    """Counts as published, and what everybody may know about the hidden ones.

    ``shown``: the published counts, each the truth. ``hidden``: the cells to be protected; nothing
    tells whether a cell is small itself or hides another. ``unpublished``: other counts that are
    part of a sum but were never to be shown, and ``guarded`` those of them that are small.
    ``sums``: how cells add up. ``limits``: below which count a cell is small. ``lowest`` and
    ``highest``: what is known of a hidden count beforehand, such as "not zero" where zeros are
    shown. ``exposed``: hidden cells the attack still finds; always empty unless earlier
    publications, which cannot be taken back, give them away.
    """

    shown: Mapping[str, int]
    hidden: tuple[str, ...]
    sums: tuple[Sum, ...]
    threshold: int = THRESHOLD
    unpublished: tuple[str, ...] = ()
    guarded: tuple[str, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    lowest: Mapping[str, int] = field(default_factory=dict)
    highest: Mapping[str, int] = field(default_factory=dict)
    exposed: tuple[str, ...] = ()

    @property
    def totals(self) -> frozenset[str]:
        """The names that are the total of some sum."""
        return frozenset(one.total for one in self.sums)

    @property
    def withheld(self) -> bool:
        """Whether nothing but totals is left of what was to be shown."""
        return bool(self.hidden) and not set(self.shown) - self.totals

    @property
    def safe(self) -> bool:
        """Whether the attack recovers nothing."""
        return not self.exposed

    @property
    def reason(self) -> str:
        """The sentence that stands with the table; empty where nothing is hidden."""
        if self.exposed:
            return LEAKS
        if self.withheld:
            return WITHHELD
        return HIDDEN if self.hidden else ""

    def limit(self, name: str) -> int:
        """Below which count this cell is small."""
        return self.limits.get(name, self.threshold)

    def to_json(self) -> dict[str, Any]:
        """Plain dictionary, hidden counts as null."""
        return {
            "cells": {**self.shown, **dict.fromkeys(self.hidden)},
            "withheld": self.withheld,
            "safe": self.safe,
            "reason": self.reason,
            "threshold": self.threshold,
        }


def groups(sums: Iterable[Sum], open_names: Iterable[str]) -> list[tuple[str, ...]]:
    """The unknown cells that hang together: each can be bounded by the others of its group only."""
    order = list(open_names)
    head = {name: name for name in order}

    def find(name: str) -> str:
        while head[name] != name:
            name = head[name]
        return name

    for one in sums:
        members = [name for name in one.members if name in head]
        for name in members[1:]:
            head[find(name)] = find(members[0])
    found: dict[str, list[str]] = {}
    for name in order:
        found.setdefault(find(name), []).append(name)
    return [tuple(names) for names in found.values()]
