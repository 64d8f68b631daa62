"""Asking the matching for a plan, in the background."""

from __future__ import annotations

from datetime import date

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.jobs.actions import enqueue
from kithwork.apps.plans.current import as_rows, sessions_of
from kithwork.apps.plans.models import Draft, PlanAsk
from kithwork.apps.plans.policies import may_edit_draft, may_plan
from kithwork.apps.plans.problem import Question, question_for
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note
from kithwork.matching import Session
from kithwork.matching.problem import as_json


@action("plan.ask")
def ask_for_plan(*, starts_on: date, ends_on: date, seconds: int, by: Viewer) -> PlanAsk:
    """Ask for three plans for these dates, from needs and volunteers as they stand.

    Pairs in force go on where nothing speaks against it. Raises Refused if `by` may not plan,
    Problem when there is nothing to plan or a plan is being made already.
    """
    require(may_plan(by))
    if ends_on < starts_on:
        raise Problem("The plan must end on or after the day it starts.")
    school = School.objects.get(pk=by.school_id)
    question = question_for(school, starts_on, ends_on)
    in_force = (
        Draft.objects.filter(school=school, status=Draft.Status.IN_FORCE)
        .select_related("ask")
        .first()
    )
    keep = _translated(in_force, question) if in_force else []
    return _keep_ask(school, starts_on, ends_on, seconds, question, keep, by)


@action("plan.ask_again")
def ask_again(draft: Draft, *, by: Viewer) -> PlanAsk:
    """Match again from a draft: its locks hold, its sessions go on where they can, needs are read anew."""
    require(may_edit_draft(by, draft))
    ask = draft.ask
    needs, students = ask.people["needs"], ask.people["students"]
    locks = [
        (needs[n], slot, students[p]) for n, slot, p in draft.locks if n in needs and p in students
    ]
    question = question_for(ask.school, ask.starts_on, ask.ends_on, locks=locks)
    keep = _translated(draft, question)
    return _keep_ask(ask.school, ask.starts_on, ask.ends_on, ask.seconds, question, keep, by)


def _translated(draft: Draft, question: Question) -> list[Session]:
    """A draft's sessions under the ids of a new question; who is gone is left out."""
    old = draft.ask.people
    need_of = {row: name for name, row in question.people["needs"].items()}
    student_of = {row: name for name, row in question.people["students"].items()}
    same_frame = (
        len(old["periods"]) == question.problem.periods
        and len(old["days"]) == question.problem.days
    )
    if not same_frame:
        return []
    kept = []
    for session in sessions_of(draft):
        need = need_of.get(old["needs"].get(session.need))
        peers = [student_of.get(old["students"].get(peer)) for peer in session.peers]
        if need is not None:
            kept.append(Session(need, session.slot, tuple(peer for peer in peers if peer)))
    return kept


def _keep_ask(
    school: School,
    starts_on: date,
    ends_on: date,
    seconds: int,
    question: Question,
    keep: list[Session],
    by: Viewer,
) -> PlanAsk:
    if not question.problem.needs:
        raise Problem("Nobody has asked for company yet. Add needs first, then ask for a plan.")
    if not question.problem.peers:
        raise Problem(
            "Nobody has offered to partner yet. Add volunteers first, then ask for a plan."
        )
    people = {**question.people, "left_out": [list(row) for row in question.left_out]}
    if keep:
        people["keep"] = as_rows(keep)
    ask = PlanAsk.objects.create(
        school=school,
        by_id=by.user_id,
        starts_on=starts_on,
        ends_on=ends_on,
        seconds=seconds,
        problem=as_json(question.problem),
        people=people,
    )
    job = enqueue("plans.solve", {"ask_id": ask.pk}, by=by, once=f"plans.solve:{school.pk}")
    PlanAsk.objects.filter(pk=ask.pk).update(job_id=job.pk)
    ask.job_id = job.pk
    note(needs=len(question.problem.needs), peers=len(question.problem.peers))
    return ask
