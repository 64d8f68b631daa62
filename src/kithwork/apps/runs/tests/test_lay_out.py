"""From a week to real dates: holidays, cycles, assembly days, and changing as little as can be."""

from __future__ import annotations

from datetime import date, time

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.people.models import Access
from kithwork.apps.runs.actions import Together, end_pairings, lay_out, mark_held, replace_peer
from kithwork.apps.runs.models import Pairing, Session, SessionPeer
from kithwork.apps.schools.models import BellSchedule, BellSlot, CalendarDay
from tests.cast import MONDAY, make_school, make_student, make_user, make_viewer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]

FRIDAY, NEXT_FRIDAY = date(2026, 11, 13), date(2026, 11, 20)


def art(cast, day: int = 0, *, peer: str = "ben", label: str = "1", **more) -> Together:
    """Ada in Art with one peer, on a day of the frame."""
    return Together(
        need_id=cast.ada_art.pk, student_id=cast.ada.pk, section_id=cast.art.pk, role="buddy",
        frame_day=day, label=label, peer_ids=(getattr(cast, peer).pk,), **more,
    )  # fmt: skip


def laid(cast, *week: Together, starts_on: date = MONDAY, ends_on: date = NEXT_FRIDAY):
    return lay_out(list(week), starts_on=starts_on, ends_on=ends_on, by=cast.rosa)


def dates(**where) -> list[date]:
    rows = Session.objects.filter(**where).exclude(status="cancelled")
    return list(rows.order_by("on").values_list("on", flat=True))


def test_each_week_its_day_at_that_days_bell(cast):
    done = laid(cast, art(cast, 0), art(cast, 2))

    assert dates() == [date(2026, 11, day) for day in (9, 11, 16, 18)]
    assert set(Session.objects.values_list("starts_at", "ends_at")) == {(time(8, 10), time(9, 0))}
    assert (done.sessions_made, done.pairings_made) == (4, 1)
    assert Pairing.objects.get().ends_on == NEXT_FRIDAY


def test_no_session_when_there_is_no_school(cast):
    CalendarDay.objects.filter(on=date(2026, 11, 16)).update(is_open=False)

    laid(cast, art(cast, 0))

    assert dates() == [MONDAY]


def test_an_assembly_day_moves_the_bell_and_a_missing_period_is_reported(cast):
    year = cast.school.years.get()
    assembly = BellSchedule.objects.create(year=year, name="Assembly")
    BellSlot.objects.create(
        schedule=assembly, label="1", starts_at=time(9, 30), ends_at=time(10, 0), kind="class"
    )
    CalendarDay.objects.filter(on=date(2026, 11, 16)).update(schedule=assembly)
    second = Together(
        need_id=cast.malik_science.pk, student_id=cast.malik.pk, section_id=cast.science.pk,
        role="tutor", frame_day=0, label="2", peer_ids=(cast.lena.pk,),
    )  # fmt: skip

    done = laid(cast, art(cast, 0), second)

    assert Session.objects.get(on=date(2026, 11, 16)).starts_at == time(9, 30)
    assert done.not_held == {(date(2026, 11, 16), "2"): 1}
    assert dates(label="2") == [MONDAY]


def test_a_cycle_is_followed_past_a_day_off(db):
    """A/B: the frame has six days A B A B A B, and the third A takes the third time's day."""
    school = make_school("Cycle School", cycle=["A", "B"])
    rosa = make_viewer(make_user("Rosa Two"), Role.COORDINATOR, school, school.district)
    one, other = make_student(school, "Kim"), make_student(school, "Lou")
    need = SupportNeed.objects.create(student=one, place="lunch", role="buddy", times_a_week=1)
    on_a = Together(need.pk, one.pk, None, "buddy", 2, "Lunch", (other.pk,))
    open_a = list(
        CalendarDay.objects.filter(year__school=school, on__gte=MONDAY, cycle_day="A", is_open=True)
        .order_by("on")
        .values_list("on", flat=True)
    )
    CalendarDay.objects.filter(year__school=school, on=open_a[0]).update(is_open=False)

    lay_out([on_a], starts_on=MONDAY, ends_on=date(2026, 12, 4), by=rosa)

    # The first A day is off, so the second A of the frame is the third on the calendar, then every third.
    found = dates(school=school)
    assert found == open_a[2::3][: len(found)]
    assert len(found) == 3


def test_summer_time_ends_and_begins_and_the_bell_stays(cast):
    laid(cast, art(cast, 4), art(cast, 0), starts_on=date(2027, 3, 12), ends_on=date(2027, 3, 15))

    rows = Session.objects.order_by("on").values_list("on", "starts_at")
    assert list(rows) == [(date(2027, 3, 12), time(8, 10)), (date(2027, 3, 15), time(8, 10))]


