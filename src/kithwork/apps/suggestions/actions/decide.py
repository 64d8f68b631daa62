"""An adult accepts, changes or leaves a suggestion, with a reason; what is accepted changes the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs.actions import pause_run, set_phase
from kithwork.apps.runs.models import Phase
from kithwork.apps.runs.queries.fading import phase_now
from kithwork.apps.suggestions.checks import NAMES, OF_STUDENT
from kithwork.apps.suggestions.models import CheckAnswer, Decision, Suggestion
from kithwork.apps.suggestions.policies import may_decide, may_take_back
from kithwork.apps.suggestions.ways import DO_IT, INSTEAD, KEEP, Does, act_of, level_after
from kithwork.apps.trail.actions import action, note

LONGEST = 200
Kind, Status = Decision.Kind, Suggestion.Status
KINDS = {DO_IT: Kind.ACCEPT, INSTEAD: Kind.EDIT, KEEP: Kind.DISMISS}


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen on the card, why, and what is done instead where it is something else."""

    way: str
    reason: str
    words: str = ""


@action("suggestion.decide")
def decide_suggestion(suggestion: Suggestion, *, choice: Choice, by: Viewer) -> Decision:
    """Keep what was decided, and change what it changes in the same moment.

    Raises Refused if `by` may not; Conflict when somebody decided meanwhile or it holds no longer; Problem
    without a choice or a reason, or while what is looked at first is not.
    """
    require(may_decide(by, suggestion))
    one = _open(suggestion)
    if choice.way not in KINDS:
        raise Problem(_("Choose what happens next."))
    reason = _said(choice.reason, _("Say why, in one line. The team will want to know."))
    words = ""
    if choice.way == INSTEAD:
        words = _said(choice.words, _("Say what is done instead."))
    if choice.way == DO_IT:
        _require_looked_at(one)
    does, changed, is_done = _does(one, choice.way), {}, True
    if does == "page":
        is_done = False
    elif does != "kept":
        changed = _change(one, does, words or reason, by)
    if one.check_of and one.run_id is not None:
        CheckAnswer.objects.create(
            run_id=one.run_id, suggestion=one, check_of=one.check_of,
            is_fine=choice.way == KEEP, by_id=by.user_id,
        )  # fmt: skip
    one.status, one.closed_at = Status.DECIDED, clock.now()
    one.save(update_fields=["status", "closed_at"])
    note(rule=one.rule, way=choice.way, does=does)
    return Decision.objects.create(
        suggestion=one,
        kind=KINDS[choice.way],
        way=choice.way,
        words=words,
        reason=reason,
        changed=changed,
        done_at=clock.now() if is_done else None,
        by_id=by.user_id,
    )


def _open(suggestion: Suggestion) -> Suggestion:
    rows = Suggestion.objects.select_for_update(of=("self",)).select_related(
        "run", "school", "program"
    )
    one = rows.get(pk=suggestion.pk)
    if not one.is_open:
        raise Conflict(_("This was decided meanwhile, or it holds no longer. Look at the history."))
    return one


def _does(one: Suggestion, way: str) -> Does:
    if way == DO_IT:
        return act_of(one).does
    return "line" if way == INSTEAD and one.run_id is not None else "kept"


def _require_looked_at(one: Suggestion) -> None:
    """What a rule wants looked at of a student, in its order, before anything is changed about them."""
    missing = open_checks(one)
    if missing:
        raise Problem(_("Look first: %(check)s") % {"check": NAMES[missing[0]]})


def open_checks(one: Suggestion) -> list[str]:
    """Checks of the student this suggestion still wants an answer to, in order."""
    if one.check_of:
        return []
    answered = set(one.answers.values_list("check_of", flat=True))
    asked = one.said.get("check_first", [])
    return [key for key in OF_STUDENT if key in asked and key not in answered]


def _change(one: Suggestion, does: Does, reason: str, by: Viewer) -> dict[str, Any]:
    run = one.run
    if run is None:
        return {}
    if does == "pause":
        pause_run(run, reason=reason, by=by)
        return {"paused": True}
    kind, level = phase_now(run), None
    if does == "maintenance":
        kind = Phase.Kind.MAINTENANCE
    elif does in {"level_down", "level_up"}:
        level = level_after(one, does)
        if level is None:
            raise Problem(_("There is no such level here. Choose something else."))
        kind = _phase_at(kind, does)
    today = clock.today_for(by)
    phase = set_phase(
        run, kind=kind, adult_level=level, starts_on=min(max(today, run.starts_on), run.ends_on),
        reason=reason, by=by,
    )  # fmt: skip
    return {"phase": phase.pk, "kind": phase.kind, "adult_level": level}


def _phase_at(kind: Phase.Kind, does: Does) -> Phase.Kind:
    """Stepping back from the practice is fading; every other phase stays what it is."""
    if does == "level_down" and kind == Phase.Kind.INTERVENTION:
        return Phase.Kind.FADE
    return kind


@action("suggestion.answer_check")
def answer_check(
    suggestion: Suggestion, check_of: str, *, is_fine: bool, by: Viewer
) -> CheckAnswer:
    """What an adult says of one thing that is looked at of the student. In the rule's order.

    Raises Refused if `by` may not; Problem for a check that is not the next one.
    """
    require(may_decide(by, suggestion))
    one = _open(suggestion)
    waiting = open_checks(one)
    if not waiting or waiting[0] != check_of:
        raise Problem(_("Something else is looked at first. Open the page again."))
    assert one.run_id is not None, "only rules of runs ask for checks"
    return CheckAnswer.objects.create(
        run_id=one.run_id, suggestion=one, check_of=check_of, is_fine=is_fine, by_id=by.user_id
    )


@action("suggestion.finish")
def finish_decision(decision: Decision, *, by: Viewer) -> Decision:
    """What was accepted and had to be done on another page is done.

    Raises Refused if `by` may not, Problem when it was done or taken back already.
    """
    require(may_take_back(by, decision))
    row = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if row.done_at is not None or Decision.objects.filter(replaces=row).exists():
        raise Problem(_("This is done already, or it was taken back."))
    row.done_at = clock.now()
    row.save(update_fields=["done_at"])
    return row


@action("suggestion.take_back")
def take_back(decision: Decision, *, reason: str, by: Viewer) -> Decision:
    """Take a decision back with a reason: a new row. What it changed in the run is changed back by hand.

    Raises Refused if `by` may not, Problem without a reason or when it is taken back already.
    """
    require(may_take_back(by, decision))
    row = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if row.kind == Kind.TAKE_BACK or Decision.objects.filter(replaces=row).exists():
        raise Problem(_("This is taken back already."))
    why = _said(reason, _("Say why, in one line."))
    one = Suggestion.objects.select_for_update().get(pk=row.suggestion_id)
    # The next look proposes it anew if it still holds.
    one.over_at = clock.now()
    one.save(update_fields=["over_at"])
    return Decision.objects.create(
        suggestion=one, kind=Kind.TAKE_BACK, reason=why, replaces=row, done_at=clock.now(),
        by_id=by.user_id,
    )  # fmt: skip


def _said(text: str, ask: str) -> str:
    text = " ".join(text.split())[:LONGEST]
    if not text:
        raise Problem(ask)
    return text
