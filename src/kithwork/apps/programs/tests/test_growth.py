"""Stages with gates that people open, and the checks that keep a program alive."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.programs import actions, fidelity, stages
from kithwork.apps.programs.actions import TermAnswers, YearAnswers
from kithwork.apps.programs.models import Program
from kithwork.apps.programs.wording import SUSTAIN
from kithwork.apps.schools.models import CalendarDay, SchoolYear, Term
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def door(name, *args):
    return reverse(f"programs:{name}", args=args)


def met(cast, program):
    return [one.is_met for one in stages.conditions(cast.rosa, program)]


def at(program, stage):
    program.stage = stage
    program.save(update_fields=["stage"])
    return program


def look(cast, program, yes=30):
    items = sorted(fidelity.known_items())
    answers = {item: "yes" if n < yes else "no" for n, item in enumerate(items)}
    return actions.keep_review(program, answers, by=cast.rosa)


def test_six_stages_one_after_another():
    assert [one.value for one in stages.ORDER] == [
        "plan", "pilot", "grade", "school", "model", "district"
    ]  # fmt: skip
    assert [stages.following(one) for one in stages.ORDER] == [*stages.ORDER[1:], None]
    assert [stages.before(one) for one in stages.ORDER] == [None, *stages.ORDER[:-1]]


def test_a_gate_is_opened_with_a_reason_and_the_data_are_kept_beside_it(cast, program):
    with pytest.raises(Problem, match="Say why"):
        actions.open_gate(program, to="pilot", why=" ", by=cast.rosa)
    with pytest.raises(Problem, match="meanwhile"):
        actions.open_gate(program, to="grade", why="Now.", by=cast.rosa)
    with pytest.raises(Refused):
        actions.open_gate(program, to="pilot", why="Now.", by=cast.pia)
    gate = actions.open_gate(program, to="pilot", why="One class asked for it.", by=cast.rosa)
    program.refresh_from_db()
    assert program.stage == Program.Stage.PILOT
    assert (gate.by_name, gate.on, gate.from_stage) == ("Rosa Alvarez", MONDAY, "plan")
    assert ["A team of three to five", False, "0 people are on the team. Three to five work best."] in gate.said  # fmt: skip
    with pytest.raises(Problem, match="meanwhile"):
        actions.step_back(program, to="grade", why="x", by=cast.rosa)
    actions.step_back(program, to="plan", why="The sponsor left.", by=cast.rosa)
    program.refresh_from_db()
    assert (program.stage, program.gates.count()) == ("plan", 2)
    with pytest.raises(Problem, match="first stage"):
        actions.step_back(program, to="plan", why="x", by=cast.rosa)


def test_the_last_stage_has_no_gate_and_the_yearly_look(cast, program):
    at(program, "district")
    with pytest.raises(Problem, match="last stage"):
        actions.open_gate(program, to="model", why="x", by=cast.rosa)
    assert met(cast, program) == [False]
    actions.check_year(program, YearAnswers(done=[]), by=cast.rosa)
    assert met(cast, program) == [True]


def test_a_pilot_ends_with_four_fifths_and_a_whole_term(cast, program):
    at(program, "pilot")
    assert met(cast, program) == [False, None, False]
    look(cast, program, yes=23)  # 77 %
    assert met(cast, program)[0] is False
    look(cast, program, yes=24)
    assert met(cast, program)[0] is True
    Program.objects.filter(pk=program.pk).update(made_at="2026-08-30T12:00:00Z")
    program.refresh_from_db()
    with time_machine.travel("2027-01-25T15:00:00+00:00", tick=False):
        assert met(cast, program)[2] is True


def test_a_grade_needs_two_terms_in_a_row(cast, program):
    at(program, "grade")
    look(cast, program)
    assert met(cast, program)[0] is False
    year = Term.objects.get(year__school=cast.school).year
    Term.objects.create(year=year, name="Spring", starts_on=date(2027, 1, 25), ends_on=date(2027, 6, 11))  # fmt: skip
    with time_machine.travel("2027-02-01T15:00:00+00:00", tick=False):
        look(cast, program, yes=20)
        assert met(cast, program)[0] is False
        look(cast, program, yes=24)
        found = stages.conditions(cast.rosa, program)[0]
        assert (found.is_met, found.said) == (True, "80 %, 100 %")


def test_a_whole_school_lasts_a_year(cast, program):
    at(program, "school")
    assert met(cast, program) == [False, None]
    Program.objects.filter(pk=program.pk).update(made_at="2025-11-01T12:00:00Z")
    program.refresh_from_db()
    assert met(cast, program) == [True, None]
    at(program, "model")
    assert met(cast, program) == [None, None]


def test_a_pilot_is_small(cast, program):
    def small(students, grades):
        program.students_planned, program.grades = students, grades
        program.save()
        return met(cast, program)[-1]

    assert small(5, ["06", "07"]) is True
    assert small(6, ["06", "07"]) is False
    assert small(6, ["07"]) is True
    assert small(None, []) is False


def test_the_page_of_stages(cast, program, client_for):
    rosa = client_for(cast.rosa)
    page = rosa.get(door("stages", program.pk)).text
    assert "What the gate to “Pilot” asks" in page
    page = rosa.post(door("open_gate", program.pk), {"to": "pilot", "why": ""})
    assert "This is still empty." in page.text
    assert (
        rosa.post(door("open_gate", program.pk), {"to": "pilot", "why": "Now."}).status_code == 302
    )
    page = client_for(cast.tess).get(door("stages", program.pk)).text
    assert "Now." in page
    assert "Open the gate" not in page
    assert "The data cannot say this. You can." in page
    assert rosa.post(door("step_back", program.pk), {"to": "plan", "why": "Not yet."}).status_code == 302  # fmt: skip
    assert client_for(cast.pia).post(door("open_gate", program.pk), {"to": "pilot", "why": "x"}).status_code == 403  # fmt: skip


def test_whether_it_lasts_term_by_term_and_once_a_year(cast, program, client_for):
    rosa = client_for(cast.rosa)
    assert "No meeting is written down yet." in rosa.get(door("sustain", program.pk)).text
    url = door("check_term", program.pk)
    assert rosa.post(url, {"is_team_active": "yes"}).status_code == 200
    said = {
        "is_team_active": "yes",
        "is_led": "no",
        "has_student_voice": "yes",
        "next_step": "Ask Pia.",
    }
    assert rosa.post(url, said).status_code == 302
    check = program.term_checks.get()
    assert (check.is_team_active, check.is_led, check.has_student_voice) == (True, False, True)
    url = door("check_year", program.pk)
    said = {"done": ["funding", "ideas"], "events": "6", "teachers": "", "remarks": "Sit with us!"}
    assert rosa.post(url, said).status_code == 302
    year = program.year_checks.get()
    assert (year.done, year.events, year.teachers) == (["funding", "ideas"], 6, None)
    page = client_for(cast.pia).get(door("sustain", program.pk)).text
    assert "Sit with us!" in page
    assert str(SUSTAIN["deputy"]) in page
    assert "Look at this term" not in page
    assert len(SUSTAIN) == 9


@time_machine.travel("2027-08-01T15:00:00+00:00", tick=False)
def test_in_summer_the_year_is_looked_back_on_and_no_term(cast, program):
    with pytest.raises(Problem, match="No term runs today"):
        actions.check_term(program, TermAnswers(True, True, True), by=cast.rosa)
    check = actions.check_year(program, YearAnswers(done=["ideas", "x"]), by=cast.rosa)
    assert (check.year.name, check.done) == ("2026-27", ["ideas"])


def test_without_a_year_nobody_looks_at_one(cast, frozen_now):
    CalendarDay.objects.filter(year__school=cast.other_school).delete()
    SchoolYear.objects.filter(school=cast.other_school).delete()
    program = actions.start_program("Club", by=cast.zed)
    with pytest.raises(Problem, match="no school year"):
        actions.check_year(program, YearAnswers(done=[]), by=cast.zed)
