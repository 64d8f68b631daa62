"""The lines of the plan, and the departments and partners who join in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithwork.apps.events import actions, queries
from kithwork.apps.events.forms import PartnerForm, StepForm
from kithwork.apps.events.pages.opening import event_to_change
from kithwork.apps.events.wording import ANSWERS
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried


@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest, event_id: int) -> HttpResponse:
    """Every line of the plan. Posting adds one."""
    one = event_to_change(request, event_id)
    form = StepForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda: actions.add_step(one, form.line(), by=request.viewer)
    ):
        toast(request, _("The line is on the plan."))
        return redirect("events:steps", one.pk)
    page = {"event": one, "page": queries.event_page(request.viewer, one), "form": form}
    return render(request, "events/steps.html", page)


@require_POST
def step_done(request: HttpRequest, event_step_id: int) -> HttpResponse:
    step = queries.step_or_404(request.viewer, event_step_id)
    actions.step_done(step, is_done=request.POST.get("done") == "1", by=request.viewer)
    return redirect(f"{reverse('events:event', args=[step.event_id])}#prepare")


@require_POST
def drop_step(request: HttpRequest, event_step_id: int) -> HttpResponse:
    """A line this event does not need; the undo brings it back."""
    step = queries.step_or_404(request.viewer, event_step_id)
    is_back = request.POST.get("back") == "1"
    actions.drop_step(step, is_dropped=not is_back, by=request.viewer)
    if is_back:
        toast(request, _("The line is back."))
    else:
        undo = reverse("events:drop_step", args=[step.pk])
        toast(request, _("Taken off the plan."), undo_url=undo, undo_fields={"back": "1"})
    return redirect("events:steps", step.event_id)


@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: HttpRequest, event_id: int) -> HttpResponse:
    """Who joins in, and what they said. Posting adds one."""
    one = event_to_change(request, event_id)
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda: actions.add_partner(one, **form.cleaned_data, by=request.viewer)
    ):
        toast(request, _("Ask them next."))
        return redirect("events:partners", one.pk)
    page = {
        "event": one,
        "lines": queries.partner_lines(one),
        "answers": ANSWERS.items(),
        "form": form,
    }
    return render(request, "events/partners.html", page)


@require_POST
def partner_said(request: HttpRequest, event_partner_id: int) -> HttpResponse:
    partner = queries.partner_or_404(request.viewer, event_partner_id)
    actions.partner_said(partner, answer=request.POST.get("answer", ""), by=request.viewer)
    return redirect("events:partners", partner.event_id)


@require_POST
def drop_partner(request: HttpRequest, event_partner_id: int) -> HttpResponse:
    partner = queries.partner_or_404(request.viewer, event_partner_id)
    actions.drop_partner(partner, by=request.viewer)
    toast(request, _("Taken off the plan."))
    return redirect("events:partners", partner.event_id)


urls = [
    path("<int:event_id>/plan/", steps, name="steps"),
    path("plan/<int:event_step_id>/done/", step_done, name="step_done"),
    path("plan/<int:event_step_id>/drop/", drop_step, name="drop_step"),
    path("<int:event_id>/partners/", partners, name="partners"),
    path("partners/<int:event_partner_id>/said/", partner_said, name="partner_said"),
    path("partners/<int:event_partner_id>/drop/", drop_partner, name="drop_partner"),
]
