"""Much taken along in one day is told to the coordinator; to the principal, where the coordinator took it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from kithwork.apps.accounts.taken_along import mark, written_down
from kithwork.apps.foundation.exports import EXPORTS, Carries, of_records, verbs
from kithwork.apps.notices.models import Notice
from kithwork.apps.trail import actions
from kithwork.apps.trail.models import TrailEntry
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def take(by, students: int = 12, rows: int = 5, times: int = 1):
    """As the action of an export does: its line stands on the trail after it."""
    act = actions.action("test.take")(
        lambda *, by: written_down(students=students, rows=rows, by=by)
    )
    try:
        for _n in range(times):
            act(by=by)
            line = TrailEntry.objects.filter(verb="test.take").first()
            # Lines cannot be changed: one under the real verb is added beside it.
            TrailEntry.objects.create(
                verb="progress.export", by_id=by.user_id, role=by.role, school_id=by.school_id,
                detail=line.detail, at=line.at, seal="x",
            )  # fmt: skip
    finally:
        del actions.ACTIONS["test.take"]


def told() -> list[tuple[int, str]]:
    return [(one.to_id, one.title) for one in Notice.objects.filter(kind="exports")]


def test_the_third_large_export_of_a_day_is_told_once(cast):
    take(cast.tomas, times=2)
    assert told() == []
    take(cast.tomas, rows=100, students=1)
    (one,) = told()
    assert one == (cast.rosa.user_id, f"{cast.tomas.name} took three large exports along today")
    take(cast.tomas)
    assert len(told()) == 1


def test_small_ones_are_told_at_the_tenth(cast):
    take(cast.tomas, students=1, rows=9, times=9)
    assert told() == []
    take(cast.tomas, students=1, rows=9)
    assert "ten times today" in told()[0][1]


def test_the_coordinators_own_are_told_to_the_principal(cast):
    take(cast.rosa, times=3)
    assert [to for to, _title in told()] == [cast.pia.user_id]


def test_another_day_and_another_person_begin_anew(cast):
    take(cast.tomas, times=2)
    take(cast.ines)
    with time_machine.travel(NOW, tick=False) as clock:
        clock.shift(timedelta(days=1))
        take(cast.tomas)
    assert told() == []


def test_the_mark_says_who_and_when(cast):
    assert mark(cast.rosa) == f"Taken along by {cast.rosa.name}, 2026-11-09 14:30 UTC."


def test_only_what_carries_records_is_written_down():
    assert all(bool(one.verb) is (one.carries == Carries.RECORDS) for one in EXPORTS)
    assert verbs() == {one.verb for one in of_records()}
