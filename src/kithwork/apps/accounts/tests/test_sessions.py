"""Sessions end when nothing happens, and what was being written is not lost with them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from kithwork.apps.accounts.models import User

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"  # as a browser sends a form
START = datetime(2026, 11, 9, 14, 30, tzinfo=UTC)


def go_on(client, minutes):
    """Open the first page after so many minutes; True when the person is still signed in."""
    with time_machine.travel(START + timedelta(minutes=minutes), tick=False):
        client.get("/")
        return "_auth_user_id" in client.session


@pytest.fixture
def rosa(cast, client_for):
    with time_machine.travel(START, tick=False):
        client = client_for(cast.rosa)
        client.get("/")
    return client


def test_half_an_hour_of_quiet_ends_a_session_of_staff(rosa):
    assert go_on(rosa, 29)
    assert go_on(rosa, 58)
    assert not go_on(rosa, 89)


def test_a_day_at_school_is_the_longest(rosa):
    for minutes in range(20, 12 * 60, 20):
        assert go_on(rosa, minutes), minutes
    assert not go_on(rosa, 12 * 60 + 1)


def test_a_students_session_is_short(cast, client_for):
    with time_machine.travel(START, tick=False):
        ben = client_for(cast.ben_viewer)
        ben.get("/")
    assert go_on(ben, 9)
    assert not go_on(ben, 20)


def test_a_sign_of_life_while_typing_keeps_the_session(rosa):
    for minutes in (25, 50, 75):
        with time_machine.travel(START + timedelta(minutes=minutes), tick=False):
            assert rosa.post(reverse("accounts:still_here")).status_code == 204
    assert go_on(rosa, 100)


def write_too_late(client):
    return client.post("/people/students/add/?x=1", "first_name=Wren&about=likes+old+maps", FORM)


def test_what_was_sent_too_late_is_kept_for_the_same_person(rosa, cast):
    with time_machine.travel(START + timedelta(minutes=40), tick=False):
        answer = write_too_late(rosa)
        assert answer["Location"] == "/sign-in/?next=%2Fme%2Funsent%2F"
        assert "nothing happened for a while" in rosa.get(answer["Location"]).text
        rosa.force_login(User.objects.get(pk=cast.rosa.user_id))
        page = rosa.get(reverse("accounts:unsent")).text
    assert "likes old maps" in page
    assert 'action="/people/students/add/?x=1"' in page
    assert 'name="first_name" value="Wren"' in page
    assert rosa.post(reverse("accounts:unsent")).status_code == 302
    assert rosa.get(reverse("accounts:unsent")).status_code == 302


def test_nobody_else_sees_what_was_sent_too_late(rosa, cast):
    with time_machine.travel(START + timedelta(minutes=40), tick=False):
        write_too_late(rosa)
        rosa.force_login(User.objects.get(pk=cast.pia.user_id))
        assert rosa.get(reverse("accounts:unsent")).status_code == 302


def test_a_password_is_never_kept(rosa):
    with time_machine.travel(START + timedelta(minutes=40), tick=False):
        rosa.post("/password/change/", "oldpassword=x+y&password1=a+b", FORM)
        assert "unsent" not in rosa.session


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(rosa):
    with time_machine.travel(START + timedelta(minutes=40), tick=False):
        answer = rosa.get(
            "/people/find/?part=1&q=ada",
            headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/people/?page=2"},
        )
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/sign-in/?next=%2Fpeople%2F%3Fpage%3D2"


def test_a_page_that_only_takes_forms_is_not_where_one_comes_back_to(client):
    answer = client.post("/me/role/", {"membership": "1"})
    assert answer["Location"] == "/sign-in/?next=%2F"
