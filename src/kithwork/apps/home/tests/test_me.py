"""Me and My say: a student's own pages, and the tiles that lead to them."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest
from django.urls import reverse

from kithwork.apps.runs.models import Session, SessionPeer
from tests.cast import CANARIES, MONDAY, give_mastery

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def session_on(cast, on, peer, **fields):
    given = {"is_absent": fields.pop("is_absent", False)}
    session = Session.objects.create(
        school=cast.school, need=cast.ada_art, student=cast.ada, section=cast.art, on=on,
        label="4", starts_at=time(11, 40), ends_at=time(12, 30), **fields,
    )  # fmt: skip
    SessionPeer.objects.create(session=session, peer=peer, on=on, label="4", **given)
    return session


def test_me_says_what_was_given_offered_and_learned(cast, client_for):
    held = Session.Status.HELD
    for days in (7, 14, 21):
        session_on(cast, MONDAY - timedelta(days=days), cast.ben, status=held)
    session_on(cast, MONDAY - timedelta(days=28), cast.ben, status=held, is_absent=True)
    session_on(cast, MONDAY - timedelta(days=8), cast.ben)
    session_on(cast, MONDAY - timedelta(days=90), cast.ben, status=held)  # last year
    session_on(cast, MONDAY - timedelta(days=6), cast.sora, status=held)
    give_mastery([cast.ben], "role:buddy")

    answer = client_for(cast.ben_viewer).get(reverse("home:me"))

    page = answer.context["page"]
    assert (page.given, page.hours, page.cap) == (90, "1:30", 180)
    assert [name for name, _until in page.certificates] == ["Buddy"]
    assert "Given since August 31" in answer.text
    for door in ("care:mine", "consents:mine", "safety:report", "account_logout", "accounts:me"):
        assert reverse(door) in answer.text
    assert not [word for word in CANARIES.values() if word in answer.text]


def test_who_offered_nothing_reads_no_hours(cast, client_for):
    text = client_for(cast.ada_viewer).get(reverse("home:me")).text
    assert "minutes you offered" not in text
    assert "None yet" in text


def test_my_say_has_everything_one_may_say(cast, client_for):
    session_on(cast, MONDAY - timedelta(days=3), cast.ben)
    coming = session_on(cast, MONDAY + timedelta(days=1), cast.ben)
    text = client_for(cast.ada_viewer).get(reverse("home:my_say")).text
    assert "How was Friday?" in text
    assert reverse("safety:say_stop", args=[coming.pk]) in text
    assert reverse("care:mine") in text


def doors_of(text: str) -> list[str]:
    nav = text[text.index('<ul class="nav">') : text.index("</ul>")]
    return re.findall(r"<span>(.*?)</span>", nav)


def test_each_student_finds_their_own_four_doors(cast, client_for):
    peer, other = (client_for(one).get("/").text for one in (cast.ben_viewer, cast.ada_viewer))
    assert doors_of(peer) == ["Today", "My week", "Learn", "Me"]
    assert doors_of(other) == ["My day", "My say", "About me", "Me"]
    tabs = peer[peer.index('class="tabbar"') :]
    assert tabs[: tabs.index("</nav>")].count("<a ") == 4


@pytest.mark.parametrize("door", ["home:today", "home:my_say", "about_me:mine"])
def test_three_large_tiles_stand_on_the_pages_they_lead_to(cast, client_for, door):
    ada = client_for(cast.ada_viewer).get(reverse(door)).text
    tiles = ada[ada.index('class="tiles"') :]
    assert tiles[: tiles.index("</ul>")].count("<li>") == 3
    assert tiles.index("aria-current") < tiles.index("</ul>")
    assert 'class="tiles"' not in client_for(cast.ben_viewer).get(reverse(door)).text


@pytest.mark.parametrize("door", ["home:me", "home:my_say"])
def test_they_are_a_students_pages(cast, client_for, door):
    for viewer in (cast.rosa, cast.marta, cast.tomas):
        assert client_for(viewer).get(reverse(door)).status_code == 403
