"""A school's own values, a grade's own values and one version of a practice, put in their places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.schema.base import Part, placeholders, word_fields
from kithwork.playbooks.schema.sessions import Session
from kithwork.playbooks.schema.voice import Adjustable

Model = TypeVar("Model", bound=BaseModel)
Value = bool | float | str


def adjusted(
    playbook: Playbook, values: Mapping[str, Value] | None = None, *, grade: str | None = None
) -> Playbook:
    """The playbook with a school's values in every place that follows them, and in its words.

    Whatever is shown or run goes through here first: ``{wait_seconds}`` in a cue card becomes the
    school's number.

    Parameters
    ----------
    playbook
        As it was read. It is not changed.
    values
        By the ids of ``adjustable``. What is not named keeps its default.
    grade
        ``"PK"``, ``"K"``, ``"1"`` … ``"12"``: the default of that grade where the playbook has one.

    Returns
    -------
    Playbook
        A session whose steps changed lasts as long as its steps.

    Raises
    ------
    ValueError
        For an id that is not adjustable, or a value outside its limits.
    """
    chosen = dict(values or {})
    known = {one.id: one for one in playbook.adjustable}
    for key, value in chosen.items():
        if key not in known:
            raise ValueError(f'"{key}" is not a value of {playbook.id} that can be changed.')
        _within(known[key], value)
    now = {key: chosen.get(key, default_for(one, grade)) for key, one in known.items()}
    changed = _following(playbook, now)
    sessions = tuple(_as_long_as_its_steps(session) for session in changed.sessions)
    return changed.model_copy(update={"sessions": sessions})


def default_for(one: Adjustable, grade: str | None) -> Value:
    """The default of a grade: its own where the playbook has one."""
    return next((own.value for own in one.by_grade if grade in own.grades), one.value)


def _within(one: Adjustable, value: Value) -> None:
    if isinstance(one.value, bool) != isinstance(value, bool) or (
        isinstance(one.value, str) != isinstance(value, str)
    ):
        raise ValueError(f"{one.name}: {value!r} is not this kind of value.")
    if isinstance(value, str):
        if value not in one.choices:
            raise ValueError(f"{one.name}: choose one of {', '.join(one.choices)}.")
    elif not isinstance(value, bool):
        low, high = one.min, one.max
        if low is not None and high is not None and not low <= value <= high:
            raise ValueError(f"{one.name}: choose from {low:g} to {high:g}.")


def _following(part: Model, values: Mapping[str, Value]) -> Model:
    changed: dict[str, Any] = {}
    for name in type(part).model_fields:
        inner = getattr(part, name)
        if isinstance(inner, BaseModel):
            changed[name] = _following(inner, values)
        elif isinstance(inner, tuple) and inner and isinstance(inner[0], BaseModel):
            changed[name] = tuple(_following(one, values) for one in inner)
    for name in word_fields(type(part)):
        said = getattr(part, name)
        spoken = _filled(said, values)
        if spoken != said:
            changed[name] = spoken
    if isinstance(part, Part):
        changed |= {field: _whole(values[key]) for field, key in part.follows.items()}
    return part.model_copy(update=changed) if changed else part


def _filled(said: Any, values: Mapping[str, Value]) -> Any:
    """Words with ``{id}`` as the value of that id."""
    if isinstance(said, tuple):
        return tuple(_filled(one, values) for one in said)
    for key in placeholders(said or ""):
        if key in values:
            said = said.replace(f"{{{key}}}", str(_whole(values[key])))
    return said


def _whole(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _as_long_as_its_steps(session: Session) -> Session:
    in_row = [step for step in session.steps if not step.during and not step.optional]
    minutes = [step.minutes for step in in_row if step.minutes is not None]
    if not minutes or len(minutes) < len(in_row):
        return session
    return session.model_copy(update={"minutes": sum(minutes)})


def as_variant(playbook: Playbook, key: str) -> Playbook:
    """One version of the practice: its own sessions, pairing, content, tests and measures only.

    Raises
    ------
    KeyError
        When the playbook has no version of this id.
    """
    variant = next((one for one in playbook.variants if one.id == key), None)
    if variant is None:
        raise KeyError(key)
    changed: dict[str, Any] = {"variants": (variant,)}
    for name in ("sessions", "content", "tests", "measures"):
        wanted = getattr(variant, name)
        if wanted:
            changed[name] = tuple(part for part in getattr(playbook, name) if part.id in wanted)
    if variant.pairing:
        changed["pairing"] = variant.pairing
    return playbook.model_copy(update=changed)
