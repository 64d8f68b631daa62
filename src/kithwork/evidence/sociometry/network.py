"""Who named whom: a class as a picture of ties, and never a child's place in it.

A class summary holds no child's number. What one child's ties are (`ties_of`) and their status (`status`) are for the
few adults who asked the question, never for other children and never for a page that shows several.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.sociometry.paths import betweenness_of, components

Child = Hashable
# Below this share of answers a picture of the class is mostly gaps. Source: the evidence design, section 10.
ENOUGH = 0.7


@dataclass(frozen=True, slots=True)
class Nominations:
    """A fixed roster and who named whom on it.

    Parameters
    ----------
    roster
        Every child who could be named, once.
    ties
        (who names, who is named); no child names themselves, nobody is named twice by the same child.
    answered
        Who answered; None means everybody. A child who did not answer has no out-ties: that is missing,
        not zero, and it lowers the response rate.

    Raises
    ------
    BadData
        For a name that is not on the roster, a tie to oneself, a tie twice, a tie from somebody who did
        not answer, or a roster of fewer than two.
    """

    roster: Sequence[Child]
    ties: Sequence[tuple[Child, Child]]
    answered: Sequence[Child] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "roster", tuple(self.roster))
        object.__setattr__(self, "ties", tuple((a, b) for a, b in self.ties))
        answered = self.roster if self.answered is None else self.answered
        object.__setattr__(self, "answered", tuple(answered))
        if faults := _faults(self):
            raise BadData(faults)

    @property
    def response_rate(self) -> float:
        assert self.answered is not None
        return len(self.answered) / len(self.roster)


@dataclass(frozen=True, slots=True)
class ClassPicture:
    """A class without any child's number. Shares from 0 to 1; None with reasons below 70 percent of answers.

    ``reciprocity_of_ties`` is the share of ties that are returned, ``reciprocity_of_dyads`` mutual dyads
    over all dyads with a tie; ``isolates_no_in`` counts children nobody named, ``isolates_no_tie`` those
    without a tie either way; ``transitivity`` and ``clustering`` are on ties of either direction.
    """

    children: int
    response_rate: float
    ties: int
    density: float | None = None
    mutual_dyads: int | None = None
    one_way_dyads: int | None = None
    reciprocity_of_ties: float | None = None
    reciprocity_of_dyads: float | None = None
    isolates_no_in: int | None = None
    isolates_no_tie: int | None = None
    components: int | None = None
    largest_component: int | None = None
    transitivity: float | None = None
    clustering: float | None = None
    centralization: float | None = None
    reasons: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "reasons": list(self.reasons)}


@dataclass(frozen=True, slots=True)
class ChildTies:
    """One child's ties. For the adults who asked; never for another child."""

    named_by: int
    names: int
    mutual: int
    clustering: float
    betweenness: float


def picture(nominations: Nominations) -> ClassPicture:
    """The class as a whole. Source: Wasserman & Faust (1994), Social Network Analysis."""
    n, rate = len(nominations.roster), nominations.response_rate
    if rate < ENOUGH:
        return ClassPicture(n, rate, len(nominations.ties), reasons=("low_response",))
    ties, ins, near = set(nominations.ties), in_degrees(nominations), neighbours(nominations)
    mutual = sum((b, a) in ties for a, b in ties) // 2
    one_way = len(ties) - 2 * mutual
    groups = components(nominations.roster, near)
    local = [_local_clustering(child, near) for child in nominations.roster]
    most = max(ins.values())
    return ClassPicture(
        children=n,
        response_rate=rate,
        ties=len(ties),
        density=len(ties) / (n * (n - 1)),
        mutual_dyads=mutual,
        one_way_dyads=one_way,
        reciprocity_of_ties=2 * mutual / len(ties) if ties else None,
        reciprocity_of_dyads=mutual / (mutual + one_way) if ties else None,
        isolates_no_in=sum(not degree for degree in ins.values()),
        isolates_no_tie=sum(not near[child] for child in nominations.roster),
        components=len(groups),
        largest_component=max(map(len, groups)),
        transitivity=_transitivity(near),
        clustering=sum(local) / n,
        centralization=sum(most - degree for degree in ins.values()) / (n - 1) ** 2,
        reasons=() if ties else ("no_pairs",),
    )


def ties_of(nominations: Nominations) -> dict[Child, ChildTies]:
    """Each child's ties, for the adults who asked. Raw directed betweenness (Brandes 2001)."""
    ties, ins, near = set(nominations.ties), in_degrees(nominations), neighbours(nominations)
    outs = {child: [b for a, b in nominations.ties if a == child] for child in nominations.roster}
    between = betweenness_of(nominations.roster, outs)
    return {
        child: ChildTies(
            named_by=ins[child],
            names=len(outs[child]),
            mutual=sum((other, child) in ties for other in outs[child]),
            clustering=_local_clustering(child, near),
            betweenness=between[child],
        )
        for child in nominations.roster
    }


