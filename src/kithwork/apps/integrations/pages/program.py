"""The steps of bringing in needs or volunteers: file, columns, preview, keeping, report."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.integrations.program_upload import columns as columns_form
from kithwork.apps.integrations.program_upload import kept
from kithwork.apps.integrations.program_upload.apply import ListFacts, may_import_program
from kithwork.apps.integrations.program_upload.kinds import (
    NEEDS_KIND,
    VOLUNTEERS_KIND,
    Kind,
    sentences,
)
from kithwork.apps.integrations.program_upload.take_back import (
    last_import,
    may_be_taken_back,
    take_back_list,
)
from kithwork.apps.integrations.roster_sheet.mapping import meanings_from
from kithwork.apps.integrations.roster_upload import quarantine
from kithwork.apps.integrations.sheets.templates import blank_template
from kithwork.apps.people.actions import roster as people_actions
from kithwork.apps.people.queries import roster as people_queries
from kithwork.apps.ui.toasts import toast

ENDINGS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, kind: Kind) -> HttpResponse:
    """A place to drop the list, and what its columns may say."""
    require(may_import_program(request.viewer))
    faults = []
    if request.method == "POST":
        try:
            state = kept.begin(request, kind.purpose, request.FILES.getlist("list"))
            quarantine.open_kept(state.token)
            return redirect(kind.url("columns"))
        except FileRefused as refused:
            kept.forget(request, kind.purpose)
            faults = sentences(refused.faults, _)
    page = _upload_page(request, kind, faults)
    status = 422 if faults else 200
    return render(request, "integrations/program_upload.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, kind: Kind) -> HttpResponse:
    """What the columns mean; remembered for the next list of this shape."""
    require(may_import_program(request.viewer))
    state = kept.kept(request, kind.purpose)
    if state is None:
        return redirect(kind.page)
    is_answer = request.method == "POST"
    given = request.POST if is_answer else request.GET
    try:
        opened = quarantine.open_kept(state.token)
        page = columns_form.columns_page(opened, kind.purpose, state.school_id, given, is_answer)
    except FileRefused as refused:
        return _not_taken(request, kind, refused)
    errors = []
    if is_answer:
        try:
            meanings = meanings_from(columns_form.said(request.POST, page.look), kind.purpose)
            kind.read(opened, meanings)
        except FileRefused as refused:
            errors = [fault["sentence"] for fault in sentences(refused.faults, _)]
        else:
            state.columns = meanings.as_json()
            kept.keep(request, kind.purpose, state)
            people_actions.remember_columns(
                people_queries.school_of(request.viewer),
                purpose=kind.purpose,
                shape=meanings.shape,
                columns=state.columns,
                by=request.viewer,
            )
            return redirect(kind.url("preview"))
    context = {"kind": kind, "page": page, "errors": errors, "state": state, "urls": _urls(kind)}
    status = 422 if errors else 200
    return render(request, "integrations/program_columns.html", context, status=status)


@require_safe
def preview(request: HttpRequest, kind: Kind) -> HttpResponse:
    """What the list would do. Nothing is kept yet."""
    require(may_import_program(request.viewer))
    state = kept.kept(request, kind.purpose)
    if state is None or not state.columns:
        return redirect(kind.page)
    try:
        listed = _read(kind, state)
    except FileRefused as refused:
        return _not_taken(request, kind, refused)
    out = kind.compare(listed, request.viewer)
    context = {
        "kind": kind,
        "state": state,
        "urls": _urls(kind),
        "out": out,
        "counts": out.counts(),
        "refused": sentences(out.refused[:SHOWN], _),
        "notices": sentences(out.notices[:SHOWN], _),
        "never": sorted({drop.column for drop in listed.dropped if drop.why == "never"}),
        "unused": sorted({drop.column for drop in listed.dropped if drop.why != "never"}),
    }
    return render(request, "integrations/program_preview.html", context)


@require_POST
def apply(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Keep what the preview showed: everything or nothing."""
    require(may_import_program(request.viewer))
    state = kept.kept(request, kind.purpose)
    if state is None or not state.columns:
        raise Problem(_("This list is not here any more. Upload it again."))
    try:
        listed = _read(kind, state)
    except FileRefused as refused:
        return _not_taken(request, kind, refused)
    joins = request.POST.get("joins", "0")
    out = kind.apply(
        listed,
        joins=int(joins) if joins.isdecimal() and len(joins) < 7 else 0,
        facts=ListFacts(state.name, quarantine.open_kept(state.token).sha256),
        by=request.viewer,
    )
    request.session[_report_key(kind)] = {
        "name": state.name,
        "school_id": state.school_id,
        "counts": out.counts(),
        "refused": sentences(out.refused[:SHOWN], str),
    }
    kept.forget(request, kind.purpose)
    if out.changes:
        toast(request, _("The list is in."), undo_url=reverse(kind.url("take_back")))
    return redirect(kind.url("report"))


