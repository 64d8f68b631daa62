"""What leaves as a file is on the list of named exports; what carries students' records is written down and told."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from django.urls import get_resolver

from kithwork.apps.foundation.exports import EXPORTS, Carries, of_records
from kithwork.apps.trail.actions import ACTIONS
from tests.house.places import named_patterns

ROOMS = Path(__file__).parents[2] / "src/kithwork/apps"
# An answer that a browser saves, or that is no page.
LEAVES = re.compile(
    r"Content-Disposition|FileResponse|StreamingHttpResponse"
    r"|content_type=[^)]*(?:/zip|/csv|/pdf|/calendar|octet-stream)"
)


def modules_that_hand_over() -> set[str]:
    return {
        ".".join(path.relative_to(ROOMS).with_suffix("").parts)
        for path in ROOMS.rglob("*.py")
        if "tests" not in path.parts and LEAVES.search(path.read_text())
    }


def test_every_file_that_leaves_is_a_named_export():
    assert modules_that_hand_over() == {one.module for one in EXPORTS}


def test_each_one_has_its_own_name():
    named = [(one.module, str(one.words)) for one in EXPORTS]
    assert len(set(named)) == len(named)


def test_what_carries_records_is_an_action_that_writes_it_down():
    get_resolver().url_patterns  # noqa: B018  every room's actions are read
    assert list(named_patterns())
    for one in of_records():
        source = inspect.getsource(inspect.unwrap(ACTIONS[one.verb]))
        assert "written_down(" in source and "note(" in source, one.verb


def test_the_modules_of_records_carry_the_mark():
    """The mark is made in one place: nobody writes a line of their own."""
    for one in EXPORTS:
        if one.carries in {Carries.RECORDS, Carries.GROUPS} and "study_report" not in one.module:
            room = ROOMS / one.module.split(".")[0]
            text = "".join(path.read_text() for path in room.rglob("*.py"))
            assert "taken_along import" in text and "mark(" in text, one.module
