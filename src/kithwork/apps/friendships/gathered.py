"""The answers of one round as they count: the newest of each, of those whose permission was not taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from kithwork.apps.consents.queries import not_taken_back
from kithwork.apps.friendships.models import Naming, Round
from kithwork.apps.friendships.policies import SURVEY
from kithwork.evidence.sociometry import Nominations

Said, Mode = Naming.Said, Naming.Mode
# A pass says nothing of whom one likes: it is respected, and missing.
ANSWERS = frozenset({Said.NAMES, Said.NOBODY})
# The share of the class below which a picture is mostly gaps, and the fewest whose numbers are told (practices, C.8).
ENOUGH, FEWEST = 0.7, 5
# Of fewer nothing is kept when answers are erased, and nothing leaves: a code is soon a name (trust, section 4).
LARGE = 10
# Counted from the first day, so that no answer is older (practices, H.4; tag D).
KEPT_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Gathered:
    """One round. ``roster`` is the whole class; ``counted`` those of it whose permission stands.

    ``said`` and ``named`` hold the newest answer of each counted student; names of students who are not counted
    are left out, as if they had not been said.
    """

    round: Round
    roster: tuple[int, ...]
    counted: tuple[int, ...]
    said: Mapping[int, str]
    named: Mapping[int, frozenset[int]]
    modes: Mapping[int, str]

    @property
    def answered(self) -> tuple[int, ...]:
        return tuple(pk for pk in self.counted if self.said.get(pk) in ANSWERS)

    @property
    def rate(self) -> float:
        """Of the whole class: who has no permission is missing too."""
        return len(self.answered) / len(self.roster) if self.roster else 0.0

    @property
    def is_enough(self) -> bool:
        return self.rate >= ENOUGH and len(self.answered) >= FEWEST

    @property
    def ties(self) -> list[tuple[int, int]]:
        return [(pk, other) for pk in self.answered for other in sorted(self.named.get(pk, ()))]

    def nominations(self) -> Nominations:
        """For the library. Only where there are enough answers."""
        return Nominations(self.counted, self.ties, self.answered)

    def nobody_named(self) -> tuple[int, ...]:
        told = {other for _pk, other in self.ties}
        return tuple(pk for pk in self.counted if pk not in told)

    def ways(self) -> Counter[str]:
        """How many answers came in which way."""
        return Counter(self.modes[pk] for pk in self.answered)


def gathered(round_: Round) -> Gathered:
    roster = tuple(sorted(round_.roster.values_list("student_id", flat=True)))
    stays = not_taken_back(round_.circle.school, SURVEY, roster)
    counted = tuple(pk for pk in roster if pk in stays)
    said: dict[int, str] = {}
    named: dict[int, frozenset[int]] = {}
    modes: dict[int, str] = {}
    rows = round_.namings.filter(student__in=counted).order_by("pk").prefetch_related("named")
    for row in rows:
        said[row.student_id], modes[row.student_id] = row.said, row.mode
        named[row.student_id] = frozenset(one.pk for one in row.named.all() if one.pk in stays)
    return Gathered(round_, roster, counted, said, named, modes)
