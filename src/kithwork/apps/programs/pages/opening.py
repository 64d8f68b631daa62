"""What the pages of one program begin with, and how a problem comes back into the form it was typed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.programs import policies, queries


def program_to_change(request: HttpRequest, program_id: int) -> Any:
    """The program. 404 for who may not see it, 403 with a sentence for who may not change it."""
    program = queries.program_or_404(request.viewer, program_id)
    require(policies.may_change_program(request.viewer, program))
    return program


def shown(request: HttpRequest, program: Any, **more: Any) -> dict[str, Any]:
    """What every page of a program is given."""
    may_change = policies.may_change_program(request.viewer, program) and program.is_open
    return {"program": program, "may_change": may_change, **more}


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


def whole_or_404(text: str | None) -> int:
    """A row's id out of a form."""
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 12:
        raise Http404
    return int(text)
