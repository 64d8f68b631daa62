"""A trio for the day, another time, taking it back, and what becomes of it when the plan is laid out again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.needs.models import SupportNeed, Wish
from kithwork.apps.people.access_check import differences
from kithwork.apps.people.models import Access
from kithwork.apps.runs.actions import Together, note_absence, replace_peer
from kithwork.apps.runs.actions.by_hand import join_pair, move_session, take_back
from kithwork.apps.runs.models import Session, SessionPeer
from kithwork.apps.runs.queries import own_times, sessions_on
from kithwork.apps.runs.tests.test_lay_out import art, laid
from kithwork.apps.schools.models import CalendarDay
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
# Period 1 of Monday is over at 9:30; the next Art is on Tuesday.
TUESDAY = MONDAY + timedelta(days=1)
THURSDAY = MONDAY + timedelta(days=3)


@pytest.fixture
def week(cast) -> list[Together]:
    """In Art on Tuesdays: Ada with Sora, and Malik with Ben."""
    need = SupportNeed.objects.create(
        student=cast.malik, place="class", section=cast.art, role="buddy", times_a_week=1
    )
    two = Together(
        need_id=need.pk, student_id=cast.malik.pk, section_id=cast.art.pk, role="buddy",
        frame_day=1, label="1", peer_ids=(cast.ben.pk,),
    )  # fmt: skip
    return [art(cast, 1, peer="sora"), two]


@pytest.fixture
def pair(cast, week) -> tuple[Session, Session]:
    laid(cast, *week)
    note_absence(cast.sora, on=TUESDAY, by=cast.rosa)
    that_day = Session.objects.filter(on=TUESDAY)
    return that_day.get(student=cast.ada), that_day.get(student=cast.malik)


def together(on: date) -> list[list[str]]:
    rows = Session.objects.filter(on=on).exclude(status="cancelled").order_by("label", "pk")
    return [
        [row.whose.called, *(p.peer.called for p in row.session_peers.order_by("pk") if p.is_live)]
        for row in rows
    ]


def test_a_student_joins_two_others_for_the_day_and_it_is_taken_back(cast, pair):
    session, host = pair
    join_pair(session, host, by=cast.rosa)

    assert together(TUESDAY) == [["Malik", "Ben", "Ada"]]
    assert not any(line.is_gap for line in sessions_on(cast.rosa, TUESDAY))
    assert set(own_times(cast.ada_viewer)[0].partners) == {"Malik", "Ben"}
    assert list(differences(cast.school)) == []

    take_back(session, by=cast.rosa)

    assert together(TUESDAY) == [["Ada", "Sora"], ["Malik", "Ben"]]
    assert [line.is_gap for line in sessions_on(cast.rosa, TUESDAY)] == [True, False]
    assert list(differences(cast.school)) == []
    with pytest.raises(Problem, match="changed again"):
        take_back(session, by=cast.rosa)


def test_who_may_not_meet_or_is_elsewhere_makes_no_trio(cast, pair):
    session, host = pair
    with pytest.raises(Refused):
        join_pair(session, host, by=cast.ines)
    with pytest.raises(Problem, match="same place"):
        join_pair(session, session, by=cast.rosa)
    later = Session.objects.filter(student=cast.malik).exclude(pk=host.pk).first()
    with pytest.raises(Problem, match="same place"):
        join_pair(session, later, by=cast.rosa)
    Wish.objects.create(student=cast.malik, other=cast.ada, kind=Wish.Kind.RATHER_NOT)
    with pytest.raises(Problem, match="not put together"):
        join_pair(session, host, by=cast.rosa)
    Wish.objects.filter(student=cast.malik).delete()
    note_absence(cast.ben, on=TUESDAY, by=cast.rosa)
    with pytest.raises(Problem, match="Ben is absent"):
        join_pair(session, host, by=cast.rosa)
    assert together(TUESDAY) == [["Ada", "Sora"], ["Malik", "Ben"]]


def test_a_session_moves_to_another_time_and_back(cast, pair):
    session, _ = pair
    moved = move_session(session, on=THURSDAY, label="1", peers=[cast.sora], by=cast.rosa)

    assert together(TUESDAY) == [["Malik", "Ben"]]
    assert together(THURSDAY) == [["Ada", "Sora"]]
    row = moved.session_peers.get()
    assert (row.is_substitute, row.pairing.peer) == (False, cast.sora)
    session.refresh_from_db()
    assert (session.instead, session.feed_sequence) == (moved, 1)

    take_back(session, by=cast.rosa)
    assert together(TUESDAY) == [["Ada", "Sora"], ["Malik", "Ben"]]
    assert together(THURSDAY) == []


@pytest.mark.parametrize(
    ("on", "label", "who", "words"),
    [
        (MONDAY, "1", "sora", "over"),
        (THURSDAY, "9", "sora", "no such time"),
        (date(2026, 11, 14), "1", "sora", "no such time"),
        (THURSDAY, "1", "lena", "cannot step in"),
        (THURSDAY, "1", "elsewhere", "cannot step in"),
        (TUESDAY, "2", "sora", "absent"),
    ],
)
def test_a_session_does_not_move_where_it_cannot_be(cast, pair, on, label, who, words):
    session, _ = pair
    with pytest.raises(Problem, match=words):
        move_session(session, on=on, label=label, peers=[getattr(cast, who)], by=cast.rosa)
    assert together(TUESDAY) == [["Ada", "Sora"], ["Malik", "Ben"]]


def test_nobody_is_moved_into_a_time_that_is_taken(cast, week, pair):
    session, host = pair
    laid_on = Session.objects.filter(student=cast.ada).exclude(pk=session.pk).first()
    with pytest.raises(Problem, match="with somebody else by now"):
        move_session(session, on=laid_on.on, label="1", peers=[cast.sora], by=cast.rosa)
    move_session(host, on=THURSDAY, label="1", peers=[cast.ben], by=cast.rosa)
    with pytest.raises(Problem, match="taken then"):
        move_session(session, on=THURSDAY, label="1", peers=[cast.ben], by=cast.rosa)


def test_laying_the_same_plan_out_again_keeps_what_was_arranged_by_hand(cast, week, pair):
    session, host = pair
    join_pair(session, host, by=cast.rosa)
    next_week = Session.objects.get(student=cast.ada, on=TUESDAY + timedelta(days=7))
    move_session(
        next_week, on=THURSDAY + timedelta(days=7), label="1", peers=[cast.sora], by=cast.rosa
    )
    before = {on: together(on) for on in Session.objects.values_list("on", flat=True)}

    laid(cast, *week)

    assert {on: together(on) for on in before} == before
    assert list(differences(cast.school)) == []


def test_what_no_longer_fits_gives_way_to_the_plan(cast, week, pair):
    session, host = pair
    moved = move_session(session, on=THURSDAY, label="1", peers=[cast.sora], by=cast.rosa)
    CalendarDay.objects.filter(on=THURSDAY).update(is_open=False)

    laid(cast, *week)

    moved.refresh_from_db()
    assert moved.status == "cancelled"
    assert together(TUESDAY) == [["Malik", "Ben"], ["Ada", "Sora"]]

    again = Session.objects.get(student=cast.ada, on=TUESDAY, status="planned")
    join_pair(again, host, by=cast.rosa)
    laid(cast, week[0])  # Malik's time ends with the new plan
    assert together(TUESDAY) == [["Ada", "Sora"]]
    assert list(differences(cast.school)) == []


def test_who_stepped_in_is_needed_in_the_new_plan(cast, week, pair):
    """Ben came to Ada's moved time; now the plan itself wants Ben elsewhere then."""
    session, host = pair
    move_session(session, on=THURSDAY, label="1", peers=[cast.ben], by=cast.rosa)
    theirs = Together(
        need_id=host.need_id, student_id=cast.malik.pk, section_id=cast.art.pk, role="buddy",
        frame_day=3, label="1", peer_ids=(cast.ben.pk,),
    )  # fmt: skip

    laid(cast, week[0], theirs)

    assert together(THURSDAY) == [["Malik", "Ben"]]
    assert together(TUESDAY) == [["Ada", "Sora"]]
    assert list(differences(cast.school)) == []


def test_a_student_comes_to_nobody_they_are_kept_from_among_three(cast, pair):
    session, host = pair
    join_pair(session, host, by=cast.rosa)
    SessionPeer.objects.filter(session=host, peer=cast.ben).update(is_live=False)
    with pytest.raises(Problem, match="Lena cannot step in"):
        replace_peer(host, out=None, into=cast.lena, by=cast.rosa)
    opened = Access.objects.filter(because__startswith="runs.substitute:", closed_at=None)
    assert opened.exists()  # of the pair that joined
    assert not opened.filter(because__endswith=f":{cast.lena.pk}").exists()
