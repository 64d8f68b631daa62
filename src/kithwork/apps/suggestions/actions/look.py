"""The house looks: opens what fires, closes what holds no longer, and never asks the same thing twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.programs.models import Program
from kithwork.apps.runs.models import Run
from kithwork.apps.schools.queries import limits
from kithwork.apps.suggestions.actions.values import keep_sealed
from kithwork.apps.suggestions.looking import Key, Looked, Proposal, look, said_of
from kithwork.apps.suggestions.models import Decision, Look, SealedRules, Suggestion
from kithwork.apps.suggestions.policies import may_look
from kithwork.apps.suggestions.programs import GATE, gate_of
from kithwork.apps.suggestions.rules_here import rule_here, values_of
from kithwork.apps.trail.actions import action, note
from kithwork.playbooks import rule_book

# Windows that count occasions: their rule may ask again once all of them came after the decision.
OCCASIONS = frozenset({"session", "observation", "point", "check", "probe", "answer", "guide"})
Status = Suggestion.Status


@action("suggestion.look")
def look_at_run(run: Run, *, on: date, at: datetime, by: Viewer) -> Run:
    """Read the rules over a run. Safe to do again: what is open stays as it was opened.

    Raises Refused for anybody but the house.
    """
    require(may_look(by, run.school_id))
    run = (
        Run.objects.select_for_update(of=("self",))
        .select_related("school", "playbook")
        .get(pk=run.pk)
    )
    looked = look(run, on, values_of(run.school_id))
    sealed = keep_sealed(run, looked.rules, has_data=looked.has_data, by=by)
    opened, closed = _settle(run, looked, sealed)
    Look.objects.update_or_create(run=run, defaults={"looked_at": at, "on": on})
    note(opened=opened, closed=closed)
    return run


def _settle(run: Run, looked: Looked, sealed: SealedRules) -> tuple[int, int]:
    standing = list(
        Suggestion.objects.filter(run=run, over_at__isnull=True)
        .exclude(status=Status.NO_LONGER)
        .prefetch_related("decisions")
    )
    closed, held = 0, set()
    for one in standing:
        proposal = looked.proposals.get((one.rule, one.key, one.check_of))
        if one.is_open and proposal is None:
            _close(one, looked.findings.get((one.rule, one.key), []))
            closed += 1
        elif one.is_open or (proposal is not None and not _asks_again(one, proposal)):
            held.add((one.rule, one.key, one.check_of))
        else:
            one.over_at = clock.now()
            one.save(update_fields=["over_at"])
    new = [one for key, one in looked.proposals.items() if key not in held]
    Suggestion.objects.bulk_create(_row(run, one, sealed) for one in new)
    return len(new), closed


def _close(one: Suggestion, ending: list[dict[str, Any]]) -> None:
    """It holds no longer: kept with the data that say so."""
    one.status, one.closed_at, one.ending = Status.NO_LONGER, clock.now(), ending
    one.save(update_fields=["status", "closed_at", "ending"])


def _asks_again(one: Suggestion, proposal: Proposal) -> bool:
    """Whether something decided may be proposed anew: all it stands on came later, or long enough has passed."""
    decided = _decided(one)
    if decided is None:
        return True
    school = one.school
    weeks = limits(school).check_answer_weeks
    if clock.now() - decided.at >= timedelta(weeks=weeks):
        return True
    day = decided.at.astimezone(ZoneInfo(school.timezone)).date().isoformat()
    counted = [
        found for found in proposal.findings if found.get("window", {}).get("unit") in OCCASIONS
    ]
    return bool(counted) and all(
        point["on"] is not None and point["on"] > day
        for found in counted
        for point in found["points"]
    )


def _decided(one: Suggestion) -> Decision | None:
    rows: Sequence[Decision] = list(one.decisions.all())
    return rows[-1] if rows else None


def _row(run: Run, one: Proposal, sealed: SealedRules) -> Suggestion:
    rule, key, check_of = one.key
    return Suggestion(
        school_id=run.school_id,
        run=run,
        rule=rule,
        key=key,
        check_of=check_of,
        student_id=one.subject.student,
        measure_id=one.subject.measure,
        is_plan=one.subject.is_plan,
        rules=sealed,
        said=dict(said_of(one.here)),
        findings=one.findings,
    )


@action("suggestion.look_at_program")
def look_at_program(program: Program, *, by: Viewer) -> Program:
    """DR-46: whether the next stage may be opened, as far as data say."""
    require(may_look(by, program.school_id))
    program = Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
    rule = rule_book().of(GATE)
    assert rule is not None, "a shared rule"
    here, weighed = rule_here(rule, {}), gate_of(program)
    key: Key = (GATE, program.stage, "")
    rows = Suggestion.objects.filter(program=program, rule=GATE)
    for one in rows.filter(status=Status.OPEN):
        if not weighed.fires or one.key != program.stage:
            _close(one, [found.to_json() for found in weighed.findings])
    asked_before = rows.filter(key=program.stage).exclude(status=Status.NO_LONGER)
    if weighed.fires and not asked_before.exists():
        Suggestion.objects.create(
            school_id=program.school_id,
            program=program,
            rule=GATE,
            key=key[1],
            said=dict(said_of(here)),
            findings=[found.to_json() for found in weighed.findings],
        )
    return program
