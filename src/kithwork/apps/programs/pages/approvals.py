"""The approvals board: by whom, what waits for it, how it stands, where the paper is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithwork.apps.programs import actions, queries
from kithwork.apps.programs.forms import ApprovalForm, as_said
from kithwork.apps.programs.pages.opening import program_to_change, shown
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried


@require_safe
def approvals(request: HttpRequest, program_id: int) -> HttpResponse:
    """Every approval, with what waits for it in words."""
    one = queries.program_or_404(request.viewer, program_id)
    lines = queries.approval_lines(one)
    still = sum(not line.is_settled for line, _words in lines)
    return render(request, "programs/approvals.html", shown(request, one, lines=lines, still=still))


@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest, program_id: int, approval: str) -> HttpResponse:
    """How one of them stands."""
    one = program_to_change(request, program_id)
    line = next((row for row, _words in queries.approval_lines(one) if row.key == approval), None)
    if line is None:
        raise Http404
    form = ApprovalForm(request.POST or None, initial=as_said(line.row))
    if request.method == "POST" and tried(
        form, lambda: actions.say_approval(one, approval, form.said(), by=request.viewer)
    ):
        toast(request, _("Kept."))
        return redirect("programs:approvals", one.pk)
    return render(request, "programs/approval.html", shown(request, one, form=form, line=line))


urls = [
    path("<int:program_id>/approvals/", approvals, name="approvals"),
    path("<int:program_id>/approvals/<slug:approval>/", approval, name="approval"),
]
