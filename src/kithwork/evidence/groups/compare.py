"""An instrument of many items, two groups, before and after: one careful table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kithwork.evidence.faults import refuse
from kithwork.evidence.groups.ancova import ancova
from kithwork.evidence.groups.false_discovery import benjamini_hochberg
from kithwork.evidence.groups.result import GroupEffect

# Below this many people in a group an interval is shown and no verdict. Source: the evidence design, section 9.
FEW = 10


@dataclass(frozen=True, slots=True)
class Item:
    """One item's comparison. ``stands_out`` is None where the groups are too small for a verdict."""

    name: str
    effect: GroupEffect
    adjusted_p: float | None
    stands_out: bool | None
    sentence: str

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "effect": self.effect.to_json(),
            "adjusted_p": self.adjusted_p,
            "stands_out": self.stands_out,
            "sentence": self.sentence,
        }


def compare_groups(
    group: Sequence[bool | int],
    items: Mapping[str, tuple[Sequence[float | None], Sequence[float | None]]],
    *,
    q: float = 0.05,
    level: float = 0.95,
) -> list[Item]:
    """Each item's adjusted difference, with false discoveries held down within the family.

    Parameters
    ----------
    group
        1 for treatment, 0 for comparison, one a person.
    items
        Item name -> (scores before, scores after), one a person in the order of ``group``. All items
        are one family: give one outcome domain at a time.
    q
        Share of false discoveries that is borne among those that stand out.
    level
        Confidence level of the intervals.

    Returns
    -------
    list of Item
        In the order given. With fewer than ten people in a group no item is said to stand out.

    Raises
    ------
    BadData
        As `ancova` does, and for q outside 0 to 1.
    """
    if not 0 < q < 1:
        raise refuse("bad_q", f"q lies between 0 and 1, not at {q}.")
    effects = {name: ancova(group, *scores, level=level) for name, scores in items.items()}
    adjusted = benjamini_hochberg([effect.details.get("p") for effect in effects.values()])
    return [
        _item(name, effect, p, q)
        for (name, effect), p in zip(effects.items(), adjusted, strict=True)
    ]


def _item(name: str, effect: GroupEffect, p: float | None, q: float) -> Item:
    enough = min(effect.n_t, effect.n_c) >= FEW
    stands_out = p < q if enough and p is not None else None
    return Item(name, effect, p, stands_out, _sentence(name, effect, stands_out))


def _sentence(name: str, effect: GroupEffect, stands_out: bool | None) -> str:
    if effect.value is None or effect.ci is None:
        return f"{name}: no comparison can be made."
    low, high = effect.ci
    said = (
        f"{name}: {effect.value:.2f} standard deviations, likely between {low:.2f} and {high:.2f}."
    )
    if stands_out is None:
        return said + " The groups are too small for more than this range."
    if stands_out:
        return said + " It stands out among the items of its family."
    return said + " It does not stand out among the items of its family."
