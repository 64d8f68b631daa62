"""Peer initiation training and natural supports in the product: begun, and every page of a session there."""

from datetime import timedelta

import pytest

from kithwork.apps.runs import actions
from kithwork.apps.runs.models import Session
from kithwork.apps.runs.readiness import readiness_of
from kithwork.apps.runs.required import forms_to_fill
from kithwork.playbooks import shipped
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
FRAME = ("Together", MONDAY, MONDAY + timedelta(days=25))


def begun(cast, key, *, variant="", place="classroom"):
    playbook = shipped()[key]
    with_one = playbook.scope == "focus_student"
    run = actions.start_run(
        playbook,
        frame=actions.Frame(*FRAME, cast.ines_staff),
        section=None if with_one else cast.art,
        focus_student=cast.ada if with_one else None,
        by=cast.rosa,
    )
    run = actions.set_times(run, times=[("1", ["Mon"])], by=cast.rosa)
    run = actions.choose(run, choices=actions.Choices(variant=variant, place=place), by=cast.rosa)
    if with_one:
        actions.add_participants(run, [cast.ben, cast.sora], role="starter", by=cast.rosa)
    for form in forms_to_fill(playbook):
        team = {one.id for one in form.fields if one.staff_only}
        said = {one.id: "Agreed with Ada." for one in form.fields}
        actions.write_form(
            run,
            form=form.id,
            answers={key: value for key, value in said.items() if key not in team},
            team_answers={key: value for key, value in said.items() if key in team},
            by=cast.rosa,
        )
    run = actions.read_safety_note(run, by=cast.rosa)
    assert readiness_of(run).is_ready, [piece.sentence for piece in readiness_of(run).missing]
    return actions.activate_run(run, by=cast.rosa)


@pytest.mark.parametrize(
    ("key", "variant", "session_id"),
    [
        ("pbii", "play_young", "structured_play"),
        ("pbii", "talk_older", "talk_and_do"),
        ("pbii", "pivotal", "pivotal_play"),
        ("natural_supports", "", "roles_of_the_day"),
    ],
)
def test_it_begins_and_its_runner_log_and_checklist_open(
    cast, client_for, key, variant, session_id
):
    run = begun(cast, key, variant=variant)
    session = Session.objects.get(run=run, on=MONDAY)
    ines = client_for(cast.ines)
    assert run.name in ines.get(f"/sessions/runs/{run.pk}/").content.decode()
    told = ines.get(f"/sessions/{session.pk}/run.json").json()
    steps = shipped()[key].session(session_id).steps
    assert [one["id"] for one in told["scripts"][0]["steps"]] == [
        step.id for step in steps if not step.during
    ]
    assert ines.get(f"/sessions/{session.pk}/run/").status_code == 200
    assert "Ada" in ines.get(f"/sessions/{session.pk}/log/").content.decode()
    checklist = ines.get(f"/sessions/{session.pk}/checklist/new/").content.decode()
    for item in shipped()[key].fidelity.items:
        assert f'name="item_{item.id}"' in checklist


def test_waiting_for_a_word_is_a_strategy_an_adult_allows():
    """Nothing a student needs is ever held back to hear a word."""
    (card,) = [one for one in shipped()["pbii"].skills if one.adult_approved]
    for kept in ("food", "drink", "wheelchair", "communication device"):
        assert kept in card.caution.lower()
