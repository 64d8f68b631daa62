"""Who sees which runs and their sessions, who starts and changes one, who records."""

from datetime import time

import pytest
import time_machine

from kithwork.apps.foundation.viewer import Depth, Role
from kithwork.apps.people.models import Access
from kithwork.apps.runs import policies
from kithwork.apps.runs.models import Participant, Run, Session
from tests.cast import MONDAY, NOW, YEAR, make_run, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def runs(cast):
    """A class run of Ines, and Ada's lunch network led by Tomas."""
    art = make_run(cast, students=[cast.ada, cast.malik, cast.ben, cast.lena])
    lunch = make_run(
        cast,
        "Lunch network",
        scope=Run.Scope.FOCUS_STUDENT,
        section=None,
        focus_student=cast.ada,
        facilitator=cast.tomas_staff,
        students=[cast.ada, cast.ben, cast.sora],
    )
    return {"art": art, "lunch": lunch}


def names(rows):
    return {row.name for row in rows}


SEEN = {
    "rosa": {"Spelling in Art", "Lunch network"},
    "pia": {"Spelling in Art", "Lunch network"},
    "ines": {"Spelling in Art"},
    # Tomas leads one, and is there for Ada in the other.
    "tomas": {"Spelling in Art", "Lunch network"},
    "sven": set(),
    "tess": set(),
    "ben_viewer": set(),
    "ada_viewer": set(),
    "marta": set(),
    "zed": set(),
    "dora": set(),
    "rafi": set(),
}


def test_who_sees_which_runs_and_their_sessions(cast, runs):
    for run in runs.values():
        Session.objects.create(
            school=cast.school, run=run, on=MONDAY, label="1", starts_at=time(8), ends_at=time(9)
        )
    for person, seen in SEEN.items():
        viewer = getattr(cast, person)
        assert names(policies.visible_runs(viewer)) == seen, person
        assert {row.run.name for row in policies.visible_run_sessions(viewer)} == seen, person


def test_a_teacher_sees_runs_of_own_classes_and_runs_they_lead_and_no_others(cast, runs):
    elsewhere = make_section(cast.school, "Music", "3", [cast.ben])
    make_run(cast, "Music pairs", section=elsewhere, facilitator=None)
    assert names(policies.visible_runs(cast.ines)) == {"Spelling in Art"}
    Run.objects.filter(name="Lunch network").update(facilitator=cast.ines_staff)
    assert names(policies.visible_runs(cast.ines)) == {"Spelling in Art", "Lunch network"}


def test_a_therapist_sees_a_run_only_while_a_student_of_theirs_takes_part(cast, runs):
    Access.objects.create(
        user_id=cast.sven.user_id,
        student=cast.ada,
        depth=Depth.PARTICIPATION,
        reason="You are on Ada's team.",
        because="people.team:1",
        from_on=YEAR[0],
        until_on=YEAR[1],
    )
    assert names(policies.visible_runs(cast.sven)) == {"Spelling in Art", "Lunch network"}
    Participant.objects.filter(run=runs["art"], student=cast.ada).update(left_on=MONDAY)
    assert names(policies.visible_runs(cast.sven)) == {"Lunch network"}


def test_sessions_of_runs_and_of_the_plan_do_not_mix(cast, runs):
    of_run = Session.objects.create(
        school=cast.school,
        run=runs["art"],
        on=MONDAY,
        label="1",
        starts_at=time(8),
        ends_at=time(9),
    )
    of_plan = Session.objects.create(
        school=cast.school,
        need=cast.ada_art,
        student=cast.ada,
        on=MONDAY,
        label="1",
        starts_at=time(8),
        ends_at=time(9),
    )
    assert list(policies.visible_run_sessions(cast.rosa)) == [of_run]
    assert list(policies.visible_sessions(cast.rosa)) == [of_plan]


def test_who_starts_a_run(cast):
    may = {role for role, viewer in cast.viewers.items() if policies.may_start_run(viewer)}
    assert may == {Role.COORDINATOR, Role.GENERAL_EDUCATOR}
    assert "coordinator" in policies.may_start_run(cast.tomas).sentence


CHANGES = {
    "rosa": (True, True),
    "ines": (True, False),  # her class; the network is not one of hers
    "tomas": (False, True),  # he leads the network, and only sees the class
    "pia": (False, False),  # the principal looks
    "sven": (False, False),
    "tess": (False, False),
    "ada_viewer": (False, False),
    "marta": (False, False),
    "zed": (False, False),
}


def test_who_changes_a_run(cast, runs):
    for person, (art, lunch) in CHANGES.items():
        viewer = getattr(cast, person)
        assert bool(policies.may_change_run(viewer, runs["art"])) is art, person
        assert bool(policies.may_change_run(viewer, runs["lunch"])) is lunch, person


def test_a_teacher_changes_a_class_run_a_colleague_leads_but_not_a_group_they_only_see(cast):
    run = make_run(cast, facilitator=cast.tomas_staff)
    assert policies.may_change_run(cast.ines, run)
    group = make_run(cast, "Club", scope=Run.Scope.GROUP, facilitator=None)
    verdict = policies.may_change_run(cast.ines, group)
    assert not verdict
    assert verdict.sentence == "This run is not one of yours."


RECORDS = {
    "rosa": (True, True),
    "pia": (True, True),
    "ines": (True, False),
    "tomas": (True, True),
    "sven": (False, False),
    "tess": (False, False),
    "ben_viewer": (False, False),
    "marta": (False, False),
    "zed": (False, False),
}


def test_who_records_what_happened(cast, runs):
    for person, (art, lunch) in RECORDS.items():
        viewer = getattr(cast, person)
        assert bool(policies.may_record(viewer, runs["art"])) is art, person
        assert bool(policies.may_record(viewer, runs["lunch"])) is lunch, person


def test_a_run_without_a_leader_is_led_by_nobody(cast):
    """A viewer without an account of their own must not match a run without a leader."""
    run = make_run(cast, "Open", facilitator=None, section=None, scope=Run.Scope.GROUP)
    for person in ("ines", "tomas", "sven"):
        assert not policies.visible_runs(getattr(cast, person)).filter(pk=run.pk).exists()
        assert not policies.may_change_run(getattr(cast, person), run)
