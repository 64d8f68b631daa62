"""Agreements: read, signed by three, printed on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.training import actions, policies, queries
from kithwork.apps.training.agreement_texts import head_of
from kithwork.apps.training.forms import NewAgreementForm, SignForm
from kithwork.apps.ui.toasts import toast


@require_POST
def make_agreement(request: HttpRequest, student_id: int) -> HttpResponse:
    """Lay an agreement out for signing."""
    student = queries.student_or_404(request.viewer, student_id)
    form = NewAgreementForm(request.POST)
    if not form.is_valid():
        toast(request, _("Choose an agreement, a role and a language."))
        return redirect("training:learner", student.pk)
    try:
        made = actions.make_agreement(student, **form.cleaned_data, by=request.viewer)
    except Problem as problem:
        toast(request, str(problem))
        return redirect("training:learner", student.pk)
    return redirect("training:agreement", made.pk)


@require_safe
def agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """The text as it is signed, with its three signatures."""
    return _page(request, agreement_id, None)


def _page(request: HttpRequest, agreement_id: int, form: SignForm | None) -> HttpResponse:
    found = queries.agreement_or_404(request.viewer, agreement_id)
    parts = queries.parts_of(found)
    is_own = bool(policies.may_sign_as_self(request.viewer, found))
    may_train = bool(policies.may_train(request.viewer, found.student))
    own_part = "peer" if is_own else "teacher"
    waits = not any(one.part == own_part and one.name for one in parts)
    page = {
        "text": found.text,
        "language": found.language,
        "agreement_id": found.pk,
        "ended_on": found.ended_on,
        "made_on": found.made_on,
        "head": head_of(found),
        "peer": found.student.called,
        "student_id": found.student_id,
        "parts": parts,
        "is_own": is_own,
        "may_train": may_train,
        "may_sign": waits and found.ended_on is None and (is_own or may_train),
        "form": form or (SignForm(parts=[one for one in parts if not one.name])),
        "is_open": any(not one.name for one in parts) and found.ended_on is None,
    }
    return render(request, "training/agreement.html", page)


@require_POST
def sign_as_self(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Sign on the screen, in one's own account."""
    found = queries.agreement_or_404(request.viewer, agreement_id)
    try:
        actions.sign_as_self(found, by=request.viewer)
        toast(request, _("Signed."))
    except Problem as problem:
        toast(request, str(problem))
    return redirect("training:agreement", found.pk)


@require_POST
def sign(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Write down a signature that stands on paper."""
    found = queries.agreement_or_404(request.viewer, agreement_id)
    open_parts = [one for one in queries.parts_of(found) if not one.name]
    form = SignForm(request.POST, parts=open_parts)
    if form.is_valid():
        try:
            actions.sign(found, by=request.viewer, **form.cleaned_data)
            toast(request, _("The signature is written down."))
            return redirect("training:agreement", found.pk)
        except Problem as problem:
            form.add_error(None, str(problem))
    return _page(request, found.pk, form)


@require_POST
def end_agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    found = queries.agreement_or_404(request.viewer, agreement_id)
    actions.end_agreement(found, by=request.viewer)
    toast(request, _("The agreement has ended. It stays on record."))
    return redirect("training:learner", found.student_id)


urls = [
    path("students/<int:student_id>/agree/", make_agreement, name="make_agreement"),
    path("agreements/<int:agreement_id>/", agreement, name="agreement"),
    path("agreements/<int:agreement_id>/sign-here/", sign_as_self, name="sign_as_self"),
    path("agreements/<int:agreement_id>/sign/", sign, name="sign"),
    path("agreements/<int:agreement_id>/end/", end_agreement, name="end_agreement"),
]