@require_safe
def report(request: HttpRequest, kind: Kind) -> HttpResponse:
    """What was done, and the rows that were not taken."""
    require(may_import_program(request.viewer))
    done = request.session.get(_report_key(kind))
    if not done or done["school_id"] != request.viewer.school_id:
        return redirect(kind.page)
    page = {"kind": kind, "urls": _urls(kind), "done": done, "counts": done["counts"]}
    return render(request, "integrations/program_report.html", page)


@require_POST
def take_back(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Make everything what it was before the last list."""
    require(may_import_program(request.viewer))
    take_back_list(kind.purpose, by=request.viewer)
    request.session.pop(_report_key(kind), None)
    toast(request, _("The list was taken back. Everything is as it was before."))
    return redirect(kind.page)


@require_POST
def drop(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Do not go on; the upload is erased."""
    require(may_import_program(request.viewer))
    kept.forget(request, kind.purpose)
    toast(request, _("The file was erased. Nothing was changed."))
    return redirect(kind.page)


@require_safe
def template(request: HttpRequest, kind: Kind, ending: str) -> HttpResponse:
    """A blank list with one made-up row."""
    require(may_import_program(request.viewer))
    if ending not in ENDINGS:
        raise Http404
    answer = HttpResponse(
        blank_template(kind.purpose, ending, with_example=True), content_type=ENDINGS[ending]
    )
    answer["Content-Disposition"] = f'attachment; filename="{kind.purpose}.{ending}"'
    return answer


def _read(kind: Kind, state: kept.Kept):
    meanings = meanings_from(state.columns, kind.purpose)
    return kind.read(quarantine.open_kept(state.token), meanings)


def _report_key(kind: Kind) -> str:
    return f"program_report_{kind.purpose}"


def _not_taken(request: HttpRequest, kind: Kind, refused: FileRefused) -> HttpResponse:
    kept.forget(request, kind.purpose)
    page = _upload_page(request, kind, sentences(refused.faults, _))
    return render(request, "integrations/program_upload.html", page, status=422)


def _upload_page(request: HttpRequest, kind: Kind, faults: list[dict[str, Any]]) -> dict[str, Any]:
    last = last_import(request.viewer, kind.purpose)
    return {
        "kind": kind,
        "faults": faults,
        "urls": _urls(kind),
        "last": last,
        "may_take_back": may_be_taken_back(last, request.viewer),
    }


def _urls(kind: Kind) -> dict[str, str]:
    steps = ("columns", "preview", "apply", "drop", "template", "take_back")
    return {"upload": kind.page, "after": kind.after} | {step: kind.url(step) for step in steps}


def _doors(kind: Kind) -> list[URLPattern]:
    """The steps of one list, each at an address of its own."""
    list_of, given = kind.purpose, {"kind": kind}
    return [
        path(f"{list_of}/", upload, given, name=f"import_{list_of}"),
        path(f"{list_of}/columns/", columns, given, name=f"{list_of}_columns"),
        path(f"{list_of}/preview/", preview, given, name=f"{list_of}_preview"),
        path(f"{list_of}/apply/", apply, given, name=f"{list_of}_apply"),
        path(f"{list_of}/report/", report, given, name=f"{list_of}_report"),
        path(f"{list_of}/drop/", drop, given, name=f"{list_of}_drop"),
        path(f"{list_of}/take-back/", take_back, given, name=f"{list_of}_take_back"),
        path(f"{list_of}/template.<str:ending>", template, given, name=f"{list_of}_template"),
    ]


urls = [*_doors(NEEDS_KIND), *_doors(VOLUNTEERS_KIND)]
