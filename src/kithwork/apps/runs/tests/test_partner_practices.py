"""Practices between one student and a peer, and of the peer partner program: begun, run, logged and looked at."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.runs import actions
from kithwork.apps.runs.attention import due_of
from kithwork.apps.runs.fidelity import of_session, parts_of, score, short_list
from kithwork.apps.runs.models import Run, Session
from kithwork.apps.runs.readiness import readiness_of
from kithwork.apps.runs.required import forms_to_fill
from kithwork.playbooks import shipped
from tests.cast import MONDAY, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
PRACTICES = [
    "peer_modelling",
    "peer_partner_club",
    "peer_partner_period",
    "inclusive_class",
    "inclusive_event",
    "community_service",
    "special_ed_room",
]
STEP = actions.Choices(
    next_inclusive_step="The same hour in Art, with the class",
    next_inclusive_on=MONDAY + timedelta(days=14),
)


def started(cast, key):
    """A draft with its people in their roles and its times; nothing written, nothing chosen."""
    book = shipped()[key]
    frame = actions.Frame("Together", MONDAY, MONDAY + timedelta(days=25), cast.tomas_staff)
    ada = cast.ada if book.scope == Run.Scope.FOCUS_STUDENT else None
    run = actions.start_run(book, frame=frame, focus_student=ada, by=cast.rosa)
    students = [cast.malik, cast.ben, cast.sora, cast.lena]
    if ada is None:
        students = [cast.ada, *students]
    roles = [one.id for one in book.roles if one.who != "adult"]
    if ada is not None:
        roles = [one.id for one in book.roles if one.who not in {"adult", "focus_student"}]
    for place, student in enumerate(students[: max(book.group.min, 2)]):
        actions.add_participants(run, [student], role=roles[place % len(roles)], by=cast.rosa)
    return actions.set_times(run, times=[("3", ["Mon", "Wed"])], by=cast.rosa)


def answers_of(form):
    """Something true to its kind on every field, and no cell of a plan left to chance."""
    given = {
        "date": (MONDAY + timedelta(days=21)).isoformat(),
        "yes_no": "yes",
        "count": 2,
        "tally": 2,
        "minutes": 20,
        "money": 0,
        "adult_level": 2,
    }
    found = {}
    for field in form.fields:
        if field.kind == "choice":
            found[field.id] = field.choices[0]
        elif field.kind == "choices":
            found[field.id] = [field.choices[0]]
        else:
            found[field.id] = given.get(field.kind, "Agreed with everybody.")
    if form.grid is not None:
        width = len(form.grid.columns)
        found["grid"] = [[row.name, *(row.cells or ["none"] * width)] for row in form.grid.rows]
    return found


def written(cast, run, book):
    for form in forms_to_fill(book):
        team = {one.id for one in form.fields if one.staff_only}
        found = answers_of(form)
        actions.write_form(
            run,
            form=form.id,
            answers={key: value for key, value in found.items() if key not in team},
            team_answers={key: value for key, value in found.items() if key in team},
            by=cast.rosa,
        )
    return run


def chosen_for(book, **more):
    variant = book.variants[0].id if len(book.variants) > 1 else ""
    place = next((one for one in book.settings if one != "special_ed_room"), "")
    if len(book.settings) < 2:
        place = ""
    return actions.Choices(variant=variant, place=place, on_paper=True, **more)


@pytest.mark.parametrize("key", PRACTICES)
def test_it_can_be_begun_run_logged_and_looked_at(cast, client_for, key):
    book = shipped()[key]
    run = written(cast, started(cast, key), book)
    step = {}
    if "special_ed_room" in book.settings:
        step = {
            "next_inclusive_step": STEP.next_inclusive_step,
            "next_inclusive_on": STEP.next_inclusive_on,
        }
    run = actions.choose(run, choices=chosen_for(book, **step), by=cast.rosa)
    run = actions.read_safety_note(run, by=cast.rosa)
    assert [one.sentence for one in readiness_of(run).missing] == []
    run = actions.activate_run(run, by=cast.rosa)
    assert run.adult_level == book.fading.start
    session = Session.objects.filter(run=run, on=MONDAY).get()

    rosa, tomas = client_for(cast.rosa), client_for(cast.tomas)
    base = f"/sessions/runs/{run.pk}/"
    for url in (base, f"{base}safety-note/", f"{base}choices/", f"{base}people/", f"{base}times/"):
        assert rosa.get(url).status_code == 200, url
    for form in book.forms:
        if form.when not in {"each_session", "each_opportunity"} and form.id != "next_step":
            assert form.name in rosa.get(f"{base}forms/{form.id}/").content.decode()
    for end in ("run/", "run.json", "log/", "checklist/", "checklist/new/"):
        assert tomas.get(f"/sessions/{session.pk}/{end}").status_code == 200, end
    page = tomas.get(f"/sessions/{session.pk}/run.json").json()
    assert [one["name"] for one in page["scripts"]]
    assert page["has_points"] is (book.scoring.kind != "none")
    looked_for = tomas.get(f"/sessions/{session.pk}/checklist/new/").content.decode()
    for item in book.fidelity.items:
        assert f'name="item_{item.id}"' in looked_for
    assert looked_for.count("<details") == sum(one.of == "program" for one in book.fidelity.parts)
    assert {one["id"] for one in page["ticks"]} == {one.id for one in of_session(book.fidelity)}
    assert rosa.get(f"/practices/{key}/").status_code == 200


def test_a_session_is_not_asked_about_the_whole_program():
    """Thirty questions about the program wait for the team's look once a term; they fold in the checklist."""
    fidelity = shipped()["peer_partner_club"].fidelity
    about_session = {one.id for one in of_session(fidelity)}
    assert {one.id for one in short_list(fidelity)} < about_session
    assert len(fidelity.items) - len(about_session) == 30
    program = [part for part in parts_of(fidelity) if part.is_of_program]
    assert [len(part.items) for part in program] == [9, 6, 15]
    answers = dict.fromkeys([item.id for item in program[2].items], "yes") | {"i3": "no"}
    assert score(answers, fidelity, items=program[2].items).pct == 93
    assert score(answers, fidelity, items=program[0].items).pct is None


