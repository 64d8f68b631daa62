"""The thirty questions about the program, once a term."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.programs import actions, policies, queries
from kithwork.apps.programs.pages.opening import shown
from kithwork.apps.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def program_fidelity(request: HttpRequest, program_id: int) -> HttpResponse:
    """What was answered each term; posting keeps a new look."""
    one = queries.program_or_404(request.viewer, program_id)
    page = queries.fidelity_page(request.viewer, one)
    context = {"page": page, "answers": page.answers, "problem": ""}
    if request.method == "POST":
        require(policies.may_change_program(request.viewer, one))
        answers = {
            question.item.id: request.POST.get(f"item_{question.item.id}", "")
            for _name, questions in page.parts
            for question in questions
        }
        try:
            note = request.POST.get("note", "")
            actions.keep_review(one, answers, note_text=note, by=request.viewer)
        except Problem as problem:
            context |= {"answers": answers, "problem": str(problem)}
        else:
            toast(request, _("Kept for this term."))
            return redirect("programs:program_fidelity", one.pk)
    return render(request, "programs/program_fidelity.html", shown(request, one, **context))


urls = [path("<int:program_id>/thirty-questions/", program_fidelity, name="program_fidelity")]
