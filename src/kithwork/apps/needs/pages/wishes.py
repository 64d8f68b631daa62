"""What a student told their team: whom they would like to know, whom rather not, and their card."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.needs import actions, policies, queries
from kithwork.apps.needs.forms import HowAskedForm, PreferenceCardForm
from kithwork.apps.needs.pages.reading import note_reading
from kithwork.apps.people.queries import student_or_404
from kithwork.apps.ui.toasts import toast


@require_safe
def wishes(request: HttpRequest, student_id: int) -> HttpResponse:
    """The wishes as heard, and a search to add one."""
    require(policies.may_open_needs(request.viewer))
    student = student_or_404(request.viewer, student_id)
    require(policies.may_read_plan_of(request.viewer, student))
    note_reading(request, [student])
    words = request.GET.get("q", "").strip()[:80]
    page = queries.student_page(request.viewer, student)
    context = {
        "page": page,
        "student": student,
        "words": words,
        "found": queries.students_named(request.viewer, words, but=student),
        "how": HowAskedForm(initial=_how_before(request, page)),
    }
    return render(request, "needs/wishes.html", context)


def _how_before(request: HttpRequest, page: queries.StudentNeedsPage) -> dict:
    """How they were asked last, so that nobody says it again for each name."""
    kept = request.session.get("how_asked", {}).get(str(page.student.pk))
    if kept:
        return kept
    last = page.card or next(iter((*page.would_like, *page.rather_not)), None)
    return {"how_asked": last.how_asked, "asked_on": last.asked_on} if last else {}


@require_POST
def set_wish(request: HttpRequest, student_id: int) -> HttpResponse:
    """Keep one wish."""
    require(policies.may_open_needs(request.viewer))
    student = student_or_404(request.viewer, student_id)
    kind, other_id = _choice(request)
    other = student_or_404(request.viewer, _number(other_id))
    how = HowAskedForm(request.POST)
    if not how.is_valid():
        raise Problem(_("Say how the student told you, then choose the name again."))
    wish = actions.set_wish(student, other, kind=kind, by=request.viewer, **how.cleaned_data)
    request.session["how_asked"] = {
        str(student.pk): {
            "how_asked": wish.how_asked,
            "asked_on": wish.asked_on.isoformat() if wish.asked_on else "",
        }
    }
    toast(
        request,
        _("Kept: %(name)s.") % {"name": other.called},
        undo_url=reverse("needs:remove_wish", args=[wish.pk]),
    )
    return redirect("needs:wishes", student.pk)


def _choice(request: HttpRequest) -> tuple[str, str | None]:
    """A button says both at once: would_like:12. Undo sends two fields."""
    if "choice" in request.POST:
        kind, _colon, other_id = request.POST["choice"].partition(":")
        return kind, other_id
    return request.POST.get("kind", ""), request.POST.get("other")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


@require_POST
def remove_wish(request: HttpRequest, wish_id: int) -> HttpResponse:
    """Forget one wish; Undo keeps it again."""
    require(policies.may_open_needs(request.viewer))
    wish = queries.wish_or_404(request.viewer, wish_id)
    back = {"other": wish.other_id, "kind": wish.kind, "how_asked": wish.how_asked}
    if wish.asked_on:
        back["asked_on"] = wish.asked_on.isoformat()
    student = actions.remove_wish(wish, by=request.viewer)
    toast(
        request,
        _("Taken back."),
        undo_url=reverse("needs:set_wish", args=[student.pk]),
        undo_fields=back,
    )
    return redirect("needs:wishes", student.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, student_id: int) -> HttpResponse:
    """The preference card: asked in any mode, again each term."""
    require(policies.may_open_needs(request.viewer))
    student = student_or_404(request.viewer, student_id)
    require(policies.may_change_needs(request.viewer, student))
    kept = queries.student_page(request.viewer, student).card
    form = PreferenceCardForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        actions.set_preference_card(student, by=request.viewer, **form.cleaned_data)
        toast(request, _("Card kept."))
        return redirect("needs:student", student.pk)
    note_reading(request, [student])
    return render(request, "needs/card.html", {"form": form, "student": student})


urls = [
    path("students/<int:student_id>/wishes/", wishes, name="wishes"),
    path("students/<int:student_id>/wishes/set/", set_wish, name="set_wish"),
    path("wishes/<int:wish_id>/remove/", remove_wish, name="remove_wish"),
    path("students/<int:student_id>/card/", card, name="card"),
]
