import pytest
from django.db import DatabaseError, connection, transaction

from kithwork.apps.accounts.actions import set_preferences
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.trail.actions import ACTIONS, action, note
from kithwork.apps.trail.models import TrailEntry
from kithwork.apps.trail.policies import visible_entries

pytestmark = pytest.mark.django_db


def test_an_action_leaves_one_line_with_who_did_it(cast):
    set_preferences(theme="dark", by=cast.rosa)

    entry = TrailEntry.objects.get()
    assert (entry.verb, entry.by_id, entry.role) == (
        "account.prefer",
        cast.rosa.user_id,
        "coordinator",
    )
    assert (entry.subject_type, entry.school_id) == ("accounts.user", cast.school.pk)


def test_an_action_that_fails_leaves_no_line_and_no_change(cast):
    with pytest.raises(Problem):
        set_preferences(theme="plaid", by=cast.rosa)
    assert not TrailEntry.objects.exists()


def test_an_action_without_a_person_is_refused(cast):
    with pytest.raises(TypeError, match="by="):
        set_preferences(theme="dark", by=None)


def test_two_actions_cannot_share_a_verb():
    assert "account.prefer" in ACTIONS
    with pytest.raises(ValueError, match="share the verb"):
        action("account.prefer")


def test_a_note_outside_an_action_is_a_mistake_we_hear_about():
    with pytest.raises(RuntimeError):
        note(count=1)


@pytest.mark.parametrize(
    "sql",
    ["UPDATE trail_trailentry SET verb = 'nothing'", "DELETE FROM trail_trailentry"],
)
def test_the_database_refuses_to_change_the_trail(cast, sql):
    set_preferences(theme="dark", by=cast.rosa)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert TrailEntry.objects.get().verb == "account.prefer"


def test_a_coordinator_reads_the_trail_of_their_own_school_only(cast):
    set_preferences(theme="dark", by=cast.zed)
    assert not visible_entries(cast.rosa).exists()
    assert visible_entries(cast.zed).count() == 1
    assert not visible_entries(cast.ines).exists()


def test_a_page_tells_the_schools_time(cast, client_for, frozen_now):
    set_preferences(theme="dark", by=cast.rosa)
    page = client_for(cast.rosa).get("/trail/").content.decode()
    assert "09:30" in page and "14:30" not in page
