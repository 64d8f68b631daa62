"""Hours against the limit, lunches, roles that are due, faces for the coordinator alone."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.urls import reverse

from kithwork.apps.care.load import spread
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.peers.models import ProtectedClass, Volunteer
from kithwork.apps.runs.models import Session, SessionPeer
from kithwork.apps.safety.models import FaceCheck
from tests.cast import MONDAY

from .test_partings import pair

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def book(cast, peer, minutes: list[int], place="class") -> list[Session]:
    rows = []
    for n, each in enumerate(minutes):
        need = SupportNeed.objects.create(
            student=cast.ada,
            place=place,
            section=cast.art if place == "class" else None,
            role="buddy",
            times_a_week=1,
            minutes=each,
        )
        on = MONDAY + timedelta(days=n)
        session = Session.objects.create(
            school=cast.school, need=need, student=cast.ada, on=on, label=f"{place}{n}",
            starts_at=time(11, 0), ends_at=time(11, 35),
        )  # fmt: skip
        SessionPeer.objects.create(session=session, peer=peer, on=on, label=session.label)
        rows.append(session)
    return rows


@pytest.mark.parametrize(
    ("minutes", "state"), [([], "none"), ([30], "room"), ([72], "soon"), ([90], "full"), ([91], "over")]
)  # fmt: skip
def test_a_week_beside_its_limit(cast, minutes, state):
    cast.sora_volunteer.weekly_minutes = 90
    cast.sora_volunteer.save()
    book(cast, cast.sora, minutes)
    (row,) = [one for one in spread(cast.rosa).rows if one.student == cast.sora]
    assert (row.booked, row.cap, row.state) == (sum(minutes), 90, state)


def test_the_limit_of_the_grade_holds_whatever_was_offered(cast):
    Volunteer.objects.filter(pk=cast.sora_volunteer.pk).update(weekly_minutes=600)
    (row,) = [one for one in spread(cast.rosa).rows if one.student == cast.sora]
    assert (row.offered, row.limit, row.cap) == (600, 180, 180)


def test_the_fullest_first_and_who_is_asked_least(cast):
    book(cast, cast.lena, [60])
    book(cast, cast.ben, [30, 30, 30], place="lunch")
    page = spread(cast.rosa)
    assert page.rows[0].student == cast.lena  # 60 of 90 is more than 90 of 180
    assert page.least.student == cast.sora
    (ben,) = [one for one in page.rows if one.student == cast.ben]
    assert (ben.lunches, ben.most_lunches) == (3, 2)
    assert page.unasked == 1


def test_a_role_held_too_long_is_due(cast):
    pair(cast, cast.ada_art, cast.ben, starts_on=MONDAY - timedelta(weeks=9))
    pair(cast, cast.malik_science, cast.ben, starts_on=MONDAY - timedelta(weeks=8))
    (ben,) = [one for one in spread(cast.rosa).rows if one.student == cast.ben]
    due = {one.student: (one.change_on, one.is_due) for one in ben.partners}
    assert due[cast.ada] == (MONDAY, True)
    assert due[cast.malik] == (MONDAY + timedelta(weeks=1), False)
    assert spread(cast.rosa).due == 1


def test_a_peers_page_and_who_reads_the_faces(cast, client_for):
    ProtectedClass.objects.create(volunteer=cast.ben_volunteer, section=cast.science)
    (session,) = book(cast, cast.ben, [30])
    session.status = Session.Status.HELD
    session.save()
    FaceCheck.objects.create(student=cast.ben, session=session, face=1, on=session.on)
    door = reverse("care:peer", args=[cast.ben.pk])
    page = client_for(cast.rosa).get(door).text
    assert "30 of 180 min" in page
    assert "Science" in page
    assert "Hard" in page
    assert "1 time together, 30 minutes." in page
    assert "Hard" not in client_for(cast.pia).get(door).text
    for viewer in (cast.ben_viewer, cast.tomas, cast.ines, cast.marta):
        assert client_for(viewer).get(door).status_code == 403
    assert client_for(cast.zed).get(door).status_code == 404
    assert client_for(cast.rosa).get(reverse("care:peer", args=[cast.ada.pk])).status_code == 404


def test_peer_care_says_who_protects_what(cast, client_for):
    ProtectedClass.objects.create(volunteer=cast.ben_volunteer, section=cast.science)
    page = client_for(cast.rosa).get(reverse("care:peer_care")).text
    assert "Science" in page
    assert "Not asked" in page
