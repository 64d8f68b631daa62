"""Practices around one student, from the shelf to the first day: begun, made ready, and every page there."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.runs import actions
from kithwork.apps.runs.classwide import rules_of
from kithwork.apps.runs.models import (
    Absence,
    Attendance,
    FidelityCheck,
    Run,
    RunForm,
    Session,
)
from kithwork.apps.runs.readiness import readiness_of
from kithwork.apps.runs.required import forms_to_fill
from kithwork.apps.training.models import Certificate
from kithwork.playbooks import shipped
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]

# Practice, where it happens, and the roles two peers hold in it.
PRACTICES = [
    pytest.param("peer_network", "lunch", ("member", "member"), id="peer_network"),
    pytest.param("peer_support", "classroom", ("classmate", "classmate"), id="peer_support"),
    pytest.param("stay_play_talk", "recess", ("buddy", "buddy"), id="stay_play_talk"),
]


def written(form):
    """Something in every field, as a team would write it, with the grid as the practice suggests it."""
    answers = {}
    for one in form.fields:
        if one.kind == "date":
            answers[one.id] = (MONDAY + timedelta(weeks=4)).isoformat()
        else:
            answers[one.id] = list(one.choices) if one.kind == "choices" else "Agreed with Ada."
    if form.grid is not None:
        answers["grid"] = [[row.name, *row.cells] for row in form.grid.rows]
    return answers


def write(run, form, by, without=()):
    answers = {key: value for key, value in written(form).items() if key not in without}
    team = {one.id for one in form.fields if one.staff_only}
    return actions.write_form(
        run,
        form=form.id,
        answers={key: value for key, value in answers.items() if key not in team},
        team_answers={key: value for key, value in answers.items() if key in team},
        by=by,
    )


def draft(cast, key, place, roles):
    """With Ada, Ben and Sora in period 1 on Mondays, and everything but its forms."""
    frame = actions.Frame("Together", MONDAY, MONDAY + timedelta(days=25), cast.ines_staff)
    run = actions.start_run(shipped()[key], frame=frame, focus_student=cast.ada, by=cast.rosa)
    run = actions.set_times(run, times=[("1", ["Mon"])], by=cast.rosa)
    run = actions.choose(run, choices=actions.Choices(place=place), by=cast.rosa)
    for student, role in zip((cast.ben, cast.sora), roles, strict=True):
        actions.add_participants(run, [student], role=role, by=cast.rosa)
    own = run.participants.get(student=cast.ada)
    if not own.role:  # where she holds the same role as everybody
        actions.change_role(own, role=roles[0], by=cast.rosa)
    return actions.read_safety_note(run, by=cast.rosa)


@pytest.mark.parametrize(("key", "place", "roles"), PRACTICES)
def test_it_begins_and_its_pages_open(cast, client_for, key, place, roles):
    run = draft(cast, key, place, roles)
    for form in forms_to_fill(shipped()[key]):
        write(run, form, cast.rosa)
    assert readiness_of(run).is_ready, [piece.sentence for piece in readiness_of(run).missing]
    run = actions.activate_run(run, by=cast.rosa)

    session = Session.objects.filter(run=run, on=MONDAY).get()
    rosa, ines = client_for(cast.rosa), client_for(cast.ines)
    page = rosa.get(f"/sessions/runs/{run.pk}/").content.decode()
    assert run.name in page
    for form in forms_to_fill(shipped()[key]):  # written before, looked at again all the while
        assert f'/sessions/runs/{run.pk}/forms/{form.id}/"' in page
    assert rosa.get(f"/practices/{key}/").status_code == 200
    told = ines.get(f"/sessions/{session.pk}/run.json").json()
    everybody = {cast.ada.pk, cast.ben.pk, cast.sora.pk}
    assert [(one["key"], set(one["students"])) for one in told["groups"]] == [("all", everybody)]
    assert told["scripts"][0]["steps"] and set(told["corrections"]) == {
        one.id for one in shipped()[key].corrections
    }
    assert ines.get(f"/sessions/{session.pk}/run/").status_code == 200
    log = ines.get(f"/sessions/{session.pk}/log/").content.decode()
    assert all(name in log for name in ("Ada", "Ben", "Sora"))
    checklist = ines.get(f"/sessions/{session.pk}/checklist/new/").content.decode()
    for item in shipped()[key].fidelity.items:
        assert f'name="item_{item.id}"' in checklist


def test_in_the_runner_all_are_one_group_and_who_is_away_is_known(cast, client_for):
    """What was seen of the students stays as an observed checklist, though no pair was drawn."""
    run = draft(cast, *PRACTICES[0].values)
    for form in forms_to_fill(shipped()["peer_network"]):
        write(run, form, cast.rosa)
    run = actions.activate_run(run, by=cast.rosa)
    session = Session.objects.get(run=run, on=MONDAY)
    Absence.objects.create(student=cast.sora, on=MONDAY, label="")
    ines = client_for(cast.ines)
    assert ines.get(f"/sessions/{session.pk}/run.json").json()["away"] == [cast.sora.pk]
    taps = [
        ("step", {"step": "hello"}),
        ("tick", {"group": "all", "item": "n5", "answer": "yes"}),
        ("tick", {"item": "n8", "answer": "no"}),
        ("flag", {"group": "all", "item": "draw_in:adult"}),
        ("end", {}),
    ]
    letters = [
        {"letter": str(uuid4()), "device": "d1", "place": place, "at_ms": place * 1000,
         "kind": kind, "body": body}
        for place, (kind, body) in enumerate(taps)
    ]  # fmt: skip
    url = f"/sessions/{session.pk}/letters/"
    sent = ines.post(url, json.dumps({"letters": letters}), content_type="application/json").json()
    assert {one["answer"] for one in sent["answers"]} == {"kept"}
    checks = {one.kind: (one.answers, one.group_id) for one in FidelityCheck.objects.all()}
    assert checks == {"observed": ({"n5": "yes"}, None), "self": ({"n8": "no"}, None)}
    present = dict(Attendance.objects.values_list("student_id", "is_present"))
    assert present == {cast.ada.pk: True, cast.ben.pk: True, cast.sora.pk: False}


@pytest.mark.parametrize("key", [one.values[0] for one in PRACTICES])
def test_people_are_chosen_and_never_drawn(key):
    assert rules_of(shipped()[key]) is None


@pytest.mark.parametrize(("key", "place", "roles"), PRACTICES)
def test_it_waits_for_what_the_student_brings(cast, key, place, roles):
    """Nobody begins a practice for a student without a word on what the student gives the others."""
    run = draft(cast, key, place, roles)
    (form,) = forms_to_fill(shipped()[key])
    write(run, form, cast.rosa, without={"contributes"})
    with pytest.raises(Problem, match="What the student brings"):
        actions.activate_run(run, by=cast.rosa)
    write(run, form, cast.rosa)
    assert actions.activate_run(run, by=cast.rosa).status == Run.Status.ACTIVE
    assert RunForm.objects.filter(run=run, form=form.id).count() == 2


@pytest.mark.parametrize(("key", "place", "roles"), PRACTICES)
def test_the_teams_own_part_is_not_among_what_everybody_reads(cast, key, place, roles):
    run = draft(cast, key, place, roles)
    (form,) = forms_to_fill(shipped()[key])
    filled = write(run, form, cast.rosa)
    team = {one.id for one in form.fields if one.staff_only}
    assert "plan_goal" in team
    assert not team & set(filled.answers) and team == set(filled.team_answers)


def test_each_peer_without_mastery_is_named_and_the_student_it_is_around_is_not(cast):
    run = draft(cast, "peer_network", "lunch", ("member", "member"))
    for form in forms_to_fill(shipped()["peer_network"]):
        write(run, form, cast.rosa)
    Certificate.objects.filter(student__in=[cast.ada, cast.sora]).delete()
    (piece,) = readiness_of(run).missing
    assert piece.key == "training"
    assert piece.sentence.startswith("Sora: ")
    assert "Ada" not in piece.sentence
    assert "Ben" not in piece.sentence
    with pytest.raises(Problem, match="Sora: "):
        actions.activate_run(run, by=cast.rosa)
