"""A window for one time together: those who are in it and nobody else, with badges, and without a list of names."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kithwork.apps.entrances import actions, queries
from kithwork.apps.entrances.models import Window
from kithwork.apps.entrances.tests.at_the_door import FOUR, said, tablet_of
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.runs.models import Session, SessionPeer
from kithwork.apps.trail.models import TrailEntry
from tests.cast import MONDAY, make_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


@pytest.fixture
def together(cast) -> Session:
    session = Session.objects.create(
        school=cast.school, need=cast.ada_art, student=cast.ada, section=cast.art, on=MONDAY,
        label="4", starts_at=time(11, 40), ends_at=time(12, 30),
    )  # fmt: skip
    SessionPeer.objects.create(session=session, peer=cast.ben, on=MONDAY, label="4")
    return session


@pytest.fixture
def badges(cast) -> dict:
    return {one.student: one.secret for one in actions.give_badges(cast.art, by=cast.ines)}


def enter(client, secret):
    return client.post(reverse("entrances:badge"), {"badge": secret}, follow=True)


def test_those_of_the_pair_come_in_with_badges_and_their_classmates_do_not(cast, together, badges):
    window = actions.open_window_for_time(together, by=cast.ines)
    assert actions.open_window_for_time(together, by=cast.ines) == window
    assert window.title == "Ada & Ben"
    for student, gets_in in ((cast.ada, True), (cast.ben, True), (cast.lena, False)):
        client, _device = tablet_of(cast, name=student.first_name)
        answer = enter(client, badges[student])
        assert ("_auth_user_id" in client.session) is gets_in
        assert ("closed just now" in said(answer)) is not gets_in
    assert TrailEntry.objects.filter(verb="entrance.open_pair_window").exists()


def test_the_device_shows_no_name_and_takes_no_pictures(cast, together):
    client, device = tablet_of(cast)
    actions.set_pictures(cast.ben, FOUR, by=cast.ines)
    window = actions.open_window_for_time(together, by=cast.ines)
    actions.show_class_on(device, window, by=cast.ines)
    answer = client.get(reverse("entrances:enter"), follow=True)
    assert answer.redirect_chain == [(reverse("entrances:badge"), 302)]
    assert "Ben" not in answer.text
    assert "Ada" not in answer.text
    assert queries.names_of_class(window) == []
    for student in (cast.ben, cast.lena):
        assert client.get(reverse("entrances:pick", args=[student.pk])).status_code == 404
        with pytest.raises(Problem):
            spot = actions_spot(device)
            actions.try_pictures(student, FOUR, spot=spot, by=actions.at_the_door(cast.school))


def actions_spot(device):
    from kithwork.apps.entrances.counting import Spot

    return Spot(device, "here")


def test_adults_open_it_for_times_they_see_on_the_day_itself(cast, together, client_for):
    for viewer in (cast.tomas, cast.ben_viewer, cast.marta, cast.zed):
        with pytest.raises(Refused):
            actions.open_window_for_time(together, by=viewer)
    ines = client_for(cast.ines)
    page = ines.get(reverse("entrances:windows")).text
    assert reverse("entrances:open_window_for_time", args=[together.pk]) in page
    there = ines.post(reverse("entrances:open_window_for_time", args=[together.pk]), follow=True)
    assert "Sign-in: Ada &amp; Ben" in there.text
    assert "Lena" not in there.text
    assert client_for(cast.zed).post(
        reverse("entrances:open_window_for_time", args=[together.pk])
    ).status_code == 404  # fmt: skip
    together.on = MONDAY + timedelta(days=1)
    together.save()
    with pytest.raises(Problem, match="day itself"):
        actions.open_window_for_time(together, by=cast.ines)


def test_a_practice_of_a_few_may_be_opened_too(cast, badges):
    run = make_run(cast, "Lunch table", students=[cast.ada, cast.ben])
    session = Session.objects.create(
        school=cast.school, run=run, on=MONDAY, label="Lunch", starts_at=time(10, 55),
        ends_at=time(11, 35),
    )  # fmt: skip
    window = actions.open_window_for_time(session, by=cast.rosa)
    assert window.title == "Lunch table"
    client, _device = tablet_of(cast, by=cast.rosa)
    assert "closed just now" in said(enter(client, badges[cast.lena]))
    enter(client, badges[cast.ben])
    assert "_auth_user_id" in client.session
    actions.close_window(window, by=cast.rosa)
    assert client.get("/").status_code == 302


def test_a_window_is_of_a_class_or_of_a_time_and_never_of_both(cast, together):
    window = actions.open_window_for_time(together, by=cast.ines)
    for place in ({"section": cast.art}, {"session": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Window.objects.filter(pk=window.pk).update(**place)


def test_a_time_that_is_open_leads_to_its_window_and_offers_no_second_one(
    cast, together, client_for
):
    ines = client_for(cast.ines)
    open_it = reverse("entrances:open_window_for_time", args=[together.pk])
    assert open_it in ines.get(reverse("entrances:windows")).text
    window = actions.open_window_for_time(together, by=cast.ines)
    page = ines.get(reverse("entrances:windows")).text
    assert open_it not in page
    assert "Open until 10:30" in page
    assert page.count(reverse("entrances:window", args=[window.pk])) == 2


def test_a_device_for_a_pair_offers_no_pictures_and_one_for_a_class_does(cast, together):
    client, device = tablet_of(cast)
    actions.show_class_on(device, actions.open_window(cast.art, by=cast.ines), by=cast.ines)
    assert "Use pictures instead" in client.get(reverse("entrances:badge")).text
    pair = actions.open_window_for_time(together, by=cast.ines)
    actions.show_class_on(device, pair, by=cast.ines)
    assert "Use pictures instead" not in client.get(reverse("entrances:badge")).text
