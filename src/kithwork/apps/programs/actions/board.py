"""Approvals as they come in, readiness ticked by hand, and the termly look at the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.programs.actions.shared_checks import not_to_come, to_change
from kithwork.apps.programs.approvals import ITEMS
from kithwork.apps.programs.fidelity import NO, TOLD, YES, known_items
from kithwork.apps.programs.models import Approval, FidelityReview, Program, ReadinessTick
from kithwork.apps.programs.readiness import by_hand
from kithwork.apps.programs.signs import current_term, sign_of
from kithwork.apps.trail.actions import action, note


@dataclass(frozen=True, slots=True)
class Said:
    """How an approval stands: since when, who answered, where the paper is."""

    state: str
    on: date | None = None
    who: str = ""
    document: str = ""
    note: str = ""


@action("program.say_approval")
def say_approval(program: Program, key: str, said: Said, *, by: Viewer) -> Approval:
    """Keep how an approval stands.

    Raises Problem without a date, with a date to come, or when it is given by nobody.
    """
    program = to_change(program, by)
    if key not in ITEMS or said.state not in Approval.State.values:
        raise Problem(_("Say how it stands."))
    answered = said.state in (Approval.State.GIVEN, Approval.State.REFUSED)
    if said.state != Approval.State.NOT_ASKED and said.on is None:
        raise Problem(_("Say on which day."))
    if answered and not said.who.strip():
        raise Problem(_("Say who answered."))
    row, _new = Approval.objects.get_or_create(program=program, key=key)
    row.state = said.state
    row.on = not_to_come(said.on, by) if said.on is not None else None
    row.who, row.document = said.who.strip()[:80], said.document.strip()[:200]
    row.note = said.note.strip()[:300]
    row.save()
    note(key=key, state=said.state)
    return row


@action("program.tick_ready")
def tick_ready(
    program: Program, key: str, *, on: date, by: Viewer, said: str = ""
) -> ReadinessTick:
    """Say that an item is ready, by name and date. What the data tell is not ticked by hand."""
    program = to_change(program, by)
    if not by_hand(key):
        raise Problem(_("This one ticks itself. Mend what it says instead."))
    if program.ticks.filter(key=key, taken_back_at__isnull=True).exists():
        raise Problem(_("This is ticked already."))
    return ReadinessTick.objects.create(
        program=program,
        key=key,
        on=not_to_come(on, by),
        by_id=by.user_id,
        by_name=by.name,
        note=said.strip()[:200],
    )


@action("program.take_back_tick")
def take_back_tick(tick: ReadinessTick, *, by: Viewer) -> ReadinessTick:
    """It is not ready after all; who ticked it and when stays on record."""
    to_change(tick.program, by)
    tick.taken_back_at = clock.now()
    tick.save(update_fields=["taken_back_at"])
    return tick


@action("program.keep_review")
def keep_review(
    program: Program, answers: Mapping[str, str], *, note_text: str = "", by: Viewer
) -> FidelityReview:
    """The thirty questions, answered for the term that runs. An earlier look stays as it was.

    Raises Problem between terms, or when nothing is answered.
    """
    program = to_change(program, by)
    today = clock.today_for(by)
    term = current_term(program, today)
    if term is None:
        raise Problem(_("No term runs today. Add the terms under School, then look again."))
    known = known_items()
    kept = {key: said for key, said in answers.items() if key in known and said in (YES, NO)}
    if not kept:
        raise Problem(_("Answer at least one question."))
    told = [key for key, said in kept.items() if _told(key, program, by) == said]
    return FidelityReview.objects.create(
        program=program,
        term=term,
        on=today,
        answers=kept,
        told=told,
        note=note_text.strip()[:4000],
        by_id=by.user_id,
    )


def _told(item: str, program: Program, by: Viewer) -> str:
    sign = sign_of(TOLD[item], by, program) if item in TOLD else None
    if sign is None:
        return ""
    return YES if sign.is_met else NO
