"""What the teacher of the course writes: dates and ticks of units, checks, seminars, marks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.courses.models import Came, Cohort, Mark, Member, Seminar, Unit, UnitCheck
from kithwork.apps.courses.policies import may_teach
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.trail.actions import action, note


@action("course.set_unit")
def set_unit(unit: Unit, on: date, is_done: bool, *, by: Viewer) -> Unit:
    """Move a unit to another week, tick it as done, or take the tick back."""
    require(may_teach(by, unit.cohort))
    unit.on = on
    if is_done != (unit.done_on is not None):
        unit.done_on = clock.today_for(by) if is_done else None
    unit.save(update_fields=["on", "done_on"])
    note(unit=unit.key)
    return unit


@action("course.check_unit")
def check_unit(member: Member, unit: Unit, is_passed: bool, *, by: Viewer) -> UnitCheck:
    """Passed, or not yet. Raises Problem for a unit of another cohort."""
    require(may_teach(by, member.cohort))
    if unit.cohort_id != member.cohort_id:
        raise Problem(_("This unit belongs to another course."))
    note(unit=unit.key)
    return UnitCheck.objects.create(member=member, unit=unit, is_passed=is_passed, by_id=by.user_id)


@action("course.plan_seminar")
def plan_seminar(cohort: Cohort, on: date, agenda: str, *, by: Viewer) -> Seminar:
    """Plan the meeting of a day, or write its agenda anew."""
    require(may_teach(by, cohort))
    if not cohort.starts_on <= on <= cohort.ends_on:
        raise Problem(_("Choose a day within the course."))
    made, _new = Seminar.objects.update_or_create(
        cohort=cohort, on=on, defaults={"agenda": agenda.strip()[:500]}
    )
    return made


@action("course.who_came")
def write_down_who_came(seminar: Seminar, came: Mapping[int, bool], *, by: Viewer) -> Seminar:
    """member id -> was there. Nobody is asked why not."""
    require(may_teach(by, seminar.cohort))
    ours = set(seminar.cohort.members.filter(pk__in=came).values_list("pk", flat=True))
    if ours != set(came):
        raise Problem(_("One of them is in another course. Open the page again."))
    for pk, is_here in came.items():
        Came.objects.update_or_create(seminar=seminar, member_id=pk, defaults={"is_here": is_here})
    if seminar.held_at is None:
        seminar.held_at = clock.now()
        seminar.save(update_fields=["held_at"])
    note(came=sum(came.values()))
    return seminar


@action("course.mark")
def give_mark(member: Member, part: str, pct: int, *, by: Viewer) -> Mark:
    """A mark for one part of the grade. It is the teacher's judgement; nothing reckons it.

    Raises Problem for a part that is none, or a mark outside 0 to 100.
    """
    require(may_teach(by, member.cohort))
    if part not in member.cohort.mix or not 0 <= pct <= 100:
        raise Problem(_("Give a part of the grade a mark from 0 to 100."))
    note(part=part)
    return Mark.objects.create(member=member, part=part, pct=pct, by_id=by.user_id)
