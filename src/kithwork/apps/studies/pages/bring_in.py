"""A file of somebody's series: chosen, looked at, and only then kept. Until then it travels with the page, signed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.studies import actions, policies, queries
from kithwork.apps.studies.actions.bring_in import differences
from kithwork.apps.studies.file_read import (
    MOST_BYTES,
    Found,
    Given,
    decoded,
    header_of,
    read,
)
from kithwork.apps.studies.forms_file import FileForm, MatchForm
from kithwork.apps.ui.toasts import toast
from kithwork.evidence.faults import BadData, Fault

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
SALT = "kithwork.studies.file"
HELD_FOR_SECONDS = 24 * 60 * 60
MOST_FAULTS, MOST_LINES = 20, 60


@dataclass(frozen=True, slots=True)
class Line:
    """One series of the file, in few words."""

    case: str
    outcome: str
    phases: str
    missing: int


@READ_OR_SEND
def bring_in(request: HttpRequest) -> HttpResponse:
    """A file that becomes a study of its own."""
    require(policies.may_start_study(request.viewer))
    return _door(request, None)


@READ_OR_SEND
def bring_in_more(request: HttpRequest, study_id: int) -> HttpResponse:
    """A file for a study that is there."""
    study = queries.study_or_404(request.viewer, study_id)
    require(policies.may_run_study(request.viewer, study))
    return _door(request, study)


def _door(request: HttpRequest, study: Any) -> HttpResponse:
    if request.POST.get("draft"):
        return _look(request, study, _reopened(request), is_first=False)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        chosen = request.FILES["file"]
        try:
            given = decoded(
                PurePosixPath(chosen.name or "").name[-100:], chosen.read(MOST_BYTES + 1)
            )
            if not given.is_json:
                header_of(given)
        except BadData as bad:
            for fault in bad.faults[:MOST_FAULTS]:
                form.add_error("file", in_words(fault))
        else:
            return _look(request, study, given, is_first=True)
    page = {"study": study, "form": form, "columns": _known_columns()}
    return render(request, "studies/bring_in.html", page, status=422 if form.errors else 200)


def _look(request: HttpRequest, study: Any, given: Given, *, is_first: bool) -> HttpResponse:
    header = None if given.is_json else header_of(given)
    initial = {} if study is None else _of_the_study(study)
    form = MatchForm(
        None if is_first else request.POST, header=header, is_new=study is None, initial=initial
    )
    found: Found | None = None
    faults: list[Fault] = []
    if is_first or form.is_valid():
        try:
            found = read(given, form.chosen_columns(), form.chosen())
            faults = list(differences(study, found)) if study is not None else []
        except BadData as bad:
            faults = list(bad.faults)
    if found and not faults and not is_first and request.POST.get("step") == "keep":
        try:
            return _keep(request, study, given, found, form)
        except Problem as problem:
            form.add_error(None, str(problem))
    page = {
        "study": study, "form": form,
        "draft": signing.dumps([request.path, given.name, given.text], salt=SALT, compress=True),
        "name": given.name, "faults": [in_words(fault) for fault in faults[:MOST_FAULTS]],
        "more_faults": max(0, len(faults) - MOST_FAULTS), "lines": _lines(found), "found": found,
        "may_keep": found is not None and not faults, "is_first": is_first,
    }  # fmt: skip
    return render(
        request, "studies/look_at_file.html", page, status=422 if form.errors or faults else 200
    )


def _keep(
    request: HttpRequest, study: Any, given: Given, found: Found, form: MatchForm
) -> HttpResponse:
    brought = actions.Brought(given, found, form.as_kept())
    with transaction.atomic():
        into = study or actions.start_study(form.frame(), by=request.viewer)
        file = actions.bring_in(into, brought, by=request.viewer)
    said = ngettext("%(n)s session is kept.", "%(n)s sessions are kept.", file.rows)
    toast(request, said % {"n": file.rows})
    return redirect("studies:study", into.pk)


def _reopened(request: HttpRequest) -> Given:
    """The file that came back with the page. Raises Problem when it is too old or of another door."""
    try:
        door, name, text = signing.loads(request.POST["draft"], salt=SALT, max_age=HELD_FOR_SECONDS)
    except signing.BadSignature:
        door = name = text = ""
    if door != request.path:
        raise Problem(_("This took too long. Choose the file again; nothing was kept."))
    return Given(name, text)


def _of_the_study(study: Any) -> dict[str, Any]:
    outcome = study.outcomes.first()
    if outcome is None:
        return {}
    return {
        name: getattr(outcome, name)
        for name in ("improvement", "scale", "minutes", "intervals", "goal")
    }


def _lines(found: Found | None) -> list[Line]:
    if found is None:
        return []
    return [
        Line(
            one.case, one.outcome, ", ".join(f"{run.label} {len(run.points)}" for run in one.runs),
            sum(value is None for value in one.values),
        )
        for one in found.series[:MOST_LINES]
    ]  # fmt: skip


def in_words(fault: Fault) -> str:
    """The place a person looks for, then the sentence."""
    places = []
    if fault.row is not None:
        places.append(_("line {n}").format(n=fault.row))
    if fault.column:
        places.append(_("column {name}").format(name=fault.column))
    place = ", ".join(places)
    return f"{place[:1].upper()}{place[1:]}: {fault.sentence}" if place else fault.sentence


def _known_columns() -> list[tuple[str, str]]:
    return [
        ("case", _("who or what is followed, as a code")),
        ("session", _("its number")),
        ("phase", _("A, B or another label")),
        ("value", _("the score; empty where there are no data")),
        ("outcome", _("if there are several")),
        ("date", _("as 2026-11-23")),
        ("agreement", _("percent, where two people scored")),
    ]


urls = [
    path("bring-in/", bring_in, name="bring_in"),
    path("<int:study_id>/bring-in/", bring_in_more, name="bring_in_more"),
]
