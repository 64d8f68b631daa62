"""An event is planned: copied from a template, then the school's own; people, roles, days, partners."""

from datetime import time, timedelta

import pytest

from kithwork.apps.events import actions, readiness
from kithwork.apps.events.actions import Line, When
from kithwork.apps.events.models import EventStep, EventStudent, RoleHolder
from kithwork.apps.events.tests.conftest import answer_all, frame, make_event, when
from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.needs.models import DoNotPair
from kithwork.apps.runs.models import Run
from kithwork.apps.trail.models import TrailEntry
from kithwork.playbooks import event_templates
from tests.cast import MONDAY, YEAR, make_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def test_a_template_is_copied_and_then_the_schools_own(cast, soccer):
    template = event_templates()["wheelchair_soccer"]
    assert (soccer.template, soccer.template_version) == (template.id, template.version)
    assert soccer.purpose == template.purpose
    assert [one.name for one in soccer.roles.all()] == [one.name for one in template.roles]
    chairs = soccer.steps.get(name__startswith="Ask a local organisation")
    assert chairs.due_on == MONDAY  # six weeks before is over already: nobody begins late
    invite = soccer.steps.get(name__startswith="Invite everybody")
    assert invite.due_on == MONDAY + timedelta(days=14) - timedelta(weeks=2)
    tips = {one.key: one.hint for one in soccer.access_questions.all()}
    assert "signal in place of the whistle" in tips["sensory"]
    assert "leaving_school" not in tips
    actions.drop_step(chairs, by=cast.tomas)
    assert template.tasks == event_templates()["wheelchair_soccer"].tasks
    line = TrailEntry.objects.get(verb="event.start")
    assert line.detail == {"template": "wheelchair_soccer", "kind": "event"}


@pytest.mark.parametrize("key", ["wheelchair_soccer", "class_to_school", "community_garden", None])
def test_every_template_and_none_begins_with_every_question(cast, key):
    event = make_event(cast, key, name="Ours", is_off_campus=True)
    assert event.access_questions.count() == 8
    assert event.days.count() == 1
    stages = event.steps.filter(part=EventStep.Part.STAGE).count()
    assert stages == (4 if key == "class_to_school" else 0)


def test_leaving_school_is_asked_when_it_does_and_what_was_answered_stays(cast, soccer):
    away = actions.change_event(
        soccer, frame(lead=cast.tomas_staff, is_off_campus=True), version=1, by=cast.rosa
    )
    question = away.access_questions.get(key="leaving_school")
    actions.answer_access(question, says="All families said yes.", who="Rosa", by_on=MONDAY, by=cast.rosa)  # fmt: skip
    back = actions.change_event(away, frame(lead=cast.tomas_staff), version=2, by=cast.rosa)
    assert back.access_questions.filter(key="leaving_school").exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "  "}, "Give it a name"),
        ({"place": ""}, "where it takes place"),
        ({"kind": "party"}, "Choose what it is"),
    ],
)
def test_what_is_missing_is_said_and_nothing_begins(cast, fields, sentence):
    with pytest.raises(Problem, match=sentence):
        actions.start_event(frame(**fields), when=when(), by=cast.rosa)


def test_a_day_that_is_over_and_times_the_wrong_way_round_are_told(cast):
    with pytest.raises(Problem, match="That day is over"):
        actions.start_event(frame(), when=when(-1), by=cast.rosa)
    backwards = When(MONDAY, time(15), time(14))
    with pytest.raises(Problem, match="ends before it starts"):
        actions.start_event(frame(), when=backwards, by=cast.rosa)


def test_two_people_who_change_it_at_once_lose_nothing(cast, soccer):
    actions.change_event(soccer, frame(lead=cast.tomas_staff, place="Hall"), version=1, by=cast.rosa)  # fmt: skip
    with pytest.raises(Conflict):
        actions.change_event(
            soccer, frame(lead=cast.tomas_staff, place="Field"), version=1, by=cast.tomas
        )
    soccer.refresh_from_db()
    assert soccer.place == "Hall"


def test_a_role_is_taken_by_who_was_asked_and_given_back_when_they_leave(cast, soccer):
    trainer = soccer.roles.get(name="Trainer")
    with pytest.raises(Problem, match="not on the list"):
        actions.take_role(trainer, cast.ada, chosen="self", how="device", by=cast.tomas)
    row = actions.add_student(soccer, cast.ada, by=cast.rosa)
    with pytest.raises(Problem, match="Ask the student first"):
        actions.take_role(trainer, cast.ada, chosen="self", how="not_yet", by=cast.tomas)
    holder = actions.take_role(trainer, cast.ada, chosen="self", how="device", by=cast.tomas)
    with pytest.raises(Problem, match="holds this role already"):
        actions.take_role(trainer, cast.ada, chosen="self", how="device", by=cast.tomas)
    with pytest.raises(Problem, match="Somebody holds"):
        actions.drop_role(trainer, by=cast.rosa)
    actions.remove_student(row, by=cast.rosa)
    holder.refresh_from_db()
    assert holder.given_back_at is not None
    assert EventStudent.objects.get(pk=row.pk).left_at is not None
    actions.drop_role(trainer, by=cast.rosa)


