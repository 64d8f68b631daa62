"""Keeping what a device recorded while a session ran: each letter once, and never another in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs.actions.settle import settle_session
from kithwork.apps.runs.letters import Letter, id_of, read_letter
from kithwork.apps.runs.models import Session, SessionEvent
from kithwork.apps.runs.policies import may_record
from kithwork.apps.trail.actions import action, note


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one letter: kept, already (kept before), or refused with its sentence."""

    letter: str
    answer: str
    sentence: str = ""

    def as_json(self) -> dict[str, str]:
        said = {"letter": self.letter, "answer": self.answer}
        return said | ({"sentence": self.sentence} if self.sentence else {})


@action("session.keep_letters")
def keep_letters(session: Session, raw: Sequence[object], *, by: Viewer) -> list[Answer]:
    """Keep each letter of a batch; one that cannot be read holds up no other.

    Raises Refused if `by` may not record in this run.
    """
    if session.run is None:
        raise Problem(_("This session has no practice to run. Log it instead."))
    require(may_record(by, session.run))
    answers = [_keep(session, one, by) for one in raw]
    kept = sum(one.answer == "kept" for one in answers)
    note(session=session.pk, kept=kept, refused=sum(one.answer == "refused" for one in answers))
    if kept:
        settle_session(session, by)
    return answers


def _keep(session: Session, raw: object, by: Viewer) -> Answer:
    letter = read_letter(raw)
    if isinstance(letter, str):
        return Answer(id_of(raw), "refused", letter)
    try:
        with transaction.atomic():
            SessionEvent.objects.create(
                session=session,
                letter=letter.letter,
                device=letter.device,
                place=letter.place,
                at_ms=letter.at_ms,
                kind=letter.kind,
                body=letter.body,
                by_id=by.user_id,
            )
    except IntegrityError:
        return _compared(session, letter)
    return Answer(str(letter.letter), "kept")


def _compared(session: Session, letter: Letter) -> Answer:
    """The same letter again is fine; other words under the same id are refused, and stay where they are."""
    held = SessionEvent.objects.filter(letter=letter.letter, session=session).first()
    if held is not None and (held.kind, held.body, held.at_ms) == (
        letter.kind,
        letter.body,
        letter.at_ms,
    ):
        return Answer(str(letter.letter), "already")
    return Answer(
        str(letter.letter), "refused", _("Another record has this id. It was not changed.")
    )


def letter_ids(session: Session) -> set[UUID]:
    """What has arrived, for a receipt."""
    return set(SessionEvent.objects.filter(session=session).values_list("letter", flat=True))
