"""A program is copied without anybody: canaries in every column that can hold text, and none in what comes out."""

import json

import pytest
from django.db import models
from django.urls import reverse

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.programs import actions
from kithwork.apps.programs.blueprint import blueprint_of
from kithwork.apps.programs.models import Program
from kithwork.apps.programs.tests.conftest import (
    WORDS,
    decide,
    decide_everything,
    give,
    seat_team,
)
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]

CANARY = "quetzalbirch"
# Choices out of fixed lists: nobody can write a name there.
CHOICES = {"form", "stage", "rhythm", "kind", "seat", "part", "field", "state", "key", "channel", "language",
           "from_stage", "to_stage"}  # fmt: skip


def door(name, *args):
    return reverse(f"programs:{name}", args=args)


def rows_of(program):
    """The program and every row that belongs to it."""
    yield program
    own = [
        one
        for one in Program._meta.related_objects
        if one.related_model._meta.app_label == "programs"
    ]
    assert len(own) > 5
    # What a room above keeps of a program, a rule's suggestion say, is not the program's to copy.
    for relation in own:
        yield from getattr(program, relation.get_accessor_name()).all()


@pytest.fixture
def full(cast, program):
    """A program with at least one row in every table, and a canary in every text column of each."""
    members = seat_team(cast, program)
    program = decide_everything(cast, program)
    by = cast.rosa
    actions.add_faculty_review(program, on=MONDAY, feedback="x", changes="x", by=by)
    actions.keep_meeting(program, on=MONDAY, came=members, decided="x", student_ideas="x", by=by)
    actions.add_specialist_input(program, on=MONDAY, field="physical", said="x", whose=cast.sven_staff, by=by)  # fmt: skip
    give(program, by, "program_plan")
    actions.tick_ready(program, "stop", on=MONDAY, by=by)
    actions.keep_review(program, {"s1": "yes"}, note_text="x", by=by)
    actions.open_gate(program, to="pilot", why="x", by=by)
    actions.check_term(program, actions.TermAnswers(True, True, True, "x"), by=by)
    actions.check_year(program, actions.YearAnswers(done=["ideas"], remarks="x"), by=by)
    actions.keep_words(program, WORDS, language="en", by=by)
    actions.count_invitation(program, channel="friend", on=MONDAY, views=5, sign_ups=2, said="x", by=by)  # fmt: skip
    program.refresh_from_db()
    planted = 0
    for row in rows_of(program):
        for field in row._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField)
            if not is_text or field.name in CHOICES:
                continue
            if field.name == "name" and row._meta.model_name == "teammember" and not row.name:
                continue  # this one is a person of the school, by a key
            setattr(row, field.name, f"{CANARY} {field.name}"[: field.max_length])
            planted += 1
        row.save()
    program.refresh_from_db()
    # The lists of keys, with somebody among them as a careless import might leave it.
    for name in ("purposes", "practices", "grades", "measures", "recognition"):
        setattr(program, name, [*getattr(program, name), CANARY])
    program.weeks = {**program.weeks, CANARY: 3}
    program.save()
    assert planted > 60
    return program


def test_every_table_of_the_room_had_its_canary(full):
    own = [
        one
        for one in Program._meta.related_objects
        if one.related_model._meta.app_label == "programs"
    ]
    assert len(own) > 5
    # What a room above keeps of a program, a rule's suggestion say, is not the program's to copy.
    for relation in own:
        assert getattr(full, relation.get_accessor_name()).exists(), relation.related_model


def test_a_copy_in_the_school_holds_nobody(cast, full):
    made = actions.copy_program(full, name="Next year", by=cast.rosa)
    made.refresh_from_db()
    found = [
        (type(row).__name__, field.name)
        for row in rows_of(made)
        for field in row._meta.concrete_fields
        if CANARY in str(getattr(row, field.attname))
    ]
    assert found == []
    assert [type(row).__name__ for row in rows_of(made) if row != made] == ["Approval"] * 12
    assert {row.state for row in made.approvals.all()} == {"not_asked"}
    for name in ("monitor", "schedule_owner", "survey_on", "students_planned", "peers_planned"):
        assert getattr(made, name) is None, name
    assert (made.stage, made.grades, made.made_by_id) == ("plan", [], cast.rosa.user_id)


def test_what_is_no_person_comes_along(cast, full):
    made = actions.copy_program(full, name="Next year", by=cast.rosa)
    assert (made.form, made.practices) == ("club", ["peer_partner_club"])
    assert made.weeks == {"inclusive_class": 6, "inclusive_event": 8, "community": 0, "special_ed_room": 0}  # fmt: skip
    assert (made.purposes, made.measures, made.recognition) == (["inclusion"], ["peers_met"], ["celebration"])  # fmt: skip


