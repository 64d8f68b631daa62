"""A program is begun, defined decision by decision, and ended; drafts are kept and what is open is named."""

import pytest
from django.urls import reverse

from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.programs import actions, policies
from kithwork.apps.programs.approvals import ITEMS
from kithwork.apps.programs.decisions import decisions, first_open
from kithwork.apps.programs.models import Program
from kithwork.apps.programs.tests.conftest import decide, decide_everything, give
from kithwork.apps.programs.wording import DECISIONS
from kithwork.apps.trail.models import TrailEntry
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def door(name, *args):
    return reverse(f"programs:{name}", args=args)


def open_keys(program):
    return [one.key for one in decisions(program) if not one.is_made]


@pytest.mark.parametrize(
    ("person", "sees", "changes"),
    [
        ("rosa", True, True),
        ("tess", True, False),
        ("pia", True, False),
        ("ines", False, False),
        ("tomas", False, False),
        ("marta", False, False),
        ("zed", False, False),
        ("dora", False, False),
    ],
)
def test_who_sees_and_who_changes_a_program(cast, program, person, sees, changes):
    viewer = getattr(cast, person)
    assert policies.visible_programs(viewer).filter(pk=program.pk).exists() is sees
    assert bool(policies.may_change_program(viewer, program)) is changes
    if not changes:
        with pytest.raises(Refused):
            decide(program, "purpose", viewer, purposes=["skills"], purpose="x")


def test_only_a_coordinator_begins_one(cast):
    for viewer in (cast.tess, cast.pia, cast.ines, cast.sys):
        assert not policies.may_start_program(viewer)
        with pytest.raises(Refused):
            actions.start_program("Club", by=viewer)
    with pytest.raises(Problem, match="working name"):
        actions.start_program("  ", by=cast.rosa)
    actions.start_program("Club", by=cast.rosa)
    with pytest.raises(Problem, match="has this name"):
        actions.start_program("Club", by=cast.rosa)
    assert actions.start_program("Club", by=cast.zed).school_id == cast.other_school.pk


def test_everything_is_open_at_first_and_named(program):
    assert open_keys(program) == list(DECISIONS)
    assert program.approvals.count() == len(ITEMS)
    lacks = {one.key: one.lacks for one in decisions(program)}
    assert "Choose at least one purpose." in lacks["purpose"]
    assert "Name who keeps the schedule." in lacks["staff"]
    assert "The program does not start before the principal says yes to the plan." in lacks["approvals"]  # fmt: skip


def test_a_draft_is_kept_and_what_is_missing_stays_on_the_list(cast, program):
    kept = decide(program, "who", cast.rosa, grades=["08", "07", "x"], students_planned=None, peers_planned=None, who="")  # fmt: skip
    assert kept.grades == ["07", "08"]
    lacks = next(one.lacks for one in decisions(kept) if one.key == "who")
    assert lacks == ("Say how many students you begin with.", "Say how many peers you begin with.")


def test_every_decision_made(cast, program):
    program = decide_everything(cast, program)
    assert open_keys(program) == ["faculty", "approvals"]
    actions.add_faculty_review(program, on=MONDAY, feedback="Start small.", by=cast.rosa)
    assert first_open(program, "recognition").key == "faculty"
    actions.add_faculty_review(
        program, on=MONDAY, feedback="Good.", changes="One grade only.", by=cast.rosa
    )
    assert open_keys(program) == ["approvals"]
    give(program, cast.rosa, "program_plan", "data_review", "family_letter", "consents", "assent", "media")  # fmt: skip
    assert open_keys(program) == []
    assert first_open(program) is None


def test_the_special_room_alone_is_no_plan(cast, program):
    weeks = {"special_ed_room": 9}
    decide(program, "time", cast.rosa, weeks=weeks, time_note="")
    program.refresh_from_db()
    (lack,) = next(one.lacks for one in decisions(program) if one.key == "time")
    assert "that room is a start" in lack


def test_two_open_tabs_do_not_write_over_each_other(cast, program):
    values = {"measures": ["peers_met"], "measures_note": ""}
    actions.decide(program, "measures", values, version=1, by=cast.rosa)
    with pytest.raises(Conflict, match="Somebody else changed"):
        actions.decide(program, "measures", {"measures": [], "measures_note": ""}, version=1, by=cast.rosa)  # fmt: skip
    assert Program.objects.get().measures == ["peers_met"]
    entry = TrailEntry.objects.filter(verb="program.decide").get()
    assert entry.detail == {"decision": "measures"}


