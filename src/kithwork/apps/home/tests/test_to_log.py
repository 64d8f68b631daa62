"""Today reminds the adult who was there of what nobody has told of yet: one line, straight to the form."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
import time_machine

from kithwork.apps.runs import actions
from kithwork.apps.runs.actions import Told
from kithwork.apps.runs.models import Absence, Session, SessionPeer
from kithwork.apps.runs.queries import left_to_log
from tests.cast import MONDAY, make_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
FRIDAY = MONDAY - timedelta(days=3)


def led_by_tomas(cast, on: date = MONDAY, **more) -> Session:
    run = make_run(
        cast, "Reading pairs", students=[cast.ada, cast.ben], facilitator=cast.tomas_staff,
        starts_on=FRIDAY - timedelta(days=7),
    )  # fmt: skip
    return at(cast, on, run=run, section=cast.art, **more)


def at(cast, on, **more) -> Session:
    times = {"label": "1", "starts_at": time(8, 10), "ends_at": time(9, 0)}
    return Session.objects.create(school=cast.school, on=on, **{**times, **more})


def of_the_plan(cast, on: date = MONDAY, *, has_peer: bool = True) -> Session:
    session = at(cast, on, need=cast.ada_art, student=cast.ada, section=cast.art)
    if has_peer:
        SessionPeer.objects.create(session=session, peer=cast.ben, on=on, label="1")
    return session


def keys(viewer):
    return [one.pk for one in left_to_log(viewer)]


def test_who_leads_a_run_is_reminded_until_it_is_told(cast, client_for):
    session = led_by_tomas(cast)
    page = client_for(cast.tomas).get("/").text
    assert "Log Reading pairs" in page
    assert "Period 1, over since 9:00." in page
    assert page.count(f'href="/sessions/{session.pk}/log/"') == 2  # the line, and the list below

    told = Told(was_held=True, minutes=30)
    actions.log_session(session, told=told, letter=uuid4(), by=cast.tomas)

    assert "Log Reading pairs" not in client_for(cast.tomas).get("/").text


def test_a_time_that_goes_on_or_is_to_come_is_left_alone(cast):
    session = led_by_tomas(cast)
    with time_machine.travel("2026-11-09T12:59:00+00:00", tick=False):  # 7:59 at school
        assert keys(cast.tomas) == []
    with time_machine.travel("2026-11-09T13:59:00+00:00", tick=False):  # 8:59
        assert keys(cast.tomas) == []
    with time_machine.travel("2026-11-09T14:00:00+00:00", tick=False):
        assert keys(cast.tomas) == [session.pk]


def test_on_a_monday_the_day_before_is_friday_and_no_day_further(cast):
    friday = led_by_tomas(cast, FRIDAY)
    at(cast, FRIDAY - timedelta(days=1), run=friday.run, section=cast.art)
    monday = at(cast, MONDAY, run=friday.run, section=cast.art)

    assert keys(cast.tomas) == [monday.pk, friday.pk]


def test_two_are_one_line_with_the_rest_behind_it(cast, client_for):
    monday = led_by_tomas(cast)
    at(cast, FRIDAY, run=monday.run, section=cast.art)

    page = client_for(cast.tomas).get("/").text

    assert page.count("Log Reading pairs") == 1
    assert "1 more to log" in page
    assert f"/sessions/?on={FRIDAY.isoformat()}" in page


@pytest.mark.parametrize("person", ["ines", "sven", "rosa", "pia", "tess", "zed"])
def test_nobody_is_reminded_of_what_another_leads(cast, person):
    led_by_tomas(cast)
    assert keys(getattr(cast, person)) == []


def test_a_coordinator_who_leads_is_reminded_too(cast, client_for):
    session = led_by_tomas(cast)
    session.run.facilitator = cast.rosa_staff
    session.run.save()
    assert "Log Reading pairs" in client_for(cast.rosa).get("/").text


def test_times_of_the_plan_are_told_by_who_is_there(cast, client_for):
    session = of_the_plan(cast)
    assert keys(cast.tomas) == keys(cast.ines) == [session.pk]
    assert keys(cast.rosa) == keys(cast.sven) == []
    assert f'href="/sessions/{session.pk}/log/"' in client_for(cast.tomas).get("/").text


@pytest.mark.parametrize("status", ["held", "not_held", "cancelled"])
def test_what_is_settled_is_not_asked(cast, status):
    of_the_plan(cast)
    Session.objects.update(status=status)
    assert keys(cast.tomas) == []


def test_a_time_without_a_partner_or_student_has_nothing_to_tell(cast):
    of_the_plan(cast, has_peer=False)
    assert keys(cast.tomas) == []
    SessionPeer.objects.create(session=Session.objects.get(), peer=cast.ben, on=MONDAY, label="1")
    Absence.objects.create(student=cast.ada, on=MONDAY)
    assert keys(cast.tomas) == []
