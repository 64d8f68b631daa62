"""What the pages of one event begin with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from kithwork.apps.events import policies, queries
from kithwork.apps.foundation.verdict import require


def event_to_change(request: HttpRequest, event_id: int) -> Any:
    """The event. 404 for who may not see it, 403 with a sentence for who may not change it."""
    event = queries.event_or_404(request.viewer, event_id)
    require(policies.may_change_event(request.viewer, event))
    return event
