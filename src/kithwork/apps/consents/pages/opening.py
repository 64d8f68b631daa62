"""What the pages about one student begin with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from kithwork.apps.consents import policies, queries
from kithwork.apps.foundation.verdict import require


def student_to_write(request: HttpRequest, student_id: int) -> Any:
    """The student. 404 for who may not see them, 403 with a sentence for who does not keep permissions."""
    student = queries.student_or_404(request.viewer, student_id)
    require(policies.may_write_down(request.viewer, student))
    return student
