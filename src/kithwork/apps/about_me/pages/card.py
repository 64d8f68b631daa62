"""A student's card, for the adults who work with them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.about_me import actions, policies, queries
from kithwork.apps.about_me.forms import ApproveForm, CardForm, FamilyForm, as_typed
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.ui.toasts import toast


@require_safe
def card(request: HttpRequest, student_id: int) -> HttpResponse:
    """The newest version, what is still missing, and what partners see."""
    return _shown(request, queries.student_or_404(request.viewer, student_id))


def _shown(request: HttpRequest, student, student_form=None, family_form=None) -> HttpResponse:
    page = {
        "page": queries.card_page(request.viewer, student),
        "student_form": student_form or ApproveForm(),
        "family_form": family_form or FamilyForm(),
    }
    return render(request, "about_me/card.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, student_id: int) -> HttpResponse:
    """Write down what the student says."""
    student, viewer = queries.student_or_404(request.viewer, student_id), request.viewer
    require(policies.may_write_card(viewer, student))
    first = as_typed(queries.newest_of(student), queries.newest_version(student))
    form = CardForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.write_card(
                student, form.lines(), how_made=data["how_made"], version=data["version"], by=viewer
            )
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Kept. Now the student reads it, and the family."))
            return redirect("about_me:card", student.pk)
    return render(request, "about_me/write.html", {"form": form, "student": student})


@require_POST
def student_yes(request: HttpRequest, card_id: int) -> HttpResponse:
    one = queries.card_or_404(request.viewer, card_id)
    form = ApproveForm(request.POST)
    if form.is_valid():
        actions.approve_as_student(one, how=form.cleaned_data["how"], by=request.viewer)
        toast(request, _("The student said yes to this card."))
        return redirect("about_me:card", one.student_id)
    return _shown(request, queries.student_or_404(request.viewer, one.student_id), form)


@require_POST
def family_yes(request: HttpRequest, card_id: int) -> HttpResponse:
    one = queries.card_or_404(request.viewer, card_id)
    form = FamilyForm(request.POST)
    if form.is_valid():
        actions.approve_for_family(one, who=form.cleaned_data["who"], by=request.viewer)
        toast(request, _("The family said yes to this card."))
        return redirect("about_me:card", one.student_id)
    student = queries.student_or_404(request.viewer, one.student_id)
    return _shown(request, student, family_form=form)


@require_POST
def take_back(request: HttpRequest, student_id: int) -> HttpResponse:
    student = queries.student_or_404(request.viewer, student_id)
    actions.take_back(student, by=request.viewer)
    toast(request, _("Taken back. No partner sees it now."))
    return redirect("about_me:card", student.pk)


urls = [
    path("<int:student_id>/", card, name="card"),
    path("<int:student_id>/write/", write, name="write"),
    path("<int:student_id>/take-back/", take_back, name="take_back"),
    path("cards/<int:card_id>/student/", student_yes, name="student_yes"),
    path("cards/<int:card_id>/family/", family_yes, name="family_yes"),
]
