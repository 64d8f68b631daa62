"""Finding a value in a playbook by a dotted place: ``sessions.tutoring.steps.half_one.minutes``."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from kithwork.playbooks.schema.base import Part

KEYS = ("id", "what", "on", "by")


def look_up(whole: BaseModel, place: str) -> tuple[Any, str | None]:
    """The value at a place, plain, and the tag that holds there."""
    here: Any = whole
    tag: str | None = None
    for step in place.split("."):
        if isinstance(here, tuple):
            here = _one_of(here, step)
        else:
            if isinstance(here, Part):
                tag = here.tags.get(step, here.tag or tag)
            here = getattr(here, step)
    if isinstance(here, Part):
        tag = here.tag or tag
    return plain(here), tag


def _one_of(parts: tuple[Any, ...], step: str) -> Any:
    if step.isdigit():
        return parts[int(step) - 1]
    for part in parts:
        if any(getattr(part, key, None) == step for key in KEYS):
            return part
    raise AssertionError(f"there is no {step!r} among {[plain(part) for part in parts]}")


def plain(value: Any) -> Any:
    """A value as a numbers file would write it: a list of ids for parts, a table for a span."""
    if isinstance(value, tuple):
        return [getattr(one, "id", None) or plain(one) for one in value]
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_unset=True)
    return value
