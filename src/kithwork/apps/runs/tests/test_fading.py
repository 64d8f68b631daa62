"""How the adult steps back: the plan with dates, what sessions told, and a change that keeps what was before."""

from datetime import time, timedelta
from uuid import uuid4

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.runs import actions
from kithwork.apps.runs.actions import Told
from kithwork.apps.runs.models import Phase, Session
from kithwork.apps.runs.queries.fading import fading_page
from kithwork.apps.trail.models import TrailEntry
from tests.cast import MONDAY, make_playbook_copy, make_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
WEEK = timedelta(weeks=1)


@pytest.fixture
def run(cast):
    begun = MONDAY - 2 * WEEK
    made = make_run(
        cast, "Play", scope="focus_student", section=None, focus_student=cast.ada,
        playbook=make_playbook_copy("pbii"), choices={"variant": "play_young"}, adult_level=4,
        starts_on=begun,
    )  # fmt: skip
    made.participants.create(student=cast.ada, role="partner", joined_on=begun)
    made.phases.create(
        kind=Phase.Kind.INTERVENTION, starts_on=begun, adult_level=4, reason="Begins."
    )
    return made


def url(run):
    return f"/sessions/runs/{run.pk}/fading/"


def text(answer):
    return answer.content.decode()


def log(cast, run, days_ago, level):
    session = Session.objects.create(
        school=run.school, run=run, on=MONDAY - timedelta(days=days_ago), label="1",
        starts_at=time(8, 10), ends_at=time(9),
    )  # fmt: skip
    told = Told(was_held=True, minutes=10, adult_level=level)
    return actions.log_session(session, told=told, letter=uuid4(), by=cast.rosa)


def test_the_plan_has_dates_and_says_where_it_stands(cast, client_for, run):
    page = fading_page(cast.rosa, run)
    by_level = {one.level.level: one for one in page.lines}
    assert list(by_level) == [5, 4, 3, 2, 1, 0]
    assert (page.now.level, page.by_weeks.level, page.weeks) == (4, 3, 2)  # the third week
    (near,) = by_level[3].steps
    assert (near.from_on, near.to_on) == (
        run.starts_on + WEEK,
        run.starts_on + 4 * WEEK - timedelta(1),
    )
    assert by_level[4].is_start and by_level[1].is_goal and not by_level[0].steps
    shown = text(client_for(cast.rosa).get(url(run)))
    assert "it would be Near" in shown and "Cues the first contact" in shown
    assert url(run) in text(client_for(cast.rosa).get(f"/sessions/runs/{run.pk}/"))


def test_another_level_keeps_the_ones_before_with_their_reasons(cast, client_for, run):
    client = client_for(cast.rosa)
    same = client.post(url(run), {"adult_level": "4", "reason": "Went well."})
    assert same.status_code == 422 and "That is the level now" in text(same)
    assert client.post(url(run), {"adult_level": "3", "reason": ""}).status_code == 422
    assert client.post(url(run), {"adult_level": "3", "reason": "Ada begins."}).status_code == 302
    run.refresh_from_db()
    assert run.adult_level == 3
    said = [(one.name, one.phase.reason) for one in fading_page(cast.rosa, run).changes]
    assert said == [("Near", "Ada begins."), ("Beside", "Begins.")]
    assert run.phases.last().kind == Phase.Kind.INTERVENTION, "the phase stays; the level changes"
    assert TrailEntry.objects.filter(verb="run.set_phase").count() == 1


def test_three_sessions_with_the_adult_nearer_are_asked_about(cast, run):
    run.adult_level = 2
    run.save()
    for days in (5, 6):
        log(cast, run, days, 4)
    assert fading_page(cast.rosa, run).drift == ""
    log(cast, run, 4, 3)
    page = fading_page(cast.rosa, run)
    assert (page.drift, [one.level for one in page.seen]) == ("nearer", [3, 4, 4])


def test_a_practice_that_keeps_an_adult_in_sight_goes_no_further(cast, client_for):
    run = make_run(
        cast, "Readers", scope="group", section=None, playbook=make_playbook_copy("cross_age"),
        choices={"variant": "school_routine"}, adult_level=3,
    )  # fmt: skip
    client = client_for(cast.rosa)
    assert "never steps back so far" in text(client.get(url(run)))
    assert client.post(url(run), {"adult_level": "1", "reason": "Fine."}).status_code == 422
    with pytest.raises(Problem, match="keeps an adult nearer"):
        actions.set_phase(
            run, kind=Phase.Kind.FADE, adult_level=1, starts_on=MONDAY, reason="Fine.", by=cast.rosa
        )
    run.refresh_from_db()
    assert run.adult_level == 3


@pytest.mark.parametrize("who", ["ben_viewer", "marta", "zed"])
def test_students_families_and_strangers_do_not_find_it(cast, client_for, run, who):
    assert client_for(getattr(cast, who)).get(url(run)).status_code == 404


def test_who_may_not_change_the_run_reads_and_changes_nothing(cast, client_for, run):
    pia = client_for(cast.pia)
    assert "Set the level" not in text(pia.get(url(run)))
    assert pia.post(url(run), {"adult_level": "3", "reason": "Fine."}).status_code == 403
    with pytest.raises(Refused):
        actions.set_phase(
            run, kind=Phase.Kind.FADE, adult_level=3, starts_on=MONDAY, reason="x", by=cast.pia
        )
