"""Somebody is away: the gap names who could step in, one tap puts them in, Undo takes them out."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kithwork.apps.jobs.run import work_off
from kithwork.apps.plans import actions, queries
from kithwork.apps.plans.models import Draft
from kithwork.apps.runs.actions import note_absence
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
    assert "trio" not in page

    rosa.post(reverse("runs:mark", args=[gap.line.pk]), {"why": "No partner was free."})

    session = Session.objects.get(pk=gap.line.pk)
    assert (session.status, session.why_not) == ("not_held", "No partner was free.")
