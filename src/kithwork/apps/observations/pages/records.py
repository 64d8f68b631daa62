"""One record by itself, records taken along into another program, and recordings brought in from one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.observations import actions, policies
from kithwork.apps.observations.forms_records import (
    ExportForm,
    ObserverFileForm,
    SourceForm,
    WhomForm,
)
from kithwork.apps.observations.pages._file import Draft, drafted, look_at, reopened, with_draft
from kithwork.apps.observations.policies_records import may_export
from kithwork.apps.observations.queries import bring_in as choices
from kithwork.apps.observations.queries import record as queries
from kithwork.apps.observations.queries.setup import form_or_404, plan_or_404, text_of
from kithwork.apps.ui.toasts import toast

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@READ_OR_SEND
def record(request: HttpRequest, observation_id: int) -> HttpResponse:
    """What one observer recorded, where it came from, and taking it along."""
    require(may_export(request.viewer))
    one = queries.record_or_404(request.viewer, observation_id)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _download([one], None, form, request)
    page = queries.record_page(request.viewer, one)
    shown = {"page": page, "form": form, "source_form": SourceForm(prefix="source")}
    return render(request, "observations/record.html", shown)


@READ_OR_SEND
def export_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Every record of a plan that is open, as one archive."""
    require(may_export(request.viewer))
    plan = plan_or_404(request.viewer, plan_id)
    rows = queries.open_records_of(request.viewer, plan)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _download(rows, plan.pk, form, request)
        except Problem as problem:
            form.add_error(None, str(problem))
    page = {"plan": plan, "form": form, "count": len(rows)}
    return render(request, "observations/export_plan.html", page)


def _download(
    rows: list[Any], plan_id: int | None, form: Any, request: HttpRequest
) -> HttpResponse:
    said = form.cleaned_data
    found = actions.export_observations(
        rows, plan_id=plan_id, program=said["program"], purpose=said["purpose"], by=request.viewer
    )
    answer = HttpResponse(found.content, content_type=f"{found.kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def source_file(request: HttpRequest, observation_id: int) -> HttpResponse:
    """The file a record was made of, byte for byte as it came."""
    require(may_export(request.viewer))
    one = queries.record_or_404(request.viewer, observation_id)
    found = queries.source_of(request.viewer, one)
    if found is None:
        raise Http404
    purpose = request.POST.get("source-purpose", "")
    download = actions.give_source(found, one, purpose=purpose, by=request.viewer)
    answer = HttpResponse(download.content, content_type=f"{download.kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{download.name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@READ_OR_SEND
def bring_in(request: HttpRequest) -> HttpResponse:
    """A recording of another program, of no planned time."""
    viewer = request.viewer
    require(policies.may_observe(viewer))
    draft = reopened(request)
    if draft is not None:
        more = draft.more
        form = form_or_404(viewer, more["instrument"])
        began = datetime.fromisoformat(more["began_at"]).replace(tzinfo=ZoneInfo(viewer.timezone))
        place = actions.Place(
            student=_student_or_404(viewer, more["student"]), instrument=form, observer=more["observer"],
            phase=more["phase"], setting=more["setting"], began_at=began,
        )  # fmt: skip
        return _looked_at(request, draft, place)
    offered = choices.choices(viewer)
    file = ObserverFileForm(
        request.POST or None, request.FILES or None, observers=offered.observers,
        initial={"observer": offered.observers.filter(user_id=viewer.user_id).first()},
    )  # fmt: skip
    whom = WhomForm(
        request.POST or None, students=offered.students, instruments=offered.instruments
    )
    if request.method == "POST" and all([file.is_valid(), whom.is_valid()]):
        said = whom.cleaned_data
        more = {
            "student": said["student"].pk, "instrument": said["instrument"].pk, "phase": said["phase"],
            "setting": said["setting"], "observer": file.cleaned_data["observer"].user_id,
            "began_at": datetime.combine(said["on"], said["at"]).isoformat(),
        }  # fmt: skip
        draft = drafted(request, file, more)
        if draft is not None:
            return _again(request, draft, bring_in)
    recent = queries.recently_brought_in(viewer)
    page = {"form": file, "whom": whom, "recent": recent, "watch": None}
    return render(request, "observations/bring_in.html", page, status=_status(file, whom))


@READ_OR_SEND
def bring_in_watch(request: HttpRequest, watch_id: int) -> HttpResponse:
    """The same for a planned time, which says whom, with which form and when."""
    viewer = request.viewer
    require(policies.may_observe(viewer))
    watch = choices.watch_to_fill(viewer, watch_id)
    draft = reopened(request)
    if draft is not None:
        place = actions.Place(
            student=watch.student, instrument=watch.plan.instrument, observer=draft.more["observer"],
            phase=watch.in_phase.value, setting=watch.in_place.value, began_at=choices.begins_at(watch),
            watch=watch,
        )  # fmt: skip
        return _looked_at(request, draft, place)
    observers = choices.observers_of(viewer, watch)
    file = ObserverFileForm(
        request.POST or None, request.FILES or None, observers=observers,
        initial={"observer": observers.first()},
    )  # fmt: skip
    if request.method == "POST" and file.is_valid():
        draft = drafted(request, file, {"observer": file.cleaned_data["observer"].user_id})
        if draft is not None:
            return _again(request, draft, lambda again: bring_in_watch(again, watch_id))
    page = {"form": file, "whom": None, "watch": watch}
    return render(request, "observations/bring_in.html", page, status=_status(file))


def _again(request: HttpRequest, draft: Draft, view: Any) -> HttpResponse:
    """The second step, with the draft in hand."""
    with_draft(request, draft)
    answer: HttpResponse = view(request)
    return answer


def _looked_at(request: HttpRequest, draft: Draft, place: actions.Place) -> HttpResponse:
    viewer = request.viewer
    look = look_at(
        request, draft, text_of(place.instrument), choices.remembered(viewer, place.instrument)
    )
    if look.match.is_bound and look.match.is_valid():
        try:
            kept = actions.bring_in(look.found, place, by=viewer)
        except Problem as problem:
            look.match.add_error(None, str(problem))
        else:
            toast(request, _("Brought in. The file is kept as it came."))
            return redirect("observations:record", kept.pk)
    page = {"look": look, "form": look.match, "place": place, "back": request.path}
    return render(request, "observations/look_at_file.html", page, status=_status(look.match))


def _student_or_404(viewer: Any, student_id: int) -> Any:
    return first_or_404(policies.observable_students(viewer).filter(pk=student_id))


def _status(*forms: Any) -> int:
    return 422 if any(form.is_bound and form.errors for form in forms) else 200


urls = [
    path("records/<int:observation_id>/", record, name="record"),
    path("records/<int:observation_id>/file/", source_file, name="source_file"),
    path("records/bring-in/", bring_in, name="bring_in"),
    path("times/<int:watch_id>/bring-in/", bring_in_watch, name="bring_in_watch"),
    path("plans/<int:plan_id>/export/", export_plan, name="export_plan"),
]
