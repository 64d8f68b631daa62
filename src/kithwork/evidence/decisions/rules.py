"""Several conditions as one rule: all of them, or any of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kithwork.evidence.decisions.facts import Finding, State


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a rule comes to, with the finding of each of its conditions in the rule's order."""

    state: State
    findings: tuple[Finding, ...]

    @property
    def fires(self) -> bool:
        return self.state == "fires"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why nothing can be told, each reason once; empty where something can."""
        if self.state != "cannot_tell":
            return ()
        return tuple(dict.fromkeys(one.reason for one in self.findings if one.reason))


def weigh(findings: Sequence[Finding], *, combine: Literal["all", "any"] = "all") -> Weighed:
    """All: one that is silent settles it. Any: one that fires does. Otherwise what is unknown stays unknown.

    Raises ValueError without a finding: a rule that asks nothing would always hold.
    """
    if not findings:
        raise ValueError("A rule needs a condition.")
    states = {one.state for one in findings}
    # What settles it first, then what is unknown, then the rest.
    all_of: tuple[State, ...] = ("silent", "cannot_tell", "fires")
    any_of: tuple[State, ...] = ("fires", "cannot_tell", "silent")
    order = all_of if combine == "all" else any_of
    return Weighed(next(state for state in order if state in states), tuple(findings))
