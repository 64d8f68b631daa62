"""From paper: a code, and the sheet to type in."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import YES, no, require
from kithwork.apps.runs import actions, policies
from kithwork.apps.runs.log_form import REASONS
from kithwork.apps.runs.queries import sheets as queries
from kithwork.apps.runs.sheet_code import Slip, cleaned, read_code, shown
from kithwork.apps.runs.sheet_form import SheetForm
from kithwork.apps.runs.wording import LEVELS
from kithwork.apps.ui.toasts import toast

PLACES = [
    gettext_lazy("1st"),
    gettext_lazy("2nd"),
    gettext_lazy("3rd"),
    gettext_lazy("4th"),
    gettext_lazy("5th"),
    gettext_lazy("6th"),
]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code on the sheet"),
        max_length=20,
        strip=True,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def from_paper(request: HttpRequest) -> HttpResponse:
    """The code of a sheet leads to its session."""
    viewer = request.viewer
    is_there = viewer.role in policies.WHOLE_SCHOOL | policies.RUNS_RUNS
    require(YES if is_there else no("Sheets are typed in by the adults who were there."))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["code"]
        sheets = queries.visible_sheets(viewer)
        code = read_code(typed, lambda one: sheets.filter(code=one).exists())
        found = None if isinstance(code, Slip) else sheets.filter(code=code).first()
        if found is not None:
            return redirect("runs:sheet", found.pk)
        form.add_error(
            "code", said_of(code, cleaned(typed)) if isinstance(code, Slip) else NOT_HERE
        )
    page = {
        "form": form,
        "waiting": [(one, shown(one.code)) for one in queries.sheets_to_key_in(viewer)],
    }
    return render(request, "runs/from_paper.html", page)


# The same for a code that never was and for one this person may not see.
NOT_HERE = gettext_lazy(
    "There is no sheet with this code here. Read it once more, or find the time under Sessions and log it there."
)


def said_of(slip: Slip, code: str) -> str:
    """What is wrong with a typed code, and where to look."""
    place = PLACES[slip.place - 1] if 0 < slip.place <= len(PLACES) else ""
    if slip.why == "length":
        return _("A code has 6 characters. You typed %(n)s: %(code)s.") % {
            "n": slip.length,
            "code": code,
        }
    if slip.why == "character":
        return _("Look at the %(place)s character: “%(typed)s” is in no code.") % {
            "place": place or slip.place,
            "typed": slip.typed,
        }
    if slip.swapped:
        following = PLACES[slip.place]
        return _(
            "Look at the %(place)s and %(next)s characters: they may have changed places (%(right)s)."
        ) % {"place": place, "next": following, "right": slip.meant + slip.typed}
    if slip.place:
        return _("Look at the %(place)s character: is “%(typed)s” perhaps “%(meant)s”?") % {
            "place": place,
            "typed": slip.typed,
            "meant": slip.meant,
        }
    return _("One character is wrong, or two have changed places. Compare each with the sheet.")


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """The session of a sheet, to be typed in as it lies there."""
    row = queries.sheet_or_404(request.viewer, sheet_id)
    require(policies.may_log(request.viewer, row.session))
    page = queries.sheet_page(request.viewer, row)
    form = SheetForm(request.POST or None, page=page)
    context: dict[str, Any] = {
        "page": page,
        "session": row.session,
        "code": shown(row.code),
        "form": form,
        "reasons": list(enumerate(REASONS, 1)),
        "levels": LEVELS.items(),
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "runs/sheet.html", context)
    try:
        _keep(request, page, form)
    except Problem as problem:
        context["problem"] = str(problem)
        return render(request, "runs/sheet.html", context, status=409)
    toast(request, _("Logged from paper: %(name)s.") % {"name": row.session.run.name})
    return redirect(reverse("runs:from_paper"))


def _keep(request: HttpRequest, page: queries.SheetPage, form: SheetForm) -> None:
    """A first log, or one in place of the one the form was opened with."""
    key = form.cleaned_data["replaces"]
    replaced = next((one.log for one in page.log.versions if one.log.pk == key), None)
    if key is not None and replaced is None:
        raise Problem(_("What you correct is not a log of this session. Open the page again."))
    actions.key_in(
        page.sheet,
        told=form.told(),
        rows=form.rows_told(),
        letter=form.cleaned_data["letter"],
        replaces=replaced,
        by=request.viewer,
    )


urls = [
    path("paper/", from_paper, name="from_paper"),
    path("paper/<int:sheet_id>/", sheet, name="sheet"),
]
