"""From a school to a question: slots, limits, and nobody's name."""

from __future__ import annotations

import json

import pytest

from kithwork.apps.needs.models import DoNotPair, SupportNeed
from kithwork.apps.peers.models import ProtectedClass, Volunteer
from kithwork.apps.people.models import BlockedTime
from kithwork.apps.plans.problem import grade_number, question_for
from kithwork.apps.plans.tests.planning import FIRST, LAST, need_id
from kithwork.matching.problem import FREE, as_json

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]

# Five days of six periods: Art is period 1, Science 2, lunch the fourth in the list.
ART, SCIENCE, LUNCH = ([day * 6 + period for day in range(5)] for period in (0, 1, 3))


def ask(cast):
    return question_for(cast.school, FIRST, LAST)


def of(question, row):
    name = next(k for k, v in question.people["needs"].items() if v == row.pk)
    return next(need for need in question.problem.needs if need.id == name)


def test_needs_are_asked_where_the_student_is(cast):
    question = ask(cast)

    art, lunch, science = (
        of(question, row) for row in (cast.ada_art, cast.ada_lunch, cast.malik_science)
    )
    assert (art.setting, list(art.slots), art.sessions) == ("class", ART, 3)
    assert (lunch.setting, list(lunch.slots), lunch.sessions) == ("lunch", LUNCH, 2)
    assert (science.setting, list(science.slots), science.role) == ("class", SCIENCE, "tutor")
    assert question.left_out == []


def test_labels_hold_a_need_to_its_periods(cast):
    SupportNeed.objects.filter(pk=cast.ada_lunch.pk).update(labels=["1"])

    question = ask(cast)

    assert of(question, cast.ada_lunch).slots == ()
    assert question.left_out == [("no_time", cast.ada_lunch.pk)]


def test_a_class_need_is_not_asked_where_nobody_teaches_it(cast):
    teachers = list(cast.art.teachings.all())
    for teaching in teachers:
        BlockedTime.objects.create(staff=teaching.staff, cycle_day="Mon", label="1")

    assert teachers
    assert list(of(ask(cast), cast.ada_art).slots) == ART[1:]


def test_free_time_is_where_nothing_is_and_hallways_only_when_asked_for(cast):
    free = SupportNeed.objects.create(student=cast.ada, place="free", role="buddy", times_a_week=1)
    assert set(of(ask(cast), free).slots) == {d * 6 + p for d in range(5) for p in (2, 4, 5)}

    hall = SupportNeed.objects.create(
        student=cast.ada, place="hallway", role="buddy", times_a_week=1, labels=["2"]
    )
    question = ask(cast)

    assert question.problem.periods == 7
    assert question.people["periods"][6] == {"label": "2", "kind": "hallway", "starts": "09:05"}
    assert list(of(question, hall).slots) == [day * 7 + 6 for day in range(5)]
    at_passing = {student.at[6] for student in question.problem.students}
    assert at_passing == {FREE}


def test_a_protected_class_is_a_place_of_ones_own(cast):
    ProtectedClass.objects.create(volunteer=cast.ben_volunteer, section=cast.art)

    question = ask(cast)

    rows = question.people["students"]
    ben = next(one for one in question.problem.students if rows[one.id] == cast.ben.pk)
    ada = next(one for one in question.problem.students if rows[one.id] == cast.ada.pk)
    assert ben.at[0] != ada.at[0] == str(cast.art.pk)


def test_wishes_and_do_not_pair_arrive_as_ids(cast):
    question = ask(cast)
    name = {row: key for key, row in question.people["students"].items()}
    ada, ben, lena, malik, sora = (
        name[getattr(cast, key).pk] for key in ("ada", "ben", "lena", "malik", "sora")
    )

    assert question.problem.wants == ((ada, ben),)
    assert question.problem.avoids == ((ada, lena),)
    assert question.problem.peer_wants == ((ben, ada),)
    assert {frozenset(pair) for pair in question.problem.do_not_pair} == {frozenset((malik, sora))}


def test_a_do_not_pair_that_ended_counts_no_more(cast):
    DoNotPair.objects.update(ended_on=FIRST)

    assert ask(cast).problem.do_not_pair == ()


def test_the_question_holds_no_name_and_its_ids_are_new_each_time(cast):
    first, second = ask(cast), ask(cast)

    text = json.dumps(as_json(first.problem))
    for student in (cast.ada, cast.malik, cast.ben, cast.sora, cast.lena):
        assert student.first_name not in text
        assert student.last_name not in text
    assert not set(first.people["students"]) & set(second.people["students"])


def test_minutes_limit_how_often_a_peer_comes(cast):
    cast.ben_volunteer.weekly_minutes = 60
    cast.ben_volunteer.save()

    question = ask(cast)

    ben = next(
        peer
        for peer in question.problem.peers
        if question.people["students"][peer.student] == cast.ben.pk
    )
    longest = max(cast.ada_art.minutes, cast.ada_lunch.minutes, cast.malik_science.minutes)
    assert ben.max_sessions == 60 // longest


def test_lunches_are_asked_for_as_the_school_and_the_volunteer_say(cast):
    cast.school.limits = {"lunch_days_a_week": 3}
    cast.school.save()
    Volunteer.objects.filter(pk=cast.ben_volunteer.pk).update(max_lunch_days=1)

    question = ask(cast)

    rows = question.people["students"]
    asked = {rows[peer.student]: peer.max_lunch_days for peer in question.problem.peers}
    assert asked == {cast.ben.pk: 1, cast.sora.pk: 3, cast.lena.pk: 3}


@pytest.mark.parametrize(
    ("grade", "is_peer", "number"),
    [("07", True, 7), ("KG", False, 0), ("PK", False, -2), ("UG", True, 13), ("", False, -4)],
)
def test_grades_are_numbers(grade, is_peer, number):
    assert grade_number(grade, is_peer=is_peer) == number


def test_a_student_who_left_is_not_in_the_question(cast):
    cast.lena.closed_on = FIRST
    cast.lena.save()

    question = ask(cast)

    assert cast.lena.pk not in question.people["students"].values()


def test_ids_of_a_draft_lead_back_to_rows(cast):
    from kithwork.apps.plans.tests.planning import balanced

    draft = balanced(cast.rosa)

    assert draft.ask.people["needs"][need_id(draft, cast.ada_art)] == cast.ada_art.pk
