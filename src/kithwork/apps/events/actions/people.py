"""Who takes part, who plans, and roles given and taken."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kithwork.apps.events.actions.shared_checks import may_meet, on_the_list, to_change, words
from kithwork.apps.events.models import Event, EventRole, EventStudent, RoleHolder
from kithwork.apps.events.policies import students_to_invite
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import HowAsked
from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Participant
from kithwork.apps.runs.policies import may_change_run
from kithwork.apps.trail.actions import action, note


@action("event.add_student")
def add_student(
    event: Event, student: Student, *, is_planner: bool = False, by: Viewer
) -> EventStudent:
    """Put a student who would like to come on the list. Raises Problem when they are on it already."""
    event = to_change(event, by)
    if not students_to_invite(by).filter(pk=student.pk).exists():
        raise Problem(_("Choose students of this school whom you see."))
    if _live(event).filter(student=student).exists():
        raise Problem(_("%(name)s is on the list already.") % {"name": student.called})
    if is_planner:
        may_meet(student, _planners(event), event)
    return EventStudent.objects.create(event=event, student=student, is_planner=is_planner)


@action("event.add_run")
def add_everybody_of_the_run(event: Event, *, by: Viewer) -> Event:
    """Everybody who takes part in the club or class this belongs to."""
    event = to_change(event, by)
    if event.run is None:
        raise Problem(_("It belongs to no run. Choose one under “What, where and who”."))
    require(may_change_run(by, event.run))
    rows = Participant.objects.filter(run_id=event.run_id, left_on__isnull=True)
    here = set(_live(event).values_list("student_id", flat=True))
    new = sorted(set(rows.values_list("student_id", flat=True)) - here)
    EventStudent.objects.bulk_create(EventStudent(event=event, student_id=pk) for pk in new)
    note(count=len(new))
    return event


@action("event.remove_student")
def remove_student(row: EventStudent, *, by: Viewer) -> EventStudent:
    """Somebody does not come after all; their roles are free again. No reason is asked."""
    event = to_change(row.event, by)
    if row.left_at is None:
        row.left_at = clock.now()
        row.save(update_fields=["left_at"])
        held = RoleHolder.objects.filter(
            role__event=event, student_id=row.student_id, given_back_at=None
        )
        held.update(given_back_at=row.left_at)
    return row


@action("event.set_planner")
def set_planner(
    row: EventStudent, *, is_planner: bool, had_idea: bool = False, by: Viewer
) -> EventStudent:
    """A student plans it, or no longer; and whether it was their idea."""
    event = to_change(row.event, by)
    if is_planner and not row.is_planner:
        may_meet(row.student, _planners(event), event)
    row.is_planner, row.had_idea = is_planner, is_planner and had_idea
    row.save(update_fields=["is_planner", "had_idea"])
    return row


@action("event.say_both_plan")
def say_both_plan(event: Event, *, is_so: bool, by: Viewer) -> Event:
    """Staff say whether students with and without disabilities plan it. Of no single student."""
    event = to_change(event, by)
    event.is_planned_with_both = is_so
    event.save(update_fields=["is_planned_with_both"])
    return event


@action("event.add_role")
def add_role(
    event: Event, *, name: str, gives: str, receives: str, places: int = 1, by: Viewer
) -> EventRole:
    """A role of the school's own. It gives something, and something comes back."""
    event = to_change(event, by)
    if not 1 <= places <= 200:
        raise Problem(_("Say how many may hold it: 1 to 200."))
    return EventRole.objects.create(
        event=event,
        name=words(name, 80, _("Give the role a name.")),
        gives=words(gives, 200, _("Say what somebody gives in this role.")),
        receives=words(receives, 200, _("Say what comes back. Every role gives and receives.")),
        places=places,
    )


@action("event.drop_role")
def drop_role(role: EventRole, *, by: Viewer) -> EventRole:
    """A role this event does not need. One that somebody holds stays."""
    to_change(role.event, by)
    if role.holders.filter(given_back_at__isnull=True).exists():
        raise Problem(_("Somebody holds this role. Ask them first, then give it back."))
    role.dropped_at = clock.now()
    role.save(update_fields=["dropped_at"])
    return role


@action("event.take_role")
def take_role(
    role: EventRole, student: Student, *, chosen: str, how: str, by: Viewer
) -> RoleHolder:
    """A student takes a role they chose, or said yes to. How they told us is kept; not asked is not taken.

    Raises Problem when the student is not on the list, every place is taken, or they hold it already.
    """
    event = to_change(role.event, by)
    on_the_list(event, student)
    if role.dropped_at is not None:
        raise Problem(_("This role is not needed any more."))
    if chosen not in RoleHolder.Chosen.values:
        raise Problem(_("Say whether they chose it, or said yes when asked."))
    if how not in HowAsked.values or how == HowAsked.NOT_YET:
        raise Problem(_("Ask the student first, and say how they told you."))
    held = RoleHolder.objects.filter(role=role, given_back_at__isnull=True)
    holders = set(held.values_list("student_id", flat=True))
    if student.pk in holders:
        raise Problem(_("%(name)s holds this role already.") % {"name": student.called})
    if len(holders) >= role.places:
        raise Problem(_("Every place of this role is taken."))
    may_meet(student, holders, event)
    return RoleHolder.objects.create(role=role, student=student, chosen=chosen, how=how)


@action("event.give_back_role")
def give_back_role(holder: RoleHolder, *, by: Viewer) -> RoleHolder:
    """A role is free again."""
    to_change(holder.role.event, by)
    if holder.given_back_at is None:
        holder.given_back_at = clock.now()
        holder.save(update_fields=["given_back_at"])
    return holder


def _live(event: Event):  # type: ignore[no-untyped-def]
    return EventStudent.objects.filter(event=event, left_at__isnull=True)


def _planners(event: Event) -> set[int]:
    return set(_live(event).filter(is_planner=True).values_list("student_id", flat=True))
