"""Somebody is away: the gap names who could step in, one tap puts them in, Undo takes them out."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kithwork.apps.jobs.run import work_off
from kithwork.apps.needs.actions import set_wish
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.plans import actions, queries
from kithwork.apps.plans.models import Draft
from kithwork.apps.runs.actions import note_absence, replace_peer
from kithwork.apps.runs.models import Session, SessionPeer
from tests.cast import MONDAY

pytestmark = [pytest.mark.usefixtures("frozen_now"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gap(cast):
    """The first gap of the week after everybody with a partner's place in a session is away."""
    ask = actions.ask_for_plan(
        starts_on=MONDAY, ends_on=MONDAY + timedelta(days=30), seconds=1, by=cast.rosa
    )
    work_off()
    draft = Draft.objects.get(ask=ask, aim="balanced")
    actions.publish(draft, version=1, by=cast.rosa)
    for row in SessionPeer.objects.filter(is_live=True).order_by("on", "pk")[:4]:
        note_absence(row.peer, on=row.on, by=cast.rosa)
        for found in queries.gaps_on(cast.rosa, row.on):
            if found.substitutes:
                return found
    raise AssertionError("the cast should have somebody who could step in")


def test_a_gap_says_who_could_step_in_and_why(cast, client_for, gap):
    page = client_for(cast.rosa).get(reverse("plans:gap", args=[gap.line.pk])).content.decode()

    first = gap.substitutes[0]
    assert f"Ask {first.student.called}" in page
    assert first.why in page
    assert gap.out.pk not in [one.student.pk for one in gap.substitutes]


def test_one_tap_covers_the_gap_and_undo_opens_it_again(cast, client_for, gap):
    rosa, into = client_for(cast.rosa), gap.substitutes[0].student
    given = {"into": into.pk, "out": gap.out.pk}

    answer = rosa.post(reverse("plans:assign_substitute", args=[gap.line.pk]), given)
    assert answer.url == reverse("home:today")
    live = SessionPeer.objects.filter(session_id=gap.line.pk, is_live=True)
    assert [row.peer_id for row in live] == [into.pk]

    rosa.post(reverse("plans:undo_substitute", args=[gap.line.pk]), given)
    live = SessionPeer.objects.filter(session_id=gap.line.pk, is_live=True)
    assert [row.peer_id for row in live] == [gap.out.pk]


@pytest.mark.parametrize("into", ["", "x", "-1", "99999999", "9" * 30])
def test_nobody_known_steps_in_nowhere(cast, client_for, gap, into):
    answer = client_for(cast.rosa).post(
        reverse("plans:assign_substitute", args=[gap.line.pk]), {"into": into, "out": ""}
    )

    assert answer.status_code == 404


def test_only_the_coordinator_covers_a_gap(cast, client_for, gap):
    answer = client_for(cast.ines).get(reverse("plans:gap", args=[gap.line.pk]))

    assert answer.status_code == 403


def test_when_nobody_is_free_the_page_offers_what_it_can_do(cast, client_for, gap):
    """Everybody who could step in is away too: say why, and the session counts as not held."""
    for one in gap.substitutes:
        note_absence(one.student, on=gap.line.on, by=cast.rosa)
    rosa = client_for(cast.rosa)
    page = rosa.get(reverse("plans:gap", args=[gap.line.pk])).text
    assert "Nobody is free" in page
    assert "Mark not held" in page

    rosa.post(reverse("runs:mark", args=[gap.line.pk]), {"why": "No partner was free."})

    session = Session.objects.get(pk=gap.line.pk)
    assert (session.status, session.why_not) == ("not_held", "No partner was free.")

    rosa.post(reverse("runs:mark", args=[gap.line.pk]), {"back": "1"})
    session.refresh_from_db()
    assert (session.status, session.why_not) == ("planned", "")
    assert "Nobody is free" in rosa.get(reverse("plans:gap", args=[gap.line.pk])).text


