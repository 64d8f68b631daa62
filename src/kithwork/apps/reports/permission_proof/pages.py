"""The proof on a page, to print and to hand to a family."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from kithwork.apps.consents.policies import may_open_permissions
from kithwork.apps.consents.queries import student_or_404
from kithwork.apps.foundation.verdict import require
from kithwork.apps.reports.permission_proof.content import proof_of


@require_safe
def permission_proof(request: HttpRequest, student_id: int) -> HttpResponse:
    """Whether anything still reaches a student whose permission is not there."""
    require(may_open_permissions(request.viewer))
    student = student_or_404(request.viewer, student_id)
    return render(request, "reports/permission_proof.html", {"proof": proof_of(student)})


urls = [
    path("permissions/<int:student_id>/", permission_proof, name="permission_proof"),
]
