"""From the taps of a session to points, teams and who was seen. Pure: the same taps give the same totals.

The browser reckons the same way while there is no network (static/runs/runner/tally.js); a test holds
the two to the same tapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor


@dataclass(frozen=True, slots=True)
class Tap:
    """One event as it was sent: its id, what it is, when, and what it says."""

    letter: str
    kind: str
    at_ms: int
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Seated:
    """A group as it was drawn: its key, its team, and the ids of who sits in it."""

    key: str
    team: str
    members: frozenset[int]


@dataclass(slots=True)
class Tally:
    """What the taps add up to."""

    points: dict[str, int] = field(default_factory=dict)
    bonus: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    ticks: dict[tuple[str, str], str] = field(default_factory=dict)
    away: set[int] = field(default_factory=set)
    joins: dict[int, str] = field(default_factory=dict)
    flags: list[tuple[str, str]] = field(default_factory=list)
    step: str = ""
    began_ms: int | None = None
    ended_ms: int | None = None

    def total(self, group: str) -> int:
        """Points and bonus points of one group."""
        return self.points.get(group, 0) + self.bonus.get(group, 0)

    def seated(self, group: Seated) -> frozenset[int]:
        """Who really sits in a group: without who is away or works elsewhere, with who joined."""
        own = {one for one in group.members if self.joins.get(one, group.key) == group.key}
        joined = {one for one, key in self.joins.items() if key == group.key}
        return frozenset((own | joined) - self.away)


WHOLE_GROUP = ""  # a tick about the adult, not about one pair
PAIR = 2


def tally(
    taps: Iterable[Tap],
    groups: Iterable[Seated] = (),
    *,
    trio: Fraction = Fraction(1),
    away: Iterable[int] = (),
    joins: Mapping[int, str] | None = None,
) -> Tally:
    """Add taps up, in their order, leaving out what was undone.

    Parameters
    ----------
    taps
        In the order of the device. An ``undo`` names the letter it takes back; it may itself be undone.
    groups
        Who sits where, for team totals. A tap about a group that is not there counts for no team.
    trio
        What a trio's points count in its team: CWPT takes two thirds, so that three have no advantage.
        Rounded half up, once, for each trio. Who is a trio is seen at the end, after who was absent and
        who joined another pair.
    away, joins
        Absent students, and student -> group for those who work elsewhere today, as known beforehand.
    """
    taps = list(taps)
    undone = _undone(taps)
    found = Tally(away=set(away), joins=dict(joins or {}))
    for tap in taps:
        if tap.letter not in undone:
            _ADD.get(tap.kind, _nothing)(found, tap)
    for group in groups:
        share = trio if len(found.seated(group)) > PAIR else Fraction(1)
        points = floor(found.total(group.key) * share + Fraction(1, 2))
        found.teams[group.team] = found.teams.get(group.team, 0) + points
    return found


def _undone(taps: list[Tap]) -> set[str]:
    """Read backwards: an undo that was undone takes nothing back."""
    undone: set[str] = set()
    for tap in reversed(taps):
        if tap.kind == "undo" and tap.letter not in undone:
            undone.add(str(tap.body.get("of", "")))
    return undone


def _nothing(found: Tally, tap: Tap) -> None:
    """A tap that adds nothing up: pause, go, one more minute."""


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _group(tap: Tap) -> str:
    return str(tap.body.get("group") or WHOLE_GROUP)


def _points(found: Tally, tap: Tap) -> None:
    group = _group(tap)
    found.points[group] = found.points.get(group, 0) + _whole(tap.body.get("n"))


def _total(found: Tally, tap: Tap) -> None:
    """A pair tells its whole total at the end: it stands in place of what was tapped before."""
    found.points[_group(tap)] = _whole(tap.body.get("n"))


def _bonus(found: Tally, tap: Tap) -> None:
    group = _group(tap)
    found.bonus[group] = found.bonus.get(group, 0) + _whole(tap.body.get("n"))
    found.seen.add(group)


def _seen(found: Tally, tap: Tap) -> None:
    found.seen.add(_group(tap))


def _tick(found: Tally, tap: Tap) -> None:
    group = _group(tap)
    found.ticks[group, str(tap.body.get("item", ""))] = str(tap.body.get("answer", ""))
    if group != WHOLE_GROUP:
        found.seen.add(group)


def _away(found: Tally, tap: Tap) -> None:
    found.away.add(_whole(tap.body.get("student")))
    found.joins.pop(_whole(tap.body.get("student")), None)


def _here(found: Tally, tap: Tap) -> None:
    found.away.discard(_whole(tap.body.get("student")))


def _joins(found: Tally, tap: Tap) -> None:
    found.joins[_whole(tap.body.get("student"))] = _group(tap)


def _flag(found: Tally, tap: Tap) -> None:
    found.flags.append((_group(tap), str(tap.body.get("item", ""))))


def _step(found: Tally, tap: Tap) -> None:
    found.step = str(tap.body.get("step", ""))
    if found.began_ms is None:
        found.began_ms = tap.at_ms


def _end(found: Tally, tap: Tap) -> None:
    found.ended_ms = tap.at_ms


_ADD = {
    "step": _step,
    "points": _points,
    "total": _total,
    "bonus": _bonus,
    "seen": _seen,
    "tick": _tick,
    "away": _away,
    "here": _here,
    "joins": _joins,
    "flag": _flag,
    "end": _end,
}
