"""The plan in force follows what it rests on: the calendar, who is here, what they wish.

What it brings about is always worked out anew from the plan and today's facts, so taking a change
back brings the times together back as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kithwork.apps.accounts.models import Membership
from kithwork.apps.consents.models import Purpose
from kithwork.apps.consents.queries import with_permission
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.notices.actions import leave_notices
from kithwork.apps.notices.models import Notice
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.people.models import Student
from kithwork.apps.plans.actions.publish import together_of
from kithwork.apps.plans.current import begun_on
from kithwork.apps.plans.models import Draft
from kithwork.apps.runs.actions import Together, follow_week
from kithwork.apps.runs.actions.kept import let_go, misfits
from kithwork.apps.runs.apart import kept_apart, paused_students
from kithwork.apps.runs.queries import standing_pairs
from kithwork.apps.trail.actions import action, note

_PAIR_ENDED = gettext_noop("A pair of your plan has ended. Look at Today for open times.")
_MOVED_ALONG = gettext_noop("The calendar changed. Times together moved along.")


def follow_calendar(school_id: int, *, by: Viewer) -> None:
    """Days closed, opened or moved, bells changed: the times together move along."""
    draft = _in_force(school_id)
    if draft is not None:
        _follow(draft, by=by)


def follow_pauses(school_id: int, *, by: Viewer) -> None:
    """Somebody said stop, or goes on: coming times change in the same moment."""
    draft = _in_force(school_id)
    if draft is not None:
        _let_go_of_misfits(draft, by=by)
        _follow(draft, by=by)


def follow_people(school_id: int, *, by: Viewer) -> None:
    """Somebody left, came back, stopped, or is kept apart: times that rest on it end or return."""
    draft = _in_force(school_id)
    if draft is None:
        return
    _let_go_of_misfits(draft, by=by)
    week = _still_holding(draft)
    if standing_pairs(school_id) != {(one.need_id, peer) for one in week for peer in one.peer_ids}:
        _follow(draft, by=by)


def _let_go_of_misfits(draft: Draft, *, by: Viewer) -> None:
    """Who steps in for a day is held to the same: nobody meets whom they asked not to meet."""
    here, stopped = _here(draft), _stopped(draft)
    members = Student.objects.filter(school=draft.school).values_list("pk", flat=True)
    gone = (set(members) - here) | stopped
    today = clock.today(draft.school.timezone)
    over = misfits(draft.school, gone=gone, from_on=today)
    if over:
        let_go(over, by=by)
        _tell_coordinators(draft, _PAIR_ENDED, by)


@action("plan.follow")
def _follow(draft: Draft, *, by: Viewer) -> Draft:
    """Lay the plan in force out again. Needs no leave: what changed was allowed where it was changed."""
    done = follow_week(
        _still_holding(draft),
        school=draft.school,
        begun_on=begun_on(draft),
        ends_on=draft.ask.ends_on,
        by=by,
    )
    note(made=done.sessions_made, cancelled=done.sessions_cancelled, ended=done.pairings_ended)
    if done.sessions_made or done.sessions_cancelled or done.pairings_ended:
        _tell_coordinators(draft, _PAIR_ENDED if done.pairings_ended else _MOVED_ALONG, by)
    return draft


def _in_force(school_id: int) -> Draft | None:
    draft = (
        Draft.objects.filter(school_id=school_id, status=Draft.Status.IN_FORCE)
        .select_related("ask", "school")
        .first()
    )
    if draft is None or draft.ask.ends_on < clock.today(draft.school.timezone):
        return None
    return draft


def _still_holding(draft: Draft) -> list[Together]:
    return list(_holding(draft, clock.today(draft.school.timezone)))


def _holding(draft: Draft, today: date) -> Iterator[Together]:
    """The plan's week without whom it can no longer ask for; a time without a partner stays, as a gap."""
    open_needs = set(
        SupportNeed.objects.filter(student__school=draft.school, closed_on=None).values_list(
            "pk", flat=True
        )
    )
    here, stopped = _here(draft), _stopped(draft)
    apart = kept_apart(draft.school_id, today)
    for one in together_of(draft):
        if one.student_id not in here or one.need_id not in open_needs:
            continue
        peers = tuple(
            peer
            for peer in one.peer_ids
            if peer in here and peer not in stopped and (one.student_id, peer) not in apart
        )
        yield replace(one, peer_ids=peers)


def _here(draft: Draft) -> set[int]:
    """Students who are at the school with permission to take part, and not paused."""
    today = clock.today(draft.school.timezone)
    here = with_permission(
        Student.objects.filter(school=draft.school, closed_on=None), Purpose.TAKE_PART, today
    )
    return set(here.values_list("pk", flat=True)) - paused_students(draft.school_id)


def _stopped(draft: Draft) -> set[int]:
    """Students whose offer to partner is not open just now."""
    offers = Volunteer.objects.filter(student__school=draft.school)
    closed = offers.exclude(status=Volunteer.Status.READY)
    return set(closed.values_list("student_id", flat=True))


def _tell_coordinators(draft: Draft, title: str, by: Viewer) -> None:
    """Those who can mend it hear of it. The notice names nobody."""
    today = clock.today(draft.school.timezone)
    users = (
        Membership.objects.filter(school=draft.school, role=Role.COORDINATOR)
        .exclude(user_id=by.user_id)
        .exclude(until_on__lt=today)
        .values_list("user_id", flat=True)
        .distinct()
    )
    notices = [
        Notice(school_id=draft.school_id, to_id=user, kind="plan.followed", title=_(title), url="/")
        for user in sorted(users)
    ]
    if notices:
        leave_notices(notices, by=by)
