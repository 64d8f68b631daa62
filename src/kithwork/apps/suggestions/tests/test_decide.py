"""An adult decides: nothing is chosen beforehand, a reason is asked, the run changes, and all of it stays."""

import pytest
import time_machine
from django.urls import reverse

from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.runs.actions import draw_pairs
from kithwork.apps.runs.models import Phase
from kithwork.apps.suggestions import actions, queries
from kithwork.apps.suggestions.actions import Choice
from kithwork.apps.suggestions.checks import OF_STUDENT
from kithwork.apps.suggestions.models import (
    CheckAnswer,
    Decision,
    OwnValue,
    SealedRules,
    Suggestion,
    Told,
)
from kithwork.apps.suggestions.tests.making import WEEK
from kithwork.apps.trail.models import TrailEntry
from kithwork.playbooks import rule_book
from tests.cast import MONDAY, NOW, make_playbook_copy, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def run(cast):
    run = make_run(
        cast, "Lunch network", students=[cast.ada, cast.ben], scope="focus_student", section=None,
        focus_student=cast.ada, facilitator=cast.tomas_staff, starts_on=MONDAY - 4 * WEEK,
        playbook=make_playbook_copy("peer_network"), adult_level=3,
    )  # fmt: skip
    Phase.objects.create(run=run, kind="intervention", starts_on=run.starts_on, adult_level=3)
    return run


def suggest(run, rule_id, **fields):
    rule = rule_book().of(rule_id)
    said = {
        "name": rule.name, "says": rule.says, "tag": rule.tag, "suggest": rule.suggest,
        "check_first": list(rule.check_first),
    }  # fmt: skip
    return Suggestion.objects.create(
        school=run.school, run=run, rule=rule_id, said=said, findings=[], **fields
    )


def test_stepping_back_is_a_phase_with_the_reason_and_the_next_level(run, cast):
    one = suggest(run, "DR-31", student=cast.ada, key="measure:1")

    decision = actions.decide_suggestion(
        one, choice=Choice("do_it", "Three good lunches."), by=cast.tomas
    )

    phase = Phase.objects.get(run=run, starts_on=MONDAY)
    assert (phase.kind, phase.adult_level, phase.reason) == ("fade", 2, "Three good lunches.")
    assert (decision.kind, decision.changed["phase"]) == ("accept", phase.pk)
    assert decision.done_at is not None
    run.refresh_from_db()
    one.refresh_from_db()
    assert (run.adult_level, one.status) == (2, "decided")
    assert {"suggestion.decide", "run.set_phase"} <= set(
        TrailEntry.objects.values_list("verb", flat=True)
    )


@pytest.mark.parametrize(
    ("rule_id", "kind", "level"),
    [("DR-32", "intervention", 4), ("DR-37", "maintenance", None), ("DR-38", "intervention", None)],
)
def test_what_accepting_changes(run, cast, rule_id, kind, level):
    one = suggest(run, rule_id, student=cast.ada)
    actions.decide_suggestion(one, choice=Choice("do_it", "As we said."), by=cast.tomas)
    phase = Phase.objects.get(run=run, starts_on=MONDAY)
    assert (phase.kind, phase.adult_level) == (kind, level)


def test_a_run_can_be_paused_to_teach_again(run, cast):
    actions.decide_suggestion(
        suggest(run, "DR-11"), choice=Choice("do_it", "Teach it again."), by=cast.tomas
    )
    run.refresh_from_db()
    assert (run.status, run.pause_reason) == ("paused", "Teach it again.")


def test_where_there_is_no_further_level_something_else_is_chosen(run, cast):
    run.adult_level = 5
    run.save()
    one = suggest(run, "DR-32", student=cast.ada)
    with pytest.raises(Problem, match="no such level"):
        actions.decide_suggestion(one, choice=Choice("do_it", "Fell."), by=cast.tomas)
    one.refresh_from_db()
    assert one.is_open
    assert Decision.objects.count() == 0


