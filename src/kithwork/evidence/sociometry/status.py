"""Sociometric status. Sensitive: it needs a consent of its own, and no child ever sees it."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from kithwork.evidence.faults import refuse
from kithwork.evidence.sociometry.network import ENOUGH, Nominations, in_degrees

Child = Hashable


@dataclass(frozen=True, slots=True)
class Status:
    """One child's status: popular, rejected, neglected, controversial or average, with its scores."""

    status: str
    z_like: float
    z_dislike: float
    preference: float
    impact: float


def status(
    liked: Nominations, disliked: Nominations, *, negative_consent: bool = False
) -> dict[Child, Status] | None:
    """Status of every child from who is liked and who is not.

    Parameters
    ----------
    liked, disliked
        Nominations on the same roster.
    negative_consent
        Whether families agreed to the question of whom one would rather not be with. Off unless said.

    Returns
    -------
    dict or None
        None below 70 percent of answers, or where nobody differs in being liked or disliked.

    Raises
    ------
    BadData
        Without the consent, or for two different rosters.

    Source: Coie, Dodge & Coppotelli (1982), Developmental Psychology 18(4), 557-570.
    """
    if not negative_consent:
        raise refuse(
            "no_consent",
            "Negative nominations need a consent of their own. Ask for it first, or leave the question out.",
        )
    if set(liked.roster) != set(disliked.roster):
        raise refuse("other_class", "The two questions were asked of different rosters.")
    if min(liked.response_rate, disliked.response_rate) < ENOUGH:
        return None
    like, dislike = _standard(in_degrees(liked)), _standard(in_degrees(disliked))
    if like is None or dislike is None:
        return None
    preference = _standard({child: like[child] - dislike[child] for child in liked.roster})
    impact = _standard({child: like[child] + dislike[child] for child in liked.roster})
    if preference is None or impact is None:
        return None
    return {
        child: Status(
            _named(like[child], dislike[child], preference[child], impact[child]),
            like[child], dislike[child], preference[child], impact[child],
        )
        for child in liked.roster
    }  # fmt: skip


def _standard(values: Mapping[Child, float]) -> dict[Child, float] | None:
    """Values as z scores of the class (divisor n - 1); None where nobody differs."""
    mean = math.fsum(values.values()) / len(values)
    squares = math.fsum((value - mean) ** 2 for value in values.values())
    if squares <= 1e-18:
        return None
    spread = math.sqrt(squares / (len(values) - 1))
    return {child: (value - mean) / spread for child, value in values.items()}


def _named(like: float, dislike: float, preference: float, impact: float) -> str:
    if preference > 1 and like > 0 > dislike:
        return "popular"
    if preference < -1 and like < 0 < dislike:
        return "rejected"
    if impact < -1 and like < 0 and dislike < 0:
        return "neglected"
    if impact > 1 and like > 0 and dislike > 0:
        return "controversial"
    return "average"
