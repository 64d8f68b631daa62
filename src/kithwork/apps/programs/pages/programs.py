"""The list of programs, the start of one, and one program as it stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.programs import actions, policies, queries
from kithwork.apps.programs.forms import StartForm
from kithwork.apps.programs.pages.opening import program_to_change, shown
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried


@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    """Every program of the school."""
    require(policies.may_open_programs(request.viewer))
    page = {
        "cards": queries.programs_page(request.viewer),
        "may_start": policies.may_start_program(request.viewer),
    }
    return render(request, "programs/programs.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def start_program(request: HttpRequest) -> HttpResponse:
    """A working name is enough to begin."""
    require(policies.may_start_program(request.viewer))
    form = StartForm(request.POST or None)
    made = []
    if request.method == "POST" and tried(
        form,
        lambda: made.append(actions.start_program(form.cleaned_data["name"], by=request.viewer)),
    ):
        toast(request, _("It is begun. Decide one thing after another; everything is kept."))
        return redirect("programs:decide", made[0].pk, "purpose")
    return render(request, "programs/start_program.html", {"form": form})


@require_safe
def program(request: HttpRequest, program_id: int) -> HttpResponse:
    """What is decided, what is still to decide, who plans, what is ready."""
    one = queries.program_or_404(request.viewer, program_id)
    page = queries.program_page(request.viewer, one)
    may_copy = policies.may_start_program(request.viewer)
    return render(
        request, "programs/program.html", shown(request, one, page=page, may_copy=may_copy)
    )


@require_safe
def definition(request: HttpRequest, program_id: int) -> HttpResponse:
    """Everything that was decided, in words, to read and to print."""
    one = queries.program_or_404(request.viewer, program_id)
    parts = queries.definition(request.viewer, one)
    return render(request, "programs/definition.html", {"program": one, "parts": parts})


@require_POST
def close_program(request: HttpRequest, program_id: int) -> HttpResponse:
    """It ends. It can still be read and copied."""
    one = program_to_change(request, program_id)
    actions.close_program(one, by=request.viewer)
    toast(request, _("The program is closed. You can still read it, and copy it to begin again."))
    return redirect("programs:program", one.pk)


urls = [
    path("", programs, name="programs"),
    path("start/", start_program, name="start_program"),
    path("<int:program_id>/", program, name="program"),
    path("<int:program_id>/on-paper/", definition, name="definition"),
    path("<int:program_id>/close/", close_program, name="close_program"),
]
