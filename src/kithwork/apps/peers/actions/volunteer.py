"""An offer to partner: made, changed, paused, taken up again, finished."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.news import tell
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import PeerRole
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.peers.policies import may_change_volunteer
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action, note

FIELDS = frozenset(
    {
        "status",
        "roles",
        "weekly_minutes",
        "max_sessions",
        "max_per_day",
        "max_partners",
        "max_lunch_days",
        "ready_on",
        "ends_on",
    }
)
PAUSED, READY, FINISHED = (
    Volunteer.Status.PAUSED,
    Volunteer.Status.READY,
    Volunteer.Status.FINISHED,
)


@action("volunteer.offer")
def offer(student: Student, *, by: Viewer, **fields: Any) -> Volunteer:
    """Write down that a student offered to partner.

    Raises Refused if `by` may not, Problem if they offered before or the numbers do not fit.
    """
    require(may_change_volunteer(by, student))
    if Volunteer.objects.filter(student=student).exists():
        raise Problem(
            _("%(name)s has offered before. Change that offer instead.") % {"name": student.called}
        )
    volunteer = Volunteer(student=student, **_known(fields))
    _check(volunteer)
    volunteer.save()
    note(student=student.pk)
    return volunteer


@action("volunteer.change")
def change_volunteer(volunteer: Volunteer, *, by: Viewer, **fields: Any) -> Volunteer:
    """Change what somebody offered; the trail names the fields.

    Raises Refused if `by` may not, Problem if the numbers do not fit.
    """
    require(may_change_volunteer(by, volunteer.student))
    volunteer = (
        Volunteer.objects.select_for_update(of=("self",))
        .select_related("student")
        .get(pk=volunteer.pk)
    )
    changed = [name for name, value in _known(fields).items() if getattr(volunteer, name) != value]
    for name in changed:
        setattr(volunteer, name, fields[name])
    _check(volunteer)
    if changed:
        volunteer.save(update_fields=changed)
    note(student=volunteer.student_id, fields=sorted(changed))
    if "status" in changed:
        tell("people.changed", volunteer.student.school_id, by=by)
    return volunteer


@action("volunteer.pause")
def pause_volunteer(volunteer: Volunteer, *, by: Viewer) -> Volunteer:
    """No plan asks for them until they say so, and times laid out wait. No reason is asked."""
    return _to(volunteer, PAUSED, by)


@action("volunteer.resume")
def resume_volunteer(volunteer: Volunteer, *, by: Viewer) -> Volunteer:
    """They are ready again."""
    volunteer.ends_on = None
    return _to(volunteer, READY, by)


@action("volunteer.finish")
def finish_volunteer(volunteer: Volunteer, *, by: Viewer) -> Volunteer:
    """They finished. What they did stays on the record; no reason is asked."""
    volunteer.ends_on = clock.today_for(by)
    return _to(volunteer, FINISHED, by)


def _to(volunteer: Volunteer, status: str, by: Viewer) -> Volunteer:
    require(may_change_volunteer(by, volunteer.student))
    volunteer.status = status
    volunteer.save(update_fields=["status", "ends_on"])
    note(student=volunteer.student_id)
    tell("people.changed", volunteer.student.school_id, by=by)
    return volunteer


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"a volunteer has no {', '.join(sorted(unknown))}")
    return fields


def _check(volunteer: Volunteer) -> None:
    if not set(volunteer.roles) <= set(PeerRole.values):
        raise Problem(_("One of the roles is not a role of a peer."))
    if volunteer.status == READY and not volunteer.roles:
        raise Problem(_("Say at least one role they are ready for, or keep them as offered."))
    if volunteer.ready_on and volunteer.ends_on and volunteer.ends_on < volunteer.ready_on:
        raise Problem(_("The last day is before the first day."))
    try:
        volunteer.full_clean(exclude=["student", "roles"])
    except ValidationError as error:
        raise Problem(" ".join(error.messages)) from error
