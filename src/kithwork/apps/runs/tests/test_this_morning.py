"""Who is away, who steps in, and whether a session took place."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.needs.models import Wish
from kithwork.apps.peers.models import PeerWish, Volunteer
from kithwork.apps.people.models import Access
from kithwork.apps.runs import actions, queries
from kithwork.apps.runs.models import Absence, Session, SessionLog
from kithwork.apps.runs.peer_week import PeerWeek, minutes_of, over_in_week, peer_weeks
from kithwork.apps.runs.tests.test_lay_out import art, laid
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


@pytest.fixture
def today(cast) -> Session:
    """Ada and Ben in Art this Monday."""
    laid(cast, art(cast, 0))
    return Session.objects.get(on=MONDAY)


def gaps(cast) -> list[bool]:
    return [line.is_gap for line in queries.sessions_on(cast.rosa, MONDAY)]


def test_an_absence_opens_a_gap_and_taking_it_back_closes_it(cast, today):
    assert gaps(cast) == [False]

    absence = actions.note_absence(cast.ben, on=MONDAY, by=cast.rosa)
    again = actions.note_absence(cast.ben, on=MONDAY, by=cast.rosa)

    assert absence == again
    assert gaps(cast) == [True]
    actions.remove_absence(absence, by=cast.rosa)
    assert gaps(cast) == [False]


def test_a_student_who_is_away_needs_nobody(cast, today):
    actions.note_absence(cast.ada, on=MONDAY, by=cast.rosa)
    assert gaps(cast) == [False]


@pytest.mark.parametrize(
    ("person", "allowed"),
    [("rosa", True), ("pia", True), ("ines", True), ("tomas", False), ("tess", False),
     ("ben_viewer", False), ("marta", False), ("zed", False)],
)  # fmt: skip
def test_who_may_note_that_ben_is_away(cast, today, person, allowed):
    """Ines teaches him; Tomas is there for Ada alone; Zed is of another school."""
    by = getattr(cast, person)
    if allowed:
        actions.note_absence(cast.ben, on=MONDAY, by=by)
    else:
        with pytest.raises(Refused):
            actions.note_absence(cast.ben, on=MONDAY, by=by)
    assert Absence.objects.exists() is allowed


def test_stepping_in_and_taking_it_back(cast, today):
    actions.note_absence(cast.ben, on=MONDAY, by=cast.rosa)
    actions.replace_peer(today, out=cast.ben, into=cast.sora, by=cast.rosa)

    line = queries.sessions_on(cast.rosa, MONDAY)[0]
    assert [one.called for one in line.people] == ["Ada", "Sora"]
    assert not line.is_gap

    actions.undo_replace_peer(today, out=cast.ben, into=cast.sora, by=cast.rosa)

    line = queries.sessions_on(cast.rosa, MONDAY)[0]
    assert [one.called for one in line.people] == ["Ada", "Ben"]
    assert line.is_gap
    today.refresh_from_db()
    assert today.feed_sequence == 2
    with pytest.raises(Problem, match="changed again"):
        actions.undo_replace_peer(today, out=cast.ben, into=cast.sora, by=cast.rosa)


def test_a_substitute_with_an_account_may_know_the_name_for_that_day_only(cast):
    laid(cast, art(cast, 0, peer="sora"))
    today = Session.objects.get(on=MONDAY)

    cast.ben.refresh_from_db()
    actions.replace_peer(today, out=cast.sora, into=cast.ben, by=cast.rosa)

    row = Access.objects.get(because__startswith="runs.substitute:")
    assert (row.user_id, row.student_id) == (cast.ben_viewer.user_id, cast.ada.pk)
    assert (row.from_on, row.until_on) == (MONDAY, MONDAY)


def test_nobody_steps_in_who_is_kept_apart_away_or_taken(cast, today):
    def refused(student, words):
        with pytest.raises(Problem, match=words):
            actions.replace_peer(today, out=cast.ben, into=student, by=cast.rosa)

    refused(cast.lena, "Lena cannot step in here")  # Ada would rather not
    refused(cast.elsewhere, "cannot step in here")
    refused(cast.ada, "cannot step in here")
    PeerWish.objects.create(volunteer=cast.sora_volunteer, other=cast.ada, kind="rather_not")
    refused(cast.sora, "Sora cannot step in here")
    PeerWish.objects.all().delete()
    Absence.objects.create(student=cast.sora, on=MONDAY)
    refused(cast.sora, "Sora is absent too")
    Absence.objects.all().delete()
    Wish.objects.create(student=cast.ada, other=cast.sora, kind=Wish.Kind.RATHER_NOT)
    refused(cast.sora, "Sora cannot step in here")
    assert today.session_peers.get().peer == cast.ben


def test_one_place_at_a_time(cast, today):
    from kithwork.apps.runs.actions import Together

    other = Together(
        need_id=cast.malik_science.pk, student_id=cast.malik.pk, section_id=None, role="tutor",
        frame_day=0, label="1", peer_ids=(cast.lena.pk,),
    )  # fmt: skip
    laid(cast, art(cast, 0), other)
    malik = Session.objects.exclude(status="cancelled").get(student=cast.malik, on=MONDAY)

    with pytest.raises(Problem, match="with somebody else by now"):
        actions.replace_peer(malik, out=cast.lena, into=cast.ben, by=cast.rosa)
    with pytest.raises(Problem, match="with somebody else by now"):
        actions.replace_peer(malik, out=cast.lena, into=cast.ada, by=cast.rosa)
    assert malik.session_peers.get(is_live=True).peer == cast.lena


def test_nobody_is_booked_beyond_the_minutes_they_offered(cast, today):
    """DR-53: a week that is full takes no more, also by hand; a session taken back counts no more."""
    offer = Volunteer.objects.get(student=cast.sora)
    lesson = minutes_of(today)
    offer.weekly_minutes = lesson - 1
    offer.save()
    with pytest.raises(Problem, match=f"offered {lesson - 1} minutes a week, and 0 are booked"):
        actions.replace_peer(today, out=cast.ben, into=cast.sora, by=cast.rosa)
    assert today.session_peers.get(is_live=True).peer == cast.ben

    offer.weekly_minutes = lesson
    offer.save()
    actions.replace_peer(today, out=cast.ben, into=cast.sora, by=cast.rosa)
    assert peer_weeks([cast.sora.pk], MONDAY) == {cast.sora.pk: PeerWeek(lesson, lesson)}
    assert over_in_week(cast.school.pk, MONDAY) == {}
    offer.weekly_minutes = 5
    offer.save()
    assert set(over_in_week(cast.school.pk, MONDAY)) == {cast.sora.pk}
    assert over_in_week(cast.school.pk, MONDAY + timedelta(weeks=1)) == {}
    today.session_peers.filter(peer=cast.sora).update(is_live=False)
    assert over_in_week(cast.school.pk, MONDAY) == {}


def test_whether_it_took_place(cast, today):
    assert actions.mark_held(today, by=cast.ines).status == "held"
    with pytest.raises(Problem, match="few words"):
        actions.mark_not_held(today, why=" ", by=cast.ines)
    assert actions.mark_not_held(today, why="Fire drill", by=cast.ines).why_not == "Fire drill"
    later = Session.objects.get(on=date(2026, 11, 16))
    with pytest.raises(Problem, match="still to come"):
        actions.mark_held(later, by=cast.rosa)
    with pytest.raises(Refused):
        actions.mark_held(today, by=cast.zed)
    with pytest.raises(Refused):
        actions.unmark(today, by=cast.zed)
    assert (actions.unmark(today, by=cast.ines).status, today.why_not) == ("planned", "")
    SessionLog.objects.create(session=today, letter=uuid4(), was_held=True)
    with pytest.raises(Problem, match="There is a log"):
        actions.unmark(today, by=cast.ines)


def test_a_students_own_times_are_first_names_and_nothing_else(cast, today):
    card = queries.own_times(cast.ada_viewer)[0]
    assert (card.on, card.partners, card.place) == (MONDAY, ("Ben",), "Art")
    assert queries.own_times(cast.marta)[0].partners == ("Ben",)
    assert queries.own_times(cast.rosa) == []


@pytest.mark.parametrize(
    ("person", "sees"),
    [("rosa", 1), ("pia", 1), ("ines", 1), ("tomas", 1), ("tess", 0), ("sven", 0),
     ("ben_viewer", 0), ("marta", 0), ("dora", 0), ("zed", 0)],
)  # fmt: skip
def test_who_sees_the_days_sessions(cast, today, person, sees):
    assert len(queries.sessions_on(getattr(cast, person), MONDAY)) == sees
