from datetime import timedelta

import pytest
from django.urls import reverse

from kithwork.apps.peers.models import PeerWish, ProtectedClass, Volunteer
from kithwork.apps.peers.queries import ready_without_mastery, volunteers_for_plan
from kithwork.apps.people.models import Student
from tests.cast import MONDAY, give_mastery

pytestmark = pytest.mark.django_db


def volunteers(cast, on=MONDAY, until=None):
    return {v.student_id: v for v in volunteers_for_plan(cast.school.pk, on, until)}


def test_a_volunteer_comes_with_roles_numbers_classes_and_wishes(cast):
    ProtectedClass.objects.create(volunteer=cast.ben_volunteer, section=cast.science)
    PeerWish.objects.create(
        volunteer=cast.ben_volunteer, other=cast.malik, kind=PeerWish.Kind.RATHER_NOT
    )

    ben = volunteers(cast)[cast.ben.pk]

    assert ben.roles == ("buddy", "tutor")
    assert (ben.weekly_minutes, ben.max_sessions, ben.max_per_day, ben.max_partners) == (
        180,
        5,
        2,
        2,
    )
    assert ben.protected_sections == {cast.science.pk}
    assert (ben.would_like, ben.rather_not) == ({cast.ada.pk}, {cast.malik.pk})


@pytest.mark.parametrize(
    ("grade", "minutes", "sessions", "partners", "session"),
    [("02", 45, 3, 1, 15), ("04", 90, 3, 1, 30), ("07", 180, 5, 2, 60), ("", 45, 3, 1, 15)],
)
def test_a_volunteer_is_held_to_the_limits_of_their_grade(
    cast, grade, minutes, sessions, partners, session
):
    Student.objects.filter(pk=cast.ben.pk).update(grade=grade)
    Volunteer.objects.filter(pk=cast.ben_volunteer.pk).update(
        weekly_minutes=600, max_sessions=20, max_per_day=6, max_partners=6
    )

    ben = volunteers(cast)[cast.ben.pk]

    assert (ben.weekly_minutes, ben.max_sessions, ben.max_partners) == (minutes, sessions, partners)
    assert (ben.max_per_day, ben.session_minutes) == (2, session)


def test_a_volunteer_who_offers_less_than_the_limit_gives_what_they_offered(cast):
    Volunteer.objects.filter(pk=cast.ben_volunteer.pk).update(
        weekly_minutes=40, max_sessions=1, max_per_day=1, max_partners=1
    )

    ben = volunteers(cast)[cast.ben.pk]
    assert (ben.weekly_minutes, ben.max_sessions, ben.max_per_day, ben.max_partners) == (
        40,
        1,
        1,
        1,
    )


def test_a_school_may_set_its_own_limits(cast):
    cast.school.limits = {"peer_minutes_a_week.6-8": 60, "peer_sessions_a_day": 1}
    cast.school.save()

    ben = volunteers(cast)[cast.ben.pk]
    assert (ben.weekly_minutes, ben.max_per_day) == (60, 1)


@pytest.mark.parametrize(
    ("own", "school", "used"),
    [(None, {}, 2), (1, {}, 1), (5, {}, 2), (5, {"lunch_days_a_week": 3}, 3)],
)
def test_most_lunches_stay_a_volunteers_own(cast, own, school, used):
    cast.school.limits = school
    cast.school.save()
    Volunteer.objects.filter(pk=cast.ben_volunteer.pk).update(max_lunch_days=own)

    assert volunteers(cast)[cast.ben.pk].max_lunch_days == used


@pytest.mark.parametrize("status", ["offered", "paused", "finished"])
def test_only_the_ready_are_asked(cast, status):
    Volunteer.objects.filter(pk=cast.ben_volunteer.pk).update(status=status)

    assert set(volunteers(cast)) == {cast.sora.pk, cast.lena.pk}


def test_dates_roles_and_leaving_count(cast):
    Volunteer.objects.filter(pk=cast.ben_volunteer.pk).update(ready_on=MONDAY + timedelta(days=3))
    Volunteer.objects.filter(pk=cast.sora_volunteer.pk).update(ends_on=MONDAY - timedelta(days=1))
    Volunteer.objects.filter(pk=cast.lena_volunteer.pk).update(roles=[])

    assert volunteers(cast) == {}
    assert set(volunteers(cast, until=MONDAY + timedelta(days=3))) == {cast.ben.pk}
    Student.objects.filter(pk=cast.ben.pk).update(closed_on=MONDAY)
    assert volunteers(cast, until=MONDAY + timedelta(days=3)) == {}


def test_volunteers_of_another_school_are_not_asked(cast):
    Volunteer.objects.create(student=cast.elsewhere, roles=["buddy"])

    assert cast.elsewhere.pk not in volunteers(cast)
    assert {v.student_id for v in volunteers_for_plan(cast.other_school.pk, MONDAY)} == {
        cast.elsewhere.pk
    }


def test_only_trained_peers_where_a_school_says_so_and_only_in_their_roles(cast):
    give_mastery([cast.ben], "role:buddy")
    everybody = set(volunteers(cast))
    assert {cast.ben.pk, cast.sora.pk} <= everybody
    assert ready_without_mastery(cast.rosa) == len(everybody) - 1
    cast.school.limits = {"only_trained_peers": 1}
    cast.school.save()
    assert {pk: one.roles for pk, one in volunteers(cast).items()} == {cast.ben.pk: ("buddy",)}
    # Whom they would rather not meet counts from the first day, trained or not.
    wishes = volunteers_for_plan(cast.school.pk, MONDAY, heeds_training=False)
    assert {one.student_id for one in wishes} == everybody


def test_a_volunteers_page_says_what_is_missing_and_the_lists_how_many(cast, client_for):
    rosa = client_for(cast.rosa)
    page = rosa.get(reverse("peers:volunteer", args=[cast.ben_volunteer.pk])).text
    assert "Buddy: 5 questions about privacy and safety are still open." in page
    for name in ("peers:peers", "plans:ask"):
        assert "3 ready peers have no mastery on record." in rosa.get(reverse(name)).text
