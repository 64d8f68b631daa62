"""@action: a verb, a person, one change, one line on the trail."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.trail.models import TrailEntry

P = ParamSpec("P")
R = TypeVar("R")

# verb -> function; the house tests read it.
ACTIONS: dict[str, Callable[..., Any]] = {}

_detail: ContextVar[dict[str, Any] | None] = ContextVar("trail_detail", default=None)


def action(verb: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function the one way to do `verb`.

    It runs in a transaction of its own (or inside the caller's), and on success
    leaves one trail line with who did it (`by=`) and what row it returned.
    """
    if verb in ACTIONS:
        raise ValueError(f"two actions share the verb {verb}")

    def wrap(do: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(do)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            by = kwargs.get("by")
            if not isinstance(by, Viewer):
                raise TypeError(f"{verb} needs by=, the person who does it")
            token = _detail.set({})
            try:
                with transaction.atomic():
                    result = do(*args, **kwargs)
                    _write_line(verb, by, result, _detail.get() or {})
            finally:
                _detail.reset(token)
            return result

        ACTIONS[verb] = act
        return act

    return wrap


def note(**detail: Any) -> None:
    """Add ids, counts or field names to the line of the action under way."""
    current = _detail.get()
    if current is None:
        raise RuntimeError("trail.note belongs inside an action")
    current.update(detail)


def _write_line(verb: str, by: Viewer, result: object, detail: dict[str, Any]) -> None:
    subject_type, subject_id = "", ""
    if isinstance(result, models.Model):
        subject_type, subject_id = result._meta.label_lower, str(result.pk)
    TrailEntry.objects.create(
        verb=verb,
        by_id=by.user_id,
        role=by.role.value,
        school_id=by.school_id,
        subject_type=subject_type,
        subject_id=subject_id,
        detail=detail,
    )
