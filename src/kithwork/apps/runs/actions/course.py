"""The course of a run: it begins, pauses, goes on, changes phase, and ends. Nothing recorded is lost."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs.actions.consequences import keep_access, keep_sessions
from kithwork.apps.runs.models import Phase, Run
from kithwork.apps.runs.policies import may_change_run
from kithwork.apps.runs.queries.practice import playbook_here
from kithwork.apps.runs.readiness import readiness_of
from kithwork.apps.trail.actions import action, note

LONGEST_REASON = 200


@action("run.activate")
def activate_run(run: Run, *, by: Viewer) -> Run:
    """Let a draft begin: sessions are laid on the calendar, its leader may see how its students get on.

    Raises Refused if `by` may not, Problem naming every piece that is still missing.
    """
    require(may_change_run(by, run))
    run = _held(run)
    if run.status != Run.Status.DRAFT:
        raise Problem(_("This run has begun already."))
    missing = readiness_of(run).missing
    if missing:
        raise Problem(" ".join(piece.sentence for piece in missing))
    run.status = Run.Status.ACTIVE
    run.save(update_fields=["status"])
    made, _cancelled = keep_sessions(run, with_past=True)
    keep_access(run)
    if not run.phases.exists():
        _phase(run, Phase.Kind.TRAINING, run.starts_on, run.adult_level, _("The run begins."), by)
    note(sessions=made)
    return run


@action("run.pause")
def pause_run(run: Run, *, reason: str, by: Viewer) -> Run:
    """Stop its coming sessions until someone goes on; everything recorded stays.

    Raises Refused if `by` may not, Problem without a reason or when it is not running.
    """
    require(may_change_run(by, run))
    run = _held(run)
    if run.status != Run.Status.ACTIVE:
        raise Problem(_("Only a run that is going on can be paused."))
    run.status, run.paused_at = Run.Status.PAUSED, clock.now()
    run.pause_reason = _said(reason, _("Say in a few words why it pauses."))
    run.save(update_fields=["status", "paused_at", "pause_reason"])
    keep_sessions(run, why_not=run.pause_reason)
    return run


@action("run.resume")
def resume_run(run: Run, *, by: Viewer) -> Run:
    """Go on: sessions are laid out again from today.

    Raises Refused if `by` may not, Problem when it is not paused or its last day is over.
    """
    require(may_change_run(by, run))
    run = _held(run)
    if run.status != Run.Status.PAUSED:
        raise Problem(_("This run is not paused."))
    if run.ends_on < clock.today_for(by):
        raise Problem(_("Its last day is over. Move the last day first, or close it."))
    run.status, run.paused_at, run.pause_reason = Run.Status.ACTIVE, None, ""
    run.save(update_fields=["status", "paused_at", "pause_reason"])
    keep_sessions(run)
    return run


@action("run.close")
def close_run(run: Run, *, reason: str, by: Viewer) -> Run:
    """End it: no more sessions, and the way to its students' progress closes. What was recorded stays.

    Raises Refused if `by` may not, Problem without a reason or when it is over already.
    """
    require(may_change_run(by, run))
    run = _held(run)
    if run.status == Run.Status.CLOSED:
        raise Problem(_("This run is over already."))
    why = _said(reason, _("Say in a few words why it ends."))
    run.status, run.paused_at, run.pause_reason = Run.Status.CLOSED, None, ""
    run.save(update_fields=["status", "paused_at", "pause_reason"])
    keep_sessions(run, why_not=why)
    keep_access(run)
    _phase(run, Phase.Kind.CLOSED, clock.today_for(by), None, why, by)
    return run


@action("run.set_phase")
def set_phase(
    run: Run, *, kind: Phase.Kind, adult_level: int | None, starts_on: date, reason: str, by: Viewer
) -> Phase:
    """A new phase, or another adult level in the same one: a line on the graph from a day on.

    Raises Refused if `by` may not, Problem without a reason, for a day outside the run, further away than the
    practice allows, or when it is over.
    """
    require(may_change_run(by, run))
    run = _held(run)
    if run.status == Run.Status.CLOSED or kind == Phase.Kind.CLOSED:
        raise Problem(_("A run ends with Close; a run that is over has no new phase."))
    if not run.starts_on <= starts_on <= run.ends_on:
        raise Problem(_("Choose a day of this run."))
    low = playbook_here(run).fading.never_below
    if adult_level is not None and low is not None and adult_level < low:
        raise Problem(_("This practice keeps an adult nearer than that. Choose a nearer level."))
    why = _said(reason, _("Say in a few words why. Whoever reads the graph will want to know."))
    phase = _phase(run, kind, starts_on, adult_level, why, by)
    latest = run.phases.exclude(adult_level=None).order_by("-starts_on", "-id").first()
    if latest is not None and latest.adult_level is not None:
        run.adult_level = latest.adult_level
        run.save(update_fields=["adult_level"])
    return phase


def _phase(
    run: Run, kind: Phase.Kind, on: date, adult_level: int | None, reason: str, by: Viewer
) -> Phase:
    return Phase.objects.create(
        run=run,
        kind=kind,
        starts_on=on,
        adult_level=adult_level,
        reason=reason,
        set_by_id=by.user_id,
    )


def _held(run: Run) -> Run:
    return (
        Run.objects.select_for_update(of=("self",))
        .select_related("school", "playbook", "facilitator")
        .get(pk=run.pk)
    )


def _said(reason: str, ask: str) -> str:
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise Problem(ask)
    return reason
