"""Giving and receiving of one student over some weeks: what was told, and whether one side hardly happens.

Pure: what was told goes in, counts and a state come out. Two counts stay two counts; they are never made
into one number about a child.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kithwork.playbooks import Playbook, reciprocal_roles, rule_book

WHOLE = 100
# Rules that look at the two sides: DR-40 in minutes, natural supports in times.
BY_MINUTES, BY_TIMES = "giver_minutes_share", "share_of_the_smaller_side"
State = Literal["untold", "few", "gives_little", "receives_little", "both"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How far back is looked, and under which share of the whole one side hardly happens."""

    weeks: int
    low_pct: int
    by_minutes: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a student in one session they were there for. Neither side: nobody said."""

    gave: bool
    received: bool
    role: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """Both sides of one student.

    Attributes
    ----------
    gave, received : int
        In how many sessions; one session may count on both sides.
    untold : int
        Sessions the student was there for of which nobody said either. They count for no side.
    roles : tuple of (str, int)
        Roles held, by id, with in how many sessions; in the order they were first held.
    state : str
        ``few``: so little was told that a single tap would settle it.
    """

    gave: int
    received: int
    untold: int
    roles: tuple[tuple[str, int], ...]
    state: State

    @property
    def needs_a_look(self) -> bool:
        return self.state in {"gives_little", "receives_little"}


def limits_of(playbook: Playbook) -> Limits:
    """What the practice's own rule says, else what the library of roles says for everyone."""
    for rule in (*playbook.own_rules, *rule_book().of_playbook(playbook)):
        for one in rule.conditions:
            if one.metric in {BY_MINUTES, BY_TIMES} and one.window.last and one.value is not None:
                return Limits(one.window.last, int(one.value), one.metric == BY_MINUTES)
    asked = reciprocal_roles().add_an_idea
    if asked is None:
        raise ValueError("the library of roles says nothing of the balance")
    return Limits(asked.balance_weeks, asked.balance_low_pct)


def follows_from_procedure(playbook: Playbook) -> bool:
    """Whether everybody who is there both gives and receives: a whole class whose roles swap in each session."""
    if playbook.scope != "class":
        return False
    if any(one.what == "role" and one.every.unit == "half_session" for one in playbook.rotation):
        return True
    held = {(step.first, step.second) for one in playbook.sessions for step in one.steps}
    return any(first and second and (second, first) in held for first, second in held)


def balance_of(told: Sequence[Told], limits: Limits) -> Balance:
    """Count both sides, and say whether one of them hardly happens.

    By minutes only where the minutes of every session that counts are known; missing is not zero.
    """
    counts = [one for one in told if one.gave or one.received]
    gave, received = sum(one.gave for one in counts), sum(one.received for one in counts)
    roles: dict[str, int] = {}
    for one in told:
        if one.role:
            roles[one.role] = roles.get(one.role, 0) + 1
    by_minutes = limits.by_minutes and all(one.minutes for one in counts)
    return Balance(
        gave=gave,
        received=received,
        untold=len(told) - len(counts),
        roles=tuple(roles.items()),
        state=_state(counts, gave, received, limits, by_minutes),
    )


def _state(
    counts: Sequence[Told], gave: int, received: int, limits: Limits, by_minutes: bool
) -> State:
    if not counts:
        return "untold"
    given, got = float(gave), float(received)
    if by_minutes:
        given = sum(one.minutes or 0 for one in counts if one.gave)
        got = sum(one.minutes or 0 for one in counts if one.received)
    if WHOLE * min(given, got) >= limits.low_pct * (given + got):
        return "both"
    # With fewer sides than this, one tap on the other would be enough: too early to say.
    if limits.low_pct * (gave + received + 1) <= WHOLE:
        return "few"
    return "gives_little" if given < got else "receives_little"
