"""From a draft to the plan in force, if it is still true today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.notices.actions import leave_notices
from kithwork.apps.notices.models import Notice
from kithwork.apps.people.models import Student, Teaching
from kithwork.apps.people.policies import open_on
from kithwork.apps.plans.current import allow, sessions_of
from kithwork.apps.plans.models import Draft
from kithwork.apps.plans.policies import may_edit_draft, may_plan
from kithwork.apps.plans.problem import Question, question_for
from kithwork.apps.plans.wording import Names, violation_sentence
from kithwork.apps.runs.actions import Together, lay_out
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note
from kithwork.matching import Session, violations


@action("plan.publish")
def publish(draft: Draft, *, version: int, by: Viewer) -> Draft:
    """Make a draft the plan in force: pairings, sessions on real dates, access, notices.

    Everything is checked once more against today's roster, needs and wishes. Raises Conflict when
    somebody edited the draft meanwhile, Problem (with what changed) when it no longer holds.
    """
    require(may_edit_draft(by, draft))
    school = School.objects.select_for_update().get(pk=by.school_id)
    draft = Draft.objects.select_for_update().select_related("ask").get(pk=draft.pk)
    if draft.version != version:
        since = list(draft.edits.filter(version__gt=version).select_related("by"))
        raise Conflict(
            "Somebody changed this plan while you were looking at it.",
            theirs=since,
            yours="Publish",
        )
    if draft.status != Draft.Status.OPEN:
        raise Problem("This plan is published or put away already.")
    if not draft.sessions:
        raise Problem("This plan has no time together in it. Match again before you publish.")
    starts_on = max(draft.ask.starts_on, clock.today_for(by))
    if starts_on > draft.ask.ends_on:
        raise Problem("The dates of this plan are over. Ask for a new plan.")
    _still_true(draft, school)
    week = list(together_of(draft))
    Draft.objects.filter(school=school, status=Draft.Status.IN_FORCE).update(
        status=Draft.Status.PAST
    )
    Draft.objects.filter(ask=draft.ask, status=Draft.Status.OPEN).exclude(pk=draft.pk).update(
        status=Draft.Status.DROPPED
    )
    draft.status, draft.published_at = Draft.Status.IN_FORCE, clock.now()
    draft.save(update_fields=["status", "published_at"])
    done = lay_out(week, starts_on=starts_on, ends_on=draft.ask.ends_on, by=by)
    _tell_everybody(week, school, by)
    note(sessions=done.sessions_made, kept=done.sessions_kept, pairings=done.pairings_made)
    draft.laid_out = done  # type: ignore[attr-defined]
    return draft


def together_of(draft: Draft) -> Iterator[Together]:
    """The draft's sessions as rows of the school."""
    people = draft.ask.people
    needs = Names(people).need_rows
    width = len(people["periods"])
    for session in sessions_of(draft):
        row = needs.get(session.need)
        if row is None:
            continue
        period = people["periods"][session.slot % width]
        yield Together(
            need_id=row.pk,
            student_id=row.student_id,
            section_id=row.section_id,
            role=row.role,
            frame_day=session.slot // width,
            label=period["label"],
            peer_ids=tuple(people["students"][peer] for peer in session.peers),
            before_class=period["kind"] == "hallway",
        )


def _still_true(draft: Draft, school: School) -> None:
    """Ask today's roster, needs and wishes whether the plan holds; say everything that does not."""
    fresh = question_for(
        school, max(draft.ask.starts_on, clock.today(school.timezone)), draft.ask.ends_on
    )
    translate = _Translation(draft, fresh)
    problem = fresh.problem
    for allowance in draft.allowances:
        change = translate.change(allowance["change"])
        if None not in change.values():  # what it was raised for is gone, and said below
            problem = allow(problem, allowance["kind"], change)
    said = [*_gone(draft, translate)]
    whole = [one for one in map(translate.session, sessions_of(draft)) if one is not None]
    fresh_names = Names(fresh.people)
    said += [violation_sentence(one, fresh_names) for one in violations(problem, whole)]
    if said:
        first = list(dict.fromkeys(said))
        more = f" And {len(first) - 5} more." if len(first) > 5 else ""
        raise Problem(
            "Something changed since this plan was made. "
            + " ".join(first[:5])
            + more
            + " Match again: what you locked stays."
        )