def test_something_else_draws_the_line_in_ones_own_words(run, cast):
    one = suggest(run, "DR-36")
    choice = Choice("instead", "They asked for Fridays.", words="Meet on Fridays, too")
    decision = actions.decide_suggestion(one, choice=choice, by=cast.tomas)
    assert (decision.kind, decision.words) == ("edit", "Meet on Fridays, too")
    assert Phase.objects.get(run=run, starts_on=MONDAY).reason == "Meet on Fridays, too"


def test_keeping_on_changes_nothing_but_the_history(run, cast):
    one = suggest(run, "DR-36")
    actions.decide_suggestion(one, choice=Choice("keep", "Vacation."), by=cast.tomas)
    assert Phase.objects.filter(run=run).count() == 1
    (line,) = queries.history_of(cast.tomas, run)
    assert (line.what, line.reason, line.by) == ("Keep going as it is", "Vacation.", "Tomas Novak")


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (Choice("", "Why not."), "Choose what happens next"),
        (Choice("do_it", "  "), "Say why"),
        (Choice("instead", "Because."), "Say what is done instead"),
    ],
)
def test_a_choice_and_a_reason_are_asked(run, cast, choice, said):
    with pytest.raises(Problem, match=said):
        actions.decide_suggestion(suggest(run, "DR-36"), choice=choice, by=cast.tomas)


def test_two_people_do_not_decide_the_same(run, cast):
    one = suggest(run, "DR-36")
    actions.decide_suggestion(one, choice=Choice("keep", "Vacation."), by=cast.tomas)
    with pytest.raises(Conflict, match="decided meanwhile"):
        actions.decide_suggestion(one, choice=Choice("do_it", "Now."), by=cast.rosa)


def test_what_is_done_on_another_page_is_to_do_until_it_is_there(cast):
    run = make_run(cast, students=[cast.ada, cast.malik, cast.ben, cast.sora])
    one = suggest(run, "DR-05")
    decision = actions.decide_suggestion(one, choice=Choice("do_it", "They quarrel."), by=cast.ines)
    assert decision.done_at is None
    (line,) = queries.history_of(cast.ines, run)
    assert (line.is_to_do, line.page) == (True, reverse("runs:draw", args=[run.pk]))

    draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    (line,) = queries.history_of(cast.ines, run)
    assert line.is_to_do is False


def test_what_no_row_can_show_is_noted_as_done_by_a_person(run, cast):
    one = suggest(run, "DR-36")
    decision = actions.decide_suggestion(one, choice=Choice("do_it", "Other times."), by=cast.tomas)
    assert queries.history_of(cast.tomas, run)[0].is_to_do
    actions.finish_decision(decision, by=cast.tomas)
    assert not queries.history_of(cast.tomas, run)[0].is_to_do
    with pytest.raises(Problem, match="done already"):
        actions.finish_decision(decision, by=cast.tomas)


def test_taking_back_is_a_new_row(run, cast):
    one = suggest(run, "DR-36")
    decision = actions.decide_suggestion(one, choice=Choice("keep", "Vacation."), by=cast.tomas)
    back = actions.take_back(decision, reason="It was not.", by=cast.rosa)
    decision.refresh_from_db()
    assert (back.replaces, decision.reason, Decision.objects.count()) == (decision, "Vacation.", 2)
    newest, older = queries.history_of(cast.rosa, run)
    assert (newest.what, older.is_taken_back) == ("Taken back", True)
    with pytest.raises(Problem, match="taken back already"):
        actions.take_back(decision, reason="Again.", by=cast.rosa)


def test_what_is_looked_at_of_the_student_comes_in_order_and_before_a_change(run, cast):
    one = suggest(run, "DR-22", student=cast.ada, key="measure:1")
    with pytest.raises(Problem, match="Is the work at the right level"):
        actions.decide_suggestion(one, choice=Choice("do_it", "Four under."), by=cast.tomas)
    with pytest.raises(Problem, match="Something else is looked at first"):
        actions.answer_check(one, "skill", is_fine=True, by=cast.tomas)
    for key in OF_STUDENT:
        assert (
            queries.card_of(
                cast.tomas, queries.suggestion_or_404(cast.tomas, one.pk)
            ).next_check.key
            == key
        )
        actions.answer_check(one, key, is_fine=key != "access", by=cast.tomas)
    assert CheckAnswer.objects.count() == 4
    actions.decide_suggestion(one, choice=Choice("do_it", "Her device was away."), by=cast.tomas)


