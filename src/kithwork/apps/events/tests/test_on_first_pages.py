"""Where events show on everybody's first page, and where they do not."""

import pytest

from kithwork.apps.events import actions
from kithwork.apps.events.tests.conftest import answer_all, make_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


@pytest.fixture
def near(cast):
    """In five days, with Ada as announcer and Ben on the list."""
    event = make_event(cast, days=5, name="Soccer in the gym")
    for student in (cast.ada, cast.ben):
        actions.add_student(event, student, is_planner=True, by=cast.rosa)
    role = event.roles.get(name="Announcer")
    actions.take_role(role, cast.ada, chosen="self", how="device", by=cast.rosa)
    actions.say_both_plan(event, is_so=True, by=cast.rosa)
    return event


def test_the_coordinator_is_told_until_every_question_is_answered(cast, client_for, near):
    rosa = client_for(cast.rosa)
    page = rosa.get("/").content.decode()
    assert "Soccer in the gym: the access check is open" in page
    assert f"/events/{near.pk}/access/" in page
    answer_all(near, cast.tomas)
    page = rosa.get("/").content.decode()
    assert "the access check is open" not in page
    assert "Soccer in the gym, Gym." in page  # still coming up


def test_the_adult_who_is_there_has_it_on_their_day_and_others_do_not(cast, client_for, near):
    assert "Soccer in the gym" in client_for(cast.tomas).get("/").content.decode()
    assert "Soccer in the gym" not in client_for(cast.ines).get("/").content.decode()


@pytest.mark.parametrize(
    ("person", "sees"),
    [("ada_viewer", True), ("marta", True), ("ben_viewer", True), ("zed", False)],
)
def test_students_and_families_see_their_own_and_nothing_of_the_planning(
    cast, client_for, near, person, sees
):
    page = client_for(getattr(cast, person)).get("/").content.decode()
    assert ("Soccer in the gym" in page) is sees
    assert ("Announcer" in page) is (person in {"ada_viewer", "marta"})
    for word in ("disabilit", "access check", "Hollis" if person != "ben_viewer" else "Okafor"):
        assert word not in page
