"""Who may give which role."""

from __future__ import annotations

from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.schools.models import School

# A coordinator adds the people of the program; who runs the school is set by its district.
GIVEN_BY_COORDINATORS = frozenset(
    {
        Role.PLANNING_TEAM,
        Role.GENERAL_EDUCATOR,
        Role.PARAPROFESSIONAL,
        Role.RELATED_SERVICE_PROVIDER,
    }
)


def may_give_role(viewer: Viewer, school: School, role: Role) -> Verdict:
    if viewer.role == Role.SYSTEM_ADMINISTRATOR:
        return YES
    if viewer.role == Role.DISTRICT_ADMINISTRATOR and viewer.district_id == school.district_id:
        return YES
    in_own_school = viewer.school_id == school.pk
    if in_own_school and viewer.role == Role.SCHOOL_ADMINISTRATOR:
        return YES
    if in_own_school and viewer.role == Role.COORDINATOR and role in GIVEN_BY_COORDINATORS:
        return YES
    return no("Ask your principal or district administrator to give this role.")


def may_forget_second_factor(viewer: Viewer) -> Verdict:
    if viewer.role == Role.SYSTEM_ADMINISTRATOR and viewer.user_id is None:
        return YES
    return no("Only whoever holds the keys of the server can take a second factor off an account.")
