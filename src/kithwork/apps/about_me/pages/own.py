"""The card for those it is about: the student, their family, and the partners who read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.about_me import actions, policies, queries
from kithwork.apps.about_me.forms import CardForm, as_typed
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused, require
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.ui.toasts import toast


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My card, or my child's."""
    viewer = request.viewer
    if viewer.role not in policies.OWN and viewer.role != Role.FAMILY:
        raise Refused(_("This is the student's own page. A student's card is on their page."))
    page = {"cards": queries.own_cards(viewer), "is_family": viewer.role == Role.FAMILY}
    return render(request, "about_me/mine.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def write_mine(request: HttpRequest) -> HttpResponse:
    """A student writes their own card."""
    viewer = request.viewer
    require(policies.may_read_partners(viewer))
    student = queries.own_student(viewer)
    first = as_typed(queries.newest_of(student), queries.newest_version(student))
    form = CardForm(request.POST or None, initial=first, is_own=True)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.write_card(
                student, form.lines(), how_made=data["how_made"], version=data["version"], by=viewer
            )
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Kept. Look at it once more, then say yes."))
            return redirect("about_me:mine")
    return render(request, "about_me/write_mine.html", {"form": form})


@require_POST
def say_yes(request: HttpRequest, card_id: int) -> HttpResponse:
    """The student, or somebody of the family, agrees that partners see it."""
    viewer = request.viewer
    card = queries.card_or_404(viewer, card_id)
    if viewer.role == Role.FAMILY:
        actions.approve_for_family(card, by=viewer)
    else:
        actions.approve_as_student(card, how=card.how_made, by=viewer)
    toast(request, _("Thank you. We know now."))
    return redirect("about_me:mine")


@require_POST
def take_mine_back(request: HttpRequest, card_id: int) -> HttpResponse:
    card = queries.card_or_404(request.viewer, card_id)
    actions.take_back(card.student, by=request.viewer)
    toast(request, _("Taken back. Nobody sees it now."))
    return redirect("about_me:mine")


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """What my partners want me to know."""
    require(policies.may_read_partners(request.viewer))
    page = {"cards": queries.partner_cards(request.viewer)}
    return render(request, "about_me/partners.html", page)


urls = [
    path("", mine, name="mine"),
    path("write/", write_mine, name="write_mine"),
    path("partners/", partners, name="partners"),
    path("cards/<int:card_id>/yes/", say_yes, name="say_yes"),
    path("cards/<int:card_id>/take-back/", take_mine_back, name="take_mine_back"),
]