def test_a_role_has_so_many_places_and_always_gives_and_receives(cast, soccer):
    with pytest.raises(Problem, match="gives and receives"):
        actions.add_role(soccer, name="Watcher", gives="Watches.", receives=" ", by=cast.rosa)
    role = actions.add_role(
        soccer, name="Drummer", gives="Drums.", receives="All clap.", by=cast.rosa
    )
    for student in (cast.ada, cast.ben):
        actions.add_student(soccer, student, by=cast.rosa)
    actions.take_role(role, cast.ada, chosen="self", how="symbols", by=cast.rosa)
    with pytest.raises(Problem, match="Every place"):
        actions.take_role(role, cast.ben, chosen="asked", how="speech", by=cast.rosa)


def test_who_is_kept_apart_shares_no_role_and_no_planning_and_no_reason_is_told(cast, soccer):
    DoNotPair.objects.all().delete()
    first, second = sorted((cast.ada, cast.ben), key=lambda one: one.pk)
    DoNotPair.objects.create(first=first, second=second, reason="Private.", by_id=cast.rosa.user_id, since=YEAR[0])  # fmt: skip
    actions.add_student(soccer, cast.ada, is_planner=True, by=cast.rosa)
    row = actions.add_student(soccer, cast.ben, by=cast.rosa)
    with pytest.raises(Problem, match="another part") as told:
        actions.set_planner(row, is_planner=True, by=cast.rosa)
    assert "Private" not in str(told.value)
    trainer = soccer.roles.get(name="Trainer")
    actions.take_role(trainer, cast.ada, chosen="self", how="speech", by=cast.rosa)
    with pytest.raises(Problem, match="another part"):
        actions.take_role(trainer, cast.ben, chosen="self", how="speech", by=cast.rosa)
    assert RoleHolder.objects.count() == 1


def test_a_club_brings_everybody_of_its_run_once(cast):
    run = make_run(cast, "Game club", scope=Run.Scope.PROGRAM, section=None,
                   facilitator=cast.tomas_staff, students=[cast.ada, cast.ben])  # fmt: skip
    event = make_event(cast, "club_meeting", run=run)
    actions.add_student(event, cast.ben, by=cast.rosa)
    actions.add_everybody_of_the_run(event, by=cast.tomas)
    assert {row.student_id for row in event.students.all()} == {cast.ada.pk, cast.ben.pk}
    assert event.students.count() == 2
    event.run.facilitator = cast.sven_staff
    event.run.save()
    with pytest.raises(Refused):
        actions.add_everybody_of_the_run(event, by=cast.tomas)


def test_days_come_and_go_but_not_the_last_one(cast, soccer):
    second = actions.add_day(soccer, when(21), by=cast.tomas)
    with pytest.raises(Problem, match="on the plan already"):
        actions.add_day(soccer, when(21), by=cast.tomas)
    actions.drop_day(soccer.days.first(), by=cast.tomas)
    with pytest.raises(Problem, match="only day"):
        actions.drop_day(second, by=cast.tomas)


def test_a_partner_is_an_office_never_a_private_number(cast):
    garden = make_event(cast, "community_garden", name="Garden")
    assert [one.key for one in readiness.lacking(garden)] == [
        "planners", "both", "roles", "access", "partners",
    ]  # fmt: skip
    with pytest.raises(Problem, match="numbers and addresses"):
        actions.add_partner(
            garden, kind="organisation", name="Food bank 555 123 4567", contact="office_phone", by=cast.rosa
        )  # fmt: skip
    science = garden.partners.get(name="Science")
    actions.partner_said(science, answer="yes", by=cast.rosa)
    assert "partners" not in {one.key for one in readiness.lacking(garden)}


def test_a_line_of_the_plan_is_done_and_undone(cast, soccer):
    step = actions.add_step(soccer, Line("prepare", "Print the rules"), by=cast.tomas)
    assert actions.step_done(step, is_done=True, by=cast.tomas).done_by_id == cast.tomas.user_id
    assert actions.step_done(step, is_done=False, by=cast.tomas).done_at is None
    with pytest.raises(Problem, match="from 1 to 600"):
        actions.add_step(soccer, Line("day", "Play", minutes=0), by=cast.tomas)


def test_ready_is_when_nothing_is_missing(cast, soccer):
    for student in (cast.ada, cast.ben):
        row = actions.add_student(soccer, student, by=cast.rosa)
        actions.set_planner(row, is_planner=True, had_idea=student == cast.ada, by=cast.rosa)
    actions.say_both_plan(soccer, is_so=True, by=cast.rosa)
    trainer = soccer.roles.get(name="Trainer")
    actions.take_role(trainer, cast.ada, chosen="self", how="device", by=cast.tomas)
    soccer.refresh_from_db()
    assert [one.key for one in readiness.lacking(soccer)] == ["access"]
    answer_all(soccer, cast.tomas)
    assert readiness.lacking(soccer) == []


def test_the_next_one_asks_everything_and_everybody_anew(cast, soccer):
    row = actions.add_student(soccer, cast.ada, is_planner=True, by=cast.rosa)
    trainer = soccer.roles.get(name="Trainer")
    actions.take_role(trainer, cast.ada, chosen="self", how="device", by=cast.rosa)
    answer_all(soccer, cast.rosa)
    following = actions.plan_next(soccer, when=when(42), by=cast.rosa)
    assert following.follows == soccer
    assert following.students.count() == 0
    assert len(readiness.open_questions(following)) == 7
    assert {one.hint for one in following.access_questions.all()} == {"Seen to for everybody."}
    first, second = (
        one.steps.get(name__startswith="Check straps").due_on for one in (soccer, following)
    )
    assert second - first == timedelta(days=28)
    assert row.is_planner