def in_degrees(nominations: Nominations) -> dict[Child, int]:
    """By how many each child was named."""
    found = dict.fromkeys(nominations.roster, 0)
    for _, named in nominations.ties:
        found[named] += 1
    return found


def neighbours(nominations: Nominations) -> dict[Child, set[Child]]:
    """Whom each child has a tie with, in either direction."""
    found: dict[Child, set[Child]] = {child: set() for child in nominations.roster}
    for one, other in nominations.ties:
        found[one].add(other)
        found[other].add(one)
    return found


def _local_clustering(child: Child, near: dict[Child, set[Child]]) -> float:
    """Share of a child's friends who are friends; 0 below two."""
    around = sorted(near[child], key=str)
    if len(around) < 2:
        return 0.0
    closed = sum(b in near[a] for a, b in combinations(around, 2))
    return closed / (len(around) * (len(around) - 1) / 2)


def _transitivity(near: dict[Child, set[Child]]) -> float:
    """Closed paths of two over all of them; 0 where there is none."""
    closed = paths = 0
    for around in near.values():
        paths += len(around) * (len(around) - 1) // 2
        closed += sum(b in near[a] for a, b in combinations(around, 2))
    return closed / paths if paths else 0.0


def _faults(given: Nominations) -> list[Fault]:
    if len(set(given.roster)) != len(given.roster) or len(given.roster) < 2:
        return [
            Fault(
                "bad_roster",
                "Name each child of the class once, and at least two.",
                column="roster",
            )
        ]
    roster, answered, faults = set(given.roster), set(given.answered or ()), []
    for child in given.answered or ():
        if child not in roster:
            faults.append(
                Fault("not_on_roster", f"{child!r} is not on the roster.", column="answered")
            )
    seen = set()
    for row, (one, other) in enumerate(given.ties, start=1):
        for child in (one, other):
            if child not in roster:
                faults.append(
                    Fault("not_on_roster", f"{child!r} is not on the roster.", row, "ties")
                )
        if one == other:
            faults.append(Fault("self_tie", "A child names somebody else.", row, "ties"))
        if (one, other) in seen:
            faults.append(
                Fault(
                    "tie_twice", f"{one!r} names {other!r} twice. Keep one of the two.", row, "ties"
                )
            )
        if one in roster and one not in answered:
            said = f"{one!r} names somebody but did not answer. Mend one of the two."
            faults.append(Fault("did_not_answer", said, row, "ties"))
        seen.add((one, other))
    return faults


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a class between two waves, counted among children of both. No child is named.

    Only answers of the ``answered`` children who answered both times count.
    """

    children: int
    answered: int
    kept: int
    new: int
    ended: int
    isolates_before: int
    isolates_after: int
    no_longer_isolated: int
    reasons: tuple[str, ...] = ()


def change(before: Nominations, after: Nominations) -> Change:
    """Ties kept, new and ended, and how many children nobody named, then and now.

    Only children on both rosters are looked at, and only answers of those who answered both times: who was away
    once is missing, and makes no tie new or ended. Where fewer than 70 percent answered in either wave the
    reason is given and the numbers should not be shown. Raises BadData where no two children are in both.
    """
    both, said = set(on_both(before, after)), answered_both(before, after)
    one, two = (
        {(who, named) for who, named in wave.ties if who in said and named in both}
        for wave in (before, after)
    )
    alone_before, alone_after = (both - {named for _, named in ties} for ties in (one, two))
    low = min(before.response_rate, after.response_rate) < ENOUGH
    return Change(
        children=len(both),
        answered=len(said),
        kept=len(one & two),
        new=len(two - one),
        ended=len(one - two),
        isolates_before=len(alone_before),
        isolates_after=len(alone_after),
        no_longer_isolated=len(alone_before - alone_after),
        reasons=("low_response",) if low else (),
    )


def on_both(before: Nominations, after: Nominations) -> list[Child]:
    """Children on both rosters, in the order of the first. Raises BadData for fewer than two."""
    later = set(after.roster)
    both = [child for child in before.roster if child in later]
    if len(both) < 2:
        raise refuse("other_class", "The two waves have fewer than two children in common.")
    return both


def answered_both(before: Nominations, after: Nominations) -> set[Child]:
    """Children on both rosters who answered both times."""
    return set(on_both(before, after)) & set(before.answered or ()) & set(after.answered or ())
