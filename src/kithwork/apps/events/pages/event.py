"""One event: its plan, what changes it, and its end."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.events import actions, policies, queries
from kithwork.apps.events.forms import ChangeForm, CloseForm, ReflectForm, WhenForm, as_typed
from kithwork.apps.events.pages.opening import event_to_change
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried


@require_safe
def event(request: HttpRequest, event_id: int) -> HttpResponse:
    """What is planned, what is still missing, who does what, what was said."""
    return _shown(request, queries.event_or_404(request.viewer, event_id), ReflectForm())


@require_POST
def reflect(request: HttpRequest, event_id: int) -> HttpResponse:
    """Keep what somebody said, before, during or after."""
    one = event_to_change(request, event_id)
    form = ReflectForm(request.POST)
    if tried(form, lambda: actions.reflect(one, form.words(), by=request.viewer)):
        toast(request, _("Kept."))
        return redirect("events:event", one.pk)
    return _shown(request, one, form)


def _shown(request: HttpRequest, one, form: ReflectForm) -> HttpResponse:
    page = {
        "page": queries.event_page(request.viewer, one),
        "event": one,
        "form": form,
        "may_change": policies.may_change_event(request.viewer, one),
    }
    return render(request, "events/event.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def change_event(request: HttpRequest, event_id: int) -> HttpResponse:
    """What it is, where, who leads it."""
    one, viewer = event_to_change(request, event_id), request.viewer
    form = ChangeForm(
        request.POST or None,
        initial=as_typed(one),
        staff=queries.staff_to_lead(viewer, one.lead_id),
        runs=queries.runs_to_choose(viewer),
    )

    def change() -> None:
        version = form.cleaned_data["version"]
        actions.change_event(one, form.frame(), version=version, by=viewer)

    if request.method == "POST" and tried(form, change):
        toast(request, _("Changed."))
        return redirect("events:event", one.pk)
    return render(request, "events/change_event.html", {"form": form, "event": one})


@require_http_methods(["GET", "HEAD", "POST"])
def days(request: HttpRequest, event_id: int) -> HttpResponse:
    """The days of a project, or another day for an event."""
    one = event_to_change(request, event_id)
    form = WhenForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda: actions.add_day(one, form.when(), by=request.viewer)
    ):
        toast(request, _("The day is on the plan."))
        return redirect("events:days", one.pk)
    page = {"page": queries.event_page(request.viewer, one), "event": one, "form": form}
    return render(request, "events/days.html", page)


@require_POST
def drop_day(request: HttpRequest, event_day_id: int) -> HttpResponse:
    day = queries.planned_day_or_404(request.viewer, event_day_id)
    actions.drop_day(day, by=request.viewer)
    toast(request, _("The day is off the plan."))
    return redirect("events:days", day.event_id)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_next(request: HttpRequest, event_id: int) -> HttpResponse:
    """The same again on another day: the plan is copied, people choose anew."""
    one = event_to_change(request, event_id)
    form = WhenForm(request.POST or None)
    made = []
    if request.method == "POST" and tried(
        form, lambda: made.append(actions.plan_next(one, when=form.when(), by=request.viewer))
    ):
        toast(request, _("The next one is on the plan."))
        return redirect("events:event", made[0].pk)
    return render(request, "events/plan_next.html", {"form": form, "event": one})


@require_http_methods(["GET", "HEAD", "POST"])
def close_event(request: HttpRequest, event_id: int) -> HttpResponse:
    """It was held: what went well and what will be different."""
    one = event_to_change(request, event_id)
    form = CloseForm(request.POST or None)

    def close() -> None:
        actions.close_event(one, **form.cleaned_data, by=request.viewer)

    if request.method == "POST" and tried(form, close):
        toast(request, _("Closed. Thank everybody who took part."))
        return redirect("events:event", one.pk)
    page = {"page": queries.event_page(request.viewer, one), "event": one, "form": form}
    return render(request, "events/close_event.html", page)


@require_POST
def open_again(request: HttpRequest, event_id: int) -> HttpResponse:
    one = event_to_change(request, event_id)
    actions.open_again(one, by=request.viewer)
    toast(request, _("It is open again."))
    return redirect("events:event", one.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_event(request: HttpRequest, event_id: int) -> HttpResponse:
    """Call it off, with a reason people can be told."""
    one = event_to_change(request, event_id)
    if request.method == "POST":
        actions.cancel_event(one, why=request.POST.get("why", ""), by=request.viewer)
        toast(request, _("It is called off. Tell everybody on the list."))
        return redirect("events:event", one.pk)
    return render(request, "events/cancel_event.html", {"event": one})


urls = [
    path("<int:event_id>/", event, name="event"),
    path("<int:event_id>/said/", reflect, name="reflect"),
    path("<int:event_id>/change/", change_event, name="change_event"),
    path("<int:event_id>/days/", days, name="days"),
    path("day/<int:event_day_id>/drop/", drop_day, name="drop_day"),
    path("<int:event_id>/next/", plan_next, name="plan_next"),
    path("<int:event_id>/close/", close_event, name="close_event"),
    path("<int:event_id>/open/", open_again, name="open_again"),
    path("<int:event_id>/call-off/", cancel_event, name="cancel_event"),
]
