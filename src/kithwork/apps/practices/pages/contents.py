"""Lists to practise: see them, make one, correct one, copy it to the next week, close it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.practices import actions, policies, queries
from kithwork.apps.practices.forms import KINDS, ContentForm
from kithwork.apps.practices.lines import as_text
from kithwork.apps.practices.pages.files import as_file
from kithwork.apps.ui.toasts import toast


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """The school's lists, open or closed, of one kind or all."""
    require(policies.may_read_practices(request.viewer))
    kind, closed = request.GET.get("kind", ""), "closed" in request.GET
    context = {
        "lines": queries.contents_page(request.viewer, kind=kind, closed=closed),
        "kinds": KINDS,
        "kind": kind,
        "closed": closed,
        "may_make": policies.may_make_contents(request.viewer),
    }
    return render(request, "practices/contents.html", context)


@require_safe
def content_set(request: HttpRequest, content_set_id: int) -> HttpResponse:
    """One list with its items."""
    found = queries.contents_or_404(request.viewer, content_set_id)
    context = {
        "contents": found,
        "items": queries.items_of(found),
        "may_change": policies.may_change_contents(request.viewer, found),
        "may_make": policies.may_make_contents(request.viewer),
    }
    return render(request, "practices/content_set.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_contents(request: HttpRequest) -> HttpResponse:
    """A new list; `copy` begins with another one, under the name of the next week."""
    require(policies.may_make_contents(request.viewer))
    form = ContentForm(request.POST or None, request.FILES or None, initial=_begin(request))
    if request.method == "POST" and form.is_valid():
        made = actions.keep_content_set(form.frame, form.read, by=request.viewer)
        toast(request, _("%(name)s is kept.") % {"name": made.name})
        return redirect("practices:content_set", made.pk)
    return _form(request, form, {"copies": request.GET.get("copy", "")})


def _begin(request: HttpRequest) -> dict[str, Any]:
    copy = request.GET.get("copy", "")
    if not copy:
        return {"kind": request.GET.get("kind", "")}
    if not (copy.isascii() and copy.isdecimal() and len(copy) < 18):
        raise Http404
    found = queries.contents_or_404(request.viewer, int(copy))
    return _said(found) | {"name": queries.next_name(found.name)}


def _said(found: Any) -> dict[str, Any]:
    frame = {key: getattr(found, key) for key in ("name", "kind", "subject", "level", "language")}
    return frame | {"lines": as_text(found.kind, queries.items_of(found))}


@require_http_methods(["GET", "HEAD", "POST"])
def change_contents(request: HttpRequest, content_set_id: int) -> HttpResponse:
    """Correct a list. Whoever was quicker is not overwritten."""
    found = queries.contents_or_404(request.viewer, content_set_id)
    require(policies.may_change_contents(request.viewer, found))
    form = ContentForm(
        request.POST or None, request.FILES or None, initial=_said(found), is_kept=True
    )
    seen = request.POST.get("seen") or queries.digest_of(found)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_content_set(found, form.frame, form.read, seen=seen, by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
            status = 409
        else:
            toast(request, _("%(name)s is changed.") % {"name": form.frame.name})
            return redirect("practices:content_set", found.pk)
    return _form(request, form, {"contents": found, "seen": seen}, status=status)


def _form(
    request: HttpRequest, form: ContentForm, more: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    if status == 200 and form.errors:
        status = 422
    return render(request, "practices/content_form.html", {"form": form} | more, status=status)


@require_safe
def contents_file(request: HttpRequest, content_set_id: int) -> HttpResponse:
    """The list as CSV."""
    found = queries.contents_or_404(request.viewer, content_set_id)
    name = slugify(found.name) or "list"
    return as_file(queries.as_sheet(found), f"{name}.csv", "text/csv")


@require_POST
def close_contents(request: HttpRequest, content_set_id: int) -> HttpResponse:
    """No run is offered it any more."""
    found = queries.contents_or_404(request.viewer, content_set_id)
    actions.close_content_set(found, by=request.viewer)
    toast(
        request,
        _("%(name)s is closed. Runs that work with it go on.") % {"name": found.name},
        undo_url=reverse("practices:reopen_contents", args=[found.pk]),
    )
    return redirect("practices:contents")


@require_POST
def reopen_contents(request: HttpRequest, content_set_id: int) -> HttpResponse:
    """Offer it again."""
    found = queries.contents_or_404(request.viewer, content_set_id)
    actions.reopen_content_set(found, by=request.viewer)
    toast(request, _("%(name)s is open again.") % {"name": found.name})
    return redirect("practices:content_set", found.pk)


urls = [
    path("lists/", contents, name="contents"),
    path("lists/new/", add_contents, name="add_contents"),
    path("lists/<int:content_set_id>/", content_set, name="content_set"),
    path("lists/<int:content_set_id>/change/", change_contents, name="change_contents"),
    path("lists/<int:content_set_id>/file/", contents_file, name="contents_file"),
    path("lists/<int:content_set_id>/close/", close_contents, name="close_contents"),
    path("lists/<int:content_set_id>/reopen/", reopen_contents, name="reopen_contents"),
]
