"""A student's own page to show: where they were, hours that count, pages they chose, own growth, certificates.

Nobody else is in it: no partner, no classmate, nothing of anybody's needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kithwork.apps.courses.models import Member, PlacementDay
from kithwork.apps.courses.queries.own import OwnEntry, OwnPlacement, own_entries, own_placement
from kithwork.apps.courses.syllabus import Words
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.reflections.queries import own_scores
from kithwork.apps.training.queries import certificates_of

MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Growth:
    """One sentence of the inventory, and what they said of it at each time they were asked."""

    asks: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    placement: OwnPlacement
    hours: float
    days: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    name: str
    course: str
    starts_on: date
    ends_on: date
    placements: tuple[Shown, ...]
    hours: float
    units: tuple[str, ...]
    entries: tuple[OwnEntry, ...]
    others: tuple[OwnEntry, ...]
    waves: tuple[str, ...]
    growth: tuple[Growth, ...]
    certificates: tuple[tuple[str, date, date], ...]


def portfolio(viewer: Viewer, member: Member, said: Words, language: str) -> Portfolio:
    """Worked out from records: only approved days count, only pages they chose are shown."""
    today, cohort = clock.today_for(viewer), member.cohort
    approved = PlacementDay.objects.filter(placement__member=member, approved_at__isnull=False)
    minutes: dict[int, list[int]] = {}
    for pk, n in approved.values_list("placement_id", "minutes"):
        minutes.setdefault(pk, []).append(n)
    rows = member.placements.filter(starts_on__lte=today).select_related("adult", "section")
    shown = tuple(
        Shown(
            own_placement(one, said), _hours(minutes.get(one.pk, [])), len(minutes.get(one.pk, []))
        )
        for one in rows
    )
    entries = own_entries(member, said)
    waves, growth = _growth(viewer, member, language)
    return Portfolio(
        member.student.full_name, cohort.name, cohort.starts_on, cohort.ends_on, shown,
        _hours([n for some in minutes.values() for n in some]), _units(member, said),
        tuple(one for one in entries if one.is_picked), tuple(one for one in entries if not one.is_picked),
        waves, growth, certificates_of(member.student, today),
    )  # fmt: skip


def _hours(minutes: list[int]) -> float:
    return round(sum(minutes) / MINUTES_AN_HOUR, 1)


def _units(member: Member, said: Words) -> tuple[str, ...]:
    """Units whose newest check is passed."""
    newest = {one.unit_id: one for one in member.checks.select_related("unit").order_by("pk")}
    passed = sorted(
        (one.unit for one in newest.values() if one.is_passed), key=lambda unit: unit.place
    )
    return tuple(said.units[unit.key][0] for unit in passed if unit.key in said.units)


def _growth(
    viewer: Viewer, member: Member, language: str
) -> tuple[tuple[str, ...], tuple[Growth, ...]]:
    survey = member.cohort.survey
    if survey is None:
        return (), ()
    rows = [one for one in own_scores(viewer, survey, member.student) if one.voice == "student"]
    rows = [one for one in rows if one.answered]
    if not rows:
        return (), ()
    asked = survey.asks(language)
    lines = []
    for item in asked.items:
        words = {option.value: option.text for option in asked.ways(item).options}
        said = tuple((one.wave, words.get(one.items[item.id], "")) for one in rows)
        lines.append(Growth(item.text, said))
    return tuple(one.wave for one in rows), tuple(lines)
