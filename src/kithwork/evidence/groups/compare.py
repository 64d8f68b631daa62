"""An instrument of many items, two groups, before and after: one careful table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kithwork.evidence.faults import refuse
from kithwork.evidence.groups.ancova import ancova
from kithwork.evidence.groups.cluster import cluster_corrected
from kithwork.evidence.groups.false_discovery import benjamini_hochberg
from kithwork.evidence.groups.result import GroupEffect, missing

# Below this many people in a group an interval is shown and no verdict. Source: the evidence design, section 9.
FEW = 10


@dataclass(frozen=True, slots=True)
class Item:
    """One item's comparison. ``stands_out`` is None where the groups cannot carry a verdict: too small, or not
    alike before."""

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
    classes: Sequence[str] | None = None,
    icc: float | None = None,
    domain: str = "achievement",
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
    classes
        Where whole classes were in one group or the other: the class of each person, in the order of
        ``group``. Each difference and its p are then corrected by `cluster_corrected`, with ``icc`` and
        ``domain`` as there.

    Returns
    -------
    list of Item
        In the order given. With fewer than ten people in a group, or groups that were not alike before,
        no item is said to stand out.

    Raises
    ------
    BadData
        As `ancova` does, and for q outside 0 to 1.
    """
    if not 0 < q < 1:
        raise refuse("bad_q", f"q lies between 0 and 1, not at {q}.")
    effects = {name: ancova(group, *scores, level=level) for name, scores in items.items()}
    if classes is not None:
        effects = {
            name: _of_classes(effect, classes, *items[name], icc=icc, domain=domain)
            for name, effect in effects.items()
        }
    adjusted = benjamini_hochberg([effect.details.get("p") for effect in effects.values()])
    return [
        _item(name, effect, p, q)
        for (name, effect), p in zip(effects.items(), adjusted, strict=True)
    ]


def _of_classes(
    effect: GroupEffect,
    classes: Sequence[str],
    before: Sequence[float | None],
    after: Sequence[float | None],
    *,
    icc: float | None,
    domain: str,
) -> GroupEffect:
    """The adjusted difference, once people of one class are counted as alike. Both tellings stay in its details."""
    if effect.value is None:
        return effect
    rows = zip(classes, before, after, strict=True)
    used = {one for one, x, y in rows if x is not None and y is not None}
    if len(used) < 2:
        sizes = {"n_t": effect.n_t, "n_c": effect.n_c, "level": effect.level}
        return missing("cluster_corrected", "too_few_points", details=effect.details, **sizes)
    corrected = cluster_corrected(
        effect.details["b"] / effect.details["sd_pooled"],
        n_t=effect.n_t, n_c=effect.n_c, clusters=len(used), icc=icc, domain=domain, level=effect.level,
    )  # fmt: skip
    return replace(
        corrected,
        details={**effect.details, **corrected.details},
        warnings=(*effect.warnings, *corrected.warnings),
    )


def _item(name: str, effect: GroupEffect, p: float | None, q: float) -> Item:
    enough = min(effect.n_t, effect.n_c) >= FEW and not _not_alike(effect)
    stands_out = p < q if enough and p is not None else None
    return Item(name, effect, p, stands_out, _sentence(name, effect, stands_out))


def _not_alike(effect: GroupEffect) -> bool:
    return effect.details.get("equivalence") == "not_equivalent"


def _sentence(name: str, effect: GroupEffect, stands_out: bool | None) -> str:
    if effect.value is None or effect.ci is None:
        return f"{name}: no comparison can be made."
    low, high = effect.ci
    said = (
        f"{name}: {effect.value:.2f} standard deviations, likely between {low:.2f} and {high:.2f}."
    )
    if _not_alike(effect):
        return (
            said + " The groups were not alike before: this cannot be laid to what one of them did."
        )
    if stands_out is None:
        return said + " The groups are too small for more than this range."
    if stands_out:
        return said + " It stands out among the items of its family."
    return said + " It does not stand out among the items of its family."
