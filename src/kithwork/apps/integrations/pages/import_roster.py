"""Bringing in a roster, step by step: file, columns, school, preview, import, report, undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.foundation.verdict import require
from kithwork.apps.integrations.roster_sheet.mapping import meanings_from
from kithwork.apps.integrations.roster_sheet.targets import ROSTER
from kithwork.apps.integrations.roster_upload import columns_form, quarantine, shown, work
from kithwork.apps.integrations.roster_upload.policies import may_open_import
from kithwork.apps.integrations.sheets.templates import blank_template
from kithwork.apps.people.actions import roster as actions
from kithwork.apps.people.queries import roster as queries
from kithwork.apps.ui.toasts import toast

TEMPLATE_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_http_methods(["GET", "POST"])
def import_roster(request: HttpRequest) -> HttpResponse:
    """A place to drop a file, and the imports so far."""
    require(may_open_import(request.viewer))
    faults: list[dict[str, Any]] = []
    if request.method == "POST":
        quarantine.sweep()
        try:
            return _take(request)
        except FileRefused as refused:
            faults = [shown.in_words(fault.as_kept()) for fault in refused.faults]
    page = {"faults": faults, "imports": queries.past_imports(request.viewer)}
    status = 422 if faults else 200
    return render(request, "integrations/import_roster.html", page, status=status)


def _take(request: HttpRequest) -> HttpResponse:
    """Put the upload in quarantine and look whether it can be opened at all."""
    token = quarantine.keep(request.FILES.getlist("roster"))
    try:
        upload = quarantine.open_kept(token)
    except FileRefused:
        quarantine.forget(token)
        raise
    facts = actions.UploadFacts(upload.name, upload.sha256, token)
    school = queries.school_of(request.viewer)
    row = actions.begin_import(school, facts, by=request.viewer)
    return redirect("integrations:roster_import", row.pk)


@require_safe
def roster_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Wherever this import stands: the next question, the preview, or the report."""
    row = queries.import_or_404(request.viewer, import_id)
    match row.status:
        case "reading" | "applying":
            return _working(request, row)
        case "read":
            return _preview_page(request, row)
        case "applied" | "undone":
            return render(request, "integrations/import_report.html", shown.report_page(row))
        case "refused":
            page = shown.refused_page(row)
            return render(request, "integrations/import_refused.html", page, status=422)
        case "dropped":
            return redirect("integrations:import_roster")
    return _next_question(request, row)


def _next_question(request: HttpRequest, row: Any) -> HttpResponse:
    try:
        upload = quarantine.open_kept(row.quarantine)
        if work.needs_columns(row, upload):
            return redirect("integrations:import_columns", row.pk)
    except FileRefused as refused:
        return _cannot_be_read(request, row, refused)
    if row.choices.get("orgs") and not row.choices.get("org_id"):
        return redirect("integrations:import_school", row.pk)
    page = {"row": row, "is_large": work.is_large(upload)}
    return render(request, "integrations/import_read.html", page)


def _cannot_be_read(request: HttpRequest, row: Any, refused: FileRefused) -> HttpResponse:
    """Why the upload cannot be opened. Looking changes nothing."""
    problems = [shown.in_words(fault.as_kept()) for fault in refused.faults]
    page = {"row": row, "problems": problems}
    return render(request, "integrations/import_refused.html", page, status=422)


@require_POST
def read_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Read the file and compare it with what is held; a large one in the background."""
    row = queries.import_or_404(request.viewer, import_id)
    return _read(request, row)


def _read(request: HttpRequest, row: Any) -> HttpResponse:
    try:
        large = work.is_large(quarantine.open_kept(row.quarantine))
    except FileRefused:
        large = False  # the reading itself says why
    if large:
        actions.hand_over(row, "roster.preview", {}, by=request.viewer)
    else:
        work.preview(row, by=request.viewer)
    return redirect("integrations:roster_import", row.pk)


def _working(request: HttpRequest, row: Any) -> HttpResponse:
    if row.job is not None and row.job.state == "failed":
        page = {"row": row, "why": row.job.why}
        return render(request, "integrations/import_stopped.html", page)
    return render(request, "integrations/import_working.html", shown.working_page(row))


@require_http_methods(["GET", "POST"])
def import_columns(request: HttpRequest, import_id: int) -> HttpResponse:
    """What the columns of a list mean: our guesses, the first ten rows, and the person's word."""
    row = queries.import_or_404(request.viewer, import_id)
    if row.status not in {"uploaded", "read"}:
        return redirect("integrations:roster_import", row.pk)
    given = request.POST if request.method == "POST" else request.GET
    errors: list[str] = []
    try:
        page = columns_form.columns_page(row, given, request.method == "POST")
    except FileRefused as refused:
        return _cannot_be_read(request, row, refused)
    if request.method == "POST":
        try:
            meanings = meanings_from(columns_form.said(request.POST, page.look), ROSTER)
            columns_form.check(meanings)
        except FileRefused as refused:
            errors = [fault.sentence for fault in refused.faults]
        else:
            said = meanings.as_json()
            row = actions.choose_for_import(row, {"columns": said}, by=request.viewer)
            actions.remember_columns(
                row.school, purpose=ROSTER, shape=meanings.shape, columns=said, by=request.viewer
            )
            return _read(request, row)
    context = {"row": row, "page": page, "errors": errors}
    status = 422 if errors else 200
    return render(request, "integrations/import_columns.html", context, status=status)


