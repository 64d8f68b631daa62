"""What a week came to, and how healthy the practice is: reckoned from what was recorded, thresholds from the playbook."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from kithwork.apps.runs import actions
from kithwork.apps.runs.actions import Result, Sitting
from kithwork.apps.runs.health import health_of
from kithwork.apps.runs.models import Attendance, Session, SessionEvent
from kithwork.apps.runs.queries import playbook_here, results_page
from tests.cast import MONDAY, make_run, make_student

pytestmark = pytest.mark.django_db
TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel("2026-11-13T19:00:00+00:00", tick=False):
        yield


@pytest.fixture
def people(cast):
    more = [make_student(cast.school, name) for name in ("Nia", "Omar", "Pablo")]
    return [cast.ada, cast.malik, cast.ben, cast.sora, cast.lena, *more]


@pytest.fixture
def run(cast, people):
    return make_run(cast, students=people, choices={"variant": "spelling"})


def session(run, on, status="held"):
    return Session.objects.create(
        school=run.school, run=run, on=on, label="1",
        starts_at="08:10", ends_at="09:00", status=status,
    )  # fmt: skip


def signs(run):
    return {one.key: one for one in health_of(run, playbook_here(run), FRIDAY)}


def score(cast, run, kind, on, right):
    results = {one.pk: Result(number) for one, number in right.items()}
    actions.keep_scores(run, sitting=Sitting(kind, on, out_of=10), results=results, by=cast.ines)


def test_nothing_recorded_is_said_so_and_flags_nobody(cast, run):
    found = signs(run)
    assert set(found) == {"opportunity", "participation", "challenge", "practice_rate"}
    assert not any(one.needs_a_look or one.is_known for one in found.values())


@pytest.mark.parametrize(("held", "missed", "look"), [(4, 1, False), (3, 1, True), (0, 2, True)])
def test_times_held_of_times_told_about(cast, run, held, missed, look):
    days = iter(range(-6, 4))
    for _ in range(held):
        session(run, MONDAY + timedelta(days=next(days)))
    for _ in range(missed):
        session(run, MONDAY + timedelta(days=next(days)), "not_held")
    sign = signs(run)["opportunity"]
    assert sign.sentence == f"{held} of {held + missed} planned times were held."
    assert sign.needs_a_look is look


def test_a_time_nobody_logged_is_neither_held_nor_missed(cast, run):
    session(run, MONDAY, "planned")
    sign = signs(run)["opportunity"]
    assert sign.sentence == "1 time is not logged yet."
    assert not sign.needs_a_look
    session(run, TUESDAY)
    session(run, TUESDAY + timedelta(days=1), "cancelled")  # the calendar took it away
    sign = signs(run)["opportunity"]
    assert sign.sentence == "1 of 1 planned time was held. 1 time is not logged yet."


def test_who_is_there_less_often_is_named_to_staff(cast, run, people):
    for day in range(5):
        row = session(run, MONDAY + timedelta(days=day))
        for one in people:
            is_present = not (one == cast.ben and day < 2)
            Attendance.objects.create(session=row, student=one, is_present=is_present, minutes=20)
    sign = signs(run)["participation"]
    assert sign.needs_a_look
    assert sign.students == (cast.ben,)
    assert sign.sentence == "Ben: there less often."


@pytest.mark.parametrize(("right", "look"), [(6, False), (7, True)])
def test_content_that_most_know_already_deserves_a_look(cast, run, people, right, look):
    score(cast, run, "pre", MONDAY, dict.fromkeys(people, right))
    sign = signs(run)["challenge"]
    assert sign.sentence == f"The class had {right}0 % right before practice."
    assert sign.needs_a_look is look


def test_a_pair_that_practises_far_less_three_times_running_is_seen(cast, run, people):
    with time_machine.travel("2026-11-09T14:30:00+00:00", tick=False):
        draw = actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    groups = list(draw.groups.all())
    slow = groups[0]
    for day in range(3):
        row = session(run, MONDAY + timedelta(days=day))
        for one in people:
            Attendance.objects.create(session=row, student=one, is_present=True, minutes=20)
        for place, group in enumerate(groups):
            points = 10 if group == slow else 60
            body = {"group": str(group.pk), "n": points, "award": ""}
            SessionEvent.objects.create(
                session=row, letter=uuid4(), device="d", place=place, at_ms=place,
                kind="points", body=body,
            )  # fmt: skip
        assert signs(run)["practice_rate"].is_known is (day == 2)
    sign = signs(run)["practice_rate"]
    assert sign.needs_a_look
    assert set(sign.students) == {seat.student for seat in slow.seats.all()}
    page = results_page(cast.ines, run, MONDAY)
    assert {team.name for team in page.teams} == {"A", "B"}
    assert sum(team.points for team in page.teams) == 3 * (10 + 60 * (len(groups) - 1))


def test_a_weeks_gain_takes_the_test_before_that_belongs_to_it(cast, run):
    last_friday = MONDAY  # the classic cycle: given with the week before's test after
    score(cast, run, "pre", last_friday, {cast.ada: 3, cast.ben: 5})
    score(cast, run, "post", FRIDAY, {cast.ada: 8})
    page = results_page(cast.ines, run, FRIDAY)
    gains = {one.student.called: (one.pre, one.post, one.gain) for one in page.gains}
    assert gains["Ada"] == (30.0, 80.0, 50.0)
    assert gains["Ben"] == (50.0, None, None)
    assert gains["Lena"] == (None, None, None)
    assert (page.pre, page.post, page.gain) == (40.0, 80.0, 50.0)
    assert (page.has_tests, page.has_readings) == (True, False)


def test_readings_stand_beside_the_one_before(cast, run):
    run.choices = {"variant": "passages"}
    run.save()
    for on, words in ((MONDAY, 90), (FRIDAY, 102)):
        sitting = Sitting("reading", on, seconds=60)
        actions.keep_scores(
            run, sitting=sitting, results={cast.ada.pk: Result(words, 3)}, by=cast.ines
        )
    page = results_page(cast.ines, run, FRIDAY)
    (ada,) = [one for one in page.gains if one.student == cast.ada]
    assert (ada.reading, ada.reading_before, ada.reading_gain) == (102.0, 90.0, 12.0)
    assert (page.has_tests, page.has_readings) == (False, True)
