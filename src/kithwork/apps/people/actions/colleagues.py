"""Adding a colleague, with a role to sign in with, and correcting what is said of one."""

from __future__ import annotations

from kithwork.apps.accounts.actions import give_role
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.models import Staff
from kithwork.apps.people.policies import may_add_people, may_edit_staff
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note


@action("colleague.add")
def add_colleague(
    school: School,
    *,
    first_name: str,
    last_name: str,
    email: str,
    role: Role,
    title: str = "",
    by: Viewer,
) -> Staff:
    """Add an adult of the school and give them a role. One with this e-mail is not doubled.

    Raises Refused if `by` may not add people or not give this role, Problem for a missing name.
    """
    require(may_add_people(by, school.pk))
    if not last_name.strip() or not email.strip():
        raise Problem("A colleague needs a last name and an e-mail address to sign in with.")
    address = email.strip().lower()
    staff = Staff.objects.filter(school=school, email__iexact=address).order_by("pk").first()
    staff = staff or Staff(school=school)
    name = f"{first_name.strip()} {last_name.strip()}".strip()
    membership = give_role(email=address, name=name, role=role, school=school, by=by)
    staff.first_name, staff.last_name = first_name.strip(), last_name.strip()
    staff.email, staff.user = address, membership.user
    staff.title, staff.closed_on = title.strip() or staff.title, None
    staff.save()
    note(role=role.value)
    return staff


@action("colleague.change")
def change_colleague(
    staff: Staff, *, first_name: str, last_name: str, title: str, by: Viewer
) -> Staff:
    """Correct a colleague's name or title. Raises Refused, or Problem without a last name."""
    require(may_edit_staff(by, staff))
    if not last_name.strip():
        raise Problem("A colleague needs a last name.")
    staff.first_name, staff.last_name = first_name.strip(), last_name.strip()
    staff.title = title.strip()
    staff.save(update_fields=["first_name", "last_name", "title"])
    return staff
