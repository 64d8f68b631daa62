"""Who gets through which door: every address for every role, against one reviewed table.

o opens · s sends on (a redirect) · r refused with a sentence (403) · n not there (404) ·
p only by post (405) · b asks for something that is missing (400) · 204 counts as opens.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
import time_machine

from kithwork.apps.foundation.viewer import Role
from tests.cast import NOW
from tests.house.places import address, furnish, named_patterns
from tests.house.walk import ROLES, walk

TABLE = Path(__file__).with_name("access.toml")
LETTERS = {200: "o", 204: "o", 302: "s", 400: "b", 403: "r", 404: "n", 405: "p", 409: "c"}


@pytest.mark.django_db
def test_every_door_for_every_role(cast, client_for, client):
    table = tomllib.loads(TABLE.read_text())
    actual: dict[str, str] = {}
    stranger = {}
    for seen in walk(cast, client_for, client):
        if seen.role is None:
            stranger[seen.door] = seen.status
        else:
            letter = LETTERS.get(seen.status, str(seen.status))
            actual[seen.door] = f"{actual.get(seen.door, '')} {letter}".strip()
    if os.environ.get("KITHWORK_WRITE_ACCESS"):
        write(actual)
        table = tomllib.loads(TABLE.read_text())
    unlisted = sorted(set(actual) - set(table["doors"]))
    assert not unlisted, f"no row in access.toml: {unlisted}"
    assert sorted(set(table["doors"]) - set(actual)) == []
    said = {name: _of_walked(row) for name, row in table["doors"].items()}
    assert {name: row for name, row in actual.items() if row != said[name]} == {}
    # Without signing in, only the sign-in pages answer; a feed needs its secret.
    public = set(table["open_to_strangers"])
    assert {name for name, status in stranger.items() if status == 200} <= public


def _of_walked(row: str) -> str:
    """The letters of the roles that were walked."""
    return " ".join(letter for role, letter in zip(Role, row.split(), strict=True) if role in ROLES)


def write(actual: dict[str, str]) -> None:
    """A fresh table to review (KITHWORK_WRITE_ACCESS=1), never written by the suite by itself."""
    head, _, _ = TABLE.read_text().partition("[doors]")
    rows = "\n".join(f'"{name}" = "{row}"' for name, row in sorted(actual.items()))
    TABLE.write_text(f"{head}[doors]\n{rows}\n")


@pytest.mark.django_db
def test_another_schools_rows_are_not_there(cast, client_for):
    """The coordinator of another school gets the same answer as for a row that never was."""
    with time_machine.travel(NOW, tick=False):
        values = furnish(cast)
        zed = client_for(cast.zed)
        for name, pattern in named_patterns():
            keys = set(pattern.pattern.converters or {})
            if not any(key.endswith("_id") for key in keys):
                continue
            status = zed.get(address(name, pattern, values)).status_code
            assert status in {404, 405}, f"{name} answered {status} to another school's coordinator"
