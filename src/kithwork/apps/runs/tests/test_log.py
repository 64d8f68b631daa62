"""Logging a session: of the plan and of a run, once for each letter, corrected without losing anything."""

import re
from datetime import time, timedelta
from uuid import uuid4

import pytest

from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.runs import actions
from kithwork.apps.runs.actions import Told
from kithwork.apps.runs.models import (
    Absence,
    Attendance,
    FidelityCheck,
    Session,
    SessionLog,
    SessionPeer,
)
from kithwork.apps.runs.queries.log import minutes_offered
from kithwork.apps.trail.models import TrailEntry
from kithwork.playbooks import shipped
from tests.cast import MONDAY, make_playbook_copy, make_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]


def text(answer):
    return answer.content.decode()


def inputs(page, name):
    return [tag for tag in re.findall(r"<input[^>]*>", page) if f'name="{name}"' in tag]


def ticked(page, name):
    return [re.search('value="([^"]*)"', tag)[1] for tag in inputs(page, name) if " checked" in tag]


def dated(cast, on=MONDAY, **whose):
    return Session.objects.create(
        school=cast.school, section=cast.art, on=on, label="1",
        starts_at=time(8, 10), ends_at=time(9, 0), **whose,
    )  # fmt: skip


@pytest.fixture
def lesson(cast):
    """Ada and Ben in Art, from the plan; Ada's need says a tutor, which has a practice."""
    cast.ada_art.role = "tutor"
    cast.ada_art.save()
    session = dated(cast, need=cast.ada_art, student=cast.ada)
    SessionPeer.objects.create(session=session, peer=cast.ben, on=session.on, label=session.label)
    return session


@pytest.fixture
def class_time(cast):
    """A time of a class-wide run."""
    students = [cast.ada, cast.malik, cast.ben, cast.sora, cast.lena]
    run = make_run(cast, students=students, choices={"variant": "spelling"}, adult_level=2)
    return dated(cast, run=run)


def told(**more):
    return Told(**{"was_held": True, "minutes": 30, "adult_level": 3, **more})


def form(session, **more):
    return {"letter": str(uuid4()), "happened": "yes", "minutes": "30", **more}


# ------------------------------------------------------------------ what is kept


def test_a_log_marks_the_session_and_who_was_there(cast, lesson):
    log = actions.log_session(
        lesson, told=told(away=frozenset({cast.ben.pk})), letter=uuid4(), by=cast.tomas
    )
    lesson.refresh_from_db()
    assert (lesson.status, log.minutes, log.adult_level) == ("held", 30, 3)
    rows = {row.student: row for row in Attendance.objects.filter(session=lesson)}
    assert (rows[cast.ada].is_present, rows[cast.ada].minutes) == (True, 30)
    assert (rows[cast.ben].is_present, rows[cast.ben].minutes) == (False, None)
    assert rows[cast.ben].role == "tutor"
    line = TrailEntry.objects.get(verb="session.log")
    assert line.subject_id == str(log.pk)


def test_the_same_letter_twice_is_one_log(cast, lesson):
    letter = uuid4()
    first = actions.log_session(lesson, told=told(), letter=letter, by=cast.tomas)
    again = actions.log_session(lesson, told=told(), letter=letter, by=cast.tomas)
    assert first == again
    assert SessionLog.objects.count() == 1


def test_a_letter_of_another_session_is_refused(cast, lesson, class_time):
    letter = uuid4()
    actions.log_session(lesson, told=told(), letter=letter, by=cast.rosa)
    with pytest.raises(Problem, match="Another record"):
        actions.log_session(class_time, told=told(), letter=letter, by=cast.rosa)
    assert SessionLog.objects.count() == 1


def test_two_adults_at_once_lose_nothing(cast, lesson):
    actions.log_session(lesson, told=told(), letter=uuid4(), by=cast.tomas)
    with pytest.raises(Conflict, match="meanwhile"):
        actions.log_session(lesson, told=told(minutes=20), letter=uuid4(), by=cast.ines)
    assert SessionLog.objects.get().minutes == 30


