"""What keeps a program alive: three things each term, nine things each year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithwork.apps.programs import actions, queries
from kithwork.apps.programs.forms import TermForm, YearForm
from kithwork.apps.programs.pages.opening import program_to_change, shown
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried


@require_safe
def sustain(request: HttpRequest, program_id: int) -> HttpResponse:
    one = queries.program_or_404(request.viewer, program_id)
    page = shown(request, one, page=queries.sustain_page(request.viewer, one))
    return render(request, "programs/sustain.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def check_term(request: HttpRequest, program_id: int) -> HttpResponse:
    """The three things, this term."""
    one = program_to_change(request, program_id)
    form = TermForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda: actions.check_term(one, form.answers(), by=request.viewer)
    ):
        toast(request, _("Kept for this term."))
        return redirect("programs:sustain", one.pk)
    page = shown(request, one, form=form, page=queries.sustain_page(request.viewer, one))
    return render(request, "programs/check_term.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def check_year(request: HttpRequest, program_id: int) -> HttpResponse:
    """The nine things, this year, and what shows in the school."""
    one = program_to_change(request, program_id)
    form = YearForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda: actions.check_year(one, form.answers(), by=request.viewer)
    ):
        toast(request, _("Kept for this year."))
        return redirect("programs:sustain", one.pk)
    return render(request, "programs/check_year.html", shown(request, one, form=form))


urls = [
    path("<int:program_id>/lasting/", sustain, name="sustain"),
    path("<int:program_id>/lasting/term/", check_term, name="check_term"),
    path("<int:program_id>/lasting/year/", check_year, name="check_year"),
]
