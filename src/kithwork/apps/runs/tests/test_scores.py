"""Scores typed for a class: kept once, corrected by a new row, taken back by one."""

from datetime import timedelta

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.runs import actions
from kithwork.apps.runs.actions import Result, Sitting
from kithwork.apps.runs.models import Score
from kithwork.apps.runs.ranks import latest_values
from kithwork.playbooks import shipped
from tests.cast import MONDAY, make_run, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
PRE = Sitting("pre", MONDAY, out_of=10)


@pytest.fixture
def run(cast):
    students = [cast.ada, cast.malik, cast.ben, cast.lena]
    return make_run(cast, students=students, choices={"variant": "spelling"})


def counting(run):
    rows = Score.objects.filter(run=run, replaced_by=None, is_taken_back=False)
    return {row.student.called: row.right for row in rows}


def test_a_class_is_kept_at_once_and_again_writes_nothing_twice(cast, run):
    results = {cast.ada.pk: Result(4), cast.ben.pk: Result(7), cast.lena.pk: Result(None)}
    assert len(actions.keep_scores(run, sitting=PRE, results=results, by=cast.ines)) == 2
    assert actions.keep_scores(run, sitting=PRE, results=results, by=cast.ines) == []
    assert counting(run) == {"Ada": 4, "Ben": 7}


def test_a_correction_and_a_taking_back_keep_what_was_typed(cast, run):
    actions.keep_scores(
        run, sitting=PRE, results={cast.ada.pk: Result(4), cast.ben.pk: Result(7)}, by=cast.ines
    )
    actions.keep_scores(
        run, sitting=PRE, results={cast.ada.pk: Result(5), cast.ben.pk: Result(None)}, by=cast.ines
    )
    assert counting(run) == {"Ada": 5}
    assert Score.objects.count() == 4
    actions.keep_scores(run, sitting=PRE, results={cast.ben.pk: Result(6)}, by=cast.ines)
    assert counting(run) == {"Ada": 5, "Ben": 6}
    (first,) = Score.objects.filter(student=cast.ada, replaces=None)
    assert first.right == 4


def test_everybody_whose_number_does_not_fit_is_named_and_nothing_is_kept(cast, run):
    results = {cast.ada.pk: Result(11), cast.ben.pk: Result(7), cast.lena.pk: Result(-1)}
    with pytest.raises(Problem, match="from 0 to 10") as told:
        actions.keep_scores(run, sitting=PRE, results=results, by=cast.ines)
    assert "Ada" in str(told.value)
    assert "Lena" in str(told.value)
    assert "Ben" not in str(told.value)
    assert not Score.objects.exists()


@pytest.mark.parametrize(
    ("sitting", "said"),
    [
        (Sitting("pre", MONDAY), "how many items"),
        (Sitting("guess", MONDAY, out_of=10), "what was given"),
        (Sitting("pre", MONDAY - timedelta(days=30), out_of=10), "day of this run"),
        (Sitting("reading", MONDAY, seconds=0), "seconds"),
    ],
)
def test_a_sitting_that_cannot_be(cast, run, sitting, said):
    with pytest.raises(Problem, match=said):
        actions.keep_scores(run, sitting=sitting, results={cast.ada.pk: Result(4)}, by=cast.ines)


def test_who_does_not_take_part_has_no_score(cast, run):
    stranger = make_student(cast.school, "Noor")
    with pytest.raises(Problem, match="does not take part"):
        actions.keep_scores(run, sitting=PRE, results={stranger.pk: Result(4)}, by=cast.ines)


def test_scores_are_for_those_who_answer_for_the_practice(cast, run):
    for person in ("tomas", "sven", "tess", "ben_viewer", "ada_viewer", "marta", "zed"):
        with pytest.raises(Refused):
            actions.keep_scores(
                run, sitting=PRE, results={cast.ada.pk: Result(4)}, by=getattr(cast, person)
            )
    for person in ("rosa", "pia", "ines"):
        actions.keep_scores(
            run,
            sitting=PRE,
            results={cast.ada.pk: Result(4 + len(person))},
            by=getattr(cast, person),
        )


def test_the_latest_score_that_counts_orders_the_class(cast, run):
    cwpt = shipped()["cwpt"]
    actions.keep_scores(
        run, sitting=PRE, results={cast.ada.pk: Result(4), cast.ben.pk: Result(7)}, by=cast.ines
    )
    post = Sitting("post", MONDAY + timedelta(days=4), out_of=20)
    actions.keep_scores(run, sitting=post, results={cast.ada.pk: Result(18)}, by=cast.ines)
    friday = MONDAY + timedelta(days=4)
    assert latest_values(run, cwpt, friday) == {cast.ada.pk: 90.0, cast.ben.pk: 70.0}
    assert latest_values(run, cwpt, MONDAY) == {cast.ada.pk: 40.0, cast.ben.pk: 70.0}
