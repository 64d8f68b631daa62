"""Who follows what, who sets which goal, and that nothing written is lost."""

from datetime import timedelta

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Depth
from kithwork.apps.measures import actions, policies
from kithwork.apps.measures.actions import EntryFrame, GoalFrame, MeasureFrame
from kithwork.apps.measures.models import Entry, Goal
from kithwork.apps.measures.queries import followed, measures_of
from kithwork.apps.measures.queries.choices import choices
from kithwork.apps.measures.tests.making import measure_of, network, observe
from kithwork.apps.people.models import Access
from tests.cast import MONDAY, YEAR

pytestmark = pytest.mark.usefixtures("frozen_now")
TYPED = MeasureFrame("Joins in at recess", "entered", "count", "times")


@pytest.fixture
def team(cast):
    """Tomas reads Ada's plan; Ines sees how she gets on and no more."""
    for viewer, depth in ((cast.tomas, Depth.PLAN), (cast.ines, Depth.PROGRESS)):
        Access.objects.filter(user_id=viewer.user_id, student=cast.ada).delete()
        Access.objects.create(
            user_id=viewer.user_id, student=cast.ada, depth=depth, reason="on the team", because="team",
            from_on=YEAR[0], until_on=YEAR[1],
        )  # fmt: skip
    return cast


@pytest.mark.parametrize(
    ("person", "allowed"),
    [("rosa", True), ("tomas", True), ("ines", True), ("pia", False), ("marta", False), ("zed", False)],
)  # fmt: skip
def test_who_may_follow_something_of_ada(team, person, allowed):
    viewer = getattr(team, person)
    assert bool(policies.may_follow(viewer, team.ada)) is allowed
    if not allowed:
        with pytest.raises(Refused):
            actions.follow(team.ada, TYPED, by=viewer)


def test_an_iep_goal_is_for_the_team_alone(team):
    measure = measure_of(team, network(team))
    frame = GoalFrame(level=9, by_on=MONDAY + timedelta(days=40), is_iep=True)

    with pytest.raises(Refused):
        actions.set_goal(measure, frame, by=team.ines)
    goal = actions.set_goal(measure, frame, by=team.tomas)

    assert set(policies.visible_goals(team.tomas)) == {goal}
    assert set(policies.visible_goals(team.ines)) == set()
    assert set(policies.visible_goals(team.pia)) == set()
    assert followed(team.ines, [measure])[0].reading.goal is None


def test_a_changed_goal_keeps_the_older_one(team):
    measure = measure_of(team, network(team))
    first = actions.set_goal(measure, GoalFrame(6, MONDAY + timedelta(days=30)), by=team.rosa)
    second = actions.set_goal(measure, GoalFrame(9, MONDAY + timedelta(days=60)), by=team.rosa)

    assert second.replaces == first
    assert Goal.objects.count() == 2


@pytest.mark.parametrize("level", [-1.0, float("nan"), float("inf")])
def test_a_goal_the_scale_does_not_have_is_refused(team, level):
    measure = measure_of(team, network(team))
    with pytest.raises(Problem):
        actions.set_goal(measure, GoalFrame(level, MONDAY + timedelta(days=30)), by=team.rosa)
    assert not Goal.objects.exists()


def test_the_same_thing_is_followed_once(team):
    run = network(team)
    frame = MeasureFrame("Starts", "observed", "rate", "times", key="a/b/student/rate", run=run)
    actions.follow(team.ada, frame, by=team.rosa)
    with pytest.raises(Problem, match="already"):
        actions.follow(team.ada, frame, by=team.rosa)


def test_a_correction_keeps_the_older_value_and_nobody_corrects_twice(team):
    measure = actions.follow(team.ada, TYPED, by=team.rosa)
    first = actions.enter_value(measure, EntryFrame(MONDAY, 4), by=team.rosa)
    actions.enter_value(measure, EntryFrame(MONDAY, 5), by=team.rosa, replaces=first)

    with pytest.raises(Problem, match="already"):
        actions.take_entry_back(first, by=team.rosa)
    assert sorted(Entry.objects.values_list("value", flat=True)) == [4, 5]
    assert [dot.value for dot in followed(team.rosa, [measure])[0].reading.dots] == [5]


def test_a_value_taken_back_counts_no_more_and_stays(team):
    measure = actions.follow(team.ada, TYPED, by=team.rosa)
    entry = actions.enter_value(measure, EntryFrame(MONDAY, 4), by=team.rosa)
    actions.take_entry_back(entry, by=team.rosa)

    assert followed(team.rosa, [measure])[0].reading.dots == ()
    assert Entry.objects.filter(value=4).count() == 2


def test_what_cannot_be_is_refused_with_its_reason(team):
    measure = actions.follow(team.ada, TYPED, by=team.rosa)
    with pytest.raises(Problem, match="still to come"):
        actions.enter_value(measure, EntryFrame(MONDAY + timedelta(days=1), 4), by=team.rosa)
    with pytest.raises(Problem, match="why there is none"):
        actions.enter_value(measure, EntryFrame(MONDAY, None), by=team.rosa)
    with pytest.raises(Problem, match="does not fit"):
        actions.enter_value(measure, EntryFrame(MONDAY, -3), by=team.rosa)


def test_numbers_of_forms_and_of_the_practice_can_be_followed(team):
    run = network(team)
    observe(team, MONDAY, 0.4)

    offered = {one.value: one for one in choices(team.rosa, team.ada)}

    frame = offered["observed:together/initiation/student/rate"].frame
    assert (frame.run, frame.unit) == (run, "times in 10 minutes")
    assert any(value.startswith(f"logged:{run.pk}:") for value in offered)
    actions.follow(team.ada, frame, by=team.rosa)
    assert frame.key not in {one.frame.key for one in choices(team.rosa, team.ada)}
    assert [one.name for one in measures_of(team.rosa, team.ada)] == ["Starts"]


def test_five_levels_are_written_and_rated(team):
    levels = ["never", "once", "twice", "three times", "more"]
    scale = actions.write_scale(team.ada, name="Asks to join", levels=levels, by=team.tomas)
    actions.rate_attainment(scale, level=1, by=team.tomas)

    assert set(policies.visible_scales(team.tomas)) == {scale}
    assert set(policies.visible_scales(team.ines)) == set()
    for wrong in (levels[:4], ["same"] * 5, [*levels[:4], " "]):
        with pytest.raises(Problem):
            actions.write_scale(team.ada, name="Asks", levels=wrong, by=team.tomas)
    with pytest.raises(Problem):
        actions.rate_attainment(scale, level=3, by=team.tomas)
    with pytest.raises(Refused):
        actions.rate_attainment(scale, level=0, by=team.ines)
