"""An empty database gets in a second what every step since the first day would have made of it."""

from __future__ import annotations

import re
import sqlite3

import pytest
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from kithwork.apps.foundation.management.commands import migrate


@pytest.fixture
def empty(tmp_path, django_db_blocker):
    """Makes databases in files of their own, each under an alias of its own. SQLite whatever the suite runs on."""
    made = []

    def make(name: str) -> str:
        said = {
            **connections["default"].settings_dict,
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(tmp_path / name),
            "OPTIONS": {},
        }
        wrapper = DatabaseWrapper(said, alias=name)
        connections.databases[name] = said
        connections[name] = wrapper
        made.append(name)
        return name

    with django_db_blocker.unblock():
        yield make
    for name in made:
        connections[name].close()
        del connections[name]
        del connections.databases[name]


def schema_of(alias: str) -> dict[tuple[str, str], list[str]]:
    """What each table, index and trigger is made of, whatever the order its columns and constraints stand in."""
    file = sqlite3.connect(connections[alias].settings_dict["NAME"])
    rows = file.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    file.close()
    return {(kind, name): parts_of(sql) for kind, name, sql in rows if sql}


def parts_of(sql: str) -> list[str]:
    """The clauses between the outermost commas."""
    text, depth, parts = re.sub(r"\s+", " ", sql), 0, [""]
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += letter
    # The first clause follows the opening bracket, the last one carries the closing one.
    head, _bracket, first = parts[0].partition("(")
    whole = [head, first, *parts[1:-1], parts[-1].rpartition(")")[0]] if len(parts) > 1 else [text]
    return sorted(part.strip() for part in whole)


def test_it_is_what_every_step_would_have_made(empty):
    """The long way is what a school goes that has data: it runs here, once."""
    short, long = empty("short"), empty("long")
    call_command("migrate", database=short, verbosity=0)
    Migrate().run_from_argv(["manage", "migrate", "--database", long, "--verbosity", "0"])
    one, other = schema_of(short), schema_of(long)
    assert one.keys() == other.keys()
    assert {name: (one[name], other[name]) for name in one if one[name] != other[name]} == {}
    rows = "SELECT app, name FROM django_migrations ORDER BY app, name"
    told = [
        sqlite3.connect(connections[one].settings_dict["NAME"]).execute(rows).fetchall()
        for one in (short, long)
    ]
    assert told[0] == told[1]
    assert len(told[0]) > 80


def test_who_is_cut_off_in_the_middle_finds_it_empty_and_begins_again(empty, monkeypatch):
    alias = empty("cut")

    def cut(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(migrate, "_make", lambda *given: (make(*given), cut()))
        with pytest.raises(KeyboardInterrupt):
            call_command("migrate", database=alias, verbosity=0)
    assert connections[alias].introspection.table_names() == []
    call_command("migrate", database=alias, verbosity=0)
    assert len(connections[alias].introspection.table_names()) > 150


make = migrate._make


def test_a_database_that_holds_something_is_migrated_by_django(empty, monkeypatch):
    alias = empty("old")
    called = []
    monkeypatch.setattr(
        migrate.Migrate, "handle", lambda self, *a, **options: called.append(options["database"])
    )
    connections[alias].cursor().execute("CREATE TABLE something (id integer)")
    call_command("migrate", database=alias, verbosity=0)
    assert called == [alias]
