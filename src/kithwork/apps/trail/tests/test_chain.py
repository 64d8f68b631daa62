"""The trail shows where it was touched, even by somebody who owns the database but not the key."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest
from django.db import connection, transaction

from kithwork.apps.accounts.actions import set_preferences
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.trail import chain, wall
from kithwork.apps.trail.actions import action, note
from kithwork.apps.trail.models import TrailEntry


@action("chain.outer")
def outer(*, by, inner_fails=False):
    """An action of two parts, of which the second may fail and be forgiven."""
    set_preferences(theme="dark", by=by)
    try:
        set_preferences(theme="plaid" if inner_fails else "light", by=by)
    except Problem:
        note(forgiven=True)
    note(share=0.5, counts={"of": 3, "met": 2.0}, ids=[1, 2])


@pytest.fixture
def trail(cast):
    """Six lines, and the end noted as after a commit."""
    for theme in ("dark", "light") * 3:
        set_preferences(theme=theme, by=cast.rosa)
    last = TrailEntry.objects.latest("pk")
    chain._note_end(last.pk, last.seal)
    return list(TrailEntry.objects.order_by("pk").values_list("pk", flat=True))


def as_owner(sql, *values):
    wall.lower_wall(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    wall.raise_wall(connection)


@pytest.mark.django_db
def test_a_trail_nobody_touched_is_whole(trail, cast):
    outer(by=cast.rosa)
    outer(by=cast.rosa, inner_fails=True)
    assert list(chain.faults()) == []


@pytest.mark.django_db
def test_an_inner_action_that_failed_leaves_no_line(cast):
    outer(by=cast.rosa, inner_fails=True)
    verbs = list(TrailEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["account.prefer", "chain.outer"]
    assert TrailEntry.objects.latest("pk").detail["forgiven"] is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "verb = 'nothing'",
        "by_id = by_id + 1",
        "role = 'peer'",
        "subject_id = '7'",
        "school_id = NULL",
    ],
)
def test_a_changed_line_is_named(trail, change):
    as_owner(f"UPDATE trail_trailentry SET {change} WHERE id = %s", trail[2])
    (said,) = chain.faults()
    assert said.startswith(f"Line {trail[2]} (")
    assert said.endswith("was changed.")


@pytest.mark.django_db
@pytest.mark.parametrize("place", [0, 3])
def test_a_deleted_line_is_missed_where_it_stood(trail, place):
    as_owner("DELETE FROM trail_trailentry WHERE id = %s", trail[place])
    (said,) = chain.faults()
    assert said.startswith(f"Before line {trail[place + 1]} lines are missing")


@pytest.mark.django_db
def test_lines_that_changed_places_are_named(trail):
    first, second = trail[1], trail[3]
    for old, new in ((first, 10**9), (second, first), (10**9, second)):
        as_owner("UPDATE trail_trailentry SET id = %s WHERE id = %s", new, old)
    said = " ".join(chain.faults())
    assert f"Before line {first} " in said
    assert f"Before line {second} " in said


@pytest.mark.django_db
@pytest.mark.parametrize("kept", [0, 4])
def test_a_trail_cut_short_is_noticed(trail, kept):
    as_owner("DELETE FROM trail_trailentry WHERE id > %s", trail[kept - 1] if kept else 0)
    (said,) = chain.faults()
    assert said.startswith(f"The end is missing: line {trail[-1]} was written")


@pytest.mark.django_db
def test_a_line_slipped_in_without_the_key_is_noticed(trail, settings, cast):
    key, settings.RECORD_KEY = settings.RECORD_KEY, "somebody else's"
    set_preferences(theme="dark", by=cast.rosa)
    settings.RECORD_KEY = key
    (said,) = chain.faults()
    assert "was changed" in said


@pytest.mark.django_db(transaction=True)
def test_many_writers_make_one_chain(cast):
    if connection.vendor == "sqlite":
        pytest.skip(
            "a test database of SQLite has one connection; the next test has many processes"
        )

    def write():
        for _ in range(20):
            with transaction.atomic():
                outer(by=cast.rosa)
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert TrailEntry.objects.filter(verb="chain.outer").count() == 80
    assert list(chain.faults()) == []


WRITER = """
import django; django.setup()
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.schools.actions import make_school
for number in range(8):
    make_school(name=f"{PROCESS} {number}", district="D", timezone="UTC", by=Viewer.command())
"""


def test_many_processes_make_one_chain_and_the_command_says_so(tmp_path):
    env = {**os.environ, "KITHWORK_HOME": str(tmp_path), "DATABASE_URL": ""}
    env["DJANGO_SETTINGS_MODULE"] = "kithwork.config.settings"

    def kithwork(*words):
        run = "from kithwork.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-c", run, *words],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )

    assert kithwork("prepare").returncode == 0
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", f"import kithwork.config; PROCESS = 'P{number}'" + WRITER],
            env=env,
        )
        for number in range(2)
    ]
    assert [one.wait() for one in writers] == [0, 0]
    said = kithwork("trail", "verify")
    assert (said.returncode, said.stderr) == (0, "")
    assert "whole: 16 lines" in said.stdout

    import sqlite3

    with sqlite3.connect(tmp_path / "kithwork.sqlite3") as owner:
        owner.execute("DROP TRIGGER trail_trailentry_no_delete")
        owner.execute("DELETE FROM trail_trailentry WHERE id = 5")
    owner.close()
    said = kithwork("trail", "verify")
    assert said.returncode == 1
    assert "Before line 6 lines are missing" in said.stderr
