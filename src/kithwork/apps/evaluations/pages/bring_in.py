"""A file of scores: looked at first, then kept whole or not at all."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kithwork.apps.evaluations import actions, policies
from kithwork.apps.evaluations.actions.evaluation import cannot
from kithwork.apps.evaluations.file_read import MOST_BYTES, Sheet, read_sheet, text_of
from kithwork.apps.evaluations.forms import FileForm, FrameForm
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.ui.toasts import toast
from kithwork.evidence.faults import BadData, Fault

SALT = "kithwork.evaluations.file"
HELD_FOR_SECONDS = 24 * 60 * 60
MOST_FAULTS = 20


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    require(policies.may_set_up(request.viewer))
    if request.POST.get("draft"):
        return _keep(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        chosen = request.FILES["file"]
        name = PurePosixPath(chosen.name or "").name[-100:]
        try:
            text = text_of(chosen.read(MOST_BYTES + 1))
            sheet = read_sheet(name, text)
            if why := cannot(sheet):
                raise BadData([Fault("one_group", why)])
        except BadData as bad:
            faults = [in_words(one) for one in bad.faults]
            page = {"form": form, "faults": faults[:MOST_FAULTS], "more": len(faults) - MOST_FAULTS}
            return render(request, "evaluations/bring_in.html", page, status=422)
        return _look(
            request, sheet, FrameForm(), signing.dumps([name, text], salt=SALT, compress=True)
        )
    return render(
        request, "evaluations/bring_in.html", {"form": form}, status=422 if form.errors else 200
    )


def _keep(request: HttpRequest) -> HttpResponse:
    draft = request.POST["draft"]
    try:
        name, text = signing.loads(draft, salt=SALT, max_age=HELD_FOR_SECONDS)
    except signing.BadSignature:
        raise Problem(_("This took too long. Choose the file again; nothing was kept.")) from None
    sheet, form = read_sheet(name, text), FrameForm(request.POST)
    if form.is_valid():
        try:
            made = actions.set_up_from_file(form.frame(), sheet, by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("The file is kept, and compared."))
            return redirect("evaluations:evaluation", made.pk)
    return _look(request, sheet, form, draft)


def _look(request: HttpRequest, sheet: Sheet, form: FrameForm, draft: str) -> HttpResponse:
    page = {
        "sheet": sheet, "form": form, "draft": draft, "treatment": sheet.people("treatment"),
        "comparison": sheet.people("comparison"),
        "missing": sum(one.value is None for one in sheet.lines),
    }  # fmt: skip
    return render(
        request, "evaluations/look_at_file.html", page, status=422 if form.errors else 200
    )


def in_words(fault: Fault) -> str:
    """The place a person looks for, then the sentence."""
    places = [_("line {n}").format(n=fault.row)] if fault.row is not None else []
    places += [_("column {name}").format(name=fault.column)] if fault.column else []
    place = ", ".join(places)
    return f"{place[:1].upper()}{place[1:]}: {fault.sentence}" if place else fault.sentence


urls = [path("bring-in/", bring_in, name="bring_in")]
