"""My week: one's own times and minutes, and nobody else's."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.urls import reverse

from kithwork.apps.runs.models import Session, SessionPeer
from tests.cast import CANARIES, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


@pytest.fixture
def times(cast):
    for n in (0, 1, 8, 20):
        session = Session.objects.create(
            school=cast.school, need=cast.ada_art, student=cast.ada, section=cast.art,
            on=MONDAY + timedelta(days=n), label="4", starts_at=time(11, 40), ends_at=time(12, 30),
        )  # fmt: skip
        SessionPeer.objects.create(session=session, peer=cast.ben, on=session.on, label="4")


def test_two_weeks_of_ones_own_with_the_minutes_offered(cast, client_for, times):
    answer = client_for(cast.ben_viewer).get(reverse("home:my_week"))
    page = answer.context["page"]
    assert [day.on for day in page.days] == [MONDAY + timedelta(days=n) for n in (0, 1, 8)]
    assert (page.booked, page.cap) == (60, 180)
    assert "60 of the 180 minutes you offered are booked." in answer.text
    assert "Okafor" not in answer.text
    assert not [word for word in CANARIES.values() if word in answer.text]


def test_who_offered_nothing_has_no_minutes(cast, client_for, times):
    answer = client_for(cast.ada_viewer).get(reverse("home:my_week"))
    assert answer.context["page"].cap is None
    assert "with Ben" in answer.text


def test_it_is_a_students_page(cast, client_for):
    for viewer in (cast.rosa, cast.marta, cast.tomas):
        assert client_for(viewer).get(reverse("home:my_week")).status_code == 403
