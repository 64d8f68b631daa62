"""What waits for a person: letters, devices; and what was observed at one time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.observations import actions, policies
from kithwork.apps.observations.forms import CodeForm, WhyForm
from kithwork.apps.observations.queries.agreement import agreement_page
from kithwork.apps.observations.queries.aside import aside_page, envelope_or_404
from kithwork.apps.observations.queries.setup import device_or_404
from kithwork.apps.observations.queries.watch import watch_or_404, watch_page
from kithwork.apps.ui.toasts import toast


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Two texts under one id, side by side; and what could not be read, with its sentence."""
    require(policies.may_arrange(request.viewer))
    return render(request, "observations/letters.html", {"page": aside_page(request.viewer)})


@require_POST
def settle(request: HttpRequest, envelope_id: int) -> HttpResponse:
    """Which of the two counts."""
    aside = envelope_or_404(request.viewer, envelope_id)
    kept = actions.settle_conflict(
        aside, takes_this=request.POST.get("takes") == "this", by=request.viewer
    )
    actions.read_letters([kept.letter], by=request.viewer)
    toast(request, _("Decided. Both texts stay in the record."))
    return redirect("observations:letters")


@require_POST
def take_away(request: HttpRequest, envelope_id: int) -> HttpResponse:
    """Out of everything that counts, with a reason."""
    envelope = envelope_or_404(request.viewer, envelope_id)
    form = WhyForm(request.POST)
    if not form.is_valid():
        raise Problem(_("Say in a few words why it is taken away."))
    actions.delete_letter(envelope, why=form.cleaned_data["why"], by=request.viewer)
    toast(request, _("Taken away. Its letter stays in the record, marked."))
    return redirect("observations:letters")


@require_POST
def revoke_device(request: HttpRequest, device_id: int) -> HttpResponse:
    """A lost phone gets no list and no key any more."""
    device = device_or_404(request.viewer, device_id)
    actions.revoke_device(device, by=request.viewer)
    toast(request, _("Shut out. It forgets its list when it next asks."))
    return redirect(
        "observations:set_up" if request.viewer.is_coordinator else "observations:observe"
    )


@require_safe
def watch(request: HttpRequest, watch_id: int) -> HttpResponse:
    """What was observed at one planned time, and whether two agree."""
    one = watch_or_404(request.viewer, watch_id)
    return render(request, "observations/watch.html", {"page": watch_page(request.viewer, one)})


@require_safe
def agreement(request: HttpRequest) -> HttpResponse:
    """How much two people observed, and how far they saw the same."""
    require(policies.may_arrange(request.viewer))
    return render(request, "observations/agreement.html", {"page": agreement_page(request.viewer)})


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Observe with a colleague: the code from their screen puts it on one's own list."""
    require(policies.may_observe(request.viewer))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.join_watch(form.cleaned_data["code"], by=request.viewer)
        except Problem as problem:
            form.add_error("code", str(problem))
        else:
            return redirect("observations:observe_watch", found.pk)
    return render(request, "observations/join.html", {"form": form})


urls = [
    path("letters/", letters, name="letters"),
    path("letters/<int:envelope_id>/settle/", settle, name="settle"),
    path("letters/<int:envelope_id>/take-away/", take_away, name="take_away"),
    path("devices/<int:device_id>/revoke/", revoke_device, name="revoke_device"),
    path("times/<int:watch_id>/", watch, name="watch"),
    path("agreement/", agreement, name="agreement"),
    path("join/", join, name="join"),
]
