"""A student says stop: at once, without a reason, and an adult hears of it."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.jobs.run import work_off
from kithwork.apps.notices.models import Notice
from kithwork.apps.plans import actions as plans
from kithwork.apps.plans.models import Draft
from kithwork.apps.runs.models import Pairing, Pause, Session
from kithwork.apps.runs.queries import own_times
from kithwork.apps.safety import actions, policies, queries
from kithwork.apps.safety.models import Stop
from kithwork.apps.trail.models import TrailEntry
from tests.cast import MONDAY, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


@pytest.fixture
def published(cast):
    ask = plans.ask_for_plan(
        starts_on=MONDAY, ends_on=MONDAY + timedelta(days=18), seconds=1, by=cast.rosa
    )
    work_off()
    draft = Draft.objects.get(ask=ask, aim="balanced")
    plans.publish(draft, version=draft.version, by=cast.rosa)
    return cast


def a_pair(cast):
    """A coming session of Ada's, with its first peer."""
    session = Session.objects.filter(student=cast.ada, session_peers__is_live=True).first()
    return session, session.session_peers.filter(is_live=True).first().peer


def together(student, peer):
    return Session.objects.filter(
        student=student, session_peers__peer=peer, session_peers__is_live=True
    ).exclude(status="cancelled")


def test_a_stop_pauses_at_once_and_tells_an_adult_without_naming_anybody(published):
    cast = published
    _, peer = a_pair(cast)
    assert together(cast.ada, peer).exists()

    stop = actions.hear_stop(cast.ada, [peer], letter=uuid4(), by=cast.ada_viewer)

    assert not together(cast.ada, peer).exists()
    pairs = Pairing.objects.filter(student=cast.ada, peer=peer)
    assert {row.status for row in pairs} == {"paused"}
    told = Notice.objects.filter(kind="safety")
    assert [one.to_id for one in told] == [cast.rosa.user_id]
    assert "Ada" not in told[0].title + told[0].text
    assert stop.talk_by == date(2026, 11, 12)  # the third school day after Monday
    assert TrailEntry.objects.filter(verb="safety.stop", by_id=cast.ada_viewer.user_id).exists()


def test_the_partner_only_sees_that_there_is_no_time_together(published):
    cast = published
    _, peer = a_pair(cast)
    before = {card.partners for card in own_times(cast.ada_viewer)}
    actions.hear_stop(cast.ada, [peer], letter=uuid4(), by=cast.ada_viewer)
    after = own_times(cast.ada_viewer)
    assert any(peer.called in names for names in before)
    assert not any(peer.called in card.partners for card in after)
    assert all(card.partners for card in after)  # a time without a partner is no card


def test_the_same_letter_is_heard_once(published):
    cast = published
    _, peer = a_pair(cast)
    letter = uuid4()
    first = actions.hear_stop(cast.ada, [peer], letter=letter, by=cast.ada_viewer)
    again = actions.hear_stop(cast.ada, [peer], letter=letter, by=cast.ada_viewer)
    assert first == again
    assert (Stop.objects.count(), Pause.objects.count()) == (1, 1)
    with pytest.raises(Problem):
        actions.hear_stop(cast.malik, [], letter=letter, by=cast.rosa)


def test_going_on_brings_their_times_back(published):
    cast = published
    _, peer = a_pair(cast)
    before = set(together(cast.ada, peer).values_list("on", "label"))
    stop = actions.hear_stop(cast.ada, [peer], letter=uuid4(), by=cast.ada_viewer)
    actions.note_talk(stop, outcome="go_on", text="She wants to try again.", by=cast.rosa)
    assert set(together(cast.ada, peer).values_list("on", "label")) == before
    assert {row.status for row in Pairing.objects.filter(student=cast.ada, peer=peer)} == {"active"}
    with pytest.raises(Problem):
        actions.note_talk(stop, outcome="end", by=cast.rosa)


def test_not_any_more_holds_in_the_next_plan_too(published):
    cast = published
    _, peer = a_pair(cast)
    stop = actions.hear_stop(cast.ada, [peer], letter=uuid4(), by=cast.ada_viewer)
    actions.note_talk(stop, outcome="end", by=cast.rosa)
    ask = plans.ask_for_plan(
        starts_on=MONDAY, ends_on=MONDAY + timedelta(days=18), seconds=1, by=cast.rosa
    )
    work_off()
    draft = Draft.objects.get(ask=ask, aim="balanced")
    plans.publish(draft, version=draft.version, by=cast.rosa)
    assert not together(cast.ada, peer).exists()
    assert not together(peer, cast.ada).exists()


