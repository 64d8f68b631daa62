"""The step that went worst lately: what a refresher begins with, and what a tip of the day is about."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from kithwork.apps.foundation.asking import KNOWS, ask
from kithwork.apps.runs.models import FidelityCheck, Session, SessionPeer
from kithwork.apps.runs.tips import tip_for
from kithwork.apps.runs.weakest import missed_most, of_students, weakest_step
from kithwork.apps.training.models import Certificate, Rehearsal
from kithwork.apps.training.orientation import role_words
from kithwork.playbooks import shipped
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
BUDDY = shipped()["buddy"]
ITEMS = {item.id: item for item in BUDDY.fidelity.items}
WAITED = "The buddy waited for an answer."


def test_the_lowest_share_of_yes_comes_first_and_a_key_step_before_another():
    looks = [{"b1": "no", "b3": "no", "b4": "no"}, {"b1": "yes", "b3": "yes", "b4": "no"}]
    assert [one.id for one in missed_most(looks, ITEMS.values())] == ["b4", "b3", "b1"]
    assert missed_most([{"b1": "yes", "b4": "na"}], ITEMS.values()) == []


def test_what_an_adult_does_is_no_step_of_a_student():
    assert {one.who for one in of_students(BUDDY)} == {"pair", "buddy", "partner"}
    assert {one.who for one in of_students(BUDDY, "partner")} == {"pair", "partner"}
    assert not [one for one in of_students(shipped()["peer_partner_period"]) if one.who == "staff"]


def test_every_question_has_somebody_who_knows():
    from django.utils.module_loading import import_string

    assert all(callable(import_string(name)) for name in KNOWS.values())


@pytest.fixture
def together(cast) -> Session:
    session = Session.objects.create(
        school=cast.school, need=cast.ada_art, student=cast.ada, section=cast.art, on=MONDAY,
        label="4", starts_at=time(11, 40), ends_at=time(12, 30),
    )  # fmt: skip
    SessionPeer.objects.create(session=session, peer=cast.ben, on=MONDAY, label="4")
    return session


def check(session, answers, kind="observed"):
    return FidelityCheck.objects.create(session=session, letter=uuid4(), kind=kind, answers=answers)


def test_training_hears_the_step_of_the_newest_checklists_of_others(cast, together):
    assert ask("practice.weakest_step", cast.ben.pk, "role:buddy") == ""
    check(together, {"b1": "no"}, "self")
    assert weakest_step(cast.ben.pk, "role:buddy").startswith("They greeted each other")
    check(together, {"b1": "yes", "b4": "no", "b9": "no"})
    assert weakest_step(cast.ben.pk, "role:buddy") == WAITED
    # Neither another role, nor somebody who was not there, nor a subject that is no practice.
    for pk, subject in [
        (cast.ben.pk, "role:tutor"),
        (cast.sora.pk, "role:buddy"),
        (cast.ben.pk, "role:x"),
    ]:
        assert weakest_step(pk, subject) == ""


def test_a_tip_is_of_the_weakest_step_then_of_the_role_play_then_of_the_day(cast, together):
    cards = {one.lines for one in BUDDY.cue_cards if one.role == "buddy"}
    first = tip_for(cast.ben, together).lines
    assert len(first) == 3
    assert "{" not in "".join(first)
    together.on += timedelta(days=1)
    assert tip_for(cast.ben, together).lines != first
    assert len(cards) == 3
    words = role_words()
    Rehearsal.objects.create(
        student=cast.ben, subject="role:buddy", lesson="role", yes=1, no=1, on=MONDAY,
        items=[{"text": words.every[2], "said": "no"}, {"text": words.every[0], "said": "yes"}],
    )  # fmt: skip
    assert tip_for(cast.ben, together).lines == ("Wait five seconds. Count in your head.",)
    assert tip_for(cast.ben, together, "es").lines[0].startswith("Espera cinco segundos")
    check(together, {"b3": "no", "b4": "no"})  # b3 has no card of its own
    assert tip_for(cast.ben, together).lines == ("Invite.", "This or that?")
    # The partner has a card of their own: they may begin, choose and stop.
    assert tip_for(cast.ada, together).lines == (
        "I can start, too.",
        "I choose.",
        "I can say stop.",
    )


def test_a_tip_says_what_to_do_and_never_what_was_missed(cast, together, client_for):
    check(together, {"b4": "no"})
    page = client_for(cast.ben_viewer).get("/").text
    assert "Try this today" in page
    assert "This or that?" in page
    assert WAITED not in page
    assert "missed" not in page


def test_a_booster_begins_with_what_was_seen_least_in_sessions(cast, together, client_for):
    given = MONDAY - timedelta(weeks=7)
    Certificate.objects.create(
        student=cast.ben, subject="role:buddy", given_on=given, until=MONDAY + timedelta(weeks=1)
    )
    check(together, {"b4": "no", "b1": "yes"})
    rosa = client_for(cast.rosa)
    page = rosa.get(reverse("training:learner", args=[cast.ben.pk])).text
    assert f"A booster is due. Begin with: {WAITED}<" in page
    score = rosa.get(reverse("training:score", args=[cast.ben.pk, "role:buddy", "role"])).text
    assert "Seen least in sessions lately" in score
    assert WAITED in score
