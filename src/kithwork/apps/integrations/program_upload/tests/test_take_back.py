"""Taking the last list back: everything as before, or nothing and a sentence."""

import pytest
from django.urls import reverse

from kithwork.apps.foundation.kept_rows import rows_of
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Depth
from kithwork.apps.integrations.models import ProgramImport
from kithwork.apps.integrations.program_upload.apply import import_needs, import_volunteers
from kithwork.apps.integrations.program_upload.take_back import take_back_list
from kithwork.apps.needs.actions import change_need
from kithwork.apps.needs.models import PreferenceCard, SupportNeed, Wish
from kithwork.apps.peers.actions import set_peer_wish
from kithwork.apps.peers.models import PeerWish, ProtectedClass, Volunteer
from kithwork.apps.people.policies import visible_students
from kithwork.apps.plans.models import PlanAsk
from kithwork.apps.trail.models import TrailEntry

from .lists import need, offer, read

NEED = need(would_like_to_know="Sora Ito", how_asked="device")
OFFER = offer(would_like_to_know="Ben Hollis")


def everything():
    tables = (SupportNeed, Wish, PreferenceCard, Volunteer, ProtectedClass, PeerWish)
    return rows_of(*(table.objects.all() for table in tables))


def test_a_list_of_needs_is_taken_back_whole_with_the_team_it_joined(cast):
    before = everything()
    ada = SupportNeed.objects.filter(student=cast.ada).first()
    changed = {
        "Full name": cast.ada.full_name,
        "Place": ada.place,
        "Class": ada.section.title if ada.section else "",
        "Role": ada.role,
        "Times a week": ada.times_a_week + 1,
    }
    out = import_needs(read("needs", NEED, changed), joins=1, by=cast.rosa)
    assert out.added
    assert out.changed
    assert everything() != before

    take_back_list("needs", by=cast.rosa)

    assert everything() == before
    assert cast.ben not in visible_students(cast.rosa, depth=Depth.PLAN)
    assert TrailEntry.objects.filter(verb="program.take_back").exists()
    with pytest.raises(Problem, match="no list"):
        take_back_list("needs", by=cast.rosa)


def test_a_list_of_volunteers_is_taken_back_and_can_come_in_again(cast):
    before = everything()
    first = import_volunteers(read("volunteers", OFFER), by=cast.rosa).counts()
    take_back_list("volunteers", by=cast.rosa)
    assert everything() == before

    assert import_volunteers(read("volunteers", OFFER), by=cast.rosa).counts() == first


def test_what_was_changed_since_keeps_the_whole_list(cast):
    import_needs(read("needs", NEED), joins=1, by=cast.rosa)
    new = SupportNeed.objects.get(student=cast.ben)
    change_need(new, minutes=45, by=cast.rosa)
    stood = everything()

    with pytest.raises(Problem, match="changed since"):
        take_back_list("needs", by=cast.rosa)
    assert everything() == stood


def test_what_somebody_added_to_a_new_offer_is_not_lost_with_it(cast):
    import_volunteers(read("volunteers", OFFER), by=cast.rosa)
    malik = Volunteer.objects.get(student=cast.malik)
    set_peer_wish(malik, cast.ada, kind="would_like", by=cast.rosa)

    with pytest.raises(Problem, match="build on it"):
        take_back_list("volunteers", by=cast.rosa)
    assert Volunteer.objects.filter(pk=malik.pk).exists()


def test_a_plan_asked_for_since_rests_on_the_list(cast):
    import_needs(read("needs", NEED), joins=1, by=cast.rosa)
    PlanAsk.objects.create(
        school=cast.school, starts_on="2026-11-09", ends_on="2026-11-20", problem={}, people={}
    )
    with pytest.raises(Problem, match="A plan was asked for"):
        take_back_list("needs", by=cast.rosa)


def test_only_the_last_list_can_be_taken_back_and_only_its_steps_are_kept(cast):
    import_volunteers(read("volunteers", OFFER), by=cast.rosa)
    import_volunteers(read("volunteers", offer(minutes_a_week=40)), by=cast.rosa)
    steps = [bool(row.steps) for row in ProgramImport.objects.order_by("pk")]
    assert steps == [False, True]
    import_volunteers(read("volunteers", offer(minutes_a_week=40)), by=cast.rosa)  # no change
    assert ProgramImport.objects.count() == 2

    take_back_list("volunteers", by=cast.rosa)

    assert Volunteer.objects.get(student=cast.malik).weekly_minutes != 40
    with pytest.raises(Problem):
        take_back_list("volunteers", by=cast.rosa)


@pytest.mark.parametrize("person", ["tomas", "ines", "zed"])
def test_nobody_else_takes_it_back(cast, person):
    import_volunteers(read("volunteers", OFFER), by=cast.rosa)
    with pytest.raises((Refused, Problem)):
        take_back_list("volunteers", by=getattr(cast, person))
    assert Volunteer.objects.filter(student=cast.malik).exists()


def test_the_page_offers_it_and_says_when_it_is_done(cast, as_):
    import_volunteers(read("volunteers", OFFER), by=cast.rosa)
    client = as_(cast.rosa)
    page = reverse("integrations:import_volunteers")
    assert "Take this list back" in client.get(page).content.decode()

    answer = client.post(reverse("integrations:volunteers_take_back"), follow=True)

    assert "The list was taken back" in answer.content.decode()
    assert "It was taken back." in answer.content.decode()
    assert "Take this list back" not in answer.content.decode()
    assert not Volunteer.objects.filter(student=cast.malik).exists()


def test_what_stands_now_is_kept_as_a_mark_only(cast):
    import_needs(read("needs", NEED | {"Brings": "canaryword"}), joins=1, by=cast.rosa)

    assert "canaryword" not in str(ProgramImport.objects.get().steps)
