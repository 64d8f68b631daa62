import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.peers import actions, policies
from kithwork.apps.peers.models import PeerWish, ProtectedClass, Volunteer
from kithwork.apps.people.models import Enrolment
from kithwork.apps.trail.models import TrailEntry
from tests.cast import MONDAY, YEAR, make_student

READERS = {Role.COORDINATOR, Role.PLANNING_TEAM, Role.SCHOOL_ADMINISTRATOR}


def last_line():
    return TrailEntry.objects.latest("pk")


@pytest.mark.parametrize("role", sorted(Role))
def test_who_sees_the_list_of_volunteers(cast, role):
    viewer = cast.viewers[role]
    assert policies.visible_volunteers(viewer).count() == (3 if role in READERS else 0)
    assert bool(policies.may_open_peers(viewer)) is (role in READERS)
    assert policies.visible_peer_wishes(viewer).count() == (1 if role == Role.COORDINATOR else 0)
    assert bool(policies.may_change_volunteer(viewer, cast.ben)) is (role == Role.COORDINATOR)
    assert bool(policies.may_add_volunteers(viewer)) is (role == Role.COORDINATOR)


def test_another_school_sees_nobody(cast):
    assert not policies.visible_volunteers(cast.zed).exists()
    assert not policies.may_change_volunteer(cast.zed, cast.ben)


@pytest.mark.parametrize("person", ["tess", "pia", "ines", "tomas", "ben_viewer", "zed", "sys"])
def test_only_the_coordinator_writes(cast, person):
    by, ben = getattr(cast, person), cast.ben_volunteer
    kept = ProtectedClass.objects.create(volunteer=ben, section=cast.art)
    wish = PeerWish.objects.get()
    tries = [
        lambda: actions.offer(cast.malik, roles=["buddy"], by=by),
        lambda: actions.change_volunteer(ben, max_sessions=1, by=by),
        lambda: actions.pause_volunteer(ben, by=by),
        lambda: actions.resume_volunteer(ben, by=by),
        lambda: actions.finish_volunteer(ben, by=by),
        lambda: actions.protect_class(ben, cast.science, by=by),
        lambda: actions.unprotect_class(kept, by=by),
        lambda: actions.set_peer_wish(ben, cast.malik, kind="rather_not", by=by),
        lambda: actions.remove_peer_wish(wish, by=by),
    ]
    for attempt in tries:
        with pytest.raises(Refused):
            attempt()
    assert not TrailEntry.objects.exists()


def test_an_offer_is_written_once_with_a_line(cast):
    made = actions.offer(cast.malik, roles=["note_taker"], max_sessions=2, by=cast.rosa)
    assert (made.status, made.roles, made.max_sessions) == ("ready", ["note_taker"], 2)
    assert (last_line().verb, last_line().detail) == ("volunteer.offer", {"student": cast.malik.pk})
    with pytest.raises(Problem, match="offered before"):
        actions.offer(cast.malik, roles=["buddy"], by=cast.rosa)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"roles": ["boss"]}, "not a role"),
        ({"roles": []}, "at least one role"),
        ({"max_sessions": 21}, "0 to 20"),
        ({"max_lunch_days": 8}, "0 to 7"),
        ({"weekly_minutes": 601}, "0 to 600"),
        ({"ready_on": MONDAY, "ends_on": YEAR[0]}, "before the first"),
        ({"status": "keen"}, "keen"),
    ],
)
def test_what_cannot_be_is_a_problem_and_nothing_changes(cast, fields, sentence):
    with pytest.raises(Problem, match=sentence):
        actions.change_volunteer(cast.ben_volunteer, **fields, by=cast.rosa)
    assert Volunteer.objects.get(pk=cast.ben_volunteer.pk).max_sessions == 5


def test_a_field_nobody_knows_is_a_slip_of_ours(cast):
    with pytest.raises(TypeError, match="rank"):
        actions.change_volunteer(cast.ben_volunteer, rank=1, by=cast.rosa)


def test_changing_names_the_fields(cast):
    actions.change_volunteer(
        cast.ben_volunteer, max_sessions=2, roles=["buddy", "tutor"], by=cast.rosa
    )
    assert last_line().detail == {"student": cast.ben.pk, "fields": ["max_sessions"]}


def test_pausing_finishing_and_coming_back_ask_no_reason(cast):
    ben = cast.ben_volunteer
    assert actions.pause_volunteer(ben, by=cast.rosa).status == "paused"
    done = actions.finish_volunteer(ben, by=cast.rosa)
    assert (done.status, done.ends_on) == ("finished", MONDAY)
    back = actions.resume_volunteer(ben, by=cast.rosa)
    assert (back.status, back.ends_on) == ("ready", None)


def test_a_class_is_protected_once_and_must_be_theirs(cast):
    kept = actions.protect_class(cast.sora_volunteer, cast.art, by=cast.rosa)
    assert actions.protect_class(cast.sora_volunteer, cast.art, by=cast.rosa) == kept
    with pytest.raises(Problem, match="Sora is not in Science now"):
        actions.protect_class(cast.sora_volunteer, cast.science, by=cast.rosa)
    Enrolment.objects.filter(student=cast.sora).update(ends_on=YEAR[0])
    actions.unprotect_class(kept, by=cast.rosa)
    assert not ProtectedClass.objects.exists()


def test_a_peer_wish_said_anew_replaces_and_can_be_taken_back(cast):
    actions.set_peer_wish(cast.ben_volunteer, cast.ada, kind="rather_not", by=cast.rosa)
    wish = PeerWish.objects.get()
    assert wish.kind == "rather_not"
    assert last_line().detail == {"student": cast.ben.pk}
    actions.remove_peer_wish(wish, by=cast.rosa)
    assert not PeerWish.objects.exists()


def test_a_peer_wish_needs_somebody_else_of_this_school(cast):
    gone = make_student(cast.school, "Gone", closed_on=YEAR[0])
    for other in (cast.ben, cast.elsewhere, gone):
        with pytest.raises(Problem):
            actions.set_peer_wish(cast.ben_volunteer, other, kind="would_like", by=cast.rosa)
    with pytest.raises(Problem, match="rather not"):
        actions.set_peer_wish(cast.ben_volunteer, cast.ada, kind="hates", by=cast.rosa)