def test_the_file_for_another_school_holds_nobody_and_begins_there(cast, full):
    text = actions.hand_over(full, by=cast.rosa).model_dump_json(indent=2)
    for word in (CANARY, "Rosa", "Ines", "Sora", "Brandt", "Pia", full.school.name):
        assert word not in text, word
    made = actions.take_in_program(text, name="Ours", by=cast.zed)
    assert made.school == cast.other_school
    assert (made.form, made.practices, made.copied_from) == ("club", ["peer_partner_club"], "")
    assert not any(
        CANARY in str(getattr(made, field.attname)) for field in made._meta.concrete_fields
    )


def test_a_text_goes_along_only_when_it_is_taken_and_names_nobody(cast, program):
    decide(program, "purpose", cast.rosa, purposes=["skills"], purpose="Company at lunch.")
    decide(program, "communication", cast.rosa, tell_general="Ines mails it.", tell_special="Call 555-010-0199.", tell_leaders="To pia@school.test")  # fmt: skip
    program.refresh_from_db()
    assert blueprint_of(program).texts == {}
    made = actions.copy_program(program, name="Two", take=["purpose"], by=cast.rosa)
    assert (made.purpose, made.tell_general) == ("Company at lunch.", "")
    for key, sentence in [
        ("tell_general", "“Ines” is a name of somebody at your school"),
        ("tell_special", "a number or an address"),
        ("tell_leaders", "a number or an address"),
    ]:
        with pytest.raises(Problem, match=sentence):
            actions.copy_program(program, name="Three", take=[key], by=cast.rosa)
    assert not Program.objects.filter(name="Three").exists()


def test_a_students_first_name_in_a_sentence_is_found(cast, program):
    decide(program, "measures", cast.rosa, measures=[], measures_note="We look at Ada’s minutes.")
    program.refresh_from_db()
    with pytest.raises(Problem, match="“Ada” is a name"):
        blueprint_of(program, ["measures_note"])
    decide(program, "measures", cast.rosa, measures=[], measures_note="We look at Ada's minutes.")
    program.refresh_from_db()
    with pytest.raises(Problem, match="“Ada” is a name"):
        blueprint_of(program, ["measures_note"])


def test_who_copies_and_what_is_no_file(cast, program):
    for viewer in (cast.tess, cast.pia):
        with pytest.raises(Refused):
            actions.copy_program(program, name="x", by=viewer)
        with pytest.raises(Refused):
            actions.hand_over(program, by=viewer)
        with pytest.raises(Refused):
            actions.take_in_program("{}", name="x", by=viewer)
    with pytest.raises(Problem, match="not one of your school"):
        actions.copy_program(program, name="x", by=cast.zed)
    good = json.loads(actions.hand_over(program, by=cast.rosa).model_dump_json())
    for bad, sentence in [
        ("no file", "cannot be read"),
        (json.dumps(good | {"form": "camp"}), "cannot be read at: form"),
        (json.dumps(good | {"students": ["Ada"]}), "cannot be read at: students"),
        (json.dumps(good | {"weeks": {"community": 70}}), "weeks that no year has"),
        (json.dumps(good | {"texts": {"purpose": "x" * 5000}}), "too long"),
        ("x" * 200_000, "too long"),
    ]:
        with pytest.raises(Problem, match=sentence):
            actions.take_in_program(bad, name="x", by=cast.rosa)
    odd = good | {"purposes": ["fame", "skills"], "practices": ["cwpt", "x"], "texts": {"stage": "district"}}  # fmt: skip
    made = actions.take_in_program(json.dumps(odd), name="x", by=cast.rosa)
    assert (made.purposes, made.practices, made.stage) == (["skills"], ["cwpt"], "plan")


def test_the_pages_of_copying(cast, program, client_for):
    from django.core.files.uploadedfile import SimpleUploadedFile

    rosa = client_for(cast.rosa)
    decide(program, "purpose", cast.rosa, purposes=["skills"], purpose="Company at lunch.")
    url = door("copy_program", program.pk)
    page = rosa.get(url).text
    assert "The purpose: Company at lunch." in page
    assert "checked" not in page.split('name="take"')[1].split("</ul>")[0]
    answer = rosa.post(url, {"where": "file", "take": ["purpose"]})
    assert (
        answer["Content-Disposition"] == 'attachment; filename="program-maple-street-school.json"'
    )
    assert json.loads(answer.content)["texts"] == {"purpose": "Company at lunch."}
    assert rosa.post(url, {"where": "here", "name": "Next year"}).status_code == 302
    assert "has this name" in rosa.post(url, {"where": "here", "name": "Next year"}).text
    zed, door_in = client_for(cast.zed), door("take_in")
    sent = SimpleUploadedFile("p.json", answer.content)
    assert zed.post(door_in, {"name": "Ours", "file": sent}).status_code == 302
    assert Program.objects.get(school=cast.other_school).purpose == "Company at lunch."
    wrong = SimpleUploadedFile("p.json", b"\xff\xfe\x00")
    assert "not a program" in zed.post(door_in, {"name": "Two", "file": wrong}).text
    actions.close_program(program, by=cast.rosa)
    assert rosa.post(url, {"where": "here", "name": "Again"}).status_code == 302
