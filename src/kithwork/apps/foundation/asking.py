"""Asking: a lower room needs a fact that only a room above it holds. Names as text, so that no room looks up.

The other way round than news: nothing has changed, somebody wants to know. One name answers each question, and the
table is short on purpose; a fact that several pages need belongs to a room below them.
"""

from __future__ import annotations

from typing import Any

from django.utils.module_loading import import_string

# What is asked -> the function that knows. Its arguments and its answer are plain: ids and text.
KNOWS: dict[str, str] = {
    # (student_id, subject) -> the planned step that went worst lately, in the practice's words; empty if none did.
    "practice.weakest_step": "kithwork.apps.runs.weakest.weakest_step",
}


def ask(what: str, *about: Any) -> Any:
    """The answer of whoever knows."""
    return import_string(KNOWS[what])(*about)
