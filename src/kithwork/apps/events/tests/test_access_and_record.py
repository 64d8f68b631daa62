"""The access check is about everybody and about nobody; what happened is kept tap by tap."""

from datetime import timedelta

import pytest

from kithwork.apps.events import actions
from kithwork.apps.events.actions import Words
from kithwork.apps.events.actions.record import came
from kithwork.apps.events.models import AccessAnswer, AttendanceMark, Reflection
from kithwork.apps.events.tests.conftest import make_event
from kithwork.apps.foundation.problem import Problem
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


@pytest.fixture
def answer(cast, today):
    def give(says, *, key="food_health", who="The kitchen", by_on=MONDAY):
        question = today.access_questions.get(key=key)
        return actions.answer_access(question, says=says, who=who, by_on=by_on, by=cast.tomas)

    return give


def test_an_answer_says_what_who_and_by_when_and_none_is_written_over(answer):
    answer("Fruit and water only.")
    answer("Fruit, water and bread.")
    said = AccessAnswer.objects.order_by("pk").values_list("says", flat=True)
    assert list(said) == ["Fruit and water only.", "Fruit, water and bread."]
    for slip in ({"says": " "}, {"says": "Fruit.", "who": ""}):
        with pytest.raises(Problem, match="Say"):
            answer(**slip)
    with pytest.raises(Problem, match="before it takes place"):
        answer("Fruit.", by_on=MONDAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("food_health", "Ada eats no nuts."),
        ("getting_there", "A ramp for Ben at the side door."),
        ("food_health", "One student has diabetes; juice at hand."),
        ("food_health", "The EpiPen is in the office."),
        ("food_health", "Somebody is allergic to bees."),
    ],
)
def test_no_answer_tells_of_anybodys_body_or_health(answer, key, says):
    with pytest.raises(Problem, match="Leave"):
        answer(says, key=key)
    assert not AccessAnswer.objects.exists()


def test_an_everyday_word_is_no_name(cast, today, answer):
    cast.ada.first_name = "Will"
    cast.ada.save()
    answer("Will be at the side door: a ramp.", key="getting_there")


def test_done_and_not_done_after_all(cast, answer):
    one = answer("Fruit and water only.")
    assert actions.access_done(one, is_done=True, by=cast.tomas).done_at is not None
    assert actions.access_done(one, is_done=False, by=cast.tomas).done_at is None


def test_the_latest_tap_stands_and_every_tap_stays(cast, today):
    day = today.days.get()
    for is_here in (True, False, True):
        actions.mark_attendance(day, cast.ada, is_here=is_here, by=cast.tomas)
    actions.mark_attendance(day, cast.ben, is_here=False, by=cast.tomas)
    actions.mark_attendance(day, cast.sora, is_here=True, by=cast.tomas)
    actions.mark_attendance(day, cast.sora, is_here=None, by=cast.tomas)
    assert came(today) == {cast.ada.pk}
    assert AttendanceMark.objects.count() == 6
    with pytest.raises(Problem, match="not on the list"):
        actions.mark_attendance(day, cast.lena, is_here=True, by=cast.tomas)


def test_nobody_came_to_a_day_that_is_still_to_come(cast):
    event = make_event(cast, days=7)
    actions.add_student(event, cast.ada, by=cast.rosa)
    with pytest.raises(Problem, match="still to come"):
        actions.mark_attendance(event.days.get(), cast.ada, is_here=True, by=cast.tomas)
    with pytest.raises(Problem, match="still to come"):
        actions.log_day(event.days.get(), minutes=60, by=cast.tomas)


def test_it_is_closed_with_what_was_said_and_opened_again(cast, today):
    with pytest.raises(Problem, match="who came"):
        actions.close_event(today, went_well="All of it.", next_time="", by=cast.tomas)
    day = today.days.get()
    actions.mark_attendance(day, cast.ada, is_here=True, by=cast.tomas)
    actions.log_day(day, minutes=85, others=6, by=cast.tomas)
    with pytest.raises(Problem, match="what went well"):
        actions.close_event(today, went_well=" ", next_time="", by=cast.tomas)
    actions.reflect(today, Words("after", "I showed them.", how="device"), by=cast.tomas)
    held = actions.close_event(
        today, went_well="Trainers led.", next_time="More balls.", by=cast.tomas
    )
    assert (held.status, held.closed_at is not None) == ("held", True)
    assert list(Reflection.objects.values_list("whose", "says")) == [
        ("student", "I showed them."), ("staff", "Trainers led."), ("staff", "More balls."),
    ]  # fmt: skip
    with pytest.raises(Problem, match="Open it again"):
        actions.mark_attendance(day, cast.ben, is_here=True, by=cast.tomas)
    actions.open_again(held, by=cast.tomas)
    actions.mark_attendance(day, cast.ben, is_here=True, by=cast.tomas)
    assert Reflection.objects.count() == 3


def test_called_off_says_why_and_never_after_somebody_came(cast, today):
    with pytest.raises(Problem, match="Say why"):
        actions.cancel_event(today, why="", by=cast.rosa)
    actions.mark_attendance(today.days.get(), cast.ada, is_here=True, by=cast.tomas)
    with pytest.raises(Problem, match="noted as there"):
        actions.cancel_event(today, why="Snow", by=cast.rosa)
    with pytest.raises(Problem, match="so it stays"):
        actions.drop_day(today.days.get(), by=cast.rosa)
    other = make_event(cast, None, name="Picnic")
    assert actions.cancel_event(other, why="Snow", by=cast.rosa).status == "cancelled"
