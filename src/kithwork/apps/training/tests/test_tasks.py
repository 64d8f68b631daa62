"""What is next in training, on the Today of a peer and of an adult."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kithwork.apps.training.models import Certificate, Meeting, Progress, Rehearsal, Seat
from kithwork.apps.training.orientation import pieces_for
from kithwork.apps.training.queries.tasks import own_tasks
from tests.cast import MONDAY, YEAR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def titles(viewer) -> list[str]:
    return [one.title for one in own_tasks(viewer)]


def test_who_was_asked_to_nothing_is_told_nothing(cast):
    assert own_tasks(cast.ben_viewer) == []
    for viewer in (cast.marta, cast.tess, cast.pia, cast.dora):
        assert own_tasks(viewer) == []


def test_a_peer_sees_the_meeting_then_the_piece(cast, client_for):
    meeting = Meeting.objects.create(
        school=cast.school, on=MONDAY + timedelta(days=2), when="lunch", place="Room 12",
        lesson="orientation/1", leader=cast.ines_staff,
    )  # fmt: skip
    Seat.objects.create(meeting=meeting, student=cast.ben)
    first, second = own_tasks(cast.ben_viewer)
    assert first.title.startswith("Over lunch, Wednesday, November 11:")
    assert second.title == pieces_for("peer")[0].title
    page = client_for(cast.ben_viewer).get("/").text
    assert "To learn" in page
    assert "Room 12" in page
    meeting.called_off = True
    meeting.save()
    assert own_tasks(cast.ben_viewer) == []


def test_the_piece_that_was_begun_comes_back_until_it_is_done(cast):
    every = pieces_for("peer")
    Progress.objects.create(student=cast.ben, piece=every[1].id, version=every[1].version, step=1)
    assert titles(cast.ben_viewer) == [every[1].title]
    for piece in every:
        Progress.objects.update_or_create(
            student=cast.ben, piece=piece.id, version=piece.version, defaults={"done_on": MONDAY}
        )
    assert own_tasks(cast.ben_viewer) == []


def test_a_booster_is_due_for_the_peer_and_for_who_trains_them(cast, client_for):
    six = MONDAY - timedelta(weeks=6)
    Certificate.objects.create(
        student=cast.ben, subject="role:buddy", given_on=six, until=six + timedelta(weeks=8)
    )
    for said in ("yes", "no"):
        Rehearsal.objects.create(
            student=cast.ben, subject="role:buddy", lesson="role", yes=1, no=1, on=six,
            items=[{"text": "Said the name", "said": "yes"}, {"text": "Waited", "said": said}],
        )  # fmt: skip
    assert titles(cast.ben_viewer) == ["Buddy, once more"]
    assert "1 student needs a booster" in titles(cast.ines)
    ines = client_for(cast.ines)
    assert "1 student needs a booster" in ines.get("/").text
    # The way leads to the page that names the step to begin with.
    assert "Begin with: Waited." in ines.get(f"/training/students/{cast.ben.pk}/").text
    ben = client_for(cast.ben_viewer).get("/").text
    assert "Waited" not in ben


def test_an_adult_sees_their_own_training_until_it_is_good(cast, client_for):
    assert "Training as facilitator" in own_tasks(cast.tomas)[-1].why
    assert "To learn" in client_for(cast.tomas).get("/").text
    for subject in ("staff:facilitator", "staff:observer"):
        Certificate.objects.create(
            staff=cast.tomas_staff, subject=subject, given_on=YEAR[0], until=YEAR[1]
        )
    assert own_tasks(cast.tomas) == []
    Certificate.objects.filter(staff=cast.tomas_staff).update(until=MONDAY + timedelta(days=9))
    assert len(own_tasks(cast.tomas)) == 1


def test_who_leads_a_meeting_finds_it(cast):
    meeting = Meeting.objects.create(
        school=cast.school, on=MONDAY, when="after", lesson="orientation/2", leader=cast.tomas_staff
    )
    first = own_tasks(cast.tomas)[0]
    assert first.url.endswith(f"/{meeting.pk}/")
