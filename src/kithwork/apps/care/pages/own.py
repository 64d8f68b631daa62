"""A student's own: another partner, or stopping. Two taps, no reason."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.care import actions, queries
from kithwork.apps.care.forms import PartForm
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My partners, and the ways to change something."""
    return render(request, "care/mine.html", {"page": queries.own_page(request.viewer)})


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """I stop being a partner."""
    return _part(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, partner_id: int) -> HttpResponse:
    """I would like another partner."""
    return _part(request, partner_id)


def _part(request: HttpRequest, partner_id: int | None) -> HttpResponse:
    student = queries.own_student(request.viewer)
    partner = queries.partner_or_404(request.viewer, student, partner_id) if partner_id else None
    day = queries.goodbye_day(request.viewer, student, partner)
    form = PartForm(request.POST or None, day=day)
    made = []

    def ask() -> None:
        wanted = form.wanted(partner)
        made.append(actions.ask_parting(student, wanted, by=request.viewer))

    if request.method == "POST" and tried(form, ask):
        return redirect("care:asked", made[0].pk)
    name = partner.called if partner else ""
    return render(request, "care/part.html", {"form": form, "name": name})


@require_safe
def asked(request: HttpRequest, own_parting_id: int) -> HttpResponse:
    """You asked, and this is what happens now."""
    parting = queries.parting_or_404(request.viewer, own_parting_id)
    queries.own_student(request.viewer)
    return render(request, "care/asked.html", {"one": queries.own_parting(request.viewer, parting)})


@require_POST
def take_back(request: HttpRequest, own_parting_id: int) -> HttpResponse:
    """I think otherwise."""
    parting = queries.parting_or_404(request.viewer, own_parting_id)
    actions.take_back_parting(parting, by=request.viewer)
    toast(request, _("All as it was."))
    return redirect("home:today")


urls = [
    path("mine/", mine, name="mine"),
    path("mine/leave/", leave, name="leave"),
    path("mine/change/<int:partner_id>/", change, name="change"),
    path("mine/<int:own_parting_id>/", asked, name="asked"),
    path("mine/<int:own_parting_id>/back/", take_back, name="take_back"),
]
