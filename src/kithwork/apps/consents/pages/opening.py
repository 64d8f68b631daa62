"""What the pages about one student begin with, and how a problem comes back into the form it was typed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest

from kithwork.apps.consents import policies, queries
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require


def student_to_write(request: HttpRequest, student_id: int) -> Any:
    """The student. 404 for who may not see them, 403 with a sentence for who does not keep permissions."""
    student = queries.student_or_404(request.viewer, student_id)
    require(policies.may_write_down(request.viewer, student))
    return student


def tried(form: Form, act: Callable[[], Any]) -> bool:
    """Whether the form holds and the action went through; otherwise the form says why not."""
    if not form.is_valid():
        return False
    try:
        act()
    except Problem as problem:
        form.add_error(None, str(problem))
        return False
    return True
