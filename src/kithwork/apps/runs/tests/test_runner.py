"""The session runner's doors: what it is given, what it keeps, and what stays of a session."""

import json
import re
from datetime import time
from uuid import uuid4

import pytest

from kithwork.apps.runs import actions
from kithwork.apps.runs.models import Attendance, FidelityCheck, Session, SessionEvent, SessionLog
from kithwork.apps.runs.queries.runner import tally_of
from kithwork.apps.trail.models import TrailEntry
from tests.cast import MONDAY, make_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]


@pytest.fixture
def session(cast):
    """A CWPT session of Art, this morning: five students, so one pair and one trio."""
    people = [cast.ada, cast.malik, cast.ben, cast.sora, cast.lena]
    run = make_run(cast, students=people, choices={"variant": "spelling"})
    actions.draw_pairs(run, starts_on=MONDAY, seed=3, by=cast.ines)
    return Session.objects.create(
        school=cast.school, run=run, section=cast.art, on=MONDAY, label="1",
        starts_at=time(8, 10), ends_at=time(9, 0),
    )  # fmt: skip


def url(session, end):
    return f"/sessions/{session.pk}/{end}"


def sent(client, session, *letters):
    answer = client.post(
        url(session, "letters/"), json.dumps({"letters": letters}), content_type="application/json"
    )
    return answer.json()["answers"]


def letter(kind, body=None, *, at_ms=0, place=0, **more):
    return {
        "letter": str(uuid4()), "device": "d1", "place": place, "at_ms": at_ms, "kind": kind,
        "body": body or {}, **more,
    }  # fmt: skip


def test_the_page_holds_everything_and_the_frame_holds_nobody(cast, session, client_for):
    client = client_for(cast.ines)
    page = client.get(url(session, "run.json")).json()
    assert [script["name"] for script in page["scripts"]]
    assert {one["name"] for one in page["people"]} == {"Ada", "Malik", "Ben", "Sora", "Lena"}
    assert sorted(len(group["students"]) for group in page["groups"]) == [2, 3]
    assert page["trio"] == [2, 3]
    steps = page["scripts"][0]["steps"]
    assert sum(step["seconds"] for step in steps) == 30 * 60
    frame = client.get(url(session, "run/")).content.decode()
    token = re.compile(r'"X-CSRFToken": "\w+"')
    assert token.sub("", frame) == token.sub("", client.get("/sessions/run/").content.decode())
    for name in ("Ada", "Malik", "Ines", "Spelling in Art"):
        assert name not in frame


def test_letters_are_kept_once_and_one_bad_one_holds_up_no_other(cast, session, client_for):
    client = client_for(cast.ines)
    good, bad = letter("step", {"step": "half_one"}), letter("shout")
    answers = sent(client, session, good, bad, good)
    assert [one["answer"] for one in answers] == ["kept", "refused", "already"]
    assert "kind" in answers[1]["sentence"]
    changed = {**good, "body": {"step": "swap"}}
    assert sent(client, session, changed)[0]["answer"] == "refused"
    event = SessionEvent.objects.get()
    assert (event.body, event.by_id) == ({"step": "half_one"}, cast.ines.user_id)
    assert TrailEntry.objects.filter(verb="session.keep_letters").exists()


