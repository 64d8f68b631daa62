from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse
from icalendar import Calendar

from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.integrations.calendar_ics import actions, queries
from kithwork.apps.integrations.calendar_ics.write import FeedEvent, calendar_text
from kithwork.apps.integrations.models import CalendarFeed
from kithwork.apps.runs.models import Session, SessionPeer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:icalendar"),
]
TUESDAY = date(2026, 11, 10)


@pytest.fixture
def session(cast):
    session = Session.objects.create(
        school=cast.school, need=cast.ada_art, student=cast.ada, section=cast.art,
        on=TUESDAY, label="1", starts_at=time(8, 10), ends_at=time(9, 0),
    )  # fmt: skip
    SessionPeer.objects.create(session=session, peer=cast.ben, on=TUESDAY, label="1")
    return session


def fetch(client, feed, **headers):
    return client.get(reverse("integrations:feed", args=[feed.secret]), **headers)


def test_a_feed_shows_the_time_and_nobodys_name(client, cast, session, frozen_now):
    answer = fetch(client, actions.make_feed(by=cast.rosa))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert str(event["SUMMARY"]) == "Kithwork: period 1"
    assert event["DTSTART"].dt.isoformat() == "2026-11-10T08:10:00-05:00"
    assert calendar.walk("VTIMEZONE")
    for word in ("Ada", "Ben", "Okafor", "Art", "buddy", "Maple"):
        assert word not in answer.text


def test_the_secret_is_not_kept_and_a_new_address_ends_the_old(client, cast, session, frozen_now):
    old = actions.make_feed(by=cast.rosa)
    new = actions.make_feed(by=cast.rosa)
    assert len(old.secret) >= 32
    assert not CalendarFeed.objects.filter(secret_hash=old.secret).exists()
    assert (fetch(client, old).status_code, fetch(client, new).status_code) == (404, 200)
    actions.revoke_feed(by=cast.rosa)
    assert fetch(client, new).status_code == 404


def test_a_feed_ends_with_the_role_it_was_made_in(client, cast, session, frozen_now):
    feed = actions.make_feed(by=cast.rosa)
    Membership.objects.filter(pk=cast.rosa.membership_id).update(until_on=date(2026, 11, 8))
    assert fetch(client, feed).status_code == 404


def test_a_calendar_that_has_it_all_is_told_so(client, cast, session, frozen_now):
    feed = actions.make_feed(by=cast.rosa)
    first = fetch(client, feed)
    again = fetch(client, feed, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_cancelled_period_is_said_under_the_same_uid(client, cast, session, frozen_now):
    (before,) = queries.feed_events(cast.rosa, host="school.test")
    Session.objects.filter(pk=session.pk).update(status="cancelled", feed_sequence=1)
    (after,) = queries.feed_events(cast.rosa, host="school.test")
    assert (after.uid, after.is_cancelled) == (before.uid, True)
    assert after.sequence > before.sequence


@pytest.mark.parametrize("key", ["ben_viewer", "ada_viewer", "marta", "dora"])
def test_students_families_and_the_district_have_no_feed(cast, key):
    with pytest.raises(Refused):
        actions.make_feed(by=getattr(cast, key))


def test_an_account_that_was_closed_has_no_feed(client, cast, session, frozen_now):
    feed = actions.make_feed(by=cast.rosa)
    User.objects.filter(pk=cast.rosa.user_id).update(is_active=False)
    assert fetch(client, feed).status_code == 404


def test_the_same_events_give_the_same_bytes():
    event = FeedEvent(
        uid="x@y", on=TUESDAY, label="Lunch", starts_at=time(11), ends_at=time(12), sequence=0,
        changed_at=datetime(2026, 11, 1, tzinfo=UTC), is_cancelled=False,
    )  # fmt: skip
    texts = {
        calendar_text([event], product="Kithwork", zone="America/New_York", link="/")
        for _ in range(3)
    }
    assert len(texts) == 1
    assert b"\r\n" in texts.pop()
