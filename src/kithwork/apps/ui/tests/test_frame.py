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
