"""Bells from a file or a spreadsheet: read, look at them, and only then keep them."""

from __future__ import annotations

from datetime import time
from pathlib import PurePosixPath
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kithwork.apps.foundation.fault import Fault, FileRefused, Severity
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.integrations.bells.read import Bells, read_bells
from kithwork.apps.integrations.files.archive import open_bytes
from kithwork.apps.integrations.files.limits import MIB
from kithwork.apps.schools import actions
from kithwork.apps.schools.policies import may_set_up
from kithwork.apps.schools.queries import schedules_of, year_or_404
from kithwork.apps.ui.toasts import toast

SALT = "kithwork.import_bells"
ENDINGS = {".json", ".csv", ".tsv", ".txt"}
HELD_FOR_SECONDS = 24 * 60 * 60


@require_http_methods(["GET", "POST"])
def import_bells(request: HttpRequest, year_id: int) -> HttpResponse:
    """Choose a file or paste rows; the next page shows what they say."""
    require(may_set_up(request.viewer))
    year = year_or_404(request.viewer, year_id)
    page: dict[str, Any] = {"year": year, "pasted": request.POST.get("pasted", "")}
    if request.method == "POST":
        try:
            bells = _read(request)
        except FileRefused as refused:
            page["faults"] = [fault.said(_) for fault in refused.faults]
        else:
            return render(request, "integrations/look_at_bells.html", _shown(year, bells))
    status = 422 if page.get("faults") else 200
    return render(request, "integrations/import_bells.html", page, status=status)


@require_http_methods(["POST"])
def keep_bells(request: HttpRequest, year_id: int) -> HttpResponse:
    """Keep the day types that were looked at."""
    require(may_set_up(request.viewer))
    year = year_or_404(request.viewer, year_id)
    day_types = _unpack(year, request.POST.get("bells", ""), request.POST.get("regular", ""))
    kept = actions.put_day_types(year, day_types, by=request.viewer)
    text = ngettext("%(count)s day type is there.", "%(count)s day types are there.", len(kept))
    toast(request, text % {"count": len(kept)})
    return redirect("schools:school")


def _read(request: HttpRequest) -> Bells:
    given = request.FILES.get("file")
    if given is None:
        pasted = request.POST.get("pasted", "").strip()
        if not pasted:
            raise _refusal(_("Choose a file, or paste rows from a spreadsheet."))
        name, content = "pasted.csv", pasted.encode()
    else:
        name = PurePosixPath(given.name or "bells").name[:100]
        content = given.read(2 * MIB)
    if PurePosixPath(name).suffix.lower() not in ENDINGS or content[:2] == b"PK":
        raise _refusal(
            _("Bells come as JSON, CSV or TSV. From Excel, copy the rows and paste them below.")
        )
    return read_bells(open_bytes(name, content))


def _refusal(sentence: str) -> FileRefused:
    return FileRefused(Fault("no-bells", Severity.FILE, sentence))


def _shown(year: Any, bells: Bells) -> dict[str, Any]:
    known = {schedule.name.casefold(): schedule for schedule in schedules_of(year)}
    regular_now = next((s.name for s in known.values() if s.is_regular), "")
    first = next((t.name for t in bells.day_types if t.is_regular), "")
    rows = [
        {"type": t, "replaces": known.get(t.name.casefold()), "is_first": t.name == first}
        for t in bells.day_types
    ]
    content = [
        [
            t.name,
            [[s.label, s.starts_at.isoformat(), s.ends_at.isoformat(), s.kind] for s in t.slots],
        ]
        for t in bells.day_types
    ]
    return {
        "year": year,
        "rows": rows,
        "faults": [(fault.line, fault.said(_)) for fault in bells.faults],
        "regular_now": regular_now,
        "keeps_regular": bool(regular_now) and not first,
        "bells": signing.dumps([year.pk, content], salt=SALT, compress=True),
    }


def _unpack(year: Any, token: str, regular: str) -> list[actions.DayType]:
    try:
        year_id, content = signing.loads(token, salt=SALT, max_age=HELD_FOR_SECONDS)
    except signing.BadSignature:
        year_id, content = None, []
    if year_id != year.pk:
        raise Problem(_("This took too long. Choose the file again; nothing was changed."))
    return [
        actions.DayType(
            name,
            tuple(
                actions.Slot(label, time.fromisoformat(starts), time.fromisoformat(ends), kind)
                for label, starts, ends, kind in slots
            ),
            is_regular=name == regular,
        )
        for name, slots in content
    ]


urls = [
    path("bells/<int:year_id>/", import_bells, name="import_bells"),
    path("bells/<int:year_id>/keep/", keep_bells, name="keep_bells"),
]