def test_a_correction_is_a_new_row_beside_the_old_one(cast, lesson):
    first = actions.log_session(lesson, told=told(), letter=uuid4(), by=cast.tomas)
    second = actions.correct_log(
        first, told=Told(was_held=False, why="Fire drill"), letter=uuid4(), by=cast.rosa
    )
    lesson.refresh_from_db()
    first.refresh_from_db()
    assert (lesson.status, lesson.why_not) == ("not_held", "Fire drill")
    assert (first.minutes, first.was_held, second.replaces) == (30, True, first)
    assert not Attendance.objects.filter(session=lesson, is_present=True).exists()
    with pytest.raises(Conflict):
        actions.correct_log(first, told=told(), letter=uuid4(), by=cast.tomas)


def test_what_did_not_happen_has_no_minutes_and_no_steps(cast, lesson):
    log = actions.log_session(
        lesson,
        told=told(was_held=False, why="Snow day", strategies={"fs1": 2}),
        letter=uuid4(),
        by=cast.tomas,
    )
    assert (log.minutes, log.adult_level, log.steps_seen, log.strategies) == (None, None, [], {})


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"was_held": False}, "why it did not"),
        ({"minutes": 700}, "whole number"),
        ({"adult_level": 6}, "where the adult was"),
        ({"steps": ("nothing",)}, "no such step"),
        ({"strategies": {"fs15": 1}}, "no such way"),
        ({"strategies": {"fs1": 100}}, "How often"),
        ({"quote": "Fun."}, "whose words"),
        ({"quote": "Fun.", "quote_of": 0, "quote_mode": "speech"}, "not expected here"),
    ],
)
def test_what_does_not_fit_changes_nothing(cast, lesson, more, said):
    with pytest.raises(Problem, match=said):
        actions.log_session(lesson, told=told(**more), letter=uuid4(), by=cast.tomas)
    lesson.refresh_from_db()
    assert lesson.status == "planned"
    assert not SessionLog.objects.exists()
    assert not Attendance.objects.exists()


def test_a_time_to_come_can_only_be_called_off(cast, lesson):
    lesson.on = MONDAY + timedelta(days=1)
    lesson.save()
    with pytest.raises(Problem, match="still to come"):
        actions.log_session(lesson, told=told(), letter=uuid4(), by=cast.tomas)
    away = Told(was_held=False, why="Field trip")
    actions.log_session(lesson, told=away, letter=uuid4(), by=cast.tomas)
    lesson.refresh_from_db()
    assert lesson.status == "not_held"


def test_who_is_not_there_logs_nothing(cast, lesson, class_time):
    for person in ("sven", "ben_viewer", "ada_viewer", "marta", "zed", "tess"):
        for session in (lesson, class_time):
            with pytest.raises(Refused):
                actions.log_session(session, told=told(), letter=uuid4(), by=getattr(cast, person))
    assert not SessionLog.objects.exists()


def test_in_a_class_whoever_was_there_gave_and_received(cast, class_time):
    Attendance.objects.create(session=class_time, student=cast.sora, is_present=True, minutes=9)
    actions.log_session(
        class_time, told=told(away=frozenset({cast.ada.pk})), letter=uuid4(), by=cast.ines
    )
    rows = {row.student: row for row in Attendance.objects.filter(session=class_time)}
    assert len(rows) == 5
    assert (rows[cast.ada].is_present, rows[cast.ada].has_given) == (False, False)
    assert (rows[cast.sora].minutes, rows[cast.sora].has_received) == (30, True)


@pytest.mark.parametrize(
    ("planned", "said", "offered"),
    [
        (30, None, (10, 20, 30, 45)),
        (50, None, (10, 20, 30, 50)),
        (12, None, (12, 20, 30, 45)),
        (30, 37, (10, 20, 30, 37)),
        (50, 37, (10, 20, 37, 50)),
        (30, 30, (10, 20, 30, 45)),
    ],
)
def test_minutes_come_from_the_plan_among_four(planned, said, offered):
    assert minutes_offered(planned, said) == offered


# ------------------------------------------------------------------ the page


def test_the_form_knows_people_and_minutes_and_ticks_no_step(cast, client_for, lesson):
    Absence.objects.create(student=cast.ben, on=MONDAY)
    page = text(client_for(cast.tomas).get(f"/sessions/{lesson.pk}/log/"))
    assert "Ada" in page
    assert ticked(page, "minutes") == ["30"]
    assert inputs(page, "steps")
    assert ticked(page, "steps") == []
    assert ticked(page, "here") == [str(cast.ada.pk)]  # Ben is away that day
    assert page.count("data-plus=") == 14
    assert "Families may read this" in page


