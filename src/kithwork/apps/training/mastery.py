"""When training is mastered: enough questions right, all of the critical ones, and role-plays in a row.

The numbers are the school's (Limits): ours are 80 % of the questions, 80 % of the steps twice in a row, and
a booster after six to eight weeks (practices B.3, tag D).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kithwork.apps.schools.queries import Limits
from kithwork.apps.training.models import Certificate, Progress, Rehearsal
from kithwork.apps.training.orientation import pieces_for
from kithwork.apps.training.subjects import Rehearsed


@dataclass(frozen=True, slots=True)
class Quiz:
    """How the questions of the pieces stand for one learner."""

    right: int
    asked: int
    critical_open: int

    def reaches(self, least_pct: int) -> bool:
        return self.critical_open == 0 and 100 * self.right >= least_pct * self.asked


def quiz_of(rows: Iterable[Progress], audience: str = "peer") -> Quiz:
    """Of the pieces as they are today: an answer to an older version is not counted."""
    right = {(row.piece, row.version): set(row.right) for row in rows}
    asked = done = critical_open = 0
    for piece in pieces_for(audience):
        theirs = right.get((piece.id, piece.version), set())
        asked += len(piece.check)
        done += sum(one.id in theirs for one in piece.check)
        critical_open += len(piece.critical - theirs)
    return Quiz(done, asked, critical_open)


def in_a_row(rehearsals: Sequence[Rehearsal], least_pct: int) -> int:
    """How many of the newest reach it without one between that does not. Oldest first."""
    n = 0
    for one in reversed(rehearsals):
        if one.pct < least_pct:
            break
        n += 1
    return n


def passed(
    checklists: Iterable[Rehearsed], rehearsals: Sequence[Rehearsal], limits: Limits
) -> bool:
    """Every checklist of the subject, so many times in a row."""
    return all(
        in_a_row([row for row in rehearsals if row.lesson == one.id], limits.training_role_play_pct)
        >= limits.training_in_a_row
        for one in checklists
    )


def mastery_ends(on: date, limits: Limits) -> date:
    return on + timedelta(weeks=max(limits.booster_until_weeks, limits.booster_from_weeks))


def booster_from(certificate: Certificate, limits: Limits) -> date:
    return certificate.given_on + timedelta(weeks=limits.booster_from_weeks)


def weakest(rehearsals: Sequence[Rehearsal]) -> str:
    """The step that was shown least of all; the newest miss decides a tie. Empty when none was missed."""
    seen: dict[str, list[bool]] = defaultdict(list)
    for row in rehearsals:
        for item in row.items:
            if item["said"] != "na":
                seen[item["text"]].append(item["said"] == "yes")
    missed = {text: marks for text, marks in seen.items() if not all(marks)}
    if not missed:
        return ""
    return min(missed, key=lambda text: (sum(missed[text]) / len(missed[text]), missed[text][-1]))


def live(subjects: Collection[str], on: date) -> list[Certificate]:
    """Certificates of these subjects that hold on a day."""
    rows = Certificate.objects.filter(
        subject__in=subjects, given_on__lte=on, until__gte=on, taken_back_at__isnull=True
    )
    return list(rows)
