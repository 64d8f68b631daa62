"""A school's own practices: write, check, keep a version, withdraw it, bring it back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.practices import actions, policies, queries
from kithwork.apps.practices.checking import checked, fault_lines
from kithwork.apps.practices.forms import PlaybookForm
from kithwork.apps.practices.pages.files import as_file
from kithwork.apps.ui.toasts import toast
from kithwork.playbooks import BadPlaybook


@require_http_methods(["GET", "HEAD", "POST"])
def write_practice(request: HttpRequest) -> HttpResponse:
    """A text to change, from a copy (`copy`), from the newest version of one's own (`of`), or from the start."""
    viewer = request.viewer
    require(policies.may_keep_playbook(viewer))
    if request.method != "POST":
        form = PlaybookForm(initial={"text": _first_text(request)})
        return _show(request, form)
    form = PlaybookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form)
    text = form.cleaned_data["text"].replace("\r\n", "\n")
    try:
        if "check" in request.POST:
            checked(text, viewer.school_id)
            return _show(request, form, {"is_sound": True})
        kept = actions.keep_playbook(text, started_from=_started_from(request), by=viewer)
    except BadPlaybook as bad:
        return _show(request, form, {"faults": fault_lines(text, bad)}, status=422)
    except Problem as problem:
        return _show(request, form, {"problem": str(problem)}, status=409)
    toast(
        request,
        _("%(name)s is kept as version %(version)s.")
        % {"name": kept.name, "version": kept.version},
    )
    return redirect("practices:versions", kept.playbook)


def _first_text(request: HttpRequest) -> str:
    copy, of = request.GET.get("copy", ""), request.GET.get("of", "")
    if of:
        return queries.next_text(request.viewer, of)
    if not copy:
        return queries.blank_text()
    found = queries.playbook_for(request.viewer.school_id, copy)
    if found is None:
        raise Http404
    return queries.copied_text(request.viewer, found)


def _started_from(request: HttpRequest) -> str:
    """Id and version of what was copied; an own practice's next version keeps no such mark."""
    found = queries.playbook_for(request.viewer.school_id, request.GET.get("copy", ""))
    return f"{found.id} {found.version}" if found else ""


def _show(
    request: HttpRequest,
    form: PlaybookForm,
    more: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    if form.errors:
        status = 422
    context = {"form": form, "copy": request.GET.get("copy", ""), "of": request.GET.get("of", "")}
    return render(request, "practices/write.html", context | (more or {}), status=status)


@require_safe
def versions(request: HttpRequest, practice: str) -> HttpResponse:
    """Every version of one of the school's own."""
    require(policies.may_read_practices(request.viewer))
    page = queries.versions_page(request.viewer, practice)
    may_write = policies.may_keep_playbook(request.viewer)
    return render(request, "practices/versions.html", {"page": page, "may_write": may_write})


@require_safe
def version_file(request: HttpRequest, own_id: int) -> HttpResponse:
    """The text of one version, exactly as it was kept."""
    kept = queries.own_or_404(request.viewer, own_id)
    return as_file(kept.text, f"{kept.playbook}-{kept.version}.toml")


@require_POST
def withdraw(request: HttpRequest, own_id: int) -> HttpResponse:
    """Nobody begins with this version any more."""
    kept = actions.withdraw_playbook(queries.own_or_404(request.viewer, own_id), by=request.viewer)
    toast(
        request,
        _("Version %(version)s is withdrawn. Runs that began with it go on.")
        % {"version": kept.version},
        undo_url=reverse("practices:bring_back", args=[kept.pk]),
    )
    return redirect("practices:versions", kept.playbook)


@require_POST
def bring_back(request: HttpRequest, own_id: int) -> HttpResponse:
    """Let a withdrawn version be used again."""
    kept = actions.bring_back_playbook(
        queries.own_or_404(request.viewer, own_id), by=request.viewer
    )
    toast(request, _("Version %(version)s can be used again.") % {"version": kept.version})
    return redirect("practices:versions", kept.playbook)


urls = [
    path("own/new/", write_practice, name="write"),
    path("own/<int:own_id>/file/", version_file, name="version_file"),
    path("own/<int:own_id>/withdraw/", withdraw, name="withdraw"),
    path("own/<int:own_id>/bring-back/", bring_back, name="bring_back"),
    path("<slug:practice>/versions/", versions, name="versions"),
]