def test_two_taps_log_a_session_of_the_plan(cast, client_for, lesson):
    tomas = client_for(cast.tomas)
    step = shipped()["tutor"].fidelity.items[0].id
    sent = form(
        lesson,
        here=[cast.ada.pk, cast.ben.pk],
        adult_level="3",
        steps=[step],
        times_fs1="2",
        note="They laughed.",
        quote="We built it.",
        quote_of=cast.ada.pk,
        quote_mode="device",
        may_share="on",
    )
    answer = tomas.post(f"/sessions/{lesson.pk}/log/", sent)
    assert answer.url == f"/sessions/?on={MONDAY.isoformat()}"
    assert tomas.post(f"/sessions/{lesson.pk}/log/", sent).status_code == 302  # a double tap
    log = SessionLog.objects.get()
    assert (log.steps_seen, log.strategies, log.may_share_quote) == ([step], {"fs1": 2}, True)
    day = text(tomas.get(answer.url))
    assert "Held" in day
    assert f'href="/sessions/{lesson.pk}/log/"' in day
    page = text(tomas.get(f"/sessions/{lesson.pk}/log/"))
    assert "We built it." in page
    assert "May be shared." in page
    assert "November 9, 9:30" in page  # the wall clock of the school
    assert "With a speech device" in page


def test_a_class_is_logged_by_its_teacher_and_by_a_para_who_knows_one_of_it(
    cast, client_for, class_time
):
    page = text(client_for(cast.tomas).get(f"/sessions/{class_time.pk}/log/"))
    assert "Lena" not in page
    assert "4 students you do not see" in page
    answer = client_for(cast.tomas).post(
        f"/sessions/{class_time.pk}/log/", form(class_time, here=[cast.ada.pk])
    )
    assert answer.status_code == 302
    assert Attendance.objects.filter(session=class_time, is_present=True).count() == 5


def test_partly_and_no_ask_why_and_keep_what_was_typed(cast, client_for, lesson):
    tomas = client_for(cast.tomas)
    answer = tomas.post(
        f"/sessions/{lesson.pk}/log/", form(lesson, happened="partly", note="Short day.")
    )
    assert "Say in a few words why" in text(answer)
    assert "Short day." in text(answer)
    tomas.post(
        f"/sessions/{lesson.pk}/log/", form(lesson, happened="partly", why="A student was absent")
    )
    assert SessionLog.objects.get().why_not == "A student was absent"


def test_correcting_shows_both_versions(cast, client_for, lesson):
    tomas = client_for(cast.tomas)
    url = f"/sessions/{lesson.pk}/log/"
    tomas.post(url, form(lesson, note="First words."))
    page = text(tomas.get(f"{url}?correct=1"))
    assert "First words." in page
    first = SessionLog.objects.get()
    tomas.post(url, form(lesson, replaces=first.pk, note="Second words.", minutes_other="17"))
    page = text(tomas.get(url))
    assert page.index("Second words.") < page.index("First words.")
    assert "Told before, corrected since" in page
    assert SessionLog.objects.get(replaces=first).minutes == 17


def test_a_second_form_opened_before_is_told_and_not_saved(cast, client_for, lesson):
    url = f"/sessions/{lesson.pk}/log/"
    client_for(cast.tomas).post(url, form(lesson))
    answer = client_for(cast.ines).post(url, form(lesson, note="Mine."))
    assert answer.status_code == 409
    assert "meanwhile" in text(answer)
    assert "Mine." in text(answer)


def test_after_the_runner_the_log_is_completed_at_once(cast, client_for, class_time):
    live = SessionLog.objects.create(
        session=class_time, letter=uuid4(), source="live", was_held=True, minutes=37, adult_level=2
    )
    page = text(client_for(cast.ines).get(f"/sessions/{class_time.pk}/log/"))
    assert "Complete the log" in page
    assert f'name="replaces" value="{live.pk}"' in page
    client_for(cast.ines).post(
        f"/sessions/{class_time.pk}/log/", form(class_time, replaces=live.pk, minutes="37")
    )
    assert SessionLog.objects.get(replaces=live).minutes == 37