def test_a_slip_can_be_taken_back_by_the_student_for_a_moment(published):
    cast = published
    _, peer = a_pair(cast)
    stop = actions.hear_stop(cast.ada, [peer], letter=uuid4(), by=cast.ada_viewer)
    actions.take_back_stop(stop, by=cast.ada_viewer)
    assert together(cast.ada, peer).exists()
    stop.refresh_from_db()
    assert stop.taken_back_at is not None  # kept, not erased
    assert queries.open_counts(cast.rosa) == (0, 0)


def test_after_a_while_only_an_adult_ends_the_pause(published):
    cast = published
    _, peer = a_pair(cast)
    stop = actions.hear_stop(cast.ada, [peer], letter=uuid4(), by=cast.ada_viewer)
    with time_machine.travel(NOW, tick=False) as now:
        now.shift(timedelta(minutes=11))
        with pytest.raises(Refused, match="coordinator"):
            actions.take_back_stop(stop, by=cast.ada_viewer)
    assert not together(cast.ada, peer).exists()


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("ada_viewer", True),
        ("rosa", True),
        ("ines", True),
        ("tomas", True),
        ("ben_viewer", False),
        ("marta", False),
        ("tess", False),
        ("zed", False),
    ],
)
def test_who_may_say_stop_for_ada(cast, who, allowed):
    viewer = getattr(cast, who)
    assert bool(policies.may_say_stop(viewer, cast.ada)) is allowed
    if not allowed:
        with pytest.raises(Refused):
            actions.hear_stop(cast.ada, [], letter=uuid4(), by=viewer)


def test_a_stop_to_everything_pauses_all_of_a_students_times(published):
    cast = published
    actions.hear_stop(cast.ada, [], letter=uuid4(), mode="seen", by=cast.tomas)
    assert not Session.objects.filter(student=cast.ada, status="planned").exists()
    assert not own_times(cast.ada_viewer)


def test_one_tap_on_my_day(published, client_for):
    cast = published
    client = client_for(cast.ada_viewer)
    (url,) = re.findall(r"/safety/stop/\d+/", client.get("/").content.decode())
    answer = client.post(url, follow=True)
    assert "You do not have to go" in answer.content.decode()
    # Nobody else's time can be stopped this way.
    other = Session.objects.exclude(student=cast.ada).filter(status="planned").first()
    assert client.post(f"/safety/stop/{other.pk}/").status_code == 404


def test_the_coordinator_sees_it_first_on_today_and_writes_down_the_talk(published, client_for):
    cast = published
    _, peer = a_pair(cast)
    stop = actions.hear_stop(cast.ada, [peer], letter=uuid4(), by=cast.ada_viewer)
    client = client_for(cast.rosa)
    assert "1 student said stop" in client.get("/").content.decode()
    page = client.get("/safety/").content.decode()
    assert "Ada said stop" in page
    refused = client.post(f"/safety/stopped/{stop.pk}/talk/", {"outcome": ""})
    assert "errsum" in refused.content.decode()
    client.post(
        f"/safety/stopped/{stop.pk}/talk/", {"outcome": "end", "text": "Louder than she likes."}
    )
    stop.refresh_from_db()
    assert (stop.outcome, stop.note) == ("end", "Louder than she likes.")
    assert "said stop" not in client.get("/").content.decode()


def test_an_adult_passes_it_on(published, client_for):
    cast = published
    session, peer = a_pair(cast)
    client = client_for(cast.rosa)
    url = f"/safety/stop/{session.pk}/for/"
    assert client.get(url).status_code == 200
    sent = {"letter": str(uuid4()), "student": peer.pk, "mode": "spoke"}
    answer = client.post(url, sent, follow=True)
    assert f"{peer.called} said stop" in answer.content.decode()
    stranger = {"letter": str(uuid4()), "student": cast.elsewhere.pk, "mode": "spoke"}
    assert "errsum" in client.post(url, stranger).content.decode()
    assert Stop.objects.count() == 1


def test_a_family_is_told_who_hears_a_stop_and_nothing_breaks(published, client_for):
    session, _ = a_pair(published)
    family = published.viewers[Role.FAMILY]
    answer = client_for(family).post(reverse("safety:say_stop", args=[session.pk]))
    assert answer.status_code == 403
    assert "tell an adult" in answer.content.decode()
    assert not Stop.objects.exists()
