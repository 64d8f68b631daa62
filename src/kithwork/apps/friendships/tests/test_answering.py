"""A student names, passes, takes away; an adult of the team writes down; nobody else does either."""

from __future__ import annotations

import pytest

from kithwork.apps.consents.actions import FamilyAnswer
from kithwork.apps.consents.actions import write_down as write_family_answer
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.friendships import actions, policies, queries
from kithwork.apps.friendships.gathered import gathered
from kithwork.apps.friendships.models import Naming
from kithwork.apps.friendships.tests.conftest import write
from kithwork.apps.needs.models import Wish
from kithwork.apps.trail.models import TrailEntry

pytestmark = pytest.mark.django_db


def family_takes_back(cast, student):
    answer = FamilyAnswer({"survey": "taken_back"}, "paper", signer="as on the form")
    write_family_answer(student, answer, by=cast.rosa)


def test_a_student_names_friends_and_the_newest_counts(cast, before):
    wishes = Wish.objects.count()
    actions.name_friends(before, [cast.ada.pk], mode="typed", by=cast.ben_viewer)
    actions.name_friends(before, [cast.sora.pk, cast.malik.pk], by=cast.ben_viewer)
    held = gathered(before)
    assert held.named[cast.ben.pk] == {cast.sora.pk, cast.malik.pk}
    assert held.modes[cast.ben.pk] == "list"
    assert Wish.objects.count() == wishes
    entry = TrailEntry.objects.filter(verb="friendships.name").last()
    assert entry.detail == {"round": before.pk}  # never whom, never how many


def test_nobody_is_an_answer_and_a_pass_is_missing(cast, before):
    actions.name_friends(before, [], said="nobody", by=cast.ben_viewer)
    actions.name_friends(before, [], said="pass", by=cast.ada_viewer)
    held = gathered(before)
    assert held.answered == (cast.ben.pk,)
    assert held.said[cast.ada.pk] == "pass"
    assert queries.asked_to_name(cast.ada_viewer) == []  # a pass is respected: no second asking


@pytest.mark.parametrize("said", ["names", "nobody", "pass", "elsewhere"])
def test_what_is_no_answer(cast, before, said):
    given = {
        "names": [], "nobody": [cast.ada.pk], "pass": [cast.ada.pk], "elsewhere": [cast.elsewhere.pk],
    }[said]  # fmt: skip
    with pytest.raises(Problem):
        actions.name_friends(
            before, given, said="names" if said == "elsewhere" else said, by=cast.ben_viewer
        )
    with pytest.raises(Problem, match="somebody else"):
        actions.name_friends(before, [cast.ben.pk], by=cast.ben_viewer)
    with pytest.raises(Problem, match="how it was answered"):
        actions.name_friends(before, [cast.ada.pk], mode="speech", by=cast.ben_viewer)
    assert not Naming.objects.exists()


def test_taking_it_away_erases_whom_they_named(cast, before):
    actions.name_friends(before, [cast.ada.pk], by=cast.ben_viewer)
    actions.take_back(before, by=cast.ben_viewer)
    assert not Naming.named.through.objects.exists()
    assert gathered(before).answered == ()
    assert [one.id for one in queries.asked_to_name(cast.ben_viewer)] == []
    assert not queries.own_page(cast.ben_viewer, before, "en").has_answered
    actions.name_friends(before, [cast.sora.pk], by=cast.ben_viewer)
    assert gathered(before).answered == (cast.ben.pk,)


def test_without_permission_nobody_is_asked_and_nothing_is_written(cast, before):
    family_takes_back(cast, cast.ben)
    assert queries.asked_to_name(cast.ben_viewer) == []
    with pytest.raises(Refused):
        actions.name_friends(before, [cast.ada.pk], by=cast.ben_viewer)
    with pytest.raises(Refused):
        actions.take_back(before, by=cast.ben_viewer)
    with pytest.raises(Problem, match="no permission for questions"):
        write(before, cast.lena, [cast.ada], by=cast.rosa)


def test_a_round_that_is_over_takes_no_answer(cast, before):
    import time_machine

    with time_machine.travel("2026-11-23T14:30:00+00:00", tick=False):
        assert queries.asked_to_name(cast.ben_viewer) == []
        with pytest.raises(Refused):
            actions.name_friends(before, [cast.ada.pk], by=cast.ben_viewer)
        with pytest.raises(Refused):
            write(before, cast.ada, [cast.ben], by=cast.rosa)


@pytest.mark.parametrize("mode", ["speech", "sign", "symbols", "device", "paper", "observed"])
def test_an_adult_of_the_team_writes_down_in_any_way(cast, before, mode):
    write(before, cast.ada, [cast.ben], mode=mode, by=cast.tomas)
    row = Naming.objects.get()
    assert (row.mode, row.by_id, row.student) == (mode, cast.tomas.user_id, cast.ada)


@pytest.mark.parametrize("who", ["ines", "sven", "pia", "tess", "zed", "ben_viewer", "marta"])
def test_nobody_else_writes_down(cast, before, who):
    viewer = getattr(cast, who)
    assert not policies.may_write_down(viewer, before, cast.ada)
    with pytest.raises(Refused):
        write(before, cast.ada, [cast.ben], by=viewer)


def test_a_way_is_always_said(cast, before):
    for mode in ("list", "typed", ""):
        with pytest.raises(Problem, match="how the student answered"):
            write(before, cast.ada, [cast.ben], mode=mode, by=cast.rosa)
    assert [one.has_answered for one in queries.front_page(cast.tomas).to_write] == [False]
    write(before, cast.ada, [cast.ben], by=cast.tomas)
    assert [one.has_answered for one in queries.front_page(cast.tomas).to_write] == [True]
