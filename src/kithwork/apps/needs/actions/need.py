"""Support needs: added, changed, closed and opened again. Nothing here erases one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.news import tell
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.needs.policies import may_change_needs
from kithwork.apps.people.models import Enrolment, Student
from kithwork.apps.people.policies import open_on
from kithwork.apps.trail.actions import action, note

FIELDS = (
    "place", "section_id", "labels", "role", "times_a_week", "min_peers", "max_peers", "team_max",
    "minutes", "brings", "starts_on", "ends_on",
)  # fmt: skip


@action("need.add")
def add_need(student: Student, *, by: Viewer, **fields: Any) -> SupportNeed:
    """Write down a need of a student.

    Raises Refused if `by` is not on the team, Problem if the numbers or the class do not fit.
    """
    require(may_change_needs(by, student))
    need = SupportNeed(student=student, **_known(fields))
    _check(need, by)
    need.save()
    note(student=student.pk)
    return need


@action("need.change")
def change_need(need: SupportNeed, *, by: Viewer, **fields: Any) -> SupportNeed:
    """Change an open need; the trail names the fields, never what they say.

    Raises Refused if `by` is not on the team, Problem if it is closed or does not fit.
    """
    require(may_change_needs(by, need.student))
    need = SupportNeed.objects.select_for_update().select_related("student").get(pk=need.pk)
    if need.closed_on:
        raise Problem(_("This need is closed. Open it again before you change it."))
    changed = [name for name, value in _known(fields).items() if getattr(need, name) != value]
    for name in changed:
        setattr(need, name, fields[name])
    _check(need, by)
    if changed:
        need.save(update_fields=changed)
    note(student=need.student_id, fields=sorted(changed))
    return need


@action("need.close")
def close_need(need: SupportNeed, *, by: Viewer) -> SupportNeed:
    """No plan asks for it from today. It stays on the record and can be opened again."""
    require(may_change_needs(by, need.student))
    need.closed_on = clock.today_for(by)
    need.save(update_fields=["closed_on"])
    note(student=need.student_id)
    tell("people.changed", need.student.school_id, by=by)
    return need


@action("need.reopen")
def reopen_need(need: SupportNeed, *, by: Viewer) -> SupportNeed:
    """Take closing back."""
    require(may_change_needs(by, need.student))
    need.closed_on = None
    need.save(update_fields=["closed_on"])
    note(student=need.student_id)
    tell("people.changed", need.student.school_id, by=by)
    return need


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"a need has no {', '.join(sorted(unknown))}")
    return fields


def _check(need: SupportNeed, by: Viewer) -> None:
    section = need.section
    if section is not None:
        enrolled = open_on(
            Enrolment.objects.filter(student_id=need.student_id, section=section),
            clock.today_for(by),
        )
        if not enrolled.exists():
            raise Problem(
                _("%(name)s is not in %(class)s now. Choose one of their classes.")
                % {"name": need.student.called, "class": section.title}
            )
    if need.starts_on and need.ends_on and need.ends_on < need.starts_on:
        raise Problem(_("The last day is before the first day."))
    try:
        need.full_clean(exclude=["student"])
    except ValidationError as error:
        raise Problem(" ".join(error.messages)) from error
