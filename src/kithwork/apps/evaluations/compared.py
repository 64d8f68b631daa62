"""The result of an evaluation: each scale and item compared by the library, and what the design cannot carry. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from django.utils.translation import gettext as _

from kithwork.apps.evaluations.gathered import END, MIDDLE, START, Gathered, Key
from kithwork.evidence.groups import Item, compare_groups
from kithwork.evidence.groups.compare import FEW
from kithwork.evidence.privacy import suppress_means

TREATMENT, COMPARISON = "treatment", "comparison"


@dataclass(frozen=True, slots=True)
class Means:
    """Means of those with both scores, the group that takes part first. None where they would tell on somebody."""

    before: tuple[float, float]
    after: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """From the start to one later wave. ``is_safe``: ten people or more in each group, and not all alike."""

    item: Item
    means: Means | None
    is_safe: bool

    @property
    def left_out(self) -> int:
        return int(self.item.effect.details.get("left_out") or 0)


@dataclass(frozen=True, slots=True)
class Row:
    key: Key
    title: str
    middle: Cell | None
    end: Cell | None

    @property
    def is_scale(self) -> bool:
        return not self.key[1]


def rows_of(given: Gathered, *, whole_classes: bool, domain: str, hides: bool) -> list[Row]:
    """One row a scale, one an item. All scales are one family of tests, the items of a scale another."""
    found: dict[str, dict[Key, Cell]] = {MIDDLE: {}, END: {}}
    families = [[one for one in given.keys if not one[1]]]
    families += [
        [one for one in given.keys if one[0] == scale and one[1]]
        for scale in dict.fromkeys(scale for scale, _item in given.keys)
    ]
    for wave, cells in found.items():
        for family in families:
            asked = [key for key in family if given.values.get((wave, key))]
            if asked:
                cells |= _family(given, wave, asked, whole_classes, domain, hides)
    return [
        Row(key, given.titles[key], found[MIDDLE].get(key), found[END].get(key))
        for key in given.keys
    ]


def _family(
    given: Gathered, wave: str, keys: Sequence[Key], whole_classes: bool, domain: str, hides: bool
) -> dict[Key, Cell]:
    group = [one.group == TREATMENT for one in given.people]
    # Somebody whose class is not known stands alone.
    classes = [one.school_class or f"alone {one.key}" for one in given.people]
    titles = [given.titles[key] for key in keys]
    names = titles if len(set(titles)) == len(keys) else [key[1] for key in keys]
    columns = {
        name: (given.column(START, key), given.column(wave, key))
        for name, key in zip(names, keys, strict=True)
    }
    items = compare_groups(
        group, columns, classes=classes if whole_classes else None, domain=domain
    )
    return {
        key: _cell(given, wave, key, item, hides) for key, item in zip(keys, items, strict=True)
    }


def _cell(given: Gathered, wave: str, key: Key, item: Item, hides: bool) -> Cell:
    pairs: dict[str, list[tuple[float, float]]] = {TREATMENT: [], COMPARISON: []}
    alone = {TREATMENT: [0, 0], COMPARISON: [0, 0]}
    before, after = given.column(START, key), given.column(wave, key)
    for one, x, y in zip(given.people, before, after, strict=True):
        if x is not None and y is not None:
            pairs[one.group].append((x, y))
        else:
            alone[one.group][0] += x is not None
            alone[one.group][1] += y is not None
    is_safe = all(
        value.value is not None
        for place in (0, 1)
        for value in suppress_means(
            {group: [pair[place] for pair in held] for group, held in pairs.items()}, whole=False
        )
    )
    # Beside the mean of all who answered in a wave, as it stands under Voices, the mean of nearly all of them would
    # give the few away.
    tells = any(0 < n < FEW for held in alone.values() for n in held)
    means = None
    if all(pairs.values()) and (not hides or (is_safe and not tells)):
        means = Means(*(_two(pairs, place) for place in (0, 1)))
    return Cell(item, means, is_safe)


def _two(pairs: dict[str, list[tuple[float, float]]], place: int) -> tuple[float, float]:
    one, other = (fmean(pair[place] for pair in pairs[name]) for name in (TREATMENT, COMPARISON))
    return one, other


def cautions(
    given: Gathered, rows: Sequence[Row], *, by_chance: bool, whole_classes: bool
) -> list[str]:
    """What must be read before any number."""
    said = []
    if not by_chance:
        said.append(
            _(
                "Chance did not decide who takes part. A difference may be real, and this cannot say why it is there."
            )
        )
    effects = [one.end.item.effect for one in rows if one.end]
    if any(one.details.get("equivalence") == "not_equivalent" for one in effects):
        said.append(
            _(
                "On some lines the groups were too far apart before. No adjustment rescues those; they say so."
            )
        )
    if any(min(one.n_t, one.n_c) < FEW for one in effects):
        said.append(
            _(
                "On some lines a group has fewer than %(n)s people: look at the width of the range; nothing is proven."
            )
            % {"n": FEW}
        )
    if whole_classes:
        said.append(_classes_said(given))
    if given.caution:
        said.append(given.caution)
    return said


def _classes_said(given: Gathered) -> str:
    known = {one.group: set() for one in given.people}  # type: dict[str, set[str]]
    for one in given.people:
        if one.school_class:
            known[one.group].add(one.school_class)
    if any(len(held) < 2 for held in known.values()):
        return _(
            "There is one class or none in a group. What is that class's own cannot be told from the practice's."
        )
    return _(
        "Whole classes were compared. People of one class are alike, so the ranges are wider than their number suggests."
    )
