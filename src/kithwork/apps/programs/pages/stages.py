"""From planning to a whole district, gate by gate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.programs import actions, queries
from kithwork.apps.programs.forms import GateForm
from kithwork.apps.programs.pages.opening import program_to_change, shown
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried


@require_safe
def stages(request: HttpRequest, program_id: int) -> HttpResponse:
    """Where it is, what the next gate asks, and who opened the gates before."""
    return _shown(request, queries.program_or_404(request.viewer, program_id), GateForm())


@require_POST
def open_gate(request: HttpRequest, program_id: int) -> HttpResponse:
    """Go on, with a reason."""
    return _go(request, program_id, actions.open_gate, _("The gate is open."))


@require_POST
def step_back(request: HttpRequest, program_id: int) -> HttpResponse:
    """Go back, with a reason."""
    return _go(request, program_id, actions.step_back, _("One stage back. Nothing is lost."))


def _go(request: HttpRequest, program_id: int, act, said: str) -> HttpResponse:  # type: ignore[no-untyped-def]
    one = program_to_change(request, program_id)
    form = GateForm(request.POST)
    if tried(form, lambda: act(one, **form.cleaned_data, by=request.viewer)):
        toast(request, said)
        return redirect("programs:stages", one.pk)
    return _shown(request, one, form)


def _shown(request: HttpRequest, one, form: GateForm) -> HttpResponse:  # type: ignore[no-untyped-def]
    page = shown(request, one, page=queries.stages_page(request.viewer, one), form=form)
    return render(request, "programs/stages.html", page)


urls = [
    path("<int:program_id>/stages/", stages, name="stages"),
    path("<int:program_id>/stages/go-on/", open_gate, name="open_gate"),
    path("<int:program_id>/stages/back/", step_back, name="step_back"),
]
