"""A peer keeps most lunches: what the plan says when one more is asked for, and who may allow it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.plans import actions
from kithwork.apps.plans.current import problem_of, sessions_of
from kithwork.apps.plans.models import Draft
from kithwork.apps.plans.queries import need_panel, session_panel, ways
from kithwork.apps.plans.tests.planning import balanced, names_in, need_id
from kithwork.apps.runs.models import Session
from kithwork.matching import violations
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def allowing(cast, lunches: int) -> Draft:
    """Only Ben partners, and Ada would like company at two lunches a week: nothing else is planned."""
    SupportNeed.objects.exclude(pk=cast.ada_lunch.pk).delete()
    Volunteer.objects.exclude(pk=cast.ben_volunteer.pk).delete()
    cast.school.limits = {"lunch_days_a_week": lunches}
    cast.school.save()
    return balanced(cast.rosa)


def at_lunch(draft: Draft, cast) -> list[int]:
    need = need_id(draft, cast.ada_lunch)
    return [row["slot"] for row in draft.sessions if row["need"] == need]


def test_the_second_lunch_stays_open_and_one_more_is_offered_by_name(cast):
    draft = allowing(cast, 1)
    need = need_id(draft, cast.ada_lunch)
    assert len(at_lunch(draft, cast)) == 1

    panel = need_panel(draft, need)
    assert "gives up as many lunches a week as they may" in panel.why
    fix = next(one for one in panel.fixes if one.kind == "raise_lunches")
    assert (fix.title, fix.is_best) == ("Ben: 2 lunches a week", True)
    assert "Ask them first." in fix.cost

    edited = actions.try_fix(draft, need=need, kind="raise_lunches", version=1, by=cast.rosa)
    assert len(at_lunch(edited, cast)) == 2
    assert list(violations(problem_of(edited), sessions_of(edited))) == []
    actions.publish(edited, version=2, by=cast.rosa)


def test_by_hand_it_takes_a_reason(cast):
    draft = allowing(cast, 1)
    need, ben = need_id(draft, cast.ada_lunch), names_in(draft)[cast.ben.pk]
    (held,) = at_lunch(draft, cast)
    width = len(draft.ask.people["periods"])
    taken = {row["slot"] // width for row in draft.sessions}
    slots = next(row["slots"] for row in draft.ask.problem["needs"] if row["id"] == need)
    free = next(slot for slot in slots if slot != held and slot // width not in taken)
    (other,) = session_panel(draft, need, free).others
    assert other.against == ("gives up 1 of 1 lunches a week",)
    swap = {"need": need, "slot": free, "out": "", "into": ben, "version": 1, "by": cast.rosa}

    with pytest.raises(Problem, match="Ben would give up more than 1 lunch a week"):
        actions.swap_peer(draft, **swap)
    edited = actions.swap_peer(draft, **swap, anyway="Ben asked for it")

    assert [(one["kind"], one["change"]) for one in edited.allowances] == [
        ("raise_lunches", {"peer": ben, "to": 2})
    ]
    assert list(violations(problem_of(edited), sessions_of(edited))) == []


def test_a_plan_from_before_the_limit_says_what_is_too_much_when_it_is_published(cast):
    draft = allowing(cast, 2)
    cast.school.limits = {"lunch_days_a_week": 1}
    cast.school.save()

    with pytest.raises(Problem, match="Ben would give up more than 1 lunch a week"):
        actions.publish(draft, version=1, by=cast.rosa)


@pytest.mark.parametrize(("lunches", "next_week"), [(2, False), (3, True)])
def test_a_lunch_is_moved_only_to_a_week_that_has_room_for_it(
    cast, monkeypatch, lunches, next_week
):
    """Next week Ben gives two lunches already; this week one comes free by the move."""
    monkeypatch.setattr(ways, "MOST", 20)
    monkeypatch.setattr(ways, "AHEAD_DAYS", 11)
    draft = allowing(cast, lunches)
    actions.publish(draft, version=1, by=cast.rosa)
    this_week = Session.objects.filter(need=cast.ada_lunch, on__lt=MONDAY + timedelta(days=7))

    moves = [one for row in this_week for one in ways.ways_for(cast.rosa, row).moves]

    assert {one.peers for one in moves} == {(cast.ben,)}
    weeks = {(one.on - MONDAY).days // 7 for one in moves}
    assert weeks == ({0, 1} if next_week else {0})
