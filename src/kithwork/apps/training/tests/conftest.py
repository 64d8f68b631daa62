"""Ben is trained as a buddy by Rosa: the questions first, then role-plays."""

from __future__ import annotations

import pytest

from kithwork.apps.training import actions
from kithwork.apps.training.orientation import pieces_for
from kithwork.apps.training.subjects import rehearsed_for


@pytest.fixture(autouse=True)
def _monday(frozen_now):
    return None


@pytest.fixture
def answer_all(cast):
    """A student has answered these pieces, with an adult who wrote it down. Without `but`: all."""

    def answer(student, but=(), by=None):
        for piece in pieces_for("peer"):
            if piece.id not in but:
                right = [one.id for one in piece.check]
                actions.write_down_aloud(student, piece, right, by=by or cast.rosa)

    return answer


@pytest.fixture
def play(cast):
    """A role-play of a buddy with so many steps missed, and the rest shown."""

    def score(student, missed=0, *, subject="role:buddy", na=0, by=None):
        (checklist, *_rest) = rehearsed_for(subject, student.school_id)
        marks = ["no"] * missed + ["na"] * na
        marks += ["yes"] * (len(checklist.items) - len(marks))
        said = dict(enumerate(marks))
        return actions.score(student, subject, checklist.id, said, by=by or cast.rosa)

    return score
