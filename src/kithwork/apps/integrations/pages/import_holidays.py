"""Days without school from a calendar file: read, choose which, and only then close them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.integrations.files.archive import open_bytes
from kithwork.apps.integrations.files.limits import MIB
from kithwork.apps.integrations.holidays_ics.read import Holidays, read_holidays
from kithwork.apps.schools import actions
from kithwork.apps.schools.policies import may_set_up
from kithwork.apps.schools.queries import year_or_404
from kithwork.apps.ui.toasts import toast

SALT = "kithwork.import_holidays"
HELD_FOR_SECONDS = 24 * 60 * 60
# A school's calendar also holds picture day and band night, so only these start out chosen.
SOUNDS_CLOSED = re.compile(
    r"no (school|class|students)|holiday|break|recess|vacation|closed|thanksgiving|labor day"
    r"|memorial|veterans|juneteenth|presidents|christmas|new year|good friday|mlk|king",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One stretch of days to close or not."""

    number: int
    from_on: date
    to_on: date
    name: str
    is_chosen: bool


@require_http_methods(["GET", "POST"])
def import_holidays(request: HttpRequest, year_id: int) -> HttpResponse:
    """Choose an .ics file; the next page lists its all-day events."""
    require(may_set_up(request.viewer))
    year = year_or_404(request.viewer, year_id)
    page: dict[str, Any] = {"year": year}
    if request.method == "POST" and "file" not in request.FILES:
        page["faults"] = [_("Choose a calendar file first.")]
    elif request.method == "POST":
        given = request.FILES["file"]
        name = PurePosixPath(given.name or "calendar.ics").name[:100]
        try:
            found = read_holidays(open_bytes(name, given.read(2 * MIB)))
        except FileRefused as refused:
            page["faults"] = [fault.said(_) for fault in refused.faults]
        else:
            return render(request, "integrations/look_at_holidays.html", _shown(year, found))
    status = 422 if page.get("faults") else 200
    return render(request, "integrations/import_holidays.html", page, status=status)


@require_http_methods(["POST"])
def keep_holidays(request: HttpRequest, year_id: int) -> HttpResponse:
    """Close the days that were chosen."""
    require(may_set_up(request.viewer))
    year = year_or_404(request.viewer, year_id)
    choices = _unpack(year, request.POST.get("holidays", ""))
    chosen = set(request.POST.getlist("day"))
    shifts = {"keep": False, "shift": True}.get(request.POST.get("shifts", ""))
    if not chosen or (shifts is None and not year.school.is_weekly):
        fault = (
            _("Choose at least one day.")
            if not chosen
            else _("Say what happens to the days after: do they keep their letters or move?")
        )
        page = {"year": year, "faults": [fault], "holidays": request.POST.get("holidays", "")}
        page["choices"] = [
            Choice(c.number, c.from_on, c.to_on, c.name, str(c.number) in chosen) for c in choices
        ]
        return render(request, "integrations/look_at_holidays.html", page, status=422)
    holidays = [
        actions.Holiday(c.from_on, c.to_on, c.name[:120])
        for c in choices
        if str(c.number) in chosen
    ]
    done = actions.add_holidays(year, holidays, shifts=bool(shifts), by=request.viewer)
    text = ngettext("%(count)s day changed.", "%(count)s days changed.", done.count)
    toast(
        request,
        text % {"count": done.count},
        undo_url=reverse("schools:undo_days", args=[year.pk]),
        undo_fields={"token": done.undo_token},
    )
    return redirect("schools:calendar")


def _shown(year: Any, found: Holidays) -> dict[str, Any]:
    within = [h for h in found.days if h.to_on >= year.starts_on and h.from_on <= year.ends_on]
    choices = [
        Choice(n, h.from_on, h.to_on, h.name, bool(SOUNDS_CLOSED.search(h.name)))
        for n, h in enumerate(within)
    ]
    content = [[c.from_on.isoformat(), c.to_on.isoformat(), c.name] for c in choices]
    return {
        "year": year,
        "choices": choices,
        "outside": len(found.days) - len(within),
        "notices": [fault.said(_) for fault in found.faults],
        "holidays": signing.dumps([year.pk, content], salt=SALT, compress=True),
    }


def _unpack(year: Any, token: str) -> list[Choice]:
    try:
        year_id, content = signing.loads(token, salt=SALT, max_age=HELD_FOR_SECONDS)
    except signing.BadSignature:
        year_id, content = None, []
    if year_id != year.pk:
        raise Problem(_("This took too long. Choose the file again; nothing was changed."))
    return [
        Choice(n, date.fromisoformat(first), date.fromisoformat(last), name, False)
        for n, (first, last, name) in enumerate(content)
    ]


urls = [
    path("holidays/<int:year_id>/", import_holidays, name="import_holidays"),
    path("holidays/<int:year_id>/keep/", keep_holidays, name="keep_holidays"),
]
