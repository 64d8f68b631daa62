"""What a coordinator's device holds: those they observe today, and those they added for today. Nobody else."""

import json
from datetime import timedelta

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.observations import actions
from kithwork.apps.observations.actions import today as today_actions
from kithwork.apps.observations.models import AddedToday
from kithwork.apps.observations.tests.test_setup import frame
from kithwork.apps.people.models import Staff
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def listed(client) -> dict:
    return json.loads(client.get("/api/v1/day").content)


def initials(client) -> list[int]:
    return [one["id"] for one in listed(client)["students"]]


def test_a_coordinators_list_is_no_roll_of_the_school(cast, client_for):
    assert initials(client_for(cast.rosa)) == []
    assert listed(client_for(cast.rosa))["may_add"] is True
    assert listed(client_for(cast.tomas))["may_add"] is False


def test_it_has_whom_they_observe_today_by_a_plan_and_not_others_plans(cast, form, client_for):
    rosa = Staff.objects.filter(user_id=cast.rosa.user_id).first() or Staff.objects.create(
        school=cast.school, last_name="R", user_id=cast.rosa.user_id
    )
    actions.plan_observations(frame(cast, form, observer=rosa), by=cast.rosa)
    actions.plan_observations(frame(cast, form, students=(cast.ada,)), by=cast.rosa)
    later = {"starts_on": MONDAY + timedelta(days=1), "students": (cast.ben,), "observer": rosa}
    actions.plan_observations(frame(cast, form, **later), by=cast.rosa)
    assert initials(client_for(cast.rosa)) == [cast.malik.pk]


def test_whoever_is_added_stays_for_the_day(cast, client_for, monkeypatch):
    rosa = client_for(cast.rosa)
    page = rosa.get("/observe/whom/", {"q": cast.ada.first_name}).content.decode()
    assert f"/observe/whom/{cast.ada.pk}/add/" in page
    assert rosa.post(f"/observe/whom/{cast.ada.pk}/add/").status_code == 302
    assert rosa.post(f"/observe/whom/{cast.ada.pk}/add/").status_code == 302
    assert initials(rosa) == [cast.ada.pk]
    page = rosa.get("/observe/whom/", {"q": cast.ada.first_name}).content.decode()
    assert "/add/" not in page
    added = AddedToday.objects.get()
    monkeypatch.setattr(
        "kithwork.apps.foundation.clock.today_for", lambda viewer: added.on + timedelta(days=1)
    )
    assert initials(rosa) == []
    actions.add_for_today(cast.ben, by=cast.rosa)
    assert [one.student for one in AddedToday.objects.all()] == [cast.ben], (
        "yesterday's is forgotten"
    )


def test_they_are_taken_off_again_by_their_owner_alone(cast, client_for):
    added = actions.add_for_today(cast.ada, by=cast.rosa)
    assert client_for(cast.tomas).post(f"/observe/whom/{added.pk}/leave/").status_code == 404
    assert client_for(cast.rosa).post(f"/observe/whom/{added.pk}/leave/").status_code == 302
    assert initials(client_for(cast.rosa)) == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_others_have_their_own_few_already(cast, role):
    added = actions.add_for_today(cast.ada, by=cast.rosa)
    with pytest.raises(Refused):
        actions.add_for_today(cast.ada, by=cast.viewers[role])
    with pytest.raises(Refused):
        actions.leave_for_today(added, by=cast.viewers[role])


def test_nobody_of_another_school_and_never_a_whole_school(cast, client_for, monkeypatch):
    stranger = type(cast.ada).objects.exclude(school=cast.school).first()
    if stranger is not None:
        with pytest.raises(Problem, match="your own school"):
            actions.add_for_today(stranger, by=cast.rosa)
    monkeypatch.setattr(today_actions, "MOST", 1)
    actions.add_for_today(cast.ada, by=cast.rosa)
    with pytest.raises(Problem, match="1 are on your list already"):
        actions.add_for_today(cast.ben, by=cast.rosa)
