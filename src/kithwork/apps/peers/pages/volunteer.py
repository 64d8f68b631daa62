"""One volunteer: their offer, their classes, their wishes."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.needs.queries import students_named
from kithwork.apps.peers import actions, policies, queries
from kithwork.apps.peers.forms import VolunteerForm, offer_as_typed, starting_offer
from kithwork.apps.people.queries import student_or_404
from kithwork.apps.ui.toasts import toast


@require_safe
def volunteer(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """What they offered, what plans may ask, and for the coordinator their wishes."""
    require(policies.may_open_peers(request.viewer))
    found = queries.volunteer_or_404(request.viewer, volunteer_id)
    page = queries.volunteer_page(request.viewer, found)
    words = request.GET.get("q", "").strip()[:80] if page.may_change else ""
    context = {
        "page": page,
        "row": page.row,
        "words": words,
        "found": students_named(request.viewer, words, but=found.student),
    }
    return render(request, "peers/volunteer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, student_id: int) -> HttpResponse:
    """Write down that somebody offered."""
    require(policies.may_add_volunteers(request.viewer))
    student = student_or_404(request.viewer, student_id)
    limit, for_all = queries.limits_of(student)
    form = VolunteerForm(
        request.POST or None,
        initial=starting_offer(limit, for_all),
        classes=queries.classes_of(request.viewer, student),
        limit=limit,
        for_all=for_all,
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = actions.offer(student, by=request.viewer, **form.offered())
                _protect(made, form.protected_now, request.viewer, {})
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(
                request,
                _("%(name)s is on the list.") % {"name": student.called},
                undo_url=reverse("peers:finish", args=[made.pk]),
            )
            return redirect("peers:volunteer", made.pk)
    return render(request, "peers/offer.html", {"form": form, "student": student})


@require_http_methods(["GET", "HEAD", "POST"])
def change_volunteer(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Change an offer and the classes it protects."""
    require(policies.may_add_volunteers(request.viewer))
    found = queries.volunteer_or_404(request.viewer, volunteer_id)
    limit, for_all = queries.limits_of(found.student)
    form = VolunteerForm(
        request.POST or None,
        initial=offer_as_typed(found, queries.protected_ids(found)),
        classes=queries.classes_of(request.viewer, found.student),
        limit=limit,
        for_all=for_all,
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.change_volunteer(found, by=request.viewer, **form.offered())
                held = queries.protected_rows(found)
                _protect(found, form.protected_now, request.viewer, held)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Offer changed."))
            return redirect("peers:volunteer", found.pk)
    context = {"form": form, "student": found.student, "volunteer": found}
    return render(request, "peers/change_volunteer.html", context)


def _protect(found, wanted: set[int], viewer, held: dict) -> None:
    """Bring the protected classes to what the form says, one action for each difference."""
    for section in queries.sections_by_id(viewer, wanted - set(held)):
        actions.protect_class(found, section, by=viewer)
    for section_id in set(held) - wanted:
        actions.unprotect_class(held[section_id], by=viewer)


@require_POST
def pause(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """No new plan asks for them. No reason is asked."""
    found = _own(request, volunteer_id)
    actions.pause_volunteer(found, by=request.viewer)
    return _said(request, found, _("Paused. The next plan does not ask for them."), "peers:resume")


@require_POST
def resume(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Ready again."""
    found = _own(request, volunteer_id)
    actions.resume_volunteer(found, by=request.viewer)
    return _said(request, found, _("Ready again."), "peers:pause")


@require_POST
def finish(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """They finished. What they did stays on the record."""
    found = _own(request, volunteer_id)
    actions.finish_volunteer(found, by=request.viewer)
    return _said(request, found, _("Finished. What they did stays on the record."), "peers:resume")


def _own(request: HttpRequest, volunteer_id: int):
    require(policies.may_open_peers(request.viewer))
    return queries.volunteer_or_404(request.viewer, volunteer_id)


def _said(request: HttpRequest, found, text: str, undo: str) -> HttpResponse:
    toast(request, text, undo_url=reverse(undo, args=[found.pk]))
    return redirect("peers:volunteer", found.pk)


@require_POST
def set_wish(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Keep whom they would like to be with, or rather not."""
    found = _own(request, volunteer_id)
    kind, _colon, other_id = request.POST.get("choice", "").partition(":")
    known = other_id.isdecimal() and len(other_id) < 19
    other = student_or_404(request.viewer, int(other_id) if known else 0)
    wish = actions.set_peer_wish(found, other, kind=kind, by=request.viewer)
    toast(
        request,
        _("Kept: %(name)s.") % {"name": other.called},
        undo_url=reverse("peers:remove_wish", args=[wish.pk]),
    )
    return redirect("peers:volunteer", found.pk)


@require_POST
def remove_wish(request: HttpRequest, peer_wish_id: int) -> HttpResponse:
    """Forget one wish; Undo keeps it again."""
    require(policies.may_add_volunteers(request.viewer))
    wish = queries.peer_wish_or_404(request.viewer, peer_wish_id)
    back = {"choice": f"{wish.kind}:{wish.other_id}"}
    found = actions.remove_peer_wish(wish, by=request.viewer)
    toast(
        request,
        _("Taken back."),
        undo_url=reverse("peers:set_wish", args=[found.pk]),
        undo_fields=back,
    )
    return redirect("peers:volunteer", found.pk)


urls = [
    path("students/<int:student_id>/offer/", offer, name="offer"),
    path("<int:volunteer_id>/", volunteer, name="volunteer"),
    path("<int:volunteer_id>/change/", change_volunteer, name="change_volunteer"),
    path("<int:volunteer_id>/pause/", pause, name="pause"),
    path("<int:volunteer_id>/resume/", resume, name="resume"),
    path("<int:volunteer_id>/finish/", finish, name="finish"),
    path("<int:volunteer_id>/wishes/set/", set_wish, name="set_wish"),
    path("wishes/<int:peer_wish_id>/remove/", remove_wish, name="remove_wish"),
]
