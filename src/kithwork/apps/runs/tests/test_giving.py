"""Giving and receiving: counted, never scored; asked where it does not follow from how a class works."""

from datetime import time, timedelta
from uuid import uuid4

import pytest

from kithwork.apps.runs import actions
from kithwork.apps.runs.actions import Told
from kithwork.apps.runs.attention import due_of
from kithwork.apps.runs.balance import Limits, balance_of, follows_from_procedure, limits_of
from kithwork.apps.runs.balance import Told as Side
from kithwork.apps.runs.models import Attendance, Session, SessionLog
from kithwork.playbooks import shipped
from tests.cast import MONDAY, make_participants, make_playbook_copy, make_run

GAVE, GOT, NOBODY_SAID = Side(True, False), Side(False, True), Side(False, False)
FOUR_WEEKS = Limits(4, 20)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ([], "untold"),
        ([NOBODY_SAID] * 6, "untold"),
        ([GOT] * 4, "few"),  # one tap on the other side would be a fifth
        ([GOT] * 5, "gives_little"),
        ([GAVE] * 5, "receives_little"),
        ([GOT] * 4 + [GAVE], "both"),
        ([GOT] * 5 + [GAVE], "gives_little"),
        ([Side(True, True)], "both"),
        ([GOT] * 5 + [NOBODY_SAID] * 5, "gives_little"),
    ],
)
def test_a_side_that_hardly_happens(told, state):
    assert balance_of(told, FOUR_WEEKS).state == state


def test_counts_and_roles_stay_what_was_told():
    told = [Side(True, False, "tutor"), Side(True, True, "tutor"), Side(False, False, "tutee")]
    found = balance_of(told, FOUR_WEEKS)
    assert (found.gave, found.received, found.untold) == (2, 1, 1)
    assert found.roles == (("tutor", 2), ("tutee", 1))


def test_minutes_weigh_only_where_all_of_them_are_known():
    long_side = [Side(False, True, minutes=40)] * 4 + [Side(True, False, minutes=5)]
    by_minutes = Limits(4, 20, by_minutes=True)
    assert balance_of(long_side, by_minutes).state == "gives_little"
    assert balance_of([*long_side, Side(True, False)], by_minutes).state == "both"


def test_limits_come_from_the_practice_or_the_library():
    book = shipped()
    assert limits_of(book["natural_supports"]) == Limits(4, 20)
    assert limits_of(book["course"]) == Limits(4, 20, by_minutes=True)
    assert limits_of(book["buddy"]) == Limits(4, 20)


@pytest.mark.parametrize(
    ("key", "follows"),
    [("cwpt", True), ("pals_k", True), ("natural_supports", False), ("study_buddy", False)],
)
def test_only_a_class_that_swaps_each_time_is_not_asked(key, follows):
    assert follows_from_procedure(shipped()[key]) is follows


# ------------------------------------------------------------------ in the product


@pytest.fixture
def run(cast, monday_morning):
    made = make_run(
        cast, "Buddies", playbook=make_playbook_copy("buddy"), scope="focus_student",
        focus_student=cast.ada, section=None, starts_on=MONDAY - timedelta(weeks=5),
    )  # fmt: skip
    make_participants(made, [cast.ada], role="partner")
    make_participants(made, [cast.ben], role="buddy")
    return made


def held(run, days_ago, **status):
    return Session.objects.create(
        school=run.school, run=run, on=MONDAY - timedelta(days=days_ago), label="Lunch",
        starts_at=time(10, 55), ends_at=time(11, 35), **status,
    )  # fmt: skip


def told(cast, session, gave, received, **more):
    sides = {one.pk: (one in gave, one in received) for one in (cast.ada, cast.ben)}
    said = Told(was_held=True, minutes=30, adult_level=3, sides=sides, away=frozenset(), **more)
    return actions.log_session(session, told=said, letter=uuid4(), by=cast.rosa)


@pytest.mark.django_db
def test_what_was_tapped_is_kept_with_its_log_and_counted(cast, client_for, run):
    for days in (7, 8, 9, 10, 11):
        told(cast, held(run, days), gave=[cast.ben], received=[cast.ada])
    told(cast, held(run, 60), gave=[cast.ada], received=[cast.ben])  # long ago
    log = SessionLog.objects.order_by("pk").first()
    assert log.measures == {"gave": [cast.ben.pk], "received": [cast.ada.pk]}
    page = client_for(cast.rosa).get(f"/sessions/runs/{run.pk}/giving/").content.decode()
    assert "received in 5 sessions" in page and "gave in 0 sessions" in page
    assert page.count("Worth a look") == 2 and "%" not in page.split("<main")[1]
    due = {one.key: one for one in due_of(run, MONDAY)}
    assert "Ada" in due["sides"].why and due["sides"].url.endswith("/giving/")
    told(cast, held(run, 3), gave=[cast.ada], received=[cast.ben])
    told(cast, held(run, 2), gave=[cast.ada], received=[cast.ben])
    assert "sides" not in {one.key for one in due_of(run, MONDAY)}


@pytest.mark.django_db
def test_the_log_asks_with_one_tap_and_a_correction_begins_with_it(cast, client_for, run):
    session, client = held(run, 0), client_for(cast.rosa)
    url = f"/sessions/{session.pk}/log/"
    page = client.get(url).content.decode()
    assert "Who gave?" in page and f'name="gave" value="{cast.ada.pk}" checked' not in page
    here = [cast.ada.pk, cast.ben.pk]
    sent = {"letter": uuid4(), "happened": "yes", "minutes": "30", "here": here}
    client.post(url, sent | {"gave": [cast.ada.pk], "received": here})
    rows = {one.student_id: one for one in Attendance.objects.filter(session=session)}
    assert (rows[cast.ada.pk].has_given, rows[cast.ada.pk].has_received) == (True, True)
    assert (rows[cast.ben.pk].has_given, rows[cast.ben.pk].has_received) == (False, True)
    assert "<dt>Gave</dt>" in client.get(url).content.decode()
    log = SessionLog.objects.get()
    fixed = {**sent, "letter": uuid4(), "replaces": log.pk, "gave": [cast.ben.pk]}
    client.post(url, fixed)
    rows = {one.student_id: one for one in Attendance.objects.filter(session=session)}
    assert (rows[cast.ada.pk].has_given, rows[cast.ben.pk].has_given) == (False, True)
    log.refresh_from_db()
    assert log.measures["gave"] == [cast.ada.pk], "what was told before stays"


@pytest.mark.django_db
def test_a_class_that_swaps_is_not_asked(cast, client_for, monday_morning):
    run = make_run(cast, students=[cast.ada, cast.ben], choices={"variant": "spelling"})
    client = client_for(cast.ines)
    page = client.get(f"/sessions/{held(run, 0).pk}/log/").content.decode()
    assert "Who gave?" not in page
    assert (
        "Partners swap in every session" in client.get(f"/sessions/runs/{run.pk}/").content.decode()
    )


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ben_viewer", "ada_viewer", "marta", "zed"])
def test_students_families_and_strangers_never_see_it(cast, client_for, run, who):
    assert client_for(getattr(cast, who)).get(f"/sessions/runs/{run.pk}/giving/").status_code == 404
