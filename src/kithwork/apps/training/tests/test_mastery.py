"""Mastery is shown, not given: the questions, then role-plays in a row, and a booster after some weeks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.training import actions
from kithwork.apps.training.mastery import weakest
from kithwork.apps.training.models import Certificate, Rehearsal
from kithwork.apps.training.queries import (
    learner_page,
    mastered,
    missing_for_roles,
    roles_mastered,
    training_page,
    why_not,
    without_mastery,
)
from tests.cast import MONDAY

pytestmark = pytest.mark.django_db
BUDDY = "role:buddy"


def is_on_record(cast, on: date = MONDAY) -> bool:
    return mastered([cast.ben.pk, cast.sora.pk], BUDDY, on) == {cast.ben.pk}


def missing(cast, on: date = MONDAY) -> str:
    return why_not(cast.school, BUDDY, [cast.ben.pk], on)[cast.ben.pk]


def test_two_in_a_row_and_the_questions_make_a_certificate(cast, answer_all, play):
    answer_all(cast.ben)
    play(cast.ben, missed=1)
    assert not is_on_record(cast)
    assert "1 of 2 role-plays in a row reach 80 %" in missing(cast)
    play(cast.ben)
    assert is_on_record(cast)
    assert why_not(cast.school, BUDDY, [cast.ben.pk], MONDAY) == {}
    (one,) = Certificate.objects.all()
    assert one.until == MONDAY + timedelta(weeks=8)


def test_a_role_play_between_that_is_below_begins_the_row_anew(cast, answer_all, play):
    answer_all(cast.ben)
    play(cast.ben)
    play(cast.ben, missed=3)
    play(cast.ben)
    assert not is_on_record(cast)
    play(cast.ben)
    assert is_on_record(cast)


def test_what_did_not_come_up_does_not_count(cast, play):
    row = play(cast.ben, missed=1, na=3)
    assert (row.yes, row.no, row.pct) == (4, 1, 80)
    with pytest.raises(Problem, match="No step came up"):
        play(cast.ben, na=8)


def test_the_order_does_not_matter_and_privacy_is_all_or_nothing(cast, answer_all, play):
    play(cast.ben)
    play(cast.ben)
    answer_all(cast.ben, but=["private"])
    assert "4 questions about privacy and safety are still open" in missing(cast)
    assert not is_on_record(cast)
    answer_all(cast.ben)
    assert is_on_record(cast)


def test_four_fifths_of_the_questions_are_enough_and_a_school_may_ask_for_more(
    cast, answer_all, play
):
    play(cast.ben)
    play(cast.ben)
    cast.school.limits = {"training_quiz_pct": 100}
    cast.school.save()
    answer_all(cast.ben, but=["both_ways"])
    cast.ben.refresh_from_db()
    assert not is_on_record(cast)
    assert "questions are answered right" in missing(cast)
    cast.school.limits = {}
    cast.school.save()
    answer_all(type(cast.ben).objects.get(pk=cast.ben.pk), but=["both_ways"])
    assert is_on_record(cast)


def test_it_ends_and_a_booster_renews_it_with_later_role_plays_only(cast, answer_all, play):
    answer_all(cast.ben)
    play(cast.ben)
    play(cast.ben, missed=1)
    page = learner_page(cast.rosa, cast.ben)
    assert not next(row for row in page.roles if row.subject == BUDDY).booster_due
    with time_machine.travel(f"{MONDAY + timedelta(weeks=6)}T14:30:00+00:00", tick=False):
        row = next(r for r in learner_page(cast.rosa, cast.ben).roles if r.subject == BUDDY)
        assert row.booster_due
        assert row.again_first.startswith("Said the name")
        assert training_page(cast.rosa).due == 1
    later = MONDAY + timedelta(weeks=9)
    assert not is_on_record(cast, later)
    with time_machine.travel(f"{later}T14:30:00+00:00", tick=False):
        assert "a booster renews it" in missing(cast, later)
        play(cast.ben)
        assert not is_on_record(cast, later)
        play(cast.ben)
        assert is_on_record(cast, later)
    assert Certificate.objects.count() == 2


def test_a_rehearsal_written_by_mistake_takes_its_certificate_with_it(cast, answer_all, play):
    answer_all(cast.ben)
    play(cast.ben)
    last = play(cast.ben)
    actions.take_rehearsal_back(last, by=cast.rosa)
    assert not is_on_record(cast)
    assert Rehearsal.objects.count() == 2
    play(cast.ben)
    assert is_on_record(cast)


def test_the_weakest_step_is_the_one_missed_most(cast, play):
    rows = [play(cast.ben, missed=2), play(cast.ben, missed=1), play(cast.ben)]
    assert weakest(rows) == "Said the name, or made contact another way"
    assert weakest(rows[2:]) == ""


def test_peers_and_plans_ask_for_many_at_once(cast, answer_all, play):
    answer_all(cast.ben)
    play(cast.ben)
    play(cast.ben)
    school = cast.school
    assert roles_mastered(MONDAY, school.pk) == {cast.ben.pk: {"buddy"}}
    offers = {cast.ben.pk: ["buddy", "tutor"], cast.sora.pk: ["buddy"]}
    assert without_mastery(offers, MONDAY, school.pk) == {cast.sora.pk}
    lines = missing_for_roles(school, cast.ben.pk, ["buddy", "tutor"], MONDAY)
    assert lines == ["Tutor: no role-play has been scored yet."]


def test_a_practice_is_mastered_lesson_by_lesson(cast, answer_all):
    from kithwork.apps.training.subjects import rehearsed_for

    answer_all(cast.ben)
    subject = "practice:peer_network"
    lessons = rehearsed_for(subject, cast.school.pk)
    assert len(lessons) > 1
    for lesson in lessons:
        assert not mastered([cast.ben.pk], subject, MONDAY)
        for _time in range(2):
            said = dict.fromkeys(range(len(lesson.items)), "yes")
            actions.score(cast.ben, subject, lesson.id, said, by=cast.rosa)
    assert mastered([cast.ben.pk], subject, MONDAY)


def test_who_scores_and_who_does_not(cast, play):
    play(cast.ben, by=cast.ines)
    for viewer in (cast.ben_viewer, cast.ada_viewer, cast.marta, cast.pia, cast.zed, cast.tomas):
        with pytest.raises(Refused):
            play(cast.ben, by=viewer)


@pytest.mark.parametrize("said", [{}, {0: "yes"}, dict.fromkeys(range(8), "perhaps")])
def test_every_step_has_an_answer(cast, said):
    with pytest.raises(Problem, match="every step"):
        actions.score(cast.ben, BUDDY, "role", said, by=cast.rosa)


@pytest.mark.parametrize(
    ("subject", "lesson"),
    [("role:captain", "role"), ("role:buddy", "x"), ("practice:none", "a"), ("", "")],
)
def test_a_role_play_that_is_none_is_refused(cast, subject, lesson):
    with pytest.raises(Problem, match="Choose another"):
        actions.score(cast.ben, subject, lesson, {}, by=cast.rosa)
