"""Bell schedules: one page for each day type, with a table to type in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.schools import actions, policies, queries
from kithwork.apps.schools.forms import BellForm, SlotTable
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def add_bells(request: HttpRequest, year_id: int) -> HttpResponse:
    """A new day type of a year."""
    require(policies.may_set_up(request.viewer))
    year = queries.year_or_404(request.viewer, year_id)
    has_regular = any(schedule.is_regular for schedule in queries.schedules_of(year))
    start = {"name": "" if has_regular else _("Regular"), "is_regular": not has_regular}
    return _edit(request, year, None, start, [])


@require_http_methods(["GET", "POST"])
def bells(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """One day type: its periods, lunches and other times."""
    require(policies.may_set_up(request.viewer))
    schedule = queries.schedule_or_404(request.viewer, schedule_id)
    start = {"name": schedule.name, "is_regular": schedule.is_regular}
    slots = [
        {
            "label": slot.label,
            "starts_at": slot.starts_at,
            "ends_at": slot.ends_at,
            "kind": slot.kind,
        }
        for slot in schedule.slots.all()
    ]
    return _edit(request, schedule.year, schedule, start, slots)


def _edit(request: HttpRequest, year, schedule, start: dict, slots: list[dict]) -> HttpResponse:
    form = BellForm(request.POST or None, initial=start)
    table = SlotTable(request.POST or None, initial=slots, prefix="slots")
    if request.method == "POST" and form.is_valid() and table.is_valid():
        day_type = actions.DayType(
            form.cleaned_data["name"],
            tuple(
                actions.Slot(row["label"], row["starts_at"], row["ends_at"], row["kind"])
                for row in table.cleaned_data
                if row and not row.get("is_blank")
            ),
            form.cleaned_data["is_regular"],
        )
        try:
            done = actions.save_bells(year, day_type, schedule=schedule, by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            _say_saved(request, year, done)
            return redirect("schools:bells", done.schedule.pk)
    page = {"form": form, "table": table, "year": year, "schedule": schedule}
    if schedule:
        page |= queries.bell_page(schedule)
    return render(request, "schools/bells.html", page)


def _say_saved(request: HttpRequest, year, done) -> None:
    toast(
        request,
        _("%(name)s is saved.") % {"name": done.schedule.name},
        undo_url=reverse("schools:undo_bells", args=[year.pk]),
        undo_fields={"token": done.undo_token},
    )


@require_POST
def remove_bells(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Take a day type away that no day uses."""
    require(policies.may_set_up(request.viewer))
    schedule = queries.schedule_or_404(request.viewer, schedule_id)
    year, name = schedule.year, schedule.name
    done = actions.remove_bells(schedule, by=request.viewer)
    toast(
        request,
        _("%(name)s is removed.") % {"name": name},
        undo_url=reverse("schools:undo_bells", args=[year.pk]),
        undo_fields={"token": done.undo_token},
    )
    return redirect("schools:school")


@require_POST
def undo_bells(request: HttpRequest, year_id: int) -> HttpResponse:
    """Put a day type back as it stood."""
    require(policies.may_set_up(request.viewer))
    year = queries.year_or_404(request.viewer, year_id)
    actions.undo_bells(year, request.POST.get("token", ""), by=request.viewer)
    toast(request, _("The bells are as they were."))
    return redirect("schools:school")
