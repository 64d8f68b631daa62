"""The calendar by month, and changing its days."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.schools import actions, policies, queries
from kithwork.apps.schools.forms import DayForm
from kithwork.apps.ui.toasts import toast


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """One month: school or not, which cycle day, which day type."""
    require(policies.may_set_up(request.viewer))
    page = queries.month_page(request.viewer, _month(request.GET.get("month", "")))
    return render(request, "schools/calendar.html", {"page": page})


@require_http_methods(["GET", "POST"])
def day(request: HttpRequest, on: date) -> HttpResponse:
    """Change a day, or a stretch that begins with it."""
    require(policies.may_set_up(request.viewer))
    held = queries.year_on(request.viewer, on)
    if held is None:
        raise Http404
    known = queries.day_on(held, on)
    form = DayForm(request.POST or None, year=held, initial=_start(on, known))
    if request.method == "POST" and form.is_valid():
        asks, answer = _rotation(request, held, form)
        if asks and answer is None:
            form = DayForm(request.POST, year=held, asks=True)
            form.is_valid()
            if "shifts" in request.POST or request.POST.get("asked"):
                form.add_error("shifts", _("Choose one."))
            return _day_page(request, on, held, known, form, asks=True)
        try:
            done = actions.change_days(
                held,
                form.cleaned_data["from_on"],
                form.cleaned_data["to_on"],
                _edit(form, answer),
                by=request.viewer,
            )
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            _say(request, held, done)
            return redirect(f"{reverse('schools:calendar')}?month={on:%Y-%m}")
    return _day_page(request, on, held, known, form)


def _day_page(request, on, year, known, form, *, asks: bool = False) -> HttpResponse:
    page = {"on": on, "year": year, "known": known, "form": form, "asks": asks}
    return render(request, "schools/day.html", page)


@require_POST
def undo_days(request: HttpRequest, year_id: int) -> HttpResponse:
    """Put days back as they stood."""
    require(policies.may_set_up(request.viewer))
    year = queries.year_or_404(request.viewer, year_id)
    actions.undo_days(year, request.POST.get("token", ""), by=request.viewer)
    toast(request, _("The calendar is as it was."))
    return redirect("schools:calendar")


def _say(request: HttpRequest, year, done) -> None:
    text = ngettext("%(count)s day changed.", "%(count)s days changed.", done.count)
    toast(
        request,
        text % {"count": done.count},
        undo_url=reverse("schools:undo_days", args=[year.pk]),
        undo_fields={"token": done.undo_token},
    )


def _start(on: date, known) -> dict:
    if known is None:
        return {"from_on": on, "is_open": "open"}
    return {
        "from_on": on,
        "is_open": "open" if known.is_open else "closed",
        "schedule": known.schedule_id,
        "cycle_day": known.cycle_day,
        "note": known.note,
    }


def _edit(form: DayForm, shifts: bool | None) -> actions.DayEdit:
    values = form.cleaned_data
    is_stretch = values["to_on"] != values["from_on"]
    return actions.DayEdit(
        is_open=values["is_open"] == "open",
        schedule=values["schedule"],
        # One letter for a whole stretch would be wrong on all days but one.
        cycle_day="" if is_stretch else values["cycle_day"],
        note=values["note"],
        shifts=shifts,
    )


def _rotation(request: HttpRequest, year, form: DayForm) -> tuple[bool, bool | None]:
    """Must the person say what follows, and what did they say?"""
    values = form.cleaned_data
    asks = actions.asks_about_rotation(year, values["from_on"], values["to_on"], _edit(form, None))
    return asks, {"keep": False, "shift": True}.get(request.POST.get("shifts", ""))


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
