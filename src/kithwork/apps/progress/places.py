"""Does it spread: what is seen in other places, and what stays after the practice, beside what was learned. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.utils.translation import gettext as _

from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.readings import Reading
from kithwork.apps.observations.models.watch import Setting
from kithwork.apps.progress.drawing import number
from kithwork.playbooks import rule_book

# How many of the newest points say what was learned: as many as a pattern needs.
TRAINED_OVER = 3
LAST_PROBES = 2
SPREADS, STAYS, KEPT = "DR-37", "DR-38", "DR-39"


@dataclass(frozen=True, slots=True)
class Place:
    """One other place: its newest checks, how much of what was learned is seen there, and a word for it."""

    name: str
    values: tuple[str, ...]
    last_on: date
    share_pct: int | None
    says: str


def places_of(reading: Reading) -> list[Place]:
    """Each place where somebody looked, and after them what stays once it is over."""
    return [*_elsewhere(reading), *_afterwards(reading)]


def trained_level(reading: Reading) -> float | None:
    """The middle of the newest points of the practice."""
    values = [value for _on, value in reading.treated][-TRAINED_OVER:]
    return median(values) if len(values) == TRAINED_OVER else None


def threshold(rule_id: str) -> float:
    """The value a decision rule compares with: shown where it is used, and changed where it is written."""
    rule = rule_book().of(rule_id)
    assert rule is not None, "a rule of the book"
    return float(rule.conditions[0].value or 0)


def _elsewhere(reading: Reading) -> Iterator[Place]:
    by_place: dict[str, list] = defaultdict(list)  # type: ignore[type-arg]
    for dot in reading.probes:
        by_place[dot.setting].append(dot)
    level = trained_level(reading)
    for setting, dots in by_place.items():
        newest = dots[-LAST_PROBES:]
        share = _share(reading, median(dot.value for dot in newest), level)
        name = str(Setting(setting).label) if setting in Setting.values else _("Another place")
        yield Place(
            name,
            tuple(number(dot.value) for dot in newest),
            newest[-1].on,
            share,
            _spread(share, len(newest)),
        )


def _share(reading: Reading, value: float, level: float | None) -> int | None:
    """Per cent of what was learned. Where less is better it has no such meaning."""
    if level is None or level <= 0 or reading.measure.improvement != Measure.Aim.INCREASE:
        return None
    return round(100 * value / level)


def _spread(share: int | None, looks: int) -> str:
    if looks < LAST_PROBES:
        return _("One look so far. Two say more.")
    if share is None:
        return _("Not enough points where it is practised to compare with.")
    if share >= threshold(SPREADS):
        return _("Seen here nearly as often as where it was learned.")
    if share < threshold(STAYS):
        return _("It stays where it was learned. A cue, or practice in this place, may help.")
    return _("On its way here.")


def _afterwards(reading: Reading) -> Iterator[Place]:
    checks = reading.maintenance
    if not checks:
        return
    level = trained_level(reading)
    on, value = checks[-1]
    share = _share(reading, value, level)
    if share is None:
        says = _("Not enough points of the practice to compare with.")
    elif share < threshold(KEPT):
        says = _("It has fallen since it ended. Two booster sessions may help.")
    else:
        says = _("It lasts.")
    values = tuple(number(one) for _day, one in checks[-LAST_PROBES:])
    yield Place(_("Since it ended"), values, on, share, says)
