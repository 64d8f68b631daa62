import pytest

from kithwork.apps.foundation.viewer import Role
from kithwork.apps.needs import policies
from kithwork.apps.people.models import Access
from tests.cast import YEAR

OUTSIDE = sorted(set(Role) - {Role.COORDINATOR, Role.PARAPROFESSIONAL})


@pytest.mark.parametrize("role", OUTSIDE)
def test_a_role_alone_reads_no_plan(cast, role):
    viewer = cast.viewers[role]

    assert not policies.visible_needs(viewer).exists()
    assert not policies.visible_wishes(viewer).exists()
    assert not policies.visible_preference_cards(viewer).exists()
    assert not policies.visible_do_not_pairs(viewer).exists()
    assert not policies.may_open_needs(viewer)
    assert not policies.may_read_plan_of(viewer, cast.ada)
    assert not policies.may_change_needs(viewer, cast.ada)
    assert not policies.may_keep_apart(viewer, cast.ada, cast.ben)
    assert not policies.may_join_team(viewer, cast.ada)


def test_the_team_reads_its_own_students_only(cast):
    assert set(policies.visible_needs(cast.rosa)) == {
        cast.ada_art,
        cast.ada_lunch,
        cast.malik_science,
    }
    assert set(policies.visible_needs(cast.tomas)) == {cast.ada_art, cast.ada_lunch}
    assert policies.visible_do_not_pairs(cast.rosa).count() == 1
    assert not policies.visible_do_not_pairs(cast.tomas).exists()


def test_a_family_or_a_peer_with_an_access_row_still_reads_no_plan(cast):
    for viewer in (cast.marta, cast.ben_viewer, cast.ada_viewer, cast.rafi, cast.dora):
        Access.objects.create(
            user_id=viewer.user_id, student=cast.ada, depth=4, reason="?", because="test:1",
            from_on=YEAR[0], until_on=YEAR[1],
        )  # fmt: skip
        assert not policies.visible_needs(viewer).exists()
        assert not policies.may_open_needs(viewer)


def test_access_that_ended_opens_nothing(cast):
    Access.objects.filter(user_id=cast.rosa.user_id).update(until_on=YEAR[0])

    assert not policies.visible_needs(cast.rosa).exists()
    assert not policies.may_change_needs(cast.rosa, cast.ada)


@pytest.mark.parametrize(
    ("person", "changes", "joins"),
    [("rosa", True, True), ("tomas", False, False), ("ines", False, False), ("zed", False, False)],
)
def test_who_writes_about_ada(cast, person, changes, joins):
    viewer = getattr(cast, person)

    assert bool(policies.may_change_needs(viewer, cast.ada)) is changes
    assert bool(policies.may_join_team(viewer, cast.ada)) is joins
    assert bool(policies.may_keep_apart(viewer, cast.ada, cast.lena)) is changes


def test_a_teacher_on_the_team_writes(cast):
    Access.objects.create(
        user_id=cast.ines.user_id, student=cast.ada, depth=4, reason="You are on Ada's team.",
        because=f"people.team:{cast.ada.pk}", from_on=YEAR[0], until_on=YEAR[1],
    )  # fmt: skip

    assert policies.may_change_needs(cast.ines, cast.ada)
    assert not policies.may_change_needs(cast.ines, cast.malik)


def test_a_note_is_written_by_the_team_of_either(cast):
    assert policies.may_keep_apart(cast.rosa, cast.sora, cast.malik)
    assert not policies.may_keep_apart(cast.rosa, cast.sora, cast.lena)