def test_another_sessions_letter_is_not_taken_over(cast, session, client_for):
    other = Session.objects.create(
        school=cast.school,
        run=session.run,
        on=MONDAY,
        label="2",
        starts_at=time(9),
        ends_at=time(10),
    )
    client = client_for(cast.ines)
    mine = letter("seen", {"group": "1"})
    assert sent(client, session, mine)[0]["answer"] == "kept"
    assert sent(client, other, mine)[0]["answer"] == "refused"


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"letters": 7}', '{"letters": ' + "[" * 3000])
def test_a_body_that_is_no_batch_is_a_400(cast, session, client_for, body):
    answer = client_for(cast.ines).post(
        url(session, "letters/"), body, content_type="application/json"
    )
    assert answer.status_code == 400 and answer.json()["sentence"]
    assert not SessionEvent.objects.exists()


@pytest.mark.parametrize("who", ["ben_viewer", "ada_viewer", "marta", "tess", "zed"])
def test_nobody_else_runs_or_watches_it(cast, session, client_for, who):
    client = client_for(getattr(cast, who))
    for end in ("run/", "run.json", "board/", "board.json"):
        assert client.get(url(session, end)).status_code in {403, 404}
    posted = client.post(url(session, "letters/"), "{}", content_type="application/json")
    assert posted.status_code in {403, 404}


def test_what_stays_of_a_session_that_was_finished(cast, session, client_for):
    client = client_for(cast.ines)
    page = client.get(url(session, "run.json")).json()
    pair = next(group for group in page["groups"] if len(group["students"]) == 2)
    trio = next(group for group in page["groups"] if len(group["students"]) == 3)
    tick = next(one["id"] for one in page["ticks"] if one["about"] == "pair")
    mine = next(one["id"] for one in page["ticks"] if one["about"] == "adult")
    away = trio["students"][0]
    answers = sent(
        client, session,
        letter("step", {"step": "setup"}),
        letter("points", {"group": pair["key"], "n": 2, "award": "correct"}, at_ms=1000, place=1),
        letter("total", {"group": trio["key"], "n": 30}, at_ms=2000, place=2),
        letter("tick", {"group": pair["key"], "item": tick, "answer": "yes"}, at_ms=3000, place=3),
        letter("tick", {"item": mine, "answer": "no"}, at_ms=4000, place=4),
        letter("away", {"student": away}, at_ms=5000, place=5),
        letter("end", at_ms=29 * 60_000, place=6),
    )  # fmt: skip
    assert {one["answer"] for one in answers} == {"kept"}
    session.refresh_from_db()
    assert session.status == "held"
    log = SessionLog.objects.get()
    assert (log.source, log.minutes, log.was_held) == ("live", 29, True)
    present = dict(Attendance.objects.values_list("student_id", "is_present"))
    assert (present[away], sum(present.values()), len(present)) == (False, 4, 5)
    checks = {one.kind: one for one in FidelityCheck.objects.all()}
    assert checks["observed"].answers == {tick: "yes"}
    assert checks["observed"].group_id == int(pair["key"])
    assert checks["self"].answers == {mine: "no"}
    # Without the absent one the trio is a pair, and its points count in full.
    assert sorted(tally_of(session).teams.values()) == sorted(
        [2, 30] if pair["team"] != trio["team"] else [32]
    )


def test_a_late_tick_is_a_new_row_that_names_the_old_one(cast, session, client_for):
    client = client_for(cast.ines)
    tick = {"item": "f4", "answer": "yes"}
    sent(client, session, letter("step", {"step": "setup"}), letter("tick", tick, at_ms=5, place=1),
         letter("end", at_ms=9, place=2))  # fmt: skip
    first = FidelityCheck.objects.get()
    sent(client, session, letter("tick", {"item": "f5", "answer": "no"}, at_ms=7, place=3))
    last = FidelityCheck.objects.get(replaces=first)
    assert (first.answers, last.answers) == ({"f4": "yes"}, {"f4": "yes", "f5": "no"})
    sent(client, session, letter("seen", {"group": "1"}, at_ms=8, place=4))
    assert FidelityCheck.objects.count() == 2
    assert SessionLog.objects.count() == 1


def test_a_late_letter_changes_nothing_an_adult_has_said_since(cast, session, client_for):
    client = client_for(cast.ines)
    sent(client, session, letter("step", {"step": "setup"}), letter("end", at_ms=9, place=1))
    live = SessionLog.objects.get()
    SessionLog.objects.create(
        session=session, letter=uuid4(), replaces=live, was_held=False, why_not="Fire drill.",
        by_id=cast.ines.user_id,
    )  # fmt: skip
    Session.objects.filter(pk=session.pk).update(status="not_held", why_not="Fire drill.")
    Attendance.objects.filter(student=cast.ben).update(is_present=False)
    session.refresh_from_db()
    sent(client, session, letter("tick", {"item": "f4", "answer": "yes"}, at_ms=5, place=2))
    session.refresh_from_db()
    assert (session.status, Attendance.objects.get(student=cast.ben).is_present) == (
        "not_held",
        False,
    )
    assert FidelityCheck.objects.get().answers == {"f4": "yes"}


def test_the_board_shows_teams_and_nobodys_name(cast, session, client_for):
    client = client_for(cast.ines)
    sent(
        client,
        session,
        letter("step", {"step": "half_one"}),
        letter("bonus", {"group": "1", "n": 1}),
    )
    text = client.get(url(session, "board.json")).content.decode()
    page = client.get(url(session, "board/")).content.decode()
    for name in ("Ada", "Malik", "Ben", "Sora", "Lena", "people", "groups", "bonus"):
        assert name not in text
        assert name not in page
    assert len(json.loads(text)["teams"]) == 2
