"""Leaving with thanks and changing partners: no reason, no blame, at once or after a goodbye, and told to an adult."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from kithwork.apps.care import actions, texts
from kithwork.apps.care.actions import Wanted
from kithwork.apps.care.models import Parting
from kithwork.apps.care.queries import open_partings
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.notices.models import Notice
from kithwork.apps.runs.apart import kept_apart
from kithwork.apps.runs.models import Pairing, Pause, Run, Session, SessionPeer
from kithwork.apps.trail.models import TrailEntry
from tests.cast import MONDAY, make_participants, make_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
TUESDAY = MONDAY + timedelta(days=1)
AT_ONCE, WITH_GOODBYE = Wanted("card"), Wanted("meet", contact="hello")


def pair(cast, need, peer, **more) -> Pairing:
    given = {"starts_on": MONDAY - timedelta(days=14), "ends_on": MONDAY + timedelta(days=60)}
    return Pairing.objects.create(
        school=cast.school, student=need.student, peer=peer, need=need, role=need.role,
        **{**given, **more},
    )  # fmt: skip


def meet(cast, on: date, peer, status=Session.Status.PLANNED) -> Session:
    session = Session.objects.create(
        school=cast.school, need=cast.ada_art, student=cast.ada, section=cast.art, on=on, label="1",
        starts_at=time(8, 10), ends_at=time(9, 0), status=status,
    )  # fmt: skip
    SessionPeer.objects.create(session=session, peer=peer, on=on, label="1")
    return session


@pytest.fixture
def partners(cast):
    cast.ben.refresh_from_db()
    cast.ada.refresh_from_db()
    pair(cast, cast.ada_art, cast.ben)
    meet(cast, TUESDAY, cast.ben)
    return cast


def test_a_peer_stops_at_once_and_no_plan_asks_for_them(partners):
    cast = partners
    run = make_run(cast, "Lunch", scope=Run.Scope.GROUP, section=None)
    in_class = make_run(cast)
    (part,) = make_participants(run, [cast.ben])
    (lesson,) = make_participants(in_class, [cast.ben])
    parting = actions.ask_parting(cast.ben, AT_ONCE, by=cast.ben_viewer)

    assert (parting.is_own, parting.note, parting.ended_at is not None) == (True, "", True)
    cast.ben_volunteer.refresh_from_db()
    part.refresh_from_db()
    lesson.refresh_from_db()
    assert cast.ben_volunteer.status == "finished"
    assert part.left_on == MONDAY
    assert lesson.left_on is None  # the lesson of a class goes on
    assert parting.replace_by == date(2026, 11, 16)  # five school days after Monday the 9th
    notice = Notice.objects.get(kind="care.parting")
    assert notice.to_id == cast.rosa.user_id
    assert "Ben" not in notice.title + notice.text


def test_with_a_goodbye_times_stop_by_themselves_the_day_after(partners):
    cast = partners
    parting = actions.ask_parting(cast.ben, WITH_GOODBYE, by=cast.ben_viewer)
    assert (parting.last_on, parting.ended_at) == (TUESDAY, None)
    actions.end_partings()
    cast.ben_volunteer.refresh_from_db()
    assert cast.ben_volunteer.status == "ready"
    with time_machine.travel("2026-11-11T14:30:00+00:00", tick=False):
        actions.end_partings()
        actions.end_partings()
    cast.ben_volunteer.refresh_from_db()
    parting.refresh_from_db()
    assert cast.ben_volunteer.status == "finished"
    assert parting.ended_at is not None
    assert TrailEntry.objects.filter(verb="care.end_parting").count() == 1


def test_another_partner_keeps_the_two_apart_and_leaves_the_rest(partners):
    cast = partners
    other = pair(cast, cast.malik_science, cast.ben)
    wanted = Wanted("none", partner=cast.ben)
    parting = actions.ask_parting(cast.ada, wanted, by=cast.ada_viewer)
    assert (cast.ada.pk, cast.ben.pk) in kept_apart(cast.school.pk, MONDAY)
    assert Pause.objects.get().rule == Pause.Rule.PARTED
    other.refresh_from_db()
    cast.ben_volunteer.refresh_from_db()
    assert (other.status, cast.ben_volunteer.status) == ("active", "ready")
    assert [one.student for one in parting.others.all()] == [cast.ben]


@pytest.mark.parametrize("wanted", [AT_ONCE, WITH_GOODBYE, "change"])
def test_a_moment_later_all_is_as_it_was(partners, wanted):
    cast = partners
    wanted = Wanted("card", partner=cast.ada) if wanted == "change" else wanted
    run = make_run(cast, "Lunch", scope=Run.Scope.GROUP, section=None)
    (part,) = make_participants(run, [cast.ben])
    parting = actions.ask_parting(cast.ben, wanted, by=cast.ben_viewer)
    actions.take_back_parting(parting, by=cast.ben_viewer)
    cast.ben_volunteer.refresh_from_db()
    part.refresh_from_db()
    assert (cast.ben_volunteer.status, part.left_on) == ("ready", None)
    assert not Pause.objects.filter(ended_at=None).exists()
    assert Pairing.objects.get().status == "active"
    assert open_partings(cast.rosa) == []


def test_an_hour_later_an_adult_brings_them_back(partners):
    cast = partners
    parting = actions.ask_parting(cast.ben, AT_ONCE, by=cast.ben_viewer)
    with time_machine.travel("2026-11-09T15:30:00+00:00", tick=False), pytest.raises(Problem):
        actions.take_back_parting(parting, by=cast.ben_viewer)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("rosa", True), ("pia", True), ("tomas", True), ("sven", False), ("marta", False), ("zed", False), ("ben_viewer", False)],
)  # fmt: skip
def test_who_asks_for_somebody_else(partners, who, allowed):
    cast = partners
    wanted = Wanted("card", partner=cast.ben, note="Wants somebody who likes drawing.")
    if not allowed:
        with pytest.raises(Refused):
            actions.ask_parting(cast.ada, wanted, by=getattr(cast, who))
        assert not Parting.objects.exists()
        return
    parting = actions.ask_parting(cast.ada, wanted, by=getattr(cast, who))
    assert (parting.is_own, parting.note) == (False, "Wants somebody who likes drawing.")


def test_what_is_not_there_cannot_end_and_is_not_asked_twice(partners):
    cast = partners
    with pytest.raises(Problem, match="not partners"):
        actions.ask_parting(cast.ben, Wanted("card", partner=cast.malik), by=cast.ben_viewer)
    actions.ask_parting(cast.ben, WITH_GOODBYE, by=cast.ben_viewer)
    with pytest.raises(Problem, match="already"):
        actions.ask_parting(cast.ben, AT_ONCE, by=cast.ben_viewer)
    with pytest.raises(Problem, match="nothing to end"):
        actions.ask_parting(cast.malik, AT_ONCE, by=cast.rosa)


def test_settled_once_whoever_stays_was_told(partners):
    cast = partners
    parting = actions.ask_parting(cast.ben, AT_ONCE, by=cast.ben_viewer)
    with pytest.raises(Problem, match="Tell whoever stays"):
        actions.settle_parting(parting, by=cast.rosa)
    for viewer in (cast.ben_viewer, cast.tomas, cast.zed):
        with pytest.raises(Refused):
            actions.note_told(parting, by=viewer)
    actions.note_told(parting, by=cast.rosa)
    assert len(open_partings(cast.rosa)) == 1
    actions.settle_parting(parting, by=cast.rosa)
    assert open_partings(cast.rosa) == []


def test_it_is_not_settled_before_the_goodbye(partners):
    cast = partners
    parting = actions.ask_parting(cast.ben, WITH_GOODBYE, by=cast.ben_viewer)
    actions.note_told(parting, by=cast.rosa)
    with pytest.raises(Problem, match="goodbye"):
        actions.settle_parting(parting, by=cast.rosa)


def test_a_student_stops_on_their_own_page_in_two_taps(partners, client_for):
    cast = partners
    ben = client_for(cast.ben_viewer)
    assert "Another partner, or stop" in ben.get("/").text
    page = ben.get(reverse("care:mine")).text
    assert "Ada" in page
    assert "Okafor" not in page  # a partner's first name is all there is
    answer = ben.post(reverse("care:leave"), {"goodbye": "meet", "contact": "hello"})
    parting = Parting.objects.get()
    assert answer.url == reverse("care:asked", args=[parting.pk])
    said = ben.get(answer.url).text
    assert "Thank you for the time you gave." in said
    assert "Tuesday, November 10" in said
    ada = client_for(cast.ada_viewer)
    assert ada.get(answer.url).status_code == 404  # what a partner asked is not there for the other
    assert ben.post(reverse("care:leave"), {"goodbye": "why"}).status_code == 200


def test_the_coordinator_sees_it_tells_thanks_and_settles(partners, client_for):
    cast = partners
    meet(cast, MONDAY - timedelta(days=3), cast.ben, Session.Status.HELD)
    parting = actions.ask_parting(cast.ben, Wanted("card", contact="hello"), by=cast.ben_viewer)
    rosa = client_for(cast.rosa)
    assert "asked to stop or to change" in rosa.get("/").text
    assert "Ben stops being a partner" in rosa.get(reverse("care:peer_care")).text
    page = rosa.get(reverse("care:parting", args=[parting.pk])).text
    assert "How to tell Ada" in page
    cards = rosa.get(reverse("care:card", args=[parting.pk])).text
    assert "Ben, thank you for the time you gave." in cards
    assert "You met 1 time." in cards
    assert "Ben would like to say hello when you meet." in cards
    assert "Gracias" in rosa.get(reverse("care:card", args=[parting.pk]), {"language": "es"}).text
    early = rosa.post(reverse("care:settle", args=[parting.pk]), follow=True).text
    assert "Tell whoever stays first" in early
    rosa.post(reverse("care:told", args=[parting.pk]))
    assert "Settled." in rosa.post(reverse("care:settle", args=[parting.pk]), follow=True).text


def test_an_adult_passes_it_on(partners, client_for):
    cast = partners
    tomas = client_for(cast.tomas)
    door = reverse("care:ask_for", args=[cast.ada.pk])
    assert "Another partner than Ben" in tomas.get(door).text
    tomas.post(door, {"who": str(cast.ben.pk), "goodbye": "none", "contact": "", "note": "Seats."})
    assert Parting.objects.get().partner == cast.ben
    assert tomas.get(reverse("care:peer_care")).status_code == 403


def test_what_one_wants_afterwards_is_told_only_where_it_is_kind(partners):
    cast = partners
    parting = actions.ask_parting(cast.ben, Wanted("card", contact="apart"), by=cast.ben_viewer)
    card = texts.card_for_other(parting, cast.ada, 0, "en")
    assert len(card.lines) == 2
    assert all("rather not" not in line.lower() for line in card.lines)


def test_first_page_and_week_of_who_stopped_thank_and_promise_no_next_time(partners, client_for):
    cast = partners
    ben = client_for(cast.ben_viewer)
    assert "minutes you offered" in ben.get(reverse("home:my_week")).text
    actions.ask_parting(cast.ben, AT_ONCE, by=cast.ben_viewer)
    # As the plan in force follows; here there is none.
    Session.objects.all().delete()
    Pairing.objects.update(status=Pairing.Status.ENDED)
    for name in ("home:today", "home:my_week"):
        page = ben.get(reverse(name)).text
        assert "You stopped being a partner. You can come back on any day: tell an adult." in page
        assert "Your next time together will be here." not in page
        assert "minutes you offered" not in page
        assert "Another partner, or stop" not in page
    assert "minutes you offered" not in ben.get(reverse("home:me")).text

    cast.ben.volunteer.refresh_from_db()
    cast.ben.volunteer.status = "ready"
    cast.ben.volunteer.save()
    assert "Your next time together will be here." in ben.get("/").text


def test_pages_of_who_stopped_say_so_and_offer_no_further_change(partners, client_for):
    cast = partners
    rosa = client_for(cast.rosa)
    care, offer = (
        reverse("care:peer", args=[cast.ben.pk]),
        reverse("peers:volunteer", args=[cast.ben_volunteer.pk]),
    )
    assert "A change for them" in rosa.get(care).text
    assert "Plans ask nothing" not in rosa.get(offer).text
    actions.ask_parting(cast.ben, AT_ONCE, by=cast.ben_viewer)
    Pairing.objects.update(status=Pairing.Status.ENDED)
    page = rosa.get(care).text
    assert "Stopped on November 9, 2026. Plans ask nothing of them." in page
    assert "A change for them" not in page
    assert "Ben finished. Plans ask nothing of them" in rosa.get(offer).text
