"""A face after a time, a talk after two hard ones, and a no for today that needs no reason."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.urls import reverse

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.plans.queries import gaps_on
from kithwork.apps.runs.actions import can_come, cannot_come, unsay_coming
from kithwork.apps.runs.models import Absence, Coming, Session, SessionPeer
from kithwork.apps.safety import actions
from kithwork.apps.safety.faces import last_time, to_talk_with
from kithwork.apps.safety.models import FaceCheck
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def make_time(cast, on, label="1", at=time(8, 10)) -> Session:
    session = Session.objects.create(
        school=cast.school, need=cast.ada_art, student=cast.ada, section=cast.art, on=on,
        label=label, starts_at=at, ends_at=time(at.hour, 55),
    )  # fmt: skip
    SessionPeer.objects.create(session=session, peer=cast.ben, on=on, label=label)
    return session


@pytest.fixture
def over(cast) -> list[Session]:
    cast.ben.refresh_from_db()
    return [make_time(cast, MONDAY - timedelta(days=n)) for n in (7, 4, 3)]


def say(cast, session, face) -> None:
    actions.say_face(cast.ben, session, face=face, by=cast.ben_viewer)


def test_two_hard_faces_in_a_row_ask_for_a_talk(cast, over):
    say(cast, over[0], 1)
    assert to_talk_with(cast.school.pk) == []
    say(cast, over[1], 3)
    say(cast, over[2], 1)
    assert to_talk_with(cast.school.pk) == []
    say(cast, over[1], 1)  # the last word counts
    assert to_talk_with(cast.school.pk) == [cast.ben]
    actions.note_face_talk(cast.ben, by=cast.rosa)
    assert to_talk_with(cast.school.pk) == []
    assert FaceCheck.objects.filter(talked_by_id=cast.rosa.user_id).count() == 3


def test_only_who_was_there_says_how_it_was(cast, over):
    tomorrow = make_time(cast, MONDAY + timedelta(days=1))
    for viewer, student, session in [
        (cast.ben_viewer, cast.ada, over[0]),
        (cast.rosa, cast.ben, over[0]),
        (cast.marta, cast.ada, over[0]),
        (cast.ben_viewer, cast.ben, tomorrow),
    ]:
        with pytest.raises(Refused):
            actions.say_face(student, session, face=3, by=viewer)
    with pytest.raises(Refused):
        actions.note_face_talk(cast.ben, by=cast.tomas)


def test_a_student_is_asked_about_the_last_time_and_answers_in_one_tap(cast, over, client_for):
    ben = client_for(cast.ben_viewer)
    assert last_time(cast.ben_viewer).session_id == over[2].pk
    assert "How was Friday?" in ben.get("/").text
    ben.post(reverse("safety:say_face", args=[over[2].pk]), {"face": "2"})
    assert last_time(cast.ben_viewer).face == 2
    assert ben.post(reverse("safety:say_face", args=[over[2].pk]), {"face": "9"}).status_code == 404
    # No partner, no family and no teacher reads it.
    for viewer in (cast.ada_viewer, cast.marta, cast.ines):
        assert "Hard" not in client_for(viewer).get(reverse("safety:safety")).text


def test_the_coordinator_hears_of_it_on_today_and_settles_it(cast, over, client_for):
    for session in over:
        say(cast, session, 1)
    rosa = client_for(cast.rosa)
    assert "1 student had two hard times in a row" in rosa.get("/").text
    assert "Ben Hollis" in rosa.get(reverse("safety:safety")).text
    assert rosa.post(reverse("safety:face_talk", args=[cast.ben.pk])).status_code == 302
    assert rosa.post(reverse("safety:face_talk", args=[cast.ben.pk])).status_code == 404


def test_i_cannot_today_is_one_tap_and_shows_a_gap(cast, client_for):
    session = make_time(cast, MONDAY, "4", time(11, 40))
    ben = client_for(cast.ben_viewer)
    assert "I cannot today" in ben.get("/").text
    ben.post(reverse("safety:cannot", args=[session.pk]))
    ben.post(reverse("safety:cannot", args=[session.pk]))
    absence = Absence.objects.get()
    assert (absence.student, absence.on, absence.label) == (cast.ben, MONDAY, "4")
    assert "I will be there after all" in ben.get("/").text
    assert [gap.line.pk for gap in gaps_on(cast.rosa, MONDAY)] == [session.pk]
    ben.post(reverse("safety:can", args=[session.pk]))
    assert not Absence.objects.exists()
    assert gaps_on(cast.rosa, MONDAY) == []


def test_another_period_of_the_day_goes_on(cast):
    first, later = (
        make_time(cast, MONDAY, "4", time(11, 40)),
        make_time(cast, MONDAY, "5", time(12, 35)),
    )
    cannot_come(first, by=cast.ben_viewer)
    assert [gap.line.pk for gap in gaps_on(cast.rosa, MONDAY)] == [first.pk]
    for viewer in (cast.rosa, cast.marta):
        with pytest.raises(Refused):
            cannot_come(later, by=viewer)
    can_come(first, by=cast.ben_viewer)
    assert gaps_on(cast.rosa, MONDAY) == []


def test_i_will_be_there_is_one_tap_seen_by_the_adults_and_undone(cast, client_for):
    session = make_time(cast, MONDAY, "4", time(11, 40))
    ben = client_for(cast.ben_viewer)
    said = ben.post(reverse("safety:can", args=[session.pk]), follow=True).text
    assert "You said: I will be there." in said
    assert reverse("safety:unsay", args=[session.pk]) in said  # by the toast, and by the button
    ben.post(reverse("safety:can", args=[session.pk]))
    assert [one.student for one in Coming.objects.all()] == [cast.ben]
    for viewer in (cast.rosa, cast.ines):
        assert "Said yes:" in client_for(viewer).get(reverse("runs:sessions")).text
    assert "Said yes:" in client_for(cast.ines).get("/").text
    # A partner and a family are told nothing: it is no promise to them.
    for viewer in (cast.ada_viewer, cast.marta):
        assert "Said yes" not in client_for(viewer).get("/").text
    ben.post(reverse("safety:unsay", args=[session.pk]))
    assert not Coming.objects.exists()
    assert not Absence.objects.exists()
    assert "You said" not in ben.get("/").text


def test_a_no_takes_the_yes_away_and_the_other_way_round(cast):
    session = make_time(cast, MONDAY, "4", time(11, 40))
    can_come(session, by=cast.ben_viewer)
    cannot_come(session, by=cast.ben_viewer)
    assert not Coming.objects.exists()
    can_come(session, by=cast.ben_viewer)
    assert Coming.objects.exists()
    assert not Absence.objects.exists()


def test_only_who_is_in_it_says_so_and_not_on_a_day_away(cast, client_for):
    session = make_time(cast, MONDAY, "4", time(11, 40))
    for viewer in (cast.rosa, cast.marta):
        for act in (can_come, unsay_coming):
            with pytest.raises(Refused):
                act(session, by=viewer)
    Absence.objects.create(student=cast.ben, on=MONDAY)
    with pytest.raises(Problem):
        can_come(session, by=cast.ben_viewer)
    told = client_for(cast.ben_viewer).post(reverse("safety:can", args=[session.pk]), follow=True)
    assert "Tell them that you come." in told.text
    assert not Coming.objects.exists()
