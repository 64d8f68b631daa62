"""What the pages that change a run begin with: the run, if this person may."""

from typing import Any

from django.http import Http404, HttpRequest

from kithwork.apps.foundation.verdict import require
from kithwork.apps.runs import policies, queries


def run_to_change(request: HttpRequest, run_id: int) -> Any:
    """The run. 404 for who may not see it, 403 with a sentence for who may not change it."""
    run = queries.run_or_404(request.viewer, run_id)
    require(policies.may_change_run(request.viewer, run))
    return run


def whole_or_404(text: str | None) -> int:
    """A row's id out of a form."""
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 12:
        raise Http404
    return int(text)
