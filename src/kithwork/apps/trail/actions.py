"""@action: a verb, a person, one change, one line on the trail."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.trail import chain
from kithwork.apps.trail.models import TrailEntry

P = ParamSpec("P")
R = TypeVar("R")

# verb -> function; the house tests read it.
ACTIONS: dict[str, Callable[..., Any]] = {}

# Lines of the outermost action under way. They are added together at its end, so that the
# turn to write on the trail is held for a moment, not for as long as an import takes.
_lines: ContextVar[list[TrailEntry] | None] = ContextVar("trail_lines", default=None)
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
                with _on_the_trail() as lines:
                    result = do(*args, **kwargs)
                    lines.append(_line_of(verb, by, result, _detail.get() or {}))
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


@contextmanager
def _on_the_trail() -> Iterator[list[TrailEntry]]:
    """A transaction whose lines are kept only if it succeeds; the outermost one writes them."""
    outer = _lines.get()
    if outer is not None:
        mark = len(outer)
        try:
            with transaction.atomic():
                yield outer
        except BaseException:
            del outer[mark:]
            raise
        return
    lines: list[TrailEntry] = []
    token = _lines.set(lines)
    try:
        with transaction.atomic():
            yield lines
            chain.add(lines)
    finally:
        _lines.reset(token)


def _line_of(verb: str, by: Viewer, result: object, detail: dict[str, Any]) -> TrailEntry:
    subject_type, subject_id = "", ""
    if by.assisted_by is not None:
        detail = {**detail, "assisted_by": by.assisted_by}
    if isinstance(result, models.Model):
        subject_type, subject_id = result._meta.label_lower, str(result.pk)
    return TrailEntry(
        at=clock.now(),
        verb=verb,
        by_id=by.user_id,
        role=by.role.value,
        school_id=by.school_id,
        subject_type=subject_type,
        subject_id=subject_id,
        detail=detail,
    )
