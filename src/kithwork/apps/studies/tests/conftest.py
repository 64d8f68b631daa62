"""A study with made-up series, and files as people keep them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kithwork.apps.studies import actions
from kithwork.apps.studies.file_read import Found, Given
from kithwork.apps.studies.models import Study
from kithwork.apps.studies.tests.following import WHO, add, follow
from kithwork.evidence.series import Series
from tests.cast import give_permission

BEGIN = date(2026, 9, 7)
# Three tiers that start after 5, 8 and 11 sessions.
TIERS = {
    "P1": ([2, 3, 2, 1, 2], [5, 6, 7, 6, 8, 7, 8, 9, 8, 9, 8, 9]),
    "P2": ([1, 2, 1, 2, 3, 2, 1, 2], [5, 5, 6, 7, 6, 7, 8, 7, 8]),
    "P3": ([3, 2, 3, 2, 2, 3, 2, 3, 2, 3, 2], [6, 7, 6, 8, 7, 8]),
}


def series(tiers: dict[str, Any] = TIERS, *, dated: bool = True, **facts: Any) -> list[Series]:
    found = []
    for code, (before, after) in tiers.items():
        sessions = range(1, len(before) + len(after) + 1)
        dates = [BEGIN + timedelta(days=one) for one in sessions] if dated else None
        phases = ["A"] * len(before) + ["B"] * len(after)
        given = {"improvement": "increase", "scale": "count", **facts}
        found.append(
            Series(code, "Initiations", sessions, [*before, *after], phases, dates=dates, **given)
        )
    return found


def long_csv(tiers: dict[str, Any] = TIERS) -> str:
    lines = ["Participant,Session,Condition,Score,IOA,Day"]
    for one in series(tiers):
        for place, point in enumerate(one.points):
            ioa = "90" if place % 3 == 0 else ""
            lines.append(f"{one.case},{point.session},{point.phase},{point.value},{ioa},{point.on}")
    return "\n".join(lines) + "\n"


def keep(study: Study, found: list[Series], *, by: Any, every: int = 3) -> None:
    """Bring series in, every third session scored by two."""
    agreement = {
        (one.case, one.outcome, session): 90.0
        for one in found
        for place, session in enumerate(one.sessions)
        if place % every == 0
    }
    brought = actions.Brought(Given("made-up.csv", "made up"), Found(tuple(found), agreement))
    actions.bring_in(study, brought, by=by)


def start(by: Any, design: str = "multiple_baseline", **more: Any) -> Study:
    return actions.start_study(actions.StudyFrame("Greetings at lunch", design, **more), by=by)


@pytest.fixture
def study(cast: Any) -> Study:
    """A multiple baseline of Maple Street School with all its data."""
    made = start(cast.rosa)
    keep(made, series(), by=cast.rosa)
    return made


@pytest.fixture
def measures(cast: Any) -> dict[str, Any]:
    give_permission([getattr(cast, name) for name in WHO.values()], "research")
    return {code: follow(cast, getattr(cast, WHO[code]), *tier) for code, tier in TIERS.items()}


@pytest.fixture
def followed(cast: Any, measures: dict[str, Any]) -> Study:
    """The same tiers, as the school follows them."""
    made = start(cast.rosa)
    for code, measure in measures.items():
        add(made, measure, code, by=cast.rosa)
    return made