def _gone(draft: Draft, translate: _Translation) -> Iterator[str]:
    """Needs, peers and times of the draft that the school does not have any more."""
    names = Names(draft)
    for one in sessions_of(draft):
        if translate.need(one.need) is None:
            yield names.need_gone(one.need)
        if translate.slot(one.slot) is None:
            yield names.no_such_time(one.slot)
        for peer in one.peers:
            if translate.student(peer) is None:
                yield names.peer_gone(peer)


class _Translation:
    """Ids and slots of the draft's question into those of a fresh one, through what both stand for."""

    def __init__(self, draft: Draft, fresh: Question) -> None:
        self.old = draft.ask.people
        self.needs = {row: name for name, row in fresh.people["needs"].items()}
        self.students = {row: name for name, row in fresh.people["students"].items()}
        self.offering = {peer.student for peer in fresh.problem.peers}
        new = fresh.people
        self.slots = {key: slot for slot, key in enumerate(_times(new))}
        self.old_times = _times(self.old)

    def need(self, name: str) -> str | None:
        return self.needs.get(self.old["needs"].get(name))

    def student(self, name: str) -> str | None:
        found = self.students.get(self.old["students"].get(name))
        return found if found in self.offering else None

    def slot(self, slot: int) -> int | None:
        return self.slots.get(self.old_times[slot])

    def session(self, one: Session) -> Session | None:
        """The session as the school stands now; None when a part of it is gone, which is said by itself."""
        need, slot = self.need(one.need), self.slot(one.slot)
        peers = [self.student(peer) for peer in one.peers]
        if need is None or slot is None or None in peers:
            return None
        return Session(need, slot, tuple(peer for peer in peers if peer))

    def change(self, change: dict[str, Any]) -> dict[str, Any]:
        translated = dict(change)
        if "peer" in change:
            translated["peer"] = self.student(change["peer"])
        if "need" in change:
            translated["need"] = self.need(change["need"])
        if change.get("field") == "slots":
            translated["add"] = self.slot(change["add"])
        return translated


def _times(people: dict[str, Any]) -> list[tuple[int, str, str, str]]:
    """What each slot stands for: day of the frame, cycle day, period label and kind."""
    return [
        (index, day["cycle_day"], period["label"], period["kind"])
        for index, day in enumerate(people["days"])
        for period in people["periods"]
    ]


def _tell_everybody(week: list[Together], school: School, by: Viewer) -> None:
    """A notice for everybody with an account who has a part in it. It names nobody."""
    people = {one.student_id for one in week} | {peer for one in week for peer in one.peer_ids}
    sections = {one.section_id for one in week if one.section_id}
    teaching = open_on(
        Teaching.objects.filter(section_id__in=sections), clock.today(school.timezone)
    )
    staff = set(teaching.filter(staff__user__isnull=False).values_list("staff__user_id", flat=True))
    students = Student.objects.filter(pk__in=people, user__isnull=False).values_list(
        "user_id", flat=True
    )
    notices = [
        Notice(school_id=school.pk, to_id=user, kind="plan.published", title=title, url="/")
        for users, title in (
            (set(students), "Your times together are ready"),
            (staff - {by.user_id}, "The plan for your classes is ready"),
        )
        for user in sorted(users)
    ]
    if notices:
        leave_notices(notices, by=by)


@action("plan.drop")
def drop_drafts(ask_id: int, *, by: Viewer) -> int:
    """Put the open drafts of one ask away."""
    require(may_plan(by))
    return Draft.objects.filter(
        ask_id=ask_id, school_id=by.school_id, status=Draft.Status.OPEN
    ).update(status=Draft.Status.DROPPED)
