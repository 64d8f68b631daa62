"""A short word at the foot of the page, with Undo where there is something to undo."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest


def toast(
    request: HttpRequest, text: str, *, undo_url: str = "", undo_fields: dict | None = None
) -> None:
    """Say what was done. `undo_url` is posted to, with `undo_fields`, when the person presses Undo."""
    undo = {"url": undo_url, "fields": undo_fields or {}} if undo_url else None
    messages.success(request, text, extra_tags=json.dumps(undo) if undo else "")
