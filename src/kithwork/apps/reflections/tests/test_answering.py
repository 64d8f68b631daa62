"""Answers are new rows, a skip is missing, and nobody is asked without permission."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kithwork.apps.consents.actions import FamilyAnswer
from kithwork.apps.consents.actions import write_down as write_family_answer
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.reflections import actions, policies, queries
from kithwork.apps.reflections.models import Reply
from kithwork.apps.reflections.questionnaire import SKIP
from kithwork.apps.reflections.tests.conftest import frame
from tests.cast import MONDAY

pytestmark = pytest.mark.django_db


def family_takes_back(cast, student):
    answer = FamilyAnswer({"survey": "taken_back"}, "paper", signer="as on the form")
    write_family_answer(student, answer, by=cast.rosa)


def test_a_student_answers_changes_it_and_both_stand(cast, start):
    actions.answer_item(start, "hello", "good", by=cast.ben_viewer)
    actions.answer_item(start, "hello", "hard", by=cast.ben_viewer)
    rows = list(Reply.objects.filter(item="hello").values_list("choice", "value", "mode"))
    assert rows == [("good", 3, "screen"), ("hard", 1, "screen")]
    page = queries.item_page(cast.ben_viewer, start, 1, "en")
    assert [one.option.key for one in page.choices if one.is_chosen] == ["hard"]


def test_they_go_on_where_they_stopped_and_see_the_end(cast, start):
    assert queries.item_page(cast.ben_viewer, start, None, "en").item_id == "hello"
    actions.answer_item(start, "hello", "ok", by=cast.ben_viewer)
    actions.skip_item(start, "lunch", by=cast.ben_viewer)
    assert queries.item_page(cast.ben_viewer, start, None, "es").item_id == "break"
    for key in ("break", "as_i_am", "my_place"):
        actions.answer_item(start, key, "good", by=cast.ben_viewer)
    actions.answer_item(start, "friend", "not_sure", by=cast.ben_viewer)
    actions.answer_item(start, "wish", "More games.", by=cast.ben_viewer)
    page = queries.item_page(cast.ben_viewer, start, None, "en")
    assert page.is_end
    assert page.skipped == 1
    assert queries.asked_now(cast.ben_viewer) == []


def test_a_skip_and_not_sure_are_missing_and_never_zero(cast, survey, start):
    for key in ("hello", "lunch", "break", "as_i_am"):
        actions.answer_item(start, key, "hard", by=cast.ben_viewer)
    actions.skip_item(start, "my_place", by=cast.ben_viewer)
    actions.answer_item(start, "friend", "not_sure", by=cast.ben_viewer)
    (row,) = [one for one in queries.scores(cast.rosa, survey)
              if one.student_id == cast.ben.pk and one.wave == "start"]  # fmt: skip
    assert row.items["my_place"] is None
    assert row.items["friend"] is None
    assert row.scales == {"belonging": 1.0}
    assert row.answered == 4
    actions.skip_item(start, "as_i_am", by=cast.ben_viewer)  # three of five: too few
    (row,) = [one for one in queries.scores(cast.rosa, survey)
              if one.student_id == cast.ben.pk and one.wave == "start"]  # fmt: skip
    assert row.scales == {"belonging": None}


def test_scores_name_the_group_and_count_who_answered_nothing(cast, survey, start):
    actions.answer_item(start, "hello", "good", by=cast.ben_viewer)
    rows = queries.scores(cast.rosa, survey)
    assert [one.wave for one in rows] == ["start"] * 3 + ["end"] * 3
    groups = {one.student_id: one.group for one in rows}
    assert groups == {
        cast.ben.pk: "treatment", cast.ada.pk: "treatment", cast.sora.pk: "comparison",
    }  # fmt: skip
    silent = [one for one in rows if one.student_id == cast.sora.pk]
    assert all(set(one.items.values()) == {None} for one in silent)
    assert queries.scores(cast.pia, survey) == []


def test_an_item_worded_the_other_way_is_turned_round(cast, survey):
    made = actions.start_survey(frame("side_by_side"), by=cast.rosa)
    actions.ask_students(made, [cast.ben], by=cast.rosa)
    wave = made.waves.get(kind="start")
    for key in ("meets", "same_table", "learns_from"):
        actions.answer_item(wave, key, "yes", by=cast.ben_viewer)
    actions.answer_item(wave, "stays_away", "no", by=cast.ben_viewer)
    row = queries.scores(cast.rosa, made)[0]
    assert row.items["stays_away"] == 1
    assert row.scales["attitude"] == 4


def test_without_permission_nobody_is_asked(cast, survey):
    wave = survey.waves.get(kind="start")
    actions.ask_students(survey, [cast.lena], by=cast.rosa)
    assert queries.asked_now(cast.ben_viewer)
    family_takes_back(cast, cast.ben)
    assert queries.asked_now(cast.ben_viewer) == []
    with pytest.raises(Refused):
        actions.answer_item(wave, "hello", "good", by=cast.ben_viewer)
    with pytest.raises(Problem, match="no permission for questions"):
        actions.write_down(wave, cast.lena, {"hello": "good"}, "speech", by=cast.rosa)
    assert queries.survey_page(cast.rosa, survey).without_permission == 2


def test_what_was_taken_back_is_out_of_every_result(cast, survey, start):
    actions.answer_item(start, "hello", "good", by=cast.ben_viewer)
    assert cast.ben.pk in {one.student_id for one in queries.scores(cast.rosa, survey)}
    family_takes_back(cast, cast.ben)
    assert cast.ben.pk not in {one.student_id for one in queries.scores(cast.rosa, survey)}
    page = queries.answers_page(cast.rosa, survey, cast.ben)
    assert not page.is_counted
    assert all(said == ("", "") for line in page.lines for said in line.said)
    assert queries.own_scores(cast.rosa, survey, cast.ben) == []
    assert Reply.objects.count() == 1  # the row itself stays for the school's duty


def test_a_permission_that_ended_on_its_day_takes_nothing_out(cast, survey, start):
    import time_machine

    actions.answer_item(start, "hello", "good", by=cast.ben_viewer)
    with time_machine.travel("2027-07-20T15:00:00+00:00", tick=False):
        assert queries.asked_now(cast.ben_viewer) == []
        people = {one.student_id for one in queries.scores(cast.rosa, survey)}
        assert cast.ben.pk in people


def test_a_scribe_is_kept_with_the_way_they_answered(cast, start):
    said = {"hello": "good", "lunch": SKIP}
    actions.write_down(start, cast.ada, said, "symbols", by=cast.rosa)
    rows = Reply.objects.order_by("pk").values_list("item", "mode", "is_skipped", "by_id")
    assert list(rows) == [
        ("hello", "symbols", False, cast.rosa.user_id), ("lunch", "symbols", True, cast.rosa.user_id),
    ]  # fmt: skip
    with pytest.raises(Problem):
        actions.write_down(start, cast.ada, {}, "symbols", by=cast.rosa)
    with pytest.raises(Problem):
        actions.write_down(start, cast.ada, {"hello": "great"}, "symbols", by=cast.rosa)


def test_an_adults_view_stands_beside_and_is_never_mixed(cast, survey):
    made = actions.start_survey(frame("collaboration_skills"), by=cast.rosa)
    actions.ask_students(made, [cast.ben], by=cast.rosa)
    wave = made.waves.get(kind="start")
    actions.answer_item(wave, "invites", "rarely", by=cast.ben_viewer)
    actions.rate(wave, cast.ben, {"invites": "always"}, by=cast.rosa)
    said = {
        row.voice: row.items["invites"]
        for row in queries.scores(cast.rosa, made)
        if row.wave == "start"
    }
    assert said == {"student": 1, "adult": 4}
    with pytest.raises(Problem, match="only students speak"):
        actions.rate(survey.waves.first(), cast.ben, {"hello": "good"}, by=cast.rosa)


@pytest.mark.parametrize(
    ("person", "allowed"), [("rosa", True), ("ines", False), ("pia", False), ("tomas", False), ("zed", False)]
)  # fmt: skip
def test_who_reads_one_persons_answers(cast, survey, person, allowed):
    assert bool(policies.may_read_answers(getattr(cast, person), survey, cast.ben)) is allowed


def test_a_teacher_sees_who_has_answered_and_no_single_answer(cast, survey):
    survey.lead_id = cast.ines.user_id
    survey.save()
    page = queries.survey_page(cast.ines, survey)
    assert {row.asked.student_id for row in page.people} == {cast.ben.pk, cast.ada.pk, cast.sora.pk}
    assert not any(row.may_read for row in page.people)
    assert not policies.may_read_answers(cast.ines, survey, cast.ben)
    assert queries.scores(cast.ines, survey) == []


def test_only_the_school_itself_changes_a_survey(cast, survey):
    with pytest.raises(Refused):
        actions.leave_out(survey, cast.ben, by=cast.zed)
    with pytest.raises(Refused):
        actions.end_survey(survey, by=cast.pia)
    with pytest.raises(Refused):
        actions.start_survey(frame(), by=cast.ben_viewer)
    actions.leave_out(survey, cast.ben, by=cast.rosa)
    assert queries.asked_now(cast.ben_viewer) == []
    actions.ask_students(survey, [cast.ben], by=cast.rosa)
    assert queries.asked_now(cast.ben_viewer)
    actions.end_survey(survey, by=cast.rosa)
    assert queries.asked_now(cast.ben_viewer) == []


def test_waves_that_cannot_be_are_told(cast):
    late = actions.WaveFrame("start", MONDAY, MONDAY - timedelta(days=1))
    early_end = actions.WaveFrame("end", MONDAY, MONDAY + timedelta(days=3))
    good = actions.WaveFrame("start", MONDAY, MONDAY + timedelta(days=3))
    for waves in ((), (late,), (good, good), (good, early_end)):
        with pytest.raises(Problem):
            actions.start_survey(actions.SurveyFrame("belonging", "", waves), by=cast.rosa)


def test_words_are_erased_when_the_year_is_over_and_numbers_stay(cast, start):
    import time_machine

    actions.answer_item(start, "wish", "More games.", by=cast.ben_viewer)
    actions.answer_item(start, "hello", "good", by=cast.ben_viewer)
    actions.erase_words()
    assert Reply.objects.get(item="wish").words == "More games."
    with time_machine.travel("2027-06-20T15:00:00+00:00", tick=False):
        actions.erase_words()
        actions.erase_words()
    gone = Reply.objects.get(item="wish")
    assert (gone.words, gone.erased_at is not None) == ("", True)
    assert Reply.objects.get(item="hello").value == 3
