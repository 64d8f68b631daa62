"""What a run asks of who leads it, and how long partners stay together."""

from datetime import timedelta

import pytest

from kithwork.apps.people.models import Enrolment
from kithwork.apps.runs import actions, queries
from kithwork.apps.runs.attention import due_of, partners_due
from kithwork.apps.runs.models import RunForm, RunTime, Session
from kithwork.apps.runs.pair_life import life_of
from kithwork.playbooks import shipped
from tests.cast import MONDAY, make_playbook_copy, make_run, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
WEEK = timedelta(weeks=1)


@pytest.fixture
def run(cast):
    students = [cast.ada, cast.malik, cast.ben, cast.sora, cast.lena]
    made = make_run(cast, students=students, choices={"variant": "spelling"})
    for weeks in range(4):
        Session.objects.create(
            school=cast.school, run=made, on=MONDAY + weeks * WEEK, label="1",
            starts_at="08:10", ends_at="09:00",
        )  # fmt: skip
    return made


def due(run, on=MONDAY):
    return {one.key: one for one in due_of(run, on)}


def test_pairs_are_asked_for_and_asked_for_again_when_their_week_is_over(cast, run):
    assert due(run)["partners"].title == "No pairs yet"
    assert partners_due([run], MONDAY)[run.pk].title == "No pairs yet"
    actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    assert "partners" not in due(run)
    assert partners_due([run], MONDAY) == {}
    tuesday = MONDAY + timedelta(days=1)  # the next time is next week, and has no pairs
    assert due(run, tuesday)["partners"].title == "New partners are due"
    assert [one for one, _due in queries.runs_without_partners(cast.ines, tuesday)] == [run]
    assert queries.runs_without_partners(cast.tomas, tuesday) == []


@pytest.mark.parametrize(
    ("practice", "from_weeks", "due_weeks"),
    [("cwpt", 1, 1), ("pals_reading_2_6", 3, 4), ("pals_maths_2_6", 2, 3)],
)
def test_partners_stay_as_long_as_the_practice_says(cast, practice, from_weeks, due_weeks):
    run = make_run(cast, playbook=make_playbook_copy(practice))
    wednesday = MONDAY + timedelta(days=2)
    life = life_of(run, shipped()[practice], wednesday)
    assert (life.from_on, life.due_on) == (MONDAY + from_weeks * WEEK, MONDAY + due_weeks * WEEK)


def test_partners_who_change_by_the_session_count_sessions(cast):
    run = make_run(cast, playbook=make_playbook_copy("pals_reading_hs"))
    RunTime.objects.create(run=run, label="1", cycle_days=["Mon", "Wed", "Fri"])
    life = life_of(run, shipped()["pals_reading_hs"], MONDAY)
    assert life.from_on == MONDAY + timedelta(days=2)


def test_a_class_list_that_changed_and_a_last_day_that_is_near_are_said(cast, run):
    assert set(due(run)) == {"partners"}
    newcomer = make_student(cast.school, "Noor")
    Enrolment.objects.create(section=cast.art, student=newcomer)
    Enrolment.objects.filter(section=cast.art, student=cast.lena).update(ends_on=MONDAY - WEEK)
    assert due(run)["class_list"].why == "1 student came. 1 student left."
    late = due(run, run.ends_on - timedelta(days=2))
    assert late["last_day"].title == "It ends soon"
    assert due(run, run.ends_on + timedelta(days=1))["last_day"].title == "Its last day is over"


def test_roles_change_after_the_weeks_the_practice_allows(cast):
    run = make_run(
        cast, "Tutoring", scope="focus_student", section=None, focus_student=cast.ada,
        playbook=make_playbook_copy("tutor"),
    )  # fmt: skip
    run.participants.create(student=cast.ada, role="partner", joined_on=MONDAY)
    run.participants.create(student=cast.ben, role="tutor", joined_on=MONDAY)
    assert "roles" not in due(run, MONDAY + 8 * WEEK)
    found = due(run, MONDAY + 9 * WEEK)["roles"]
    assert "Ben" in found.why
    assert "Ada" not in found.why  # it is about the role that was given, not about whose plan it is


def test_a_written_card_is_looked_at_again_and_a_promised_step_is_remembered(cast):
    run = make_run(
        cast, "Tutoring", scope="focus_student", section=None, focus_student=cast.ada,
        playbook=make_playbook_copy("tutor"), ends_on=MONDAY + 20 * WEEK,
        next_inclusive_step="Lunch with the grade", next_inclusive_on=MONDAY + WEEK,
    )  # fmt: skip
    RunForm.objects.create(run=run, form="role_card", answers={})
    assert "review" not in due(run, MONDAY + WEEK)
    assert due(run, MONDAY + 10 * WEEK)["review"].label == "Open it"
    assert "inclusive" not in due(run, MONDAY)
    assert due(run, MONDAY + WEEK)["inclusive"].why == "Lunch with the grade"


def test_what_is_not_going_on_asks_for_nothing(cast, run):
    actions.pause_run(run, reason="Trip", by=cast.ines)
    run.refresh_from_db()
    assert due(run) == {}
