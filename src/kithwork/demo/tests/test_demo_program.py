"""The demo's program: defined through the same doors as anybody's, with something on every page and something left to do."""

import pytest

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.programs.decisions import decisions
from kithwork.apps.programs.fidelity import newest_review, overall
from kithwork.apps.programs.models import Program
from kithwork.apps.programs.signs import on_the_team
from kithwork.demo.build import make_demo
from kithwork.demo.school_program import define_program

pytestmark = pytest.mark.django_db


def test_it_is_in_its_pilot_with_approvals_still_open():
    make_demo(by=Viewer.command())
    program = define_program()
    assert [one.key for one in decisions(program) if not one.is_made] == ["approvals"]
    assert program.stage == Program.Stage.PILOT
    assert len(on_the_team(program)) == 5
    assert {one.language for one in program.own_words.all()} == {"en", "es"}
    for rows in (
        "meetings",
        "inputs",
        "resources",
        "faculty_reviews",
        "ticks",
        "invitations",
        "gates",
    ):
        assert getattr(program, rows).exists(), rows
    newest = newest_review(program)
    assert newest is None or overall(newest.answers).pct == 80
