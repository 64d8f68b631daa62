"""Only the coordinator asks, only whom one likes, and the roster is the class of the day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.friendships import actions, policies, queries
from kithwork.apps.friendships.forms import AskForm
from kithwork.apps.friendships.models import Circle
from kithwork.apps.friendships.tests.conftest import DUE, frame
from kithwork.apps.friendships.wording import LANGUAGES, asks, questions
from kithwork.apps.people.models import Enrolment
from kithwork.apps.trail.models import TrailEntry
from tests.cast import MONDAY, make_run, make_section

pytestmark = pytest.mark.django_db


def test_the_roster_is_the_class_of_the_day_whoever_has_permission(cast, circle, before, section):
    assert before.roster.count() == 8
    assert before.roster.filter(student=cast.lena).exists()
    Enrolment.objects.filter(section=section, student=cast.sora).update(
        ends_on=MONDAY - timedelta(days=1)
    )
    assert before.roster.count() == 8
    entry = TrailEntry.objects.get(verb="friendships.ask_before")
    assert entry.detail["round"] == before.pk


def test_a_practice_is_asked_too_with_its_focus_student(cast, children):
    run = make_run(cast, students=children[1:], scope="focus_student", focus_student=cast.ada)
    made = actions.start_circle(
        actions.CircleFrame("play", "Our table", DUE, run_id=run.pk), by=cast.rosa
    )
    assert set(made.rounds.get().roster.values_list("student_id", flat=True)) == {
        one.pk for one in children
    }


@pytest.mark.parametrize(
    "who", ["ines", "tomas", "sven", "pia", "tess", "ben_viewer", "ada_viewer", "marta", "dora", "rafi", "sys"]
)  # fmt: skip
def test_nobody_else_asks_or_sees_a_class(cast, circle, section, who):
    viewer = getattr(cast, who)
    assert not policies.may_ask(viewer)
    assert not policies.may_change_circle(viewer, circle)
    assert not policies.visible_circles(viewer).exists()
    with pytest.raises(Refused):
        actions.start_circle(frame(section), by=viewer)
    with pytest.raises(Refused):
        actions.open_after(circle, DUE, by=viewer)
    with pytest.raises(Refused):
        actions.take_along(circle, purpose="study", by=viewer)


def test_a_neighbours_coordinator_sees_nothing(cast, circle, section):
    assert not policies.visible_circles(cast.zed).exists()
    with pytest.raises(Problem, match="one class or one practice"):
        actions.start_circle(frame(section), by=cast.zed)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"question": "rather_not"}, "question that is there"),
        ({"title": "  "}, "call this class"),
        ({"section_id": None}, "one class or one practice"),
        ({"due_on": MONDAY - timedelta(days=1)}, "over already"),
        ({"due_on": MONDAY + timedelta(days=32)}, "a month at most"),
    ],
)
def test_what_cannot_be_asked(cast, section, fields, said):
    with pytest.raises(Problem, match=said):
        actions.start_circle(frame(section, **fields), by=cast.rosa)
    assert not Circle.objects.exists()


def test_a_group_of_four_is_not_asked(cast, children):
    few = make_section(cast.school, "Four", "5", children[:4])
    with pytest.raises(Problem, match="fewer than five"):
        actions.start_circle(frame(few), by=cast.rosa)


def test_after_comes_once_and_when_before_is_over(cast, circle, before):
    with pytest.raises(Problem, match="is open until"):
        actions.open_after(circle, DUE, by=cast.rosa)
    before.opens_on, before.due_on = MONDAY - timedelta(days=20), MONDAY - timedelta(days=1)
    before.save()
    assert queries.circle_page(cast.rosa, circle).may_ask_again
    actions.open_after(circle, DUE, by=cast.rosa)
    assert [one.kind for one in circle.rounds.all()] == ["before", "after"]
    assert not queries.circle_page(cast.rosa, circle).may_ask_again
    with pytest.raises(Problem, match="asked again already"):
        actions.open_after(circle, DUE, by=cast.rosa)


def test_only_whom_one_likes_is_asked_in_both_languages():
    assert set(questions()) == {"friends", "play", "work"}
    for key in questions():
        for language in LANGUAGES:
            assert asks(key, language).endswith("?")
            assert not set(asks(key, language).lower().split()) & {"not", "no", "least", "menos"}
    form = AskForm(groups=[], today=clock.today("UTC"))
    assert [key for key, _text in form.fields["question"].choices] == list(questions())


def test_this_room_knows_nothing_of_wishes():
    from pathlib import Path

    import kithwork.apps.friendships as room

    for path in Path(room.__file__).parent.rglob("*.py"):
        if "tests" not in path.parts:
            text = path.read_text()
            assert "apps.needs" not in text and "Wish" not in text, path.name
