"""What stands in a cell of the scores table: what was typed and not saved yet, else what is kept."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.simple_tag
def cell(typed: Mapping[str, str], part: str, student_id: int, kept: int | None) -> str:
    """The value of one input."""
    name = f"{part}_{student_id}"
    if name in typed:
        return typed[name]
    return "" if kept is None else str(kept)
