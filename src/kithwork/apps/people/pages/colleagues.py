"""Colleagues: one page each, and adding one with a role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithwork.apps.accounts.policies import may_give_role
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import SCHOOL_STAFF, Role
from kithwork.apps.people import actions, policies, queries
from kithwork.apps.people.forms import ColleagueForm, StaffForm
from kithwork.apps.schools.queries import school_of
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import whole_or_none


@require_safe
def staff_member(request: HttpRequest, staff_id: int) -> HttpResponse:
    """One adult of the school."""
    require(policies.may_open_people(request.viewer))
    page = queries.staff_member_page(request.viewer, staff_id)
    return render(request, "people/staff_member.html", {"page": page, "staff": page.staff})


@require_http_methods(["GET", "POST"])
def add_colleague(request: HttpRequest) -> HttpResponse:
    """Name, e-mail and role of somebody new, or a role for somebody the roster brought."""
    require(policies.may_open_people(request.viewer))
    require(policies.may_edit_people(request.viewer))
    school = school_of(request.viewer)
    roles = [
        role
        for role in Role
        if role in SCHOOL_STAFF and may_give_role(request.viewer, school, role)
    ]
    form = ColleagueForm(request.POST or None, roles=roles, initial=_about(request))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            staff = actions.add_colleague(
                school, by=request.viewer, **{**values, "role": Role(values["role"])}
            )
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("%(name)s can sign in now.") % {"name": staff.full_name})
            return redirect("people:staff_member", staff.pk)
    return render(request, "people/add_colleague.html", {"form": form})


def _about(request: HttpRequest) -> dict[str, str]:
    """Somebody the roster brought, to give a role to: ?staff=12."""
    number = whole_or_none(request.GET.get("staff"))
    if number is None:
        return {}
    staff = queries.staff_or_404(request.viewer, number)
    return {name: getattr(staff, name) for name in ("first_name", "last_name", "title", "email")}


@require_http_methods(["GET", "POST"])
def edit_colleague(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Name and title of a colleague."""
    require(policies.may_open_people(request.viewer))
    staff = queries.staff_or_404(request.viewer, staff_id)
    require(policies.may_edit_staff(request.viewer, staff))
    start = {name: getattr(staff, name) for name in ("first_name", "last_name", "title")}
    form = StaffForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.change_colleague(staff, by=request.viewer, **form.cleaned_data)
        toast(request, _("%(name)s is saved.") % {"name": staff.full_name})
        return redirect("people:staff_member", staff.pk)
    return render(request, "people/edit_colleague.html", {"staff": staff, "form": form})
