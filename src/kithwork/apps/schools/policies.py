"""Who may look at a school's set-up and change it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.schools.models import BellSchedule, School, SchoolYear

RUN_THE_SCHOOL = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR})
ONLY_COORDINATOR_OR_PRINCIPAL = _(
    "Only the coordinator or the principal sets up the school. Ask your coordinator."
)


def visible_schools(viewer: Viewer) -> QuerySet[School]:
    """One's own school; over a district, its schools."""
    if viewer.school_id is not None:
        return School.objects.filter(pk=viewer.school_id)
    if viewer.role == Role.DISTRICT_ADMINISTRATOR and viewer.district_id is not None:
        return School.objects.filter(district_id=viewer.district_id)
    if viewer.role == Role.SYSTEM_ADMINISTRATOR:
        return School.objects.filter(district__is_trial=False)
    return School.objects.none()


def visible_years(viewer: Viewer) -> QuerySet[SchoolYear]:
    return SchoolYear.objects.filter(school__in=visible_schools(viewer))


def visible_schedules(viewer: Viewer) -> QuerySet[BellSchedule]:
    return BellSchedule.objects.filter(year__school__in=visible_schools(viewer))


def may_set_up(viewer: Viewer) -> Verdict:
    """May this person open the pages of a school's set-up at all?"""
    if viewer.role in RUN_THE_SCHOOL and viewer.school_id is not None:
        return YES
    return no(str(ONLY_COORDINATOR_OR_PRINCIPAL))


def may_edit_school(viewer: Viewer, school: School) -> Verdict:
    """Years, bells, calendar and limits of one school."""
    if viewer.role == Role.SYSTEM_ADMINISTRATOR:
        return YES
    if viewer.role in RUN_THE_SCHOOL and viewer.school_id == school.pk:
        return YES
    return no(str(ONLY_COORDINATOR_OR_PRINCIPAL))


def may_make_school(viewer: Viewer) -> Verdict:
    if viewer.role == Role.SYSTEM_ADMINISTRATOR:
        return YES
    return no(str(_("A school is made at the command line of its server: kithwork school new.")))