def ways(cast, gap):
    session = Session.objects.get(pk=gap.line.pk)
    return session, queries.ways_for(cast.rosa, session)


def test_the_gap_page_moves_the_time_and_puts_it_back(cast, client_for, gap):
    session, offered = ways(cast, gap)
    way, rosa = offered.moves[0], client_for(cast.rosa)
    page = rosa.get(reverse("plans:gap", args=[gap.line.pk])).text
    assert way.when in page
    assert "Move it there" in page

    rosa.post(reverse("plans:move_time", args=[session.pk]), {"to": way.choice})

    session.refresh_from_db()
    moved = session.instead
    assert (moved.on, moved.label, moved.status) == (way.on, way.label, "planned")
    slots = SupportNeed.objects.get(pk=session.need_id).section.meetings.values_list("label")
    assert (way.label,) in slots
    page = rosa.get(reverse("plans:gap", args=[session.pk])).text
    assert f"Moved to {way.when}" in page

    rosa.post(reverse("plans:put_back", args=[session.pk]))
    session.refresh_from_db()
    assert (session.status, session.instead) == ("planned", None)


@pytest.mark.parametrize("to", ["", "x", "2026-11-10|1", "2027-02-30|1", "1999-01-01|9"])
def test_a_time_that_was_not_offered_changes_nothing(cast, client_for, gap, to):
    answer = client_for(cast.rosa).post(
        reverse("plans:move_time", args=[gap.line.pk]), {"to": to}, follow=True
    )

    assert "not free any more" in answer.text
    assert Session.objects.filter(instead__isnull=False).count() == 0


def test_two_others_at_the_same_place_make_a_trio(cast, client_for, gap):
    session, _ = ways(cast, gap)
    host = Session.objects.create(
        school=cast.school, need=cast.malik_science, student=cast.malik, section=session.section,
        on=session.on, label=session.label, starts_at=session.starts_at, ends_at=session.ends_at,
    )  # fmt: skip
    partner = gap.substitutes[0].student
    SessionPeer.objects.create(session=host, peer=partner, on=host.on, label=host.label)
    rosa = client_for(cast.rosa)
    [trio] = queries.ways_for(cast.rosa, session).trios
    assert trio.host_id == host.pk
    page = rosa.get(reverse("plans:gap", args=[session.pk])).text
    assert f"Join Malik and {partner.called}" in page

    rosa.post(reverse("plans:join_pair", args=[session.pk]), {"host": host.pk})
    assert host.session_peers.filter(peer=session.student, is_live=True).exists()
    assert "joins Malik" in rosa.get(reverse("plans:gap", args=[session.pk])).text

    rosa.post(reverse("plans:put_back", args=[session.pk]))
    set_wish(session.student, cast.malik, kind="rather_not", by=cast.rosa)
    session.refresh_from_db()
    assert queries.ways_for(cast.rosa, session).trios == ()
    answer = rosa.post(
        reverse("plans:join_pair", args=[session.pk]), {"host": host.pk}, follow=True
    )
    assert "not free for a trio any more" in answer.text


@pytest.mark.parametrize("door", ["move_time", "join_pair", "put_back"])
def test_only_the_coordinator_finds_another_way(cast, client_for, gap, door):
    answer = client_for(cast.ines).post(
        reverse(f"plans:{door}", args=[gap.line.pk]), {"to": "", "host": "1"}
    )
    assert answer.status_code == 403


def test_who_steps_in_and_is_kept_apart_by_then_does_not_come(cast, gap):
    """A wish of this minute holds for this morning's substitute too."""
    session = Session.objects.get(pk=gap.line.pk)
    into = gap.substitutes[0].student
    replace_peer(session, out=gap.out, into=into, by=cast.rosa)

    set_wish(session.student, into, kind="rather_not", by=cast.rosa)

    assert not SessionPeer.objects.filter(session=session, peer=into, is_live=True).exists()
    assert session.pk in [one.line.pk for one in queries.gaps_on(cast.rosa, session.on)]