def test_walking_to_class_is_before_its_bell(cast):
    laid(cast, art(cast, 0, before_class=True), ends_on=FRIDAY)

    row = Session.objects.get()
    assert (row.label, row.starts_at, row.ends_at) == ("before 1", time(8, 5), time(8, 10))


def test_what_stays_the_same_keeps_its_rows_and_its_place_in_calendars(cast):
    laid(cast, art(cast, 0), art(cast, 2))
    monday, wednesday = Session.objects.get(on=MONDAY), Session.objects.get(on=date(2026, 11, 11))

    done = laid(cast, art(cast, 0), art(cast, 2, peer="sora"))

    monday.refresh_from_db()
    wednesday.refresh_from_db()
    assert (monday.status, monday.feed_sequence) == ("planned", 0)
    assert (wednesday.status, wednesday.feed_sequence) == ("cancelled", 1)
    assert (done.sessions_kept, done.sessions_cancelled, done.sessions_made) == (2, 2, 2)
    assert (done.pairings_made, done.pairings_ended) == (1, 0)


def test_who_stepped_in_for_a_day_stays_in_when_the_week_is_laid_out_again(cast):
    laid(cast, art(cast, 0))
    row = Session.objects.get(on=MONDAY)
    replace_peer(row, out=cast.ben, into=cast.sora, by=cast.rosa)

    done = laid(cast, art(cast, 0), art(cast, 1))

    assert done.sessions_cancelled == 0
    assert list(row.session_peers.filter(is_live=True).values_list("peer__first_name")) == [
        ("Sora",)
    ]


def test_who_stepped_in_and_is_needed_elsewhere_then_goes_there(cast):
    laid(cast, art(cast, 0))
    replace_peer(Session.objects.get(on=MONDAY), out=cast.ben, into=cast.sora, by=cast.rosa)
    elsewhere = Together(
        need_id=cast.malik_science.pk, student_id=cast.malik.pk, section_id=None, role="tutor",
        frame_day=0, label="1", peer_ids=(cast.sora.pk,),
    )  # fmt: skip

    laid(cast, art(cast, 0), elsewhere)

    live = SessionPeer.objects.filter(on=MONDAY, is_live=True)
    assert set(live.values_list("session__student_id", "peer_id")) == {
        (cast.ada.pk, cast.ben.pk),
        (cast.malik.pk, cast.sora.pk),
    }


def test_a_session_that_was_held_today_is_not_laid_out_twice(cast):
    laid(cast, art(cast, 0))
    mark_held(Session.objects.get(on=MONDAY), by=cast.rosa)

    laid(cast, art(cast, 0, peer="sora"))

    assert Session.objects.get(on=MONDAY).status == "held"
    assert dates() == [MONDAY, date(2026, 11, 16)]


def test_partners_with_an_account_may_know_each_others_name_until_it_ends(cast):
    laid(cast, art(cast, 0))
    rows = Access.objects.filter(because__startswith="runs.pairing:")
    assert {(row.user_id, row.student_id, row.depth) for row in rows} == {
        (cast.ben_viewer.user_id, cast.ada.pk, 1),
        (cast.ada_viewer.user_id, cast.ben.pk, 1),
    }
    assert {row.until_on for row in rows} == {NEXT_FRIDAY}

    laid(cast, art(cast, 0, peer="sora"))

    old = Pairing.objects.get(peer=cast.ben)
    assert old.status == "ended"
    closed = Access.objects.filter(because=f"runs.pairing:{old.pk}")
    assert all(row.closed_at for row in closed)
    assert closed.count() == 2


def test_ending_a_pairing_needs_the_coordinator(cast):
    laid(cast, art(cast, 0))
    with pytest.raises(Refused):
        end_pairings(list(Pairing.objects.all()), on=FRIDAY, by=cast.ines)

    assert end_pairings(list(Pairing.objects.all()), on=FRIDAY, by=cast.rosa) == 1
    assert Pairing.objects.get().ends_on == date(2026, 11, 12)


def test_dates_without_school_are_a_sentence_and_change_nothing(cast):
    laid(cast, art(cast, 0))
    with pytest.raises(Problem, match="no school day"):
        laid(cast, art(cast, 0), starts_on=date(2026, 11, 14), ends_on=date(2026, 11, 15))
    assert len(dates()) == 2


@pytest.mark.parametrize("person", ["tess", "ines", "tomas", "pia", "ben_viewer", "marta"])
def test_only_the_coordinator_lays_out(cast, person):
    with pytest.raises(Refused):
        lay_out([art(cast, 0)], starts_on=MONDAY, ends_on=NEXT_FRIDAY, by=getattr(cast, person))
