"""Limits and defaults of a school: our numbers from settings.toml, and what the school made of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kithwork.apps.schools.models import School

SETTINGS_FILE = Path(__file__).resolve().parents[1] / "settings.toml"
BANDS = ("PK-2", "3-5", "6-8", "9-12")
_EARLY = frozenset({"IT", "PR", "PK", "TK", "KG"})
# A grade the school does not say is held to the strictest band.
UNKNOWN_GRADE_BAND = "PK-2"


@dataclass(frozen=True, slots=True)
class Setting:
    """One number a school may change. ``band`` is empty when it holds for everybody."""

    key: str
    name: str
    band: str
    title: str
    unit: str
    default: int
    least: int
    most: int
    tag: str
    help: str


@dataclass(frozen=True, slots=True)
class BandLimits:
    """What may be asked of a peer in one band of grades."""

    band: str
    peer_minutes_a_week: int
    session_minutes: int
    peer_sessions_a_week: int
    partners_per_peer: int
    weeks_in_a_role: int


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits of one school, its own numbers over ours."""

    bands: Mapping[str, BandLimits]
    full_week_soon_pct: int
    replace_partner_days: int
    peer_sessions_a_day: int
    lunch_days_a_week: int
    plan_seconds: int
    plan_weeks: int
    class_sessions_at_once: int
    lunch_sessions_at_once: int
    free_sessions_at_once: int
    observer_agreement_pct: int
    observer_times_in_a_row: int
    certificate_days: int
    certificate_soon_days: int
    training_quiz_pct: int
    training_role_play_pct: int
    training_in_a_row: int
    booster_from_weeks: int
    booster_until_weeks: int
    staff_training_days: int
    only_trained_peers: int
    placement_weeks: int
    scan_megabytes: int
    remind_families_days: int
    remind_families_most: int
    permission_ends_days: int
    check_answer_weeks: int

    def for_grade(self, grade: str) -> BandLimits:
        return self.bands[band_of(grade)]


def band_of(grade: str) -> str:
    """The band of a CEDS grade code: PK, KG, 01 to 12, 13."""
    if grade in _EARLY:
        return "PK-2"
    if not grade.isdecimal():
        return UNKNOWN_GRADE_BAND
    number = int(grade)
    if number <= 2:
        return "PK-2"
    if number <= 5:
        return "3-5"
    return "6-8" if number <= 8 else "9-12"


@cache
def settings() -> tuple[Setting, ...]:
    """Every setting, one row per band where it has bands, in the order of the file."""
    rows: list[Setting] = []
    for entry in tomllib.loads(SETTINGS_FILE.read_text(encoding="utf-8"))["setting"]:
        defaults = entry.get("bands") or {"": entry["default"]}
        for band, default in defaults.items():
            rows.append(
                Setting(
                    key=f"{entry['name']}.{band}" if band else entry["name"],
                    name=entry["name"],
                    band=band,
                    default=default,
                    **{k: entry[k] for k in ("title", "unit", "least", "most", "tag", "help")},
                )
            )
    return tuple(rows)


def limits(school: School) -> Limits:
    """The limits in force at a school. What it did not change is our default."""
    own = school.limits or {}
    bands: dict[str, dict[str, int]] = {band: {} for band in BANDS}
    for_all: dict[str, int] = {}
    for setting in settings():
        value = own.get(setting.key, setting.default)
        if setting.band:
            bands[setting.band][setting.name] = value
        else:
            for_all[setting.name] = value
    by_band = {band: BandLimits(band=band, **values) for band, values in bands.items()}
    return Limits(bands=MappingProxyType(by_band), **for_all)
