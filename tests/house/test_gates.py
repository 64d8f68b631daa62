"""What must hold on every page: nothing leaks, looking changes nothing, headers are strict, queries are few."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kithwork.apps.foundation.viewer import STUDENTS_AND_FAMILIES, Role
from tests.cast import CANARIES, NOW, STAFF_WORDS
from tests.house.places import address, furnish, named_patterns
from tests.house.walk import walk

# Looking at these notes that somebody looked: the owner sees when a calendar last asked.
NOTES_LOOKING = {"integrations:feed"}
# The sign-in library writes down the address a reset link was opened for.
OF_THE_SIGN_IN_LIBRARY = {"account_reset_password_from_key"}


def doors(cast):
    values = furnish(cast)
    return [(name, address(name, pattern, values)) for name, pattern in named_patterns()]


# Wishes, do-not-pair reasons and cards are for the team.
OUTSIDE_THE_TEAM = frozenset({
    Role.GENERAL_EDUCATOR,
    Role.SCHOOL_ADMINISTRATOR,
    Role.PLANNING_TEAM,
    Role.RELATED_SERVICE_PROVIDER,
})  # fmt: skip


@pytest.mark.django_db
def test_no_page_of_a_student_or_family_holds_a_private_word(cast, client_for, client):
    told = [
        seen
        for seen in walk(cast, client_for, client)
        if seen.role in {None, *STUDENTS_AND_FAMILIES} and seen.private_words
    ]
    assert told == []


@pytest.mark.django_db
def test_no_partner_reads_what_only_staff_may(cast, client_for, client):
    """Ada and her mother read her own card before it is approved; nobody else reads any of it."""
    walked = walk(cast, client_for, client)
    own_card = {Role.FOCUS_STUDENT, Role.FAMILY}
    for seen in walked:
        if seen.role not in {None, *STUDENTS_AND_FAMILIES}:
            continue
        allowed = {STAFF_WORDS["draft_card"]} if seen.role in own_card else set()
        assert not set(seen.staff_words) - allowed, seen
    found = {word for seen in walked if seen.role == Role.COORDINATOR for word in seen.staff_words}
    assert found == set(STAFF_WORDS.values())


@pytest.mark.django_db
def test_outside_the_team_nobody_reads_the_plan(cast, client_for, client):
    """Not a teacher, not the principal, not other staff. A name alone is no secret from who sees the school."""
    secrets = {CANARIES[kind] for kind in ("need", "card", "do_not_pair")}
    walked = walk(cast, client_for, client)
    outside = [one for one in walked if one.role in OUTSIDE_THE_TEAM]
    assert [one for one in outside if secrets & set(one.private_words)] == []


@pytest.mark.django_db
def test_the_team_finds_every_private_word(cast, client_for, client):
    """Else nobody would: a word that stands nowhere tells nothing when it is not found."""
    seen = [one for one in walk(cast, client_for, client) if one.role == Role.COORDINATOR]
    assert {word for one in seen for word in one.private_words} == set(CANARIES.values())


@pytest.mark.django_db
def test_looking_changes_nothing(cast, client_for):
    with time_machine.travel(NOW, tick=False):
        rosa, every_door = client_for(cast.rosa), doors(cast)
        before = counts()
        for name, url in every_door:
            if name in NOTES_LOOKING | OF_THE_SIGN_IN_LIBRARY:
                continue
            rosa.get(url)
            assert counts() == before, f"{name} changed something when it was only looked at"


def counts() -> dict[str, int]:
    """How many rows each table has, asked in one go: it is asked once a door."""
    # Opening the quiet wing leaves a line that it was read: that is wanted, and nothing else is.
    # How often an account's programs asked is counted, whatever they asked.
    skipped = {"sessions.Session", "trail.TrailEntry", "observations.SyncCount"}
    models = [one for one in apps.get_models() if one._meta.label not in skipped]
    tables = {one._meta.label: connection.ops.quote_name(one._meta.db_table) for one in models}
    asked = ", ".join(f"(SELECT COUNT(*) FROM {table})" for table in tables.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


@pytest.mark.django_db
def test_every_answer_carries_the_strict_headers(cast, client_for):
    with time_machine.travel(NOW, tick=False):
        answer = client_for(cast.rosa).get("/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"


def test_served_over_https_django_itself_finds_nothing_to_mend(tmp_path):
    """The settings as a school would have them: `check --deploy` is clean and cookies are bound to the host."""
    here = {"KITHWORK_TLS": "1", "KITHWORK_HOSTS": "kith.example", "KITHWORK_HOME": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", AS_A_SCHOOL],
        env={**os.environ, **here, "DJANGO_SETTINGS_MODULE": "kithwork.config.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr


AS_A_SCHOOL = """
import django; django.setup()
from django.conf import settings
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING")
assert not settings.DEBUG
for name, secure in [
    (settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE),
    (settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE),
]:
    assert name.startswith("__Host-") and secure, name
"""


@pytest.mark.django_db
def test_a_form_without_its_token_changes_nothing(cast):
    from django.test import Client

    from kithwork.apps.accounts.models import User

    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=cast.rosa.user_id))
    assert client.post("/me/preferences/", {"theme": "dark"}).status_code == 403
    assert User.objects.get(pk=cast.rosa.user_id).theme == "system"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["/", "/plan/", "/people/", "/needs/", "/peers/", "/sessions/", "/trail/"]
)
def test_queries_are_few(cast, client_for, url):
    rosa = client_for(cast.rosa)
    with time_machine.travel(NOW, tick=False), CaptureQueriesContext(connection) as caught:
        rosa.get(url)
    assert len(caught) < 42, [query["sql"][:80] for query in caught]
