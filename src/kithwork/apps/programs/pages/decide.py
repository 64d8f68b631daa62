"""The twelve decisions, one page each. Nothing has to be whole to be kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithwork.apps.programs import actions, queries
from kithwork.apps.programs.decisions import decisions, first_open
from kithwork.apps.programs.forms import FORMS, FacultyForm, ResourceForm, as_decided
from kithwork.apps.programs.pages.opening import program_to_change, shown
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried

APPROVALS = "approvals"
FACULTY = "faculty"


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, program_id: int, decision: str) -> HttpResponse:
    """One decision. After it the next open one."""
    one = program_to_change(request, program_id)
    found = queries.decision_or_404(one, decision)
    if decision == APPROVALS:
        return redirect("programs:approvals", one.pk)
    if decision == FACULTY:
        return redirect("programs:decide_faculty", one.pk)
    form = FORMS[decision](
        request.POST or None,
        initial=as_decided(one, decision),
        program=one,
        choices=_choices(request, one, decision),
    )

    def keep() -> None:
        version = form.cleaned_data["version"]
        actions.decide(one, decision, form.values(), version=version, by=request.viewer)

    if request.method == "POST" and tried(form, keep):
        toast(request, _("Kept."))
        one.refresh_from_db()
        return _onward(one, decision)
    page = _steps(one, found) | {"form": form, "decision": found}
    if decision == "resources":
        page |= _resource_table(request, one)
    return render(request, "programs/decide.html", shown(request, one, **page))


def _choices(request: HttpRequest, one: Any, decision: str) -> dict[str, Any]:
    if decision == "form":
        return {"practices": queries.practices_to_choose(request.viewer)}
    if decision == "staff":
        named = (one.monitor_id, one.schedule_owner_id)
        return {"staff": queries.staff_to_name(request.viewer, *named)}
    return {}


def _onward(one: Any, kept: str) -> HttpResponse:
    following = first_open(one, kept)
    if following is None or following.key == kept:
        return redirect("programs:program", one.pk)
    return redirect("programs:decide", one.pk, following.key)


def _steps(one: Any, here: Any) -> dict[str, Any]:
    every = decisions(one)
    place = here.number - 1
    return {
        "steps": every,
        "earlier": every[place - 1] if place else None,
        "following": every[place + 1] if place + 1 < len(every) else None,
    }


def _resource_table(request: HttpRequest, one: Any) -> dict[str, Any]:
    staff = queries.staff_to_name(request.viewer)
    return {"rows": queries.resources_of(one), "line_form": ResourceForm(staff=staff)}


@require_POST
def add_resource(request: HttpRequest, program_id: int) -> HttpResponse:
    """One more line of the table; typed wrongly, it comes back with its sentence."""
    one = program_to_change(request, program_id)
    form = ResourceForm(request.POST, staff=queries.staff_to_name(request.viewer))
    if tried(form, lambda: actions.add_resource(one, form.line(), by=request.viewer)):
        toast(request, _("The line is on the table."))
        return redirect(f"{reverse('programs:decide', args=[one.pk, 'resources'])}#table")
    found = queries.decision_or_404(one, "resources")
    budget = FORMS["resources"](initial=as_decided(one, "resources"), program=one, choices={})
    page = _steps(one, found) | {"form": budget, "decision": found}
    page |= {"rows": queries.resources_of(one), "line_form": form}
    return render(request, "programs/decide.html", shown(request, one, **page))


@require_POST
def drop_resource(request: HttpRequest, resource_id: int) -> HttpResponse:
    line = queries.resource_or_404(request.viewer, resource_id)
    actions.drop_resource(line, by=request.viewer)
    toast(request, _("The line is off the table."))
    return redirect("programs:decide", line.program_id, "resources")


@require_http_methods(["GET", "HEAD", "POST"])
def decide_faculty(request: HttpRequest, program_id: int) -> HttpResponse:
    """When the faculty was heard, what they said, and what changed because of it."""
    one = program_to_change(request, program_id)
    form = FacultyForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda: actions.add_faculty_review(one, **form.cleaned_data, by=request.viewer)
    ):
        toast(request, _("Kept."))
        return redirect("programs:decide_faculty", one.pk)
    found = queries.decision_or_404(one, FACULTY)
    page = _steps(one, found) | {
        "form": form,
        "decision": found,
        "reviews": one.faculty_reviews.all(),
    }
    return render(request, "programs/decide_faculty.html", shown(request, one, **page))


def _straight_to(decision: str):  # type: ignore[no-untyped-def]
    """A door of its own for a decision that a list points to."""

    def page(request: HttpRequest, program_id: int) -> HttpResponse:
        return decide(request, program_id, decision)

    page.__doc__ = f"The decision about {decision}."
    return page


urls = [
    path("<int:program_id>/define/faculty/", decide_faculty, name="decide_faculty"),
    path("<int:program_id>/define/form/", _straight_to("form"), name="decide_form"),
    path("<int:program_id>/define/staff/", _straight_to("staff"), name="decide_staff"),
    path("<int:program_id>/define/resources/add/", add_resource, name="add_resource"),
    path("resource/<int:resource_id>/drop/", drop_resource, name="drop_resource"),
    path("<int:program_id>/define/<slug:decision>/", decide, name="decide"),
]
