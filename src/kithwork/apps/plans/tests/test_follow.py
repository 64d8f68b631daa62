"""The plan in force follows the calendar and the people it rests on, and comes back with them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from kithwork.apps.foundation.viewer import Role
from kithwork.apps.needs.actions import (
    close_need,
    end_do_not_pair,
    keep_apart,
    remove_wish,
    set_wish,
)
from kithwork.apps.notices.models import Notice
from kithwork.apps.peers.actions import pause_volunteer, resume_volunteer
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.people.actions import close_student, reopen_student
from kithwork.apps.people.models import Access
from kithwork.apps.plans.queries import gaps_on
from kithwork.apps.plans.tests.planning import balanced
from kithwork.apps.plans.tests.test_publish import publish
from kithwork.apps.runs.models import Pairing, Session, SessionPeer
from kithwork.apps.schools.actions import change_days, undo_days
from kithwork.apps.schools.actions.calendar import DayEdit
from kithwork.apps.schools.models import BellSlot
from kithwork.apps.trail.models import TrailEntry
from tests.cast import make_user, make_viewer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]

SNOW = date(2026, 11, 16)


@pytest.fixture
def plan(cast):
    return publish(balanced(cast.rosa), cast.rosa)


def held() -> set[tuple]:
    """Every session that will happen: who, when, with whom."""
    rows = SessionPeer.objects.filter(is_live=True, session__status="planned")
    return set(rows.values_list("session__student_id", "on", "label", "peer_id"))


def pairs() -> set[tuple[int, int]]:
    rows = Pairing.objects.exclude(status=Pairing.Status.ENDED)
    return set(rows.values_list("student_id", "peer_id"))


def test_a_snow_day_takes_its_sessions_and_gives_them_back(cast, plan):
    before, year = held(), cast.school.years.get()
    on_that_day = {row for row in before if row[1] == SNOW}
    assert on_that_day

    snow = change_days(
        year, SNOW, SNOW, DayEdit(is_open=False, note="Snow", shifts=False), by=cast.rosa
    )
    assert held() == before - on_that_day
    assert not Session.objects.filter(on=SNOW).exclude(status="cancelled").exists()

    undo_days(year, snow.undo_token, by=cast.rosa)
    assert held() == before


def test_a_later_bell_moves_the_sessions_of_that_day(cast, plan):
    year = cast.school.years.get()
    slot = BellSlot.objects.filter(schedule__year=year, label="1").first()
    late = slot.schedule
    late.pk, late.name, late.is_regular = None, "Two-hour delay", False
    late.save()
    BellSlot.objects.create(
        schedule=late, label="1", starts_at=time(10, 10), ends_at=time(10, 40), kind=slot.kind
    )

    change_days(year, SNOW, SNOW, DayEdit(is_open=True, schedule=late, shifts=False), by=cast.rosa)

    that_day = Session.objects.filter(on=SNOW).exclude(status="cancelled")
    assert set(that_day.values_list("label", "starts_at")) == {("1", time(10, 10))}
    a_week_on = Session.objects.filter(on=SNOW + timedelta(days=7), label="1", status="planned")
    assert set(a_week_on.values_list("starts_at", flat=True)) == {time(8, 10)}


def test_kept_apart_from_now_on_they_never_meet_again(cast, plan):
    before = held()
    assert (cast.ada.pk, cast.ben.pk) in pairs()

    wish = set_wish(cast.ada, cast.ben, kind="rather_not", by=cast.rosa)

    theirs = {row for row in before if (row[0], row[3]) == (cast.ada.pk, cast.ben.pk)}
    assert theirs and held() == before - theirs
    assert (cast.ada.pk, cast.ben.pk) not in pairs()
    names = Access.objects.filter(because__startswith="runs.pairing", student=cast.ada)
    assert not names.filter(user_id=cast.ben_viewer.user_id, closed_at=None).exists()
    first = min(row[1] for row in theirs)
    assert cast.ada in [gap.student for gap in gaps_on(cast.rosa, first)]

    remove_wish(wish, by=cast.rosa)
    assert held() == before


def test_the_teams_word_parts_them_too(cast, plan):
    before = held()
    kept = keep_apart(cast.ada, cast.ben, reason="Asked by both families.", by=cast.rosa)
    assert (cast.ada.pk, cast.ben.pk) not in pairs()

    end_do_not_pair(kept, by=cast.rosa)
    assert held() == before


def test_a_wish_about_somebody_else_touches_nothing(cast, plan):
    rows = set(Session.objects.values_list("pk", "status", "feed_sequence"))

    set_wish(cast.ada, cast.ben, kind="would_like", by=cast.rosa)

    assert set(Session.objects.values_list("pk", "status", "feed_sequence")) == rows
    assert not TrailEntry.objects.filter(verb="plan.follow").exists()


def test_a_peer_who_stops_leaves_gaps_and_comes_back(cast, plan):
    before, offer = held(), Volunteer.objects.get(student=cast.ben)

    pause_volunteer(offer, by=cast.rosa)
    assert cast.ben.pk not in {row[3] for row in held()}
    assert Session.objects.filter(student=cast.ada, status="planned").exists()

    resume_volunteer(offer, by=cast.rosa)
    assert held() == before


def test_a_student_who_leaves_has_no_more_sessions_and_the_coordinator_hears(cast, plan):
    other = make_user("Noa Lind")
    make_viewer(other, Role.COORDINATOR, cast.school, cast.school.district)

    close_student(cast.ada, by=cast.rosa)

    assert cast.ada.pk not in {row[0] for row in held()}
    assert not Session.objects.filter(student=cast.ada, status="planned").exists()
    [notice] = Notice.objects.filter(kind="plan.followed")
    assert notice.to_id == other.pk
    assert "Ada" not in notice.title

    reopen_student(cast.ada, by=cast.rosa)
    assert cast.ada.pk in {row[0] for row in held()}


def test_a_closed_need_is_asked_for_no_more(cast, plan):
    close_need(cast.ada_art, by=cast.rosa)

    assert not Session.objects.filter(need=cast.ada_art, status="planned").exists()


def test_what_was_held_stays_as_it_was(cast, plan):
    row = Session.objects.filter(student=cast.ada).order_by("on").first()
    Session.objects.filter(pk=row.pk).update(status="held")

    close_student(cast.ada, by=cast.rosa)

    row.refresh_from_db()
    assert row.status == "held"
