"""A language laid over a playbook: the same ids, words only, everything else untouched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from kithwork.playbooks.faults import BadPlaybook, Fault
from kithwork.playbooks.load import LESSONS, LIBRARY, read_text, table
from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.schema.base import word_fields
from kithwork.playbooks.schema.events import AccessCheck, EventTemplate
from kithwork.playbooks.schema.voice import Form

KEYS = ("id", "on", "level", "what", "by", "question")

Model = TypeVar("Model", bound=BaseModel)
# What may be read in another language as a whole.
Whole = Playbook | EventTemplate | AccessCheck
Said = TypeVar("Said", Playbook, EventTemplate, AccessCheck)

# What a translation must hold: what students hear, hold and answer, and of a practice what is asked after
# each session. The rest may follow later.
NEEDED: dict[type[BaseModel], tuple[str, ...]] = {
    Playbook: ("name", "purpose", "roles", "sessions", "cue_cards", "corrections", "reflection"),
    EventTemplate: (
        "name", "purpose", "about", "story", "tasks", "steps", "stages", "roles", "access", "gear",
        "partners", "reflection", "cautions",
    ),
    AccessCheck: ("questions",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Overlay:
    """The words of one playbook in one language, and the exact text they were read from."""

    language: str
    file: str
    body: dict[str, Any]
    text: str


def languages(playbook_file: Path) -> list[str]:
    """The languages that stand beside a playbook file, as folders: ``es/cwpt.toml``."""
    return sorted(path.parent.name for path in playbook_file.parent.glob(f"*/{playbook_file.name}")
                  if len(path.parent.name) == 2)  # fmt: skip


def read_overlay(playbook_file: Path, language: str) -> Overlay:
    """The words of ``playbook_file`` in ``language``, its lessons included when they are translated.

    Raises
    ------
    BadPlaybook
        When there is none, or it is not TOML.
    """
    path = playbook_file.parent / language / playbook_file.name
    text = read_text(path)
    file = f"{language}/{path.name}"
    body = table(text, file)
    folder = LESSONS if playbook_file.parent == LIBRARY else playbook_file.parent / "lessons"
    lessons = folder / language / path.name
    if lessons.is_file():
        more = read_text(lessons)
        body |= table(more, f"lessons/{file}")
        text = f"{text.rstrip()}\n\n{more}"
    return Overlay(language, file, body, text)


def overlay_faults(whole: Whole, overlay: Overlay) -> list[Fault]:
    """What keeps the overlay from fitting: missing and stray ids, changed numbers, an older version."""
    body = dict(overlay.body)
    found = list(_head(whole, overlay, body))
    found += _part(whole, body, "", overlay.file, whole=False)
    missing = [name for name in NEEDED[type(whole)] if name not in body]
    found += [
        Fault("missing", overlay.file, name, "this is missing; add its words.")
        for name in missing
        if getattr(whole, name)
    ]
    if isinstance(whole, Playbook) and "forms" not in body:
        found += _forms_left_out(whole.forms, [], "forms", overlay.file)
    return found


def _head(whole: Whole, overlay: Overlay, body: dict[str, Any]) -> Iterator[Fault]:
    wanted = {"id": whole.id, "version": whole.version, "language": overlay.language}
    for key, value in wanted.items():
        said = body.pop(key, None)
        if said != value:
            sentence = f"must be {value!r}, as in {whole.id}.toml, not {said!r}.".replace("'", '"')
            yield Fault("head", overlay.file, key, sentence)


def _part(part: BaseModel, words: Any, place: str, file: str, *, whole: bool) -> Iterator[Fault]:
    """Faults of one table. ``whole``: every text that the original has must be here."""
    if not isinstance(words, dict):
        yield Fault("not_a_table", file, place, "a table is needed here.")
        return
    texts = word_fields(type(part))
    for name, value in words.items():
        at = f"{place}, {name}" if place else name
        inner = getattr(part, name, None)
        if place and name == _key_name(type(part).model_fields):
            continue
        if name in texts:
            yield from _text(inner, value, at, file)
        elif isinstance(inner, BaseModel):
            yield from _part(inner, value, at, file, whole=True)
        elif isinstance(inner, tuple) and inner and isinstance(inner[0], BaseModel):
            yield from _list(inner, value, at, file)
        else:
            sentence = "a translation changes words only; take this out."
            yield Fault("not_words", file, at, sentence)
    if whole:
        yield from _left_out(part, words, place, file)


def _text(inner: Any, value: Any, at: str, file: str) -> Iterator[Fault]:
    many = isinstance(inner, tuple)
    if inner is None or inner == ():
        yield Fault("stray", file, at, "the original has no words here; take this out.")
    elif many and (not isinstance(value, list) or len(value) != len(inner)):
        yield Fault(
            "not_as_many", file, at, f"a list of {len(inner)} texts is needed, as in the original."
        )
    elif not all(isinstance(one, str) and one.strip() for one in (value if many else [value])):
        yield Fault("not_text", file, at, "text in quotes is needed here.")


def _list(inner: tuple[Any, ...], value: Any, at: str, file: str) -> Iterator[Fault]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        yield Fault("not_tables", file, at, "tables with ids are needed here.")
        return
    known = {_key(one): one for one in inner}
    said = [_key_of(one) for one in value]
    for key in sorted({key for key in said if said.count(key) > 1}):
        yield Fault("twice", file, at, f'"{key}" stands here twice; keep one.')
    for key, words in zip(said, value, strict=True):
        if key not in known:
            yield Fault("stray", file, at, f'"{key}" is not in the original; take it out.')
        else:
            yield from _part(known[key], words, f"{at} {key}", file, whole=True)
    if isinstance(inner[0], Form):
        yield from _forms_left_out(inner, said, at, file)
        return
    for key, one in known.items():
        if key not in said and _has_words(one):
            yield Fault("missing", file, at, f'"{key}" is missing; add its words.')


def _forms_left_out(
    forms: Iterable[Form], said: Iterable[str], at: str, file: str
) -> Iterator[Fault]:
    """The log asks what stands in the forms of each session; plans and checks may follow later."""
    for form in forms:
        if form.when == "each_session" and form.id not in said:
            yield Fault("missing", file, at, f'"{form.id}" is missing; add its words.')


def _left_out(part: BaseModel, words: dict[str, Any], place: str, file: str) -> Iterator[Fault]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name in words or name == "note" or not value:
            continue
        nested = value if isinstance(value, tuple) else (value,)
        if name in word_fields(type(part)) or any(
            isinstance(one, BaseModel) and _has_words(one) for one in nested
        ):
            yield Fault("missing", file, f"{place}, {name}", "this is missing; add its words.")


def _has_words(part: BaseModel) -> bool:
    texts = word_fields(type(part)) - {"note"}
    return any(getattr(part, name) for name in texts)


def _key_name(names: Iterable[str]) -> str:
    """What a part is found by: its id; for a transition the event it answers; and so on."""
    return next((name for name in KEYS if name in names), "")


def _key(part: BaseModel) -> str:
    name = _key_name(type(part).model_fields)
    return str(getattr(part, name)) if name else ""


def _key_of(words: dict[str, Any]) -> str:
    name = _key_name(words)
    return str(words[name]) if name else ""


def in_language(whole: Said, overlay: Overlay) -> Said:
    """The same playbook, template or check in other words; what the overlay does not say stays as it was.

    Raises
    ------
    BadPlaybook
        When the overlay does not fit.
    """
    faults = overlay_faults(whole, overlay)
    if faults:
        raise BadPlaybook(faults)
    body = {
        key: value
        for key, value in overlay.body.items()
        if key not in ("id", "version", "language")
    }
    return _laid_over(whole, body)


def _laid_over(part: Model, words: dict[str, Any]) -> Model:
    changed: dict[str, Any] = {}
    for name, value in words.items():
        inner = getattr(part, name)
        if name in word_fields(type(part)):
            changed[name] = tuple(value) if isinstance(value, list) else value
        elif isinstance(inner, BaseModel):
            changed[name] = _laid_over(inner, value)
        elif isinstance(inner, tuple) and inner and isinstance(inner[0], BaseModel):
            by_key = {_key_of(one): one for one in value}
            changed[name] = tuple(_laid_over(one, by_key.get(_key(one), {})) for one in inner)
    return part.model_copy(update=changed)
