"""Holds the open Access rows against what they were opened for, and names every difference.

A row is a copy of a reason that lives elsewhere: a pairing, a substitute's day, a team. Each kind of reason
stands in one table here, as text, so that no room looks up; a row of a kind that is not there is a difference too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.module_loading import import_string

from kithwork.apps.accounts.models import Membership
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import STUDENTS_AND_FAMILIES, Depth
from kithwork.apps.people.models import Access
from kithwork.apps.schools.models import School


@dataclass(frozen=True, slots=True)
class Way:
    """Who may see whom, how deeply, and because of what."""

    user_id: int
    student_id: int
    depth: Depth
    because: str

    def __str__(self) -> str:
        return (
            f"user {self.user_id} to student {self.student_id}, {self.depth.name} ({self.because})"
        )


# From the first day to the last.
Days = tuple[date, date]
# How a reason begins -> what says, for a school and a day, which ways it opens, from when until when.
Reasons = Callable[[School, date], Mapping[Way, Days]]
REASONS = {
    "people.team:": "kithwork.apps.people.access_check.teams",
    "runs.run:": "kithwork.apps.runs.queries.access.leaders",
    "runs.pairing:": "kithwork.apps.runs.queries.access.partners",
    "observations.plan:": "kithwork.apps.observations.queries.access.observers",
    "courses.cohort:": "kithwork.apps.courses.queries.access.teachers",
    "runs.substitute:": "kithwork.apps.runs.queries.access.substitutes",
}


def differences(school: School) -> Iterator[str]:
    """One sentence for every open row without its reason, and every reason without its row."""
    today = clock.today(school.timezone)
    stored = _stored(school, today)
    asked: dict[Way, Days] = {}
    for name in REASONS.values():
        reasons: Reasons = import_string(name)
        asked |= {way: days for way, days in reasons(school, today).items() if days[1] >= today}
    for way in sorted(stored.keys() | asked.keys(), key=str):
        sentence = _difference(way, stored.get(way), asked.get(way), today)
        if sentence:
            yield f"{way}: {sentence}"


def _difference(way: Way, stored: Days | None, asked: Days | None, today: date) -> str:
    if not way.because.startswith(tuple(REASONS)):
        return "is open for a reason nobody knows."
    if stored and not asked:
        return f"is open until {stored[1]}, and its reason is over."
    if asked and not stored:
        return f"should be open until {asked[1]}, and is not."
    if stored and asked and stored[1] != asked[1]:
        return f"is open until {stored[1]}, and should be until {asked[1]}."
    if stored and asked and asked[0] <= today < stored[0]:
        return f"opens on {stored[0]} only, and should be open."
    return ""


def _stored(school: School, today: date) -> dict[Way, Days]:
    """Ways that are open today or later, each from its first day until its last."""
    rows = Access.objects.filter(
        student__school=school, closed_at__isnull=True, until_on__gte=today
    ).order_by("until_on")
    found: dict[Way, Days] = {}
    for row in rows:
        way = Way(row.user_id, row.student_id, Depth(row.depth), row.because)
        first = min(row.from_on, found[way][0]) if way in found else row.from_on
        found[way] = (first, row.until_on)
    return found


def teams(school: School, today: date) -> dict[Way, Days]:
    """Being on a team is written in the row itself; it needs an adult who still has a role at the school."""
    adults = (
        Membership.objects.filter(school=school)
        .exclude(role__in=[role.value for role in STUDENTS_AND_FAMILIES])
        .exclude(until_on__lt=today)
    )
    here = set(adults.values_list("user_id", flat=True))
    return {
        way: days
        for way, days in _stored(school, today).items()
        if way.because == f"people.team:{way.student_id}" and way.user_id in here
    }
