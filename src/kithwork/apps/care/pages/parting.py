"""One parting, for those who look after it: tell kindly, thank, find somebody else, settle."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.care import actions, policies, queries, texts
from kithwork.apps.care.forms import PartForForm
from kithwork.apps.consents.texts import language_of
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried, whole_or_404


@require_safe
def parting(request: HttpRequest, parting_id: int) -> HttpResponse:
    """What was asked, and what is still to do."""
    require(policies.may_look_after_peers(request.viewer))
    found = queries.parting_or_404(request.viewer, parting_id)
    line = queries.parting_line(request.viewer, found)
    page = {
        "line": line,
        "parting": found,
        "telling": [
            (one, texts.telling(found, one, language_of(one.languages))) for one in line.others
        ],
        "may_take_back": actions.may_be_taken_back(found),
    }
    return render(request, "care/parting.html", page)


@require_POST
def told(request: HttpRequest, parting_id: int) -> HttpResponse:
    """Whoever stays has heard it from an adult."""
    found = queries.parting_or_404(request.viewer, parting_id)
    actions.note_told(found, by=request.viewer)
    toast(request, _("Kept. Thank you for telling them."))
    return redirect("care:parting", found.pk)


@require_POST
def settle(request: HttpRequest, parting_id: int) -> HttpResponse:
    """All is done."""
    found = queries.parting_or_404(request.viewer, parting_id)
    try:
        actions.settle_parting(found, by=request.viewer)
    except Problem as problem:
        toast(request, str(problem))
        return redirect("care:parting", found.pk)
    toast(request, _("Settled."))
    return redirect("care:peer_care")


@require_POST
def undo(request: HttpRequest, parting_id: int) -> HttpResponse:
    """They think otherwise, and told an adult."""
    found = queries.parting_or_404(request.viewer, parting_id)
    require(policies.may_settle(request.viewer, found))
    try:
        actions.take_back_parting(found, by=request.viewer)
    except Problem as problem:
        toast(request, str(problem))
        return redirect("care:parting", found.pk)
    toast(request, _("All as it was."))
    return redirect("care:peer_care")


@require_safe
def card(request: HttpRequest, parting_id: int) -> HttpResponse:
    """Thank-you cards on paper: one for whoever leaves, one for each who stays."""
    require(policies.may_look_after_peers(request.viewer))
    found = queries.parting_or_404(request.viewer, parting_id)
    language = request.GET.get("language") or language_of(found.student.languages)
    others = queries.parting_line(request.viewer, found).others
    met = {one.pk: queries.times_together(found, one) for one in others}
    cards = [texts.card_for_leaver(found, sum(met.values()), language)]
    cards += [texts.card_for_other(found, one, met[one.pk], language) for one in others]
    page = {"parting": found, "cards": cards, "language": cards[0].language}
    return render(request, "care/card.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_for(request: HttpRequest, student_id: int) -> HttpResponse:
    """An adult passes on what a student told them."""
    student = queries.student_to_part_or_404(request.viewer, student_id)
    require(policies.may_part(request.viewer, student))
    if request.viewer.is_student:
        return redirect("care:mine")  # with the words for somebody who asks for themselves
    page = queries.page_for(student)
    form = PartForForm(request.POST or None, whom=page.choices(), day=page.day)

    def ask() -> None:
        chosen = form.cleaned_data["who"]
        partner = None
        if chosen != page.ALL:
            partner = queries.partner_or_404(request.viewer, student, whole_or_404(chosen))
        actions.ask_parting(student, form.wanted(partner), by=request.viewer)

    if not page.choices() and request.method == "POST":
        raise Http404
    if request.method == "POST" and tried(form, ask):
        toast(request, _("Kept. The coordinator knows."))
        looks_after = policies.may_look_after_peers(request.viewer)
        return redirect("care:peer_care" if looks_after else "home:today")
    context = {"form": form, "student": student, "has_any": bool(page.choices())}
    return render(request, "care/ask_for.html", context)


urls = [
    path("partings/<int:parting_id>/", parting, name="parting"),
    path("partings/<int:parting_id>/told/", told, name="told"),
    path("partings/<int:parting_id>/settle/", settle, name="settle"),
    path("partings/<int:parting_id>/undo/", undo, name="undo"),
    path("partings/<int:parting_id>/cards/", card, name="card"),
    path("for/<int:student_id>/", ask_for, name="ask_for"),
]
