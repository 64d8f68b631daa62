"""How many of a plan's observations two people make, phase by phase, and what that costs in minutes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kithwork.apps.observations.models import ObservationPlan, Watch
from kithwork.apps.observations.models.watch import Phase


@dataclass(frozen=True, slots=True)
class PhaseShare:
    """One phase of a plan: `fewest` is how many of its observations reach the share asked for."""

    phase: Phase
    total: int
    twice: int
    fewest: int
    minutes: int

    @property
    def pct(self) -> int:
        return round(100 * self.twice / self.total)

    @property
    def is_short(self) -> bool:
        return self.twice < self.fewest


@dataclass(frozen=True, slots=True)
class Shares:
    """Every phase of a plan, in the order of the phases; `minutes` are the second observer's, of all of them."""

    phases: list[PhaseShare]

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.phases)

    @property
    def is_fewest(self) -> bool:
        """Nobody observes more than the share needs, and no phase less."""
        return all(one.twice == one.fewest for one in self.phases)


def shares_of(plan: ObservationPlan, watches: Sequence[Watch]) -> Shares:
    """From the watches that are not called off. Sessions of one phase are equally long, so fewest is fewest minutes."""
    found = []
    for phase in Phase:
        own = [one for one in watches if one.in_phase == phase]
        twice = [one for one in own if one.second_observer_id is not None]
        if own:
            times = {(one.on, one.label) for one in own}
            each = len(own) / len(times)
            found.append(
                PhaseShare(
                    phase=phase,
                    total=len(own),
                    twice=len(twice),
                    fewest=round(math.ceil(len(times) * plan.share_pct / 100) * each),
                    minutes=sum(one.for_minutes for one in twice),
                )
            )
    return Shares(found)