@pytest.mark.parametrize("key", ["special_ed_room", "peer_partner_period"])
def test_the_special_room_waits_for_a_dated_step_out_of_it(cast, client_for, key):
    """Everything else is there, and still it does not begin: the step needs its words and its date."""
    book = shipped()[key]
    run = written(cast, started(cast, key), book)
    place = "special_ed_room" if len(book.settings) > 1 else ""
    run = actions.choose(run, choices=actions.Choices(place=place), by=cast.rosa)
    run = actions.read_safety_note(run, by=cast.rosa)
    rosa, base = client_for(cast.rosa), f"/sessions/runs/{run.pk}/"
    assert [one.key for one in readiness_of(run).missing] == ["inclusive"]
    assert "Next step to an inclusive setting" in rosa.get(base).content.decode()
    with pytest.raises(Problem):
        actions.activate_run(run, by=cast.rosa)
    without_a_date = actions.Choices(place=place, next_inclusive_step="Lunch with the grade")
    run = actions.choose(run, choices=without_a_date, by=cast.rosa)
    assert [one.key for one in readiness_of(run).missing] == ["inclusive"]

    typed = {"next_inclusive_step": "Food class on Mondays", "next_inclusive_on": "2026-11-23"}
    typed |= {"place": place} if place else {}
    typed |= {f"value_{one.id}": f"{one.value:g}" for one in book.adjustable}
    page = rosa.post(f"{base}choices/", typed | {"next_inclusive_on": "2026-11-08"})
    assert "choose today or a later day" in page.content.decode()
    run.refresh_from_db()
    assert run.next_inclusive_on is None
    assert rosa.post(f"{base}choices/", typed).status_code == 302
    run.refresh_from_db()
    assert readiness_of(run).is_ready
    run = actions.activate_run(run, by=cast.rosa)
    assert "Food class on Mondays" in rosa.get(base).content.decode()
    due = [one.key for one in due_of(run, date(2026, 11, 23))]
    assert "inclusive" in due


def test_a_step_that_came_due_does_not_hold_up_another_change(cast):
    run = started(cast, "special_ed_room")
    ahead = actions.Choices(
        place="special_ed_room", next_inclusive_step="Food class", next_inclusive_on=MONDAY
    )
    run = actions.choose(run, choices=ahead, by=cast.rosa)
    with time_machine.travel(NOW, tick=False) as clock:
        clock.shift(timedelta(days=3))
        run = actions.choose(run, choices=replace(ahead, on_paper=True), by=cast.rosa)
        assert run.choices["on_paper"]
        with pytest.raises(Problem, match="later day"):
            actions.choose(run, choices=replace(ahead, next_inclusive_step="Music"), by=cast.rosa)
