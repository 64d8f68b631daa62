"""The house looks at a run: what fires opens once, what stops closes, and what surrounds a student comes first."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.measures.models import Goal
from kithwork.apps.measures.tests.making import measure_of, network, observe
from kithwork.apps.suggestions import actions
from kithwork.apps.suggestions.actions import Choice
from kithwork.apps.suggestions.due import look_at_what_is_new, runs_with_news
from kithwork.apps.suggestions.looking import ORDER
from kithwork.apps.suggestions.models import Look, SealedRules, Suggestion
from kithwork.apps.suggestions.sentences import sentence
from kithwork.apps.suggestions.tests.making import (
    DAY,
    WEEK,
    check,
    log,
    look,
    reading,
    rules,
    session,
    test_of,
    there,
)
from kithwork.apps.trail.models import TrailEntry
from kithwork.playbooks import shipped
from tests.cast import MONDAY, NOW, make_playbook_copy, make_run

pytestmark = pytest.mark.django_db
START = MONDAY - 4 * WEEK


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def run(cast):
    """Spelling in Art, four weeks old."""
    students = [cast.ada, cast.malik, cast.ben, cast.sora]
    return make_run(cast, students=students, starts_on=START)


@pytest.fixture
def good(run, cast):
    """Held as planned, steps done, everybody there."""
    everybody = [cast.ada, cast.malik, cast.ben, cast.sora]
    for n in range(4):
        held = session(run, START + n * WEEK)
        there(held, everybody)
    check(held, 9, 1)
    return run


def pick(run, rule, on=MONDAY):
    """The open suggestion of a rule after a look, or None."""
    return next((one for one in look(run, on) if one.rule == rule), None)


def test_two_looks_under_the_line_open_one_suggestion(run):
    for n, yes in enumerate((7, 7)):
        check(session(run, START + n * DAY), yes, 3)

    (one,) = [row for row in look(run) if row.rule == "DR-10"]

    assert (one.student, one.check_of, one.key) == (None, "", "")
    found = one.findings[0]
    assert ([point["value"] for point in found["points"]], found["threshold"]) == ([70, 70], 80)
    assert sentence(found) == "Planned steps seen: 70 %, 70 %; looked for: under 80 %."
    assert pick(run, "DR-10").pk == one.pk
    assert Suggestion.objects.filter(rule="DR-10").count() == 1


def test_what_stops_closes_with_the_data_that_say_so(run):
    for n in range(2):
        check(session(run, START + n * DAY), 7, 3)
    one = pick(run, "DR-10")
    check(session(run, START + 2 * DAY), 9, 1)

    assert pick(run, "DR-10") is None
    one.refresh_from_db()
    assert one.status == "no_longer"
    assert [point["value"] for point in one.ending[0]["points"]] == [70, 90]


def test_nobody_is_named_before_dose_steps_and_pairing(run, cast):
    """The order of checks: what surrounds the student is looked at first, one thing after the other."""
    for n in range(2):
        for student in (cast.ada, cast.malik):
            test_of(run, student, START + n * WEEK, 6)
        test_of(run, cast.ben, START + n * WEEK, 10)
        test_of(run, cast.sora, START + n * WEEK, 10)
    days = [START + n * DAY for n in range(20)]
    held = [session(run, on, "held" if n < 12 else "not_held") for n, on in enumerate(days)]

    (dose,) = [one for one in look(run) if one.check_of]
    assert (dose.rule, dose.check_of, dose.student_id, dose.key) == (ORDER, "dose", None, "")
    assert sentence(dose.findings[0]) == "12 of 20 planned sessions were held; 80 % is hoped for."
    assert not Suggestion.objects.filter(student__isnull=False).exists()

    actions.decide_suggestion(dose, choice=Choice("keep", "Four days of snow."), by=cast.rosa)
    (steps,) = [one for one in look(run) if one.check_of]
    assert (steps.check_of, sentence(steps.findings[0])[:14]) == ("fidelity", "No record says")
    check(held[0], 9, 1)
    (pairs,) = [one for one in look(run) if one.check_of]
    assert pairs.check_of == "pairing"
    assert not Suggestion.objects.filter(student__isnull=False).exists()

    actions.decide_suggestion(pairs, choice=Choice("keep", "They get on."), by=cast.rosa)
    named = [one for one in look(run) if one.rule == "DR-18"]
    assert {one.student_id for one in named} == {cast.ada.pk, cast.malik.pk}


def test_a_pair_with_an_absent_partner_stands_before_the_student(good, cast):
    for n in range(2):
        test_of(good, cast.ada, START + n * WEEK, 6)
    assert [one.student_id for one in look(good) if one.rule == "DR-18"] == []


def test_the_database_itself_names_nobody_in_a_check(run, cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.create(
            school=cast.school,
            run=run,
            rule=ORDER,
            check_of="dose",
            student=cast.ada,
            said={},
            findings=[],
        )


def test_four_points_under_the_aim_line_of_a_reading(cast):
    run = make_run(
        cast, "Reading", students=[cast.ada, cast.ben], starts_on=START,
        playbook=make_playbook_copy("pals_reading_2_6"),
    )  # fmt: skip
    measure = measure_of(
        cast, run, source="score", key="reading", unit="words in a minute", scale="rate", setting=""
    )
    Goal.objects.create(
        measure=measure, level=100, from_level=60, starts_on=START, by_on=START + 20 * WEEK
    )
    for n in range(4):
        held = session(run, START + n * WEEK)
        there(held, [cast.ada, cast.ben])
        reading(run, cast.ada, START + n * WEEK + DAY, 58)
    check(held, 9, 1)
    actions.decide_suggestion(
        next(one for one in look(run) if one.check_of == "pairing"),
        choice=Choice("keep", "They get on."), by=cast.rosa,
    )  # fmt: skip

    (one,) = [one for one in look(run) if one.rule == "DR-22"]

    assert (one.student_id, one.measure_id, one.is_plan) == (cast.ada.pk, measure.pk, False)
    assert sentence(one.findings[0]).startswith("Words read in a minute: 4 points in a row under")


def test_ready_to_step_back_and_an_iep_goal_is_the_teams(cast):
    run = network(cast)
    measure = measure_of(cast, run)
    Goal.objects.create(
        measure=measure, level=10, from_level=2, starts_on=MONDAY - 8 * WEEK, by_on=MONDAY + 8 * WEEK,
        is_iep=True,
    )  # fmt: skip
    for n in range(3):
        observe(cast, MONDAY - 2 * WEEK + n * DAY, 0.9)
    check(session(run, MONDAY - WEEK), 9, 1)

    (one,) = [one for one in look(run) if one.rule == "DR-31"]

    assert (one.student_id, one.is_plan, one.measure_id) == (cast.ada.pk, True, measure.pk)


def test_once_decided_it_is_asked_again_only_of_newer_data(run, cast):
    for n in range(2):
        check(session(run, START + n * DAY), 7, 3)
    one = pick(run, "DR-10")
    actions.decide_suggestion(one, choice=Choice("do_it", "Coach on Tuesday."), by=cast.rosa)
    assert pick(run, "DR-10") is None

    with time_machine.travel("2026-11-16T14:30:00+00:00", tick=False):
        check(session(run, MONDAY + DAY), 7, 3)
        assert pick(run, "DR-10", MONDAY + WEEK) is None
        check(session(run, MONDAY + 2 * DAY), 7, 3)
        again = pick(run, "DR-10", MONDAY + WEEK)
    assert again.pk != one.pk
    assert Suggestion.objects.filter(rule="DR-10").count() == 2


def test_what_goes_by_weeks_is_asked_again_when_answers_stand_no_longer(cast):
    network_run = network(cast)
    network_run.participants.exclude(student=cast.ada).delete()
    one = next(row for row in look(network_run) if row.rule == "DR-09")
    actions.decide_suggestion(one, choice=Choice("keep", "Two are asked."), by=cast.rosa)
    assert [row.rule for row in look(network_run) if row.rule == "DR-09"] == []
    with time_machine.travel("2026-12-14T14:30:00+00:00", tick=False):
        assert "DR-09" in rules(look(network_run, MONDAY + 5 * WEEK))


def test_rules_are_sealed_before_data_and_a_change_says_that_it_came_after(run, cast):
    look(run)
    first = SealedRules.objects.get(run=run)
    assert (first.number, first.is_after_data, len(first.digest)) == (1, False, 64)
    check(session(run, START), 9, 1)
    look(run)
    assert SealedRules.objects.filter(run=run).count() == 1

    actions.set_value("DR-11", 0, value=50, by=cast.rosa)
    look(run)

    second = SealedRules.objects.get(run=run, number=2)
    assert (second.is_after_data, second.digest != first.digest) == (True, True)


def test_the_engine_looks_at_what_is_new_and_leaves_the_rest(run, cast):
    assert look_at_what_is_new() == 1
    assert list(runs_with_news(cast.school, MONDAY)) == []
    with time_machine.travel("2026-11-09T15:30:00+00:00", tick=False):
        log(session(run, MONDAY))
        assert [one.pk for one in runs_with_news(cast.school, MONDAY)] == [run.pk]
        assert look_at_what_is_new() == 1
    assert [one.pk for one in runs_with_news(cast.school, MONDAY + DAY)] == [run.pk]
    assert Look.objects.get(run=run).on == MONDAY


def test_one_run_that_cannot_be_read_keeps_no_other_from_being_looked_at(run, cast, monkeypatch):
    other = make_run(cast, "Other", students=[cast.ada], starts_on=START)

    def broken(one, **rest):
        if one.pk == run.pk:
            raise ValueError("a row of another age")

    monkeypatch.setattr("kithwork.apps.suggestions.due.look_at_run", broken)
    assert look_at_what_is_new() == 2
    assert other.pk != run.pk


def test_only_the_house_looks(run, cast):
    with pytest.raises(Refused, match="by themselves"):
        actions.look_at_run(run, on=MONDAY, at=clock.now(), by=cast.rosa)
    look(run)
    assert TrailEntry.objects.filter(verb="suggestion.look").count() == 1


@pytest.mark.parametrize("key", sorted(shipped()))
def test_every_shipped_practice_can_be_looked_at(cast, key):
    playbook = shipped()[key]
    focus = cast.ada if playbook.scope == "focus_student" else None
    run = make_run(
        cast, key, students=[cast.ada, cast.ben], playbook=make_playbook_copy(key), starts_on=START,
        scope=playbook.scope, focus_student=focus,
        section=cast.art if playbook.scope == "class" else None,
    )  # fmt: skip
    roles = [role.id for role in playbook.roles if role.who != "adult"]
    run.participants.filter(student=cast.ben).update(role=roles[0])
    run.participants.filter(student=cast.ada).update(role=roles[-1])
    for n in range(3):
        held = session(run, START + n * timedelta(days=1))
        there(held, [cast.ada, cast.ben], away=[cast.ben])
        log(held, adult_level=3)
    session(run, MONDAY - DAY, "planned")
    found = look(run)
    assert "DR-06" in rules(found) or "DR-06" not in playbook.rules or playbook.scope == "class"