@pytest.mark.parametrize(
    ("key", "values", "sentence"),
    [
        ("time", {"weeks": {"community": 60}, "time_note": ""}, "from 0 to 52"),
        ("form", {"form": "camp", "practices": []}, "one of the forms"),
        ("approvals", {}, "one of the decisions"),
        ("name", {"name": "", "name_chosen_how": "", "is_name_decided": True}, "name"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_sentence(cast, program, key, values, sentence):
    with pytest.raises(Problem, match=sentence):
        decide(program, key, cast.rosa, **values)


def test_owners_are_adults_of_the_school_and_every_line_has_one(cast, program):
    stranger = cast.zed
    actions.add_resource(program, actions.ResourceLine("challenge", "Late bus"), by=cast.rosa)
    lacks = next(one.lacks for one in decisions(program) if one.key == "resources")
    assert "Give every line an owner." in lacks
    line = program.resources.get()
    actions.drop_resource(line, by=cast.rosa)
    lacks = next(one.lacks for one in decisions(program) if one.key == "resources")
    assert lacks[0].startswith("Write down what it needs")
    from kithwork.apps.people.models import Staff

    other = Staff.objects.create(school=cast.other_school, first_name="Olga", last_name="Far")
    with pytest.raises(Problem, match="adult of this school"):
        actions.add_resource(program, actions.ResourceLine("cost", "Ride", owner=other), by=cast.rosa)  # fmt: skip
    with pytest.raises(Refused):
        actions.drop_resource(line, by=stranger)


def test_a_closed_program_is_read_and_not_changed(cast, program):
    actions.close_program(program, by=cast.rosa)
    with pytest.raises(Problem, match="closed"):
        decide(program, "measures", cast.rosa, measures=[], measures_note="")
    actions.start_program("Lunch together", by=cast.rosa)  # the name is free again


# ------------------------------------------------------------------ as people use it


def test_the_form_leads_from_one_decision_to_the_next(cast, client_for):
    rosa = client_for(cast.rosa)
    assert "No program yet" in rosa.get(door("programs")).text
    answer = rosa.post(door("start_program"), {"name": "Lunch together"})
    one = Program.objects.get()
    assert answer.headers["Location"] == door("decide", one.pk, "purpose")
    page = rosa.get(door("decide", one.pk, "purpose"))
    assert "Decision 1 of 12" in page.text
    typed = {"version": 1, "purposes": ["inclusion", "skills"], "purpose": "Company for everybody."}
    answer = rosa.post(door("decide", one.pk, "purpose"), typed)
    assert answer.headers["Location"] == door("decide", one.pk, "name")
    one.refresh_from_db()
    assert (one.purposes, one.version) == (["inclusion", "skills"], 2)
    page = rosa.post(door("decide", one.pk, "name"), {"version": 1, "name": "Peers"}).text
    assert "Somebody else changed this meanwhile" in page
    page = rosa.get(door("program", one.pk)).text
    assert "1 of 12 made" in page
    assert "Choose the name, best with students." in page


def test_every_decision_page_opens_and_keeps(cast, client_for, program):
    rosa = client_for(cast.rosa)
    typed = {
        "form": {"form": "course", "practices": ["peer_partner_club", "course"]},
        "who": {"grades": ["07"], "students_planned": "4", "peers_planned": "6"},
        "time": {"weeks_inclusive_class": "6", "weeks_community": "2"},
        "staff": {
            "job_descriptions": "x",
            "monitor": cast.ines_staff.pk,
            "survey_on": "2026-12-10",
        },
        "resources": {"budget_line": "100-55"},
        "communication": {"tell_general": "Mail."},
        "measures": {"measures": ["peers_met"]},
        "recognition": {"recognition": ["credit"]},
    }
    for key, values in typed.items():
        url = door("decide", program.pk, key)
        assert rosa.get(url).status_code == 200, key
        program.refresh_from_db()
        assert rosa.post(url, {**values, "version": program.version}).status_code == 302, key
    program.refresh_from_db()
    assert program.weeks == {"inclusive_class": 6, "inclusive_event": 0, "community": 2, "special_ed_room": 0}  # fmt: skip
    assert program.monitor == cast.ines_staff
    assert rosa.get(door("decide", program.pk, "approvals")).headers["Location"] == door("approvals", program.pk)  # fmt: skip
    assert rosa.get(door("decide", program.pk, "faculty")).status_code == 200
    assert rosa.get(door("decide", program.pk, "nothing")).status_code == 404
    assert client_for(cast.tess).get(door("decide", program.pk, "who")).status_code == 403


def test_the_table_of_costs_and_the_faculty(cast, client_for, program):
    rosa = client_for(cast.rosa)
    url = door("add_resource", program.pk)
    page = rosa.post(url, {"kind": "cost", "what": ""})
    assert page.status_code == 200
    assert "This is still empty." in page.text
    line = {"kind": "cost", "what": "Snacks", "amount": "$20", "owner": cast.ines_staff.pk}
    assert rosa.post(url, line).status_code == 302
    page = rosa.get(door("decide", program.pk, "resources")).text
    assert "Snacks" in page
    assert "Ines Carvalho" in page
    assert rosa.post(door("drop_resource", program.resources.get().pk)).status_code == 302
    page = rosa.post(door("decide_faculty", program.pk), {"on": "2027-01-01", "feedback": "Good."})
    assert "still to come" in page.text
    said = {"on": "2026-11-06", "feedback": "Good.", "changes": "Smaller."}
    assert rosa.post(door("decide_faculty", program.pk), said).status_code == 302
    assert "Shown on November 6, 2026" in rosa.get(door("decide_faculty", program.pk)).text
