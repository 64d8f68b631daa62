"""Who sees an event, who changes it, and what being there opens."""

import pytest

from kithwork.apps.events import actions, policies
from kithwork.apps.events.tests.conftest import frame, make_event, when
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


@pytest.mark.parametrize(
    ("person", "sees", "changes"),
    [
        ("rosa", True, True), ("tomas", True, True), ("pia", True, False), ("ines", False, False),
        ("sven", False, False), ("tess", False, False), ("zed", False, False), ("ben_viewer", False, False),
        ("ada_viewer", False, False), ("marta", False, False), ("dora", False, False),
    ],
)  # fmt: skip
def test_who_sees_and_changes_an_event_that_tomas_leads(cast, soccer, person, sees, changes):
    viewer = getattr(cast, person)
    assert policies.visible_events(viewer).exists() is sees
    assert bool(policies.may_change_event(viewer, soccer)) is changes
    if not changes:
        with pytest.raises(Refused):
            actions.say_both_plan(soccer, is_so=True, by=viewer)


@pytest.mark.parametrize(("role", "may"), [(role, role in policies.STARTS) for role in Role])
def test_who_starts_one(cast, role, may):
    viewer = cast.viewers[role]
    assert bool(policies.may_start_event(viewer)) is may
    if not may:
        with pytest.raises(Refused):
            actions.start_event(frame(), when=when(), by=viewer)


def test_a_teacher_leads_what_they_start_and_hands_it_to_nobody(cast):
    event = make_event(cast, by=cast.ines, lead=cast.ines_staff)
    assert policies.visible_events(cast.ines).get() == event
    with pytest.raises(Refused, match="hand it"):
        make_event(cast, by=cast.ines, lead=cast.tomas_staff)


def test_who_is_there_is_said_by_the_coordinator_or_who_leads(cast, soccer):
    actions.name_adults(soccer, [cast.ines_staff], by=cast.tomas)
    assert policies.may_change_event(cast.ines, soccer)
    with pytest.raises(Refused, match="which adults"):
        actions.name_adults(soccer, [cast.ines_staff, cast.sven_staff], by=cast.ines)
    with pytest.raises(Refused):
        actions.change_event(soccer, frame(lead=cast.ines_staff), version=1, by=cast.ines)


def test_a_teacher_invites_students_they_see_and_no_others(cast):
    event = make_event(cast, by=cast.ines, lead=cast.ines_staff)
    assert cast.elsewhere not in policies.students_to_invite(cast.ines)
    assert cast.ada in policies.students_to_invite(cast.ines)
    with pytest.raises(Exception, match="whom you see"):
        actions.add_student(event, cast.elsewhere, by=cast.ines)


def test_a_student_and_a_family_have_their_own_places_only(cast, soccer):
    actions.add_student(soccer, cast.ada, by=cast.rosa)
    actions.add_student(soccer, cast.ben, by=cast.rosa)
    assert {row.student_id for row in policies.own_places(cast.ada_viewer)} == {cast.ada.pk}
    assert {row.student_id for row in policies.own_places(cast.marta)} == {cast.ada.pk}
    assert not policies.own_places(cast.rosa).exists()
