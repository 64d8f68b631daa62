"""What the pages of one program begin with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

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
