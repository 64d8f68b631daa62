"""Roles to share: the library with the school's own ideas, and how an idea comes in and goes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.practices import policies
from kithwork.apps.practices.actions import role_idea as actions
from kithwork.apps.practices.queries import roles as queries
from kithwork.apps.practices.role_form import LookForm, RoleIdeaForm, said_of
from kithwork.apps.ui.toasts import toast


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Every role that fits, and what waits for a look."""
    require(policies.may_read_practices(request.viewer))
    return render(request, "practices/roles.html", _page(request))


def _page(request: HttpRequest, **more: Any) -> dict[str, Any]:
    return {
        "page": queries.roles_page(request.viewer, request.GET),
        "may_add": policies.may_add_role_idea(request.viewer),
        "may_look": policies.may_look_at_role_ideas(request.viewer),
        "look": LookForm(),
        **more,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def add_role_idea(request: HttpRequest) -> HttpResponse:
    """Write an idea down; `copy` begins with one that is there, to say it better."""
    viewer = request.viewer
    require(policies.may_add_role_idea(viewer))
    may_look = bool(policies.may_look_at_role_ideas(viewer))
    form = RoleIdeaForm(request.POST or None, initial=_begin(request), may_look=may_look)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                idea = actions.add_role_idea(
                    form.frame, yes_to=form.cleaned_data.get("yes_to", ()), by=viewer
                )
            except Problem as problem:
                form.add_error("name", str(problem))
            else:
                _say_kept(request, idea)
                return redirect("practices:roles")
        status = 422
    return render(
        request, "practices/role_form.html", {"form": form, "may_look": may_look}, status=status
    )


def _begin(request: HttpRequest) -> dict[str, Any]:
    copy = request.GET.get("copy", "")
    if not copy:
        return {"minutes": 10, "whose": "staff"}
    if not (copy.isascii() and copy.isdecimal() and len(copy) < 18):
        raise Http404
    return said_of(queries.role_idea_or_404(request.viewer, int(copy)))


def _say_kept(request: HttpRequest, idea: Any) -> None:
    said = (
        _("%(name)s is there for the whole school.")
        if idea.looked_at
        else _("%(name)s is written down. A teacher or the coordinator looks at it next.")
    )
    undo = reverse("practices:withdraw_role_idea", args=[idea.pk])
    toast(request, said % {"name": idea.name}, undo_url=undo)


@require_POST
def look_at_role_idea(request: HttpRequest, role_idea_id: int) -> HttpResponse:
    """Say yes to what is asked of every idea."""
    idea = queries.role_idea_or_404(request.viewer, role_idea_id)
    form = LookForm(request.POST)
    try:
        require(policies.may_look_at_role_ideas(request.viewer))
        yes_to = form.cleaned_data["yes_to"] if form.is_valid() else []
        actions.look_at_role_idea(idea, yes_to=yes_to, by=request.viewer)
    except Problem as problem:
        page = _page(request, problem=str(problem))
        return render(request, "practices/roles.html", page, status=409)
    toast(request, _("%(name)s is there for the whole school.") % {"name": idea.name})
    return redirect("practices:roles")


@require_POST
def withdraw_role_idea(request: HttpRequest, role_idea_id: int) -> HttpResponse:
    """Nobody is offered it any more."""
    idea = queries.role_idea_or_404(request.viewer, role_idea_id)
    actions.withdraw_role_idea(idea, by=request.viewer)
    toast(
        request,
        _("%(name)s is withdrawn.") % {"name": idea.name},
        undo_url=reverse("practices:bring_back_role_idea", args=[idea.pk]),
    )
    return redirect("practices:roles")


@require_POST
def bring_back_role_idea(request: HttpRequest, role_idea_id: int) -> HttpResponse:
    """Offer it again."""
    idea = queries.role_idea_or_404(request.viewer, role_idea_id)
    actions.bring_back_role_idea(idea, by=request.viewer)
    toast(request, _("%(name)s is back.") % {"name": idea.name})
    return redirect("practices:roles")


urls = [
    path("roles/", roles, name="roles"),
    path("roles/new/", add_role_idea, name="add_role_idea"),
    path("roles/<int:role_idea_id>/look/", look_at_role_idea, name="look_at_role_idea"),
    path("roles/<int:role_idea_id>/withdraw/", withdraw_role_idea, name="withdraw_role_idea"),
    path("roles/<int:role_idea_id>/bring-back/", bring_back_role_idea, name="bring_back_role_idea"),
]
