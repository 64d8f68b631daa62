"""The rate or mean of a group as it may be published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

EVERYONE = "everyone"

# One sentence for small groups and for those that hide them: which is which would be a clue.
WHY: Mapping[str, str] = {
    "nobody": "There is nobody in this group.",
    "small_group": "Hidden: fewer than {threshold} in this group, or a smaller one could be "
    "reckoned from it.",
    "telling": "Hidden: the exact share would tell on some of this group, or help to reckon "
    "another.",
    "band": "Given as a band: the exact share would tell on the few.",
}


def why(reason: str, threshold: int) -> str:
    """The sentence of a reason, for a person."""
    return WHY[reason].format(threshold=threshold)


@dataclass(frozen=True, slots=True)
class GroupValue:
    """The rate or mean of one group as it may be published.

    ``value`` in the measure's own unit (a rate is a proportion, 0 to 1), None where hidden; ``n``
    None where the size is hidden too. ``band`` (low, high) where only that can be said.
    """

    group: str
    value: float | None
    n: int | None
    band: tuple[float, float] | None = None
    reason: str = ""
    sentence: str = ""

    def to_json(self) -> dict[str, Any]:
        plain = asdict(self)
        plain["band"] = list(self.band) if self.band else None
        return plain
