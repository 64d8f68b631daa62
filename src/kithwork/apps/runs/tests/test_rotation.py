"""When roles change: on a day of the run's own times, said on its page and, when it is late, on Today."""

from datetime import time, timedelta

import pytest

from kithwork.apps.runs.models import Session
from kithwork.apps.runs.queries.rotation import runs_with_roles_due, swaps
from kithwork.apps.runs.rotation import held_roles
from kithwork.playbooks import shipped
from tests.cast import MONDAY, make_playbook_copy, make_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
WEEK = timedelta(weeks=1)


def tutoring(cast, *, begun=MONDAY, **more):
    run = make_run(
        cast, "Tutoring", scope="focus_student", section=None, focus_student=cast.ada,
        playbook=make_playbook_copy("tutor"), starts_on=begun, ends_on=begun + 20 * WEEK, **more,
    )  # fmt: skip
    run.participants.create(student=cast.ada, role="partner", joined_on=begun)
    run.participants.create(student=cast.ben, role="tutor", joined_on=begun)
    return run


def meets(run, *days):
    for on in days:
        Session.objects.create(
            school=run.school, run=run, on=on, label="1", starts_at=time(8, 10), ends_at=time(9)
        )


def test_roles_swap_on_the_first_of_the_runs_times_after_their_weeks(cast, client_for):
    run = tutoring(cast)
    due, meeting = MONDAY + 9 * WEEK, MONDAY + 9 * WEEK + timedelta(days=2)
    meets(run, MONDAY + timedelta(days=2), meeting)
    (swap,) = swaps(cast.rosa, run)
    assert (swap.on, swap.is_overdue) == (meeting, False)
    assert [one.due_on for one in held_roles(run, shipped()["tutor"], run.participants.all())] == [
        due
    ]
    page = client_for(cast.rosa).get(f"/sessions/runs/{run.pk}/").content.decode()
    assert "Roles swap" in page and f"On Wednesday, January {meeting.day}." in page
    assert list(runs_with_roles_due(cast.rosa, MONDAY)) == []


def test_a_swap_that_is_late_is_on_the_page_and_on_today(cast, client_for):
    run = tutoring(cast, begun=MONDAY - 10 * WEEK)
    (swap,) = swaps(cast.rosa, run)
    assert swap.is_overdue
    assert "Overdue" in client_for(cast.rosa).get(f"/sessions/runs/{run.pk}/").content.decode()
    ((found, due),) = runs_with_roles_due(cast.rosa, MONDAY)
    assert (found, due.key) == (run, "roles")
    assert "Tutoring: time to change roles" in client_for(cast.rosa).get("/").content.decode()
    assert list(runs_with_roles_due(cast.tomas, MONDAY)) == []  # not theirs to change
    run.participants.filter(role="tutor").update(role_since=MONDAY)
    assert list(runs_with_roles_due(cast.rosa, MONDAY)) == []


def test_what_turns_with_the_times_says_so(cast):
    pairs = make_run(cast, students=[cast.ada, cast.ben], choices={"variant": "spelling"})
    assert [one.sentence for one in swaps(cast.rosa, pairs)] == ["Within every session."]
    daily = make_run(cast, "Roles", playbook=make_playbook_copy("natural_supports"))
    meets(daily, MONDAY + timedelta(days=1))
    (swap,) = swaps(cast.rosa, daily)
    assert swap.sentence == "Each time; next on Tuesday, November 10."
    play = make_run(
        cast, "Play", scope="focus_student", section=None, focus_student=cast.ada,
        playbook=make_playbook_copy("pbii"), choices={"variant": "play_young"},
    )  # fmt: skip
    meets(play, MONDAY)
    assert [one.what for one in swaps(cast.rosa, play)] == ["Another host"]
