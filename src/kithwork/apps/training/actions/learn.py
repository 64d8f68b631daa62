"""Going through a piece: where somebody is, what they answered, what an adult wrote down for them."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action, note
from kithwork.apps.training.actions.certify import certify
from kithwork.apps.training.models import Progress
from kithwork.apps.training.orientation import Piece
from kithwork.apps.training.policies import Learner, may_learn_as, may_train


@action("training.go_to")
def go_to(learner: Learner, piece: Piece, step: int, *, by: Viewer) -> Progress:
    """Keep where they are, so that they go on from here on any device."""
    require(may_learn_as(by, learner))
    row = _row(learner, piece)
    row.step = max(0, min(step, piece.steps + len(piece.check)))
    row.save(update_fields=["step"])
    return row


@action("training.answer")
def answer(learner: Learner, piece: Piece, question: str, option: int, *, by: Viewer) -> Progress:
    """Keep an answer that was right. One that was not leaves no trace: they may try as often as they like.

    Raises Refused if `by` is somebody else, Problem when the question or the answer is not there.
    """
    require(may_learn_as(by, learner))
    asked = piece.question(question)
    if asked is None or not 0 <= option < len(asked.options):
        raise Problem(_("This question is not there any more. Begin the piece again."))
    row = _row(learner, piece)
    if option == asked.right:
        _keep(row, learner, piece, {*row.right, question})
        certify(learner, by=by)
    return row


@action("training.aloud")
def write_down_aloud(
    student: Student, piece: Piece, right: Collection[str], *, by: Viewer
) -> Progress:
    """What a student answered aloud, by device, pointing or sign, with an adult who writes it down.

    Raises Refused if `by` does not train them, Problem for a question that is not there.
    """
    require(may_train(by, student))
    if piece.audience != "peer" or not set(right) <= {one.id for one in piece.check}:
        raise Problem(_("This question is not there any more. Open the piece again."))
    learner = Learner(student=student)
    row = _row(learner, piece)
    row.aloud = True
    _keep(row, learner, piece, set(right))
    note(student=student.pk, right=len(set(right)))
    certify(learner, by=by)
    return row


def _row(learner: Learner, piece: Piece) -> Progress:
    row, _made = Progress.objects.select_for_update().get_or_create(
        **learner.key, piece=piece.id, version=piece.version
    )
    return row


def _keep(row: Progress, learner: Learner, piece: Piece, right: set[str]) -> None:
    """A piece is done when every question was answered right; done stays done."""
    row.right = sorted(right)
    if row.done_on is None and right >= {one.id for one in piece.check}:
        row.done_on = clock.today(learner.timezone)
    row.save(update_fields=["right", "done_on", "aloud"])
