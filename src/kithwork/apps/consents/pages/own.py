"""What is asked of those who sign in themselves: a family about its children, a student about themselves."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.accounts.spoken import spoken_now
from kithwork.apps.consents import actions, policies, queries
from kithwork.apps.consents.texts import LANGUAGES, page_words, student_words
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.ui.toasts import toast


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The questions of this person, each with its answer so far."""
    viewer = request.viewer
    if viewer.role == Role.FAMILY:
        language = _language(request, queries.family_language(viewer))
        page = {
            "children": queries.child_cards(viewer, language),
            "words": page_words(language),
            "language": language,
            "other": next(one for one in LANGUAGES if one != language),
        }
        return render(request, "consents/family.html", page)
    student = queries.own_student(viewer)
    if viewer.role not in policies.OWN or student is None:
        require(policies.may_open_permissions(viewer))
        return redirect("consents:permissions")
    language = spoken_now()
    page = {"cards": queries.own_cards(viewer, language), "words": student_words(language)}
    return render(request, "consents/own.html", page)


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """One answer to one question. A family names the child, a student answers for themselves."""
    viewer, purpose, said = request.viewer, request.POST.get("purpose"), request.POST.get("said")
    if purpose not in queries.PURPOSES or said not in ("yes", "no"):
        raise Http404
    if viewer.role == Role.FAMILY:
        child = queries.child_or_404(viewer, request.POST.get("child", ""))
        before = queries.said_of(viewer, child)
        is_back = said == "no" and before.get(purpose) == "yes"
        actions.answer_for(child, {purpose: "taken_back" if is_back else said}, by=viewer)
        language = _language(request, "en")
        toast(request, page_words(language)["thanks"])
        return redirect(f"{reverse('consents:mine')}?language={language}")
    student = queries.own_student(viewer)
    if student is None:
        raise Http404
    actions.answer_as(student, {purpose: said}, by=viewer)
    toast(request, student_words(spoken_now())["kept"])
    return redirect("consents:mine")


def _language(request: HttpRequest, first: str) -> str:
    asked = request.POST.get("language") or request.GET.get("language") or first
    return asked if asked in LANGUAGES else "en"


urls = [
    path("mine/", mine, name="mine"),
    path("mine/answer/", answer, name="answer"),
]