@pytest.mark.parametrize(
    ("person", "allowed"),
    [("rosa", True), ("tomas", True), ("pia", False), ("ines", False), ("sven", False), ("zed", False),
     ("ada_viewer", False), ("ben_viewer", False), ("marta", False), ("tess", False)],
)  # fmt: skip
def test_who_may_decide(run, cast, person, allowed):
    one, viewer = suggest(run, "DR-36"), getattr(cast, person)
    if allowed:
        actions.decide_suggestion(one, choice=Choice("keep", "Vacation."), by=viewer)
        return
    with pytest.raises(Refused):
        actions.decide_suggestion(one, choice=Choice("keep", "Vacation."), by=viewer)
    with pytest.raises(Refused):
        actions.answer_check(one, "skill", is_fine=True, by=viewer)
    with pytest.raises(Refused):
        actions.tell(run, "class_transfer", value=1, on=MONDAY, by=viewer)
    with pytest.raises(Refused):
        actions.seal_rules(run, by=viewer)


def test_an_iep_goal_is_seen_by_the_team_alone(run, cast):
    one = suggest(run, "DR-31", student=cast.ada, is_plan=True)
    assert queries.open_for(cast.rosa, cast.ada)[0].pk == one.pk
    assert [card.pk for card in queries.open_for(cast.tomas, cast.ada)] == [one.pk]
    assert queries.open_for(cast.pia, cast.ada) == []
    assert queries.open_for(cast.ines, cast.ada) == []


def test_today_names_a_run_and_no_student(run, cast):
    suggest(run, "DR-31", student=cast.ada, key="measure:1")
    suggest(run, "DR-11")
    suggest(run, "DR-01")
    (ask,) = queries.needs_you(cast.tomas)
    assert ask.title == "Lunch network: time to decide"
    assert ask.why == "Planned steps lost, and 1 more suggestion."
    assert queries.needs_you(cast.ines) == []
    assert queries.needs_you(cast.pia) == []


def test_a_school_sets_our_defaults_and_nothing_else(cast):
    row = actions.set_value("DR-11", 0, value=50, by=cast.rosa)
    assert (row.value, OwnValue.objects.count()) == (50, 1)
    with pytest.raises(Problem, match="seen in print or is common knowledge"):
        actions.set_value("DR-10", 0, value=70, by=cast.rosa)
    with pytest.raises(Problem, match="from 1 to 100"):
        actions.set_value("DR-11", 0, value=140, by=cast.rosa)
    with pytest.raises(Problem, match="no such rule"):
        actions.set_value("DR-11", 4, value=50, by=cast.rosa)
    for person in (cast.tomas, cast.ines, cast.pia, cast.marta):
        with pytest.raises(Refused):
            actions.set_value("DR-11", 0, value=55, by=person)
        with pytest.raises(Refused):
            actions.reset_value("DR-11", 0, by=person)
    actions.reset_value("DR-11", 0, by=cast.rosa)
    assert OwnValue.objects.get().ended_at is not None
    with pytest.raises(Problem, match="our value already"):
        actions.reset_value("DR-11", 0, by=cast.rosa)


def test_a_person_seals_the_rules_before_data(run, cast):
    sealed = actions.seal_rules(run, by=cast.tomas)
    assert (sealed.number, sealed.is_after_data, sealed.sealed_by_id) == (
        1,
        False,
        cast.tomas.user_id,
    )
    with pytest.raises(Problem, match="sealed already"):
        actions.seal_rules(run, by=cast.tomas)
    assert SealedRules.objects.count() == 1


def test_what_only_people_can_tell(run, cast):
    actions.tell(run, "friend_answers_both_yes", value=1, on=MONDAY, by=cast.tomas)
    assert Told.objects.get().value == 1
    with pytest.raises(Problem, match="Nobody asks"):
        actions.tell(run, "marks", value=1, on=MONDAY, by=cast.tomas)
    with pytest.raises(Problem, match="earlier day"):
        actions.tell(run, "benchmark", value=1, on=MONDAY + WEEK, by=cast.tomas)