def test_a_session_without_a_written_practice_can_be_logged(cast, client_for, lesson, monkeypatch):
    monkeypatch.setattr("kithwork.apps.runs.queries.log.playbook_of_role", lambda role: None)
    page = text(client_for(cast.tomas).get(f"/sessions/{lesson.pk}/log/"))
    assert "Steps you saw" not in page
    client_for(cast.tomas).post(f"/sessions/{lesson.pk}/log/", form(lesson))
    assert SessionLog.objects.get().was_held
    assert client_for(cast.tomas).get(f"/sessions/{lesson.pk}/checklist/").status_code == 404


# ------------------------------------------------------------------ checklists


def test_own_and_observed_stand_side_by_side(cast, client_for, class_time):
    ids = [item.id for item in shipped()["cwpt"].fidelity.items]
    own = {f"item_{key}": "yes" for key in ids} | {"letter": str(uuid4()), "kind": "self"}
    seen = {f"item_{key}": "yes" for key in ids[:6]} | {f"item_{key}": "no" for key in ids[6:10]}
    seen |= {"item_f11": "na", "letter": str(uuid4()), "kind": "observed"}
    url = f"/sessions/{class_time.pk}/checklist/"
    assert "No checklist yet" in text(client_for(cast.ines).get(url))
    assert client_for(cast.ines).post(f"{url}new/", own).status_code == 302
    assert client_for(cast.rosa).post(f"{url}new/", seen).status_code == 302
    page = text(client_for(cast.pia).get(url))
    assert "19 of 19 steps, 100 %" in page
    assert "6 of 10 steps, 60 %" in page
    assert "80 %" in page
    assert page.index("By oneself") < page.index("Observed")
    assert "Coach</span>" in page


def test_one_corrects_ones_own_checklist_and_the_old_answers_stay(cast, client_for, class_time):
    check = actions.check_fidelity(
        class_time, kind="self", answers={"f1": "yes"}, letter=uuid4(), by=cast.ines
    )
    url = f"/sessions/{class_time.pk}/checklist/new/?corrects={check.pk}"
    assert 'name="item_f1" value="yes" checked' in text(client_for(cast.ines).get(url))
    assert client_for(cast.rosa).get(url).status_code == 404
    with pytest.raises(Problem, match="Only who filled"):
        actions.correct_check(check, answers={"f1": "no"}, letter=uuid4(), by=cast.rosa)
    letter = uuid4()
    new = actions.correct_check(check, answers={"f1": "no"}, letter=letter, by=cast.ines)
    again = actions.correct_check(check, answers={"f1": "no"}, letter=letter, by=cast.ines)
    check.refresh_from_db()
    assert (check.answers, new.replaces, again) == ({"f1": "yes"}, check, new)
    with pytest.raises(Conflict):
        actions.correct_check(check, answers={"f1": "na"}, letter=uuid4(), by=cast.ines)
    assert FidelityCheck.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "answers", "said"),
    [
        ("self", {}, "Nothing is answered"),
        ("mine", {"f1": "yes"}, "rate yourself"),
        ("self", {"f1": "perhaps"}, "does not fit"),
        ("self", {"zz": "yes"}, "does not fit"),
    ],
)
def test_a_checklist_that_does_not_fit_is_refused(cast, class_time, kind, answers, said):
    with pytest.raises(Problem, match=said):
        actions.check_fidelity(class_time, kind=kind, answers=answers, letter=uuid4(), by=cast.ines)
    assert not FidelityCheck.objects.exists()


def test_a_pair_is_watched_by_name_only_by_who_may_read_it(cast, client_for, class_time):
    run = class_time.run
    drawn = actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.rosa)
    group = drawn.groups.first()
    url = f"/sessions/{class_time.pk}/checklist/"
    sent = {"letter": str(uuid4()), "kind": "observed", "group": group.pk, "item_f11": "no"}
    answer = client_for(cast.ines).post(f"{url}new/", sent)
    assert answer.status_code == 302
    names = [seat.student.called for seat in group.seats.all()]
    assert " &amp; ".join(names) in text(client_for(cast.ines).get(url))
    assert "Lena" not in text(client_for(cast.tomas).get(url))
    other = actions.draw_pairs(
        make_run(cast, "Other", section=cast.science, playbook=make_playbook_copy(),
                 students=[cast.ada, cast.malik, cast.ben]),
        starts_on=MONDAY, seed=1, by=cast.rosa,
    ).groups.first()  # fmt: skip
    sent |= {"group": other.pk, "letter": str(uuid4())}
    assert client_for(cast.ines).post(f"{url}new/", sent).status_code == 404