@require_http_methods(["GET", "POST"])
def import_school(request: HttpRequest, import_id: int) -> HttpResponse:
    """Which school of the file is this one? The others are left out."""
    row = queries.import_or_404(request.viewer, import_id)
    orgs = [work.SchoolInFile(*org) for org in row.choices.get("orgs", [])]
    if row.status not in {"uploaded", "read"} or not orgs:
        return redirect("integrations:roster_import", row.pk)
    error = ""
    if request.method == "POST":
        chosen = request.POST.get("org", "")
        if chosen in {org.source_id for org in orgs}:
            row = actions.choose_for_import(row, {"org_id": chosen}, by=request.viewer)
            return _read(request, row)
        error = _("Choose your school.")
    page = {"row": row, "orgs": orgs, "error": error}
    return render(request, "integrations/import_school.html", page, status=422 if error else 200)


def _preview_page(request: HttpRequest, row: Any, error: str = "") -> HttpResponse:
    page = shown.preview_page(row, request.GET)
    context = {"row": row, "page": page, "error": error}
    return render(
        request, "integrations/import_preview.html", context, status=422 if error else 200
    )


@require_POST
def change_choices(request: HttpRequest, import_id: int) -> HttpResponse:
    """Same number is the same student; old terms are this year's. Then a new preview."""
    row = queries.import_or_404(request.viewer, import_id)
    choices = {name: name in request.POST for name in ("merge", "this_year")}
    row = actions.choose_for_import(row, choices, by=request.viewer)
    return _read(request, row)


@require_POST
def apply_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Import what the preview showed; a large file in the background."""
    row = queries.import_or_404(request.viewer, import_id)
    if row.status != "read":
        return redirect("integrations:roster_import", row.pk)
    typed = request.POST.get("leaving", "").strip()
    leaving = int(typed) if typed.isdecimal() and len(typed) < 9 else None
    if row.choices.get("is_guarded") and leaving != row.choices.get("leaving"):
        number = row.choices.get("leaving")
        sentence = _("Type %(n)s, the number of students who leave.") % {"n": number}
        return _preview_page(request, row, sentence)
    try:
        if work.is_large(quarantine.open_kept(row.quarantine)):
            args = {"leaving": leaving}
            actions.hand_over(row, "roster.apply", args, by=request.viewer)
        else:
            work.apply(row, by=request.viewer, leaving=leaving)
            _say_done(request, row.pk)
    except FileRefused as refused:
        return _preview_page(request, row, refused.faults[0].sentence)
    return redirect("integrations:roster_import", row.pk)


def _say_done(request: HttpRequest, import_id: int) -> None:
    row = queries.import_or_404(request.viewer, import_id)
    undo = reverse("integrations:undo_import", args=[import_id])
    text = _("The roster is in.")
    toast(request, text, undo_url=undo if queries.may_be_undone(row) else "")


@require_POST
def undo_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take the last import back."""
    row = queries.import_or_404(request.viewer, import_id)
    actions.undo_import(row, by=request.viewer)
    messages.success(request, _("The import was taken back. Everything is as it was before."))
    return redirect("integrations:roster_import", row.pk)


@require_POST
def drop_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Do not go on; the upload is erased."""
    row = queries.import_or_404(request.viewer, import_id)
    actions.drop_import(row, by=request.viewer)
    quarantine.forget(row.quarantine)
    messages.success(request, _("The file was erased. Nothing was changed."))
    return redirect("integrations:import_roster")


@require_safe
def roster_template(request: HttpRequest, ending: str) -> HttpResponse:
    """A blank list to fill in, with one made-up student."""
    require(may_open_import(request.viewer))
    if ending not in TEMPLATE_TYPES:
        raise Http404
    content = blank_template(ROSTER, ending, with_example=True)
    answer = HttpResponse(content, content_type=TEMPLATE_TYPES[ending])
    answer["Content-Disposition"] = f'attachment; filename="roster.{ending}"'
    return answer


urls = [
    path("roster/", import_roster, name="import_roster"),
    path("roster/template.<str:ending>", roster_template, name="roster_template"),
    path("roster/<int:import_id>/", roster_import, name="roster_import"),
    path("roster/<int:import_id>/read/", read_import, name="read_import"),
    path("roster/<int:import_id>/columns/", import_columns, name="import_columns"),
    path("roster/<int:import_id>/school/", import_school, name="import_school"),
    path("roster/<int:import_id>/choices/", change_choices, name="change_choices"),
    path("roster/<int:import_id>/apply/", apply_import, name="apply_import"),
    path("roster/<int:import_id>/undo/", undo_import, name="undo_import"),
    path("roster/<int:import_id>/drop/", drop_import, name="drop_import"),
]
