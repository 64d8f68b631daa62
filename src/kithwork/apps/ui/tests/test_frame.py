"""The frame of every page: navigation, names that can hide, pairs of equals, toasts."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.template import Context, Template
from django.urls import reverse

from kithwork.apps.foundation.viewer import Role
from kithwork.apps.ui.navigation import NAVIGATION, items_for
from kithwork.apps.ui.templatetags.kithwork_ui import pair, undo_of


@dataclass
class Somebody:
    pk: int
    called: str
    initials: str
    avatar_tint: int = 1
    avatar_shape: int = 1


MAYA, PRIYA = Somebody(1, "Maya", "MT"), Somebody(2, "Priya <b>", "PS")


def render(text: str, **context: object) -> str:
    return Template("{% load kithwork_ui %}" + text).render(Context(context))


@pytest.mark.parametrize("role", list(Role))
def test_no_role_has_more_than_eight_doors_and_each_opens(role):
    doors = items_for(role, "/")
    assert 1 <= len(doors) <= 8
    assert len(NAVIGATION[role]) <= 8


def test_the_door_a_person_is_behind_is_marked_once():
    doors = items_for(Role.COORDINATOR, reverse("plans:ask"))
    assert [str(door["label"]) for door in doors if door["is_current"]] == ["Plan"]


def test_a_name_carries_its_initials_and_is_escaped():
    assert (
        render("{% name one %}", one=PRIYA)
        == '<span data-name data-initials="PS">Priya &lt;b&gt;</span>'
    )


def test_a_pair_is_two_equals_whose_order_takes_turns(monkeypatch):
    from datetime import UTC, datetime

    from kithwork.apps.foundation import clock

    firsts = set()
    for day in (9, 10):
        monkeypatch.setattr(clock, "now", lambda day=day: datetime(2026, 11, day, tzinfo=UTC))
        html = pair(MAYA, PRIYA)
        firsts.add(html.index("Maya") < html.index("Priya"))
    assert firsts == {True, False}


def test_an_icon_is_silent_and_from_our_own_sprite():
    html = render('{% icon "sun" %}')
    assert 'aria-hidden="true"' in html
    assert "/static/ui/icons.svg#i-sun" in html


def test_a_toast_without_undo_has_none():
    assert undo_of("success") is None
    assert undo_of('{"url": "/x/", "fields": {}} success') == {"url": "/x/", "fields": {}}


@pytest.mark.django_db
def test_theme_and_size_are_written_by_the_server(cast, client_for):
    from kithwork.apps.accounts.models import User

    User.objects.filter(pk=cast.rosa.user_id).update(theme="dark", size="xl")
    text = client_for(cast.rosa).get("/me/").text
    assert 'data-theme="dark"' in text
    assert 'data-size="xl"' in text


@pytest.mark.django_db
def test_what_is_not_there_says_so_in_the_frame(cast, client_for):
    answer = client_for(cast.rosa).get("/plan/draft/999999/")
    assert answer.status_code == 404
    assert "Ask the coordinator" in answer.text


@pytest.mark.django_db
def test_what_broke_says_so_in_our_frame_and_asks_the_database_nothing(
    client, cast, django_assert_num_queries
):
    from django.test import RequestFactory

    from kithwork.apps.ui.pages.errors import server_error

    with django_assert_num_queries(0):
        answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "What you had saved is safe" in answer.text
    assert "tokens.css" in answer.text


@pytest.mark.django_db
def test_a_form_with_an_old_token_is_refused_in_our_words(cast):
    from django.test import Client

    from kithwork.apps.accounts.models import User

    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=cast.rosa.user_id))
    answer = client.post("/me/preferences/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "load the page anew" in answer.text
    assert "CSRF verification" not in answer.text


@pytest.mark.django_db
def test_too_many_tries_are_told_when_to_try_again(client):
    for _ in range(31):
        answer = client.post("/sign-in/", {"login": "a@school.test", "password": "x"})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "300"
    assert "bare" in answer.text


@pytest.mark.parametrize("url", ["/static/ui/tokens.css", "/nowhere/", "/sign-in/"])
@pytest.mark.parametrize("host", ["testserver", "evil.test"])
@pytest.mark.django_db
def test_every_answer_is_strict_whoever_made_it(client, url, host):
    answer = client.get(url, headers={"Host": host})
    answer.close()  # a static file is a stream
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in answer
    assert not {"Server", "X-Powered-By"} & set(answer.headers)


@pytest.mark.django_db
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [("/api/v1/receipts?ids=%00", 400), ("/api/v1/%00", 400), ("/api/v1/nothing", 404)],
)
def test_a_program_is_told_in_its_own_way(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.json()["sentence"].endswith(".")


@pytest.mark.parametrize("address", ["/people/?q=%00", "/progress/?q=a%00b", "/people/%00/"])
def test_an_address_nobody_can_look_up_is_refused_and_breaks_nothing(cast, client_for, address):
    assert client_for(cast.rosa).get(address).status_code == 400
