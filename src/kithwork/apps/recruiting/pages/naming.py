"""Naming a student with a good word, and inviting one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.consents.links import code_of
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.recruiting import actions, policies, queries
from kithwork.apps.recruiting.forms import NameForm
from kithwork.apps.recruiting.links import invitation_token
from kithwork.apps.recruiting.texts import words
from kithwork.apps.ui.toasts import toast


@require_safe
def choose_student(request: HttpRequest) -> HttpResponse:
    """Find the student one has in mind; below, what one wrote before."""
    require(policies.may_name_students(request.viewer))
    said = request.GET.get("q", "").strip()[:80]
    page = {
        "words": said,
        "found": queries.named(request.viewer, said),
        "mine": queries.my_words(request.viewer),
        "may_choose": policies.may_choose(request.viewer),
    }
    return render(request, "recruiting/choose_student.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def name_student(request: HttpRequest, student_id: int) -> HttpResponse:
    require(policies.may_name_students(request.viewer))
    student = queries.student_to_name_or_404(request.viewer, student_id)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_student(student, **form.cleaned_data, by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Thank you. The coordinator sees it."))
            return redirect("recruiting:choose_student")
    return render(request, "recruiting/name_student.html", {"form": form, "student": student})


@require_POST
def invite(request: HttpRequest, student_id: int) -> HttpResponse:
    """Ask one student; the letter is printed and handed over."""
    require(policies.may_choose(request.viewer))
    student = queries.student_to_name_or_404(request.viewer, student_id)
    candidate = actions.invite(student, by=request.viewer)
    return redirect("recruiting:invitation", candidate.pk)


@require_safe
def invitation(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """The letter with the student's own link."""
    one = queries.candidate_or_404(request.viewer, candidate_id)
    require(policies.may_choose(request.viewer))
    link = request.build_absolute_uri(reverse("recruiting:invited", args=[invitation_token(one)]))
    language = request.GET.get("language", "en")
    said = words(language)
    name = one.student.called if one.student else one.typed_name
    page = {
        "candidate": one,
        "words": said,
        "language": language,
        "greeting": said["greeting"].replace("{name}", name),
        "link": link,
        "code": code_of(link),
    }
    return render(request, "recruiting/invitation.html", page)


urls = [
    path("name/", choose_student, name="choose_student"),
    path("name/<int:student_id>/", name_student, name="name_student"),
    path("invite/<int:student_id>/", invite, name="invite"),
    path("<int:candidate_id>/invitation/", invitation, name="invitation"),
]
