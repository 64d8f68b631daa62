"""From files to playbooks: read strictly, join the lessons, lay a language over, name every fault."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from kithwork.playbooks.faults import BadPlaybook, Fault
from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.sentences import faults_of

HERE = Path(__file__).parent
LIBRARY = HERE / "library"
LESSONS = HERE / "lessons"
# A practice with all its lessons stays far below this; a book pasted in by mistake does not.
MOST_BYTES = 1_000_000

Model = TypeVar("Model", bound=BaseModel)


def read(path: Path) -> Playbook:
    """The playbook in this file, joined with its lessons when they stand beside it.

    Lessons may be in the file itself or in ``lessons/<name>.toml``: for the shipped library beside
    the ``library`` folder, for a school's own file in a ``lessons`` folder next to it.

    Raises
    ------
    BadPlaybook
        When it cannot be read or says something the schema does not know.
    """
    text = read_text(path)
    lessons = lessons_of(path)
    return parse(
        text,
        file=path.name,
        lessons=read_text(lessons) if lessons else "",
        lessons_file=f"lessons/{path.name}",
    )


def lessons_of(path: Path) -> Path | None:
    """Where the lessons of a playbook file are, when they are in a file of their own."""
    folder = LESSONS if path.parent.resolve() == LIBRARY.resolve() else path.parent / "lessons"
    beside = folder / path.name
    return beside if beside.is_file() else None


def parse(
    text: str,
    *,
    file: str = "playbook",
    lessons: str = "",
    lessons_file: str = "lessons",
) -> Playbook:
    """A playbook from its text. ``lessons`` is the text of its lessons file, ``""`` when it has none.

    The ``text`` of what comes back is both together, and parses to an equal playbook by itself.

    Raises
    ------
    BadPlaybook
        Naming every place, counted from 1: ``stay_play_talk.toml, training 1, minutes: a whole
        number is needed, not "twenty".``
    """
    whole = f"{text.rstrip()}\n\n{lessons}" if lessons else text
    body = table(text, file)
    if lessons:
        own = table(lessons, lessons_file)
        _only_lessons(body, own, file, lessons_file)
        body |= own
    playbook = validated(Playbook, body, file, training_file=lessons_file if lessons else file)
    playbook._text = whole
    return playbook


def _only_lessons(body: dict[str, Any], own: dict[str, Any], file: str, lessons_file: str) -> None:
    stray = sorted(set(own) - {"training"})
    if stray:
        sentence = f"a lessons file holds [[training]] only; move it to {file}."
        raise BadPlaybook([Fault("stray", lessons_file, word, sentence) for word in stray])
    if "training" in body:
        sentence = f"lessons are in {lessons_file} already; keep them in one place."
        raise BadPlaybook([Fault("twice", file, "training", sentence)])


def validated(
    kind: type[Model], body: dict[str, Any], file: str, training_file: str | None = None
) -> Model:
    """``body`` as a model, or every fault in a sentence."""
    try:
        return kind.model_validate(frozen(body))
    except ValidationError as error:
        found = faults_of(error, kind, file)
    raise BadPlaybook(
        Fault(one.code, training_file, one.place, one.sentence)
        if training_file and one.place.startswith("training")
        else one
        for one in found
    )


def read_text(path: Path) -> str:
    """The text of a file. BadPlaybook when it cannot be read, is not UTF-8 or is far too long."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _whole(path.name, "unreadable", f"cannot be read ({error.strerror}).") from None
    if len(raw) > MOST_BYTES:
        raise _whole(path.name, "too_long", "is longer than a million letters; shorten it.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = f"is not UTF-8 text (byte {error.start + 1}); save it as UTF-8."
        raise _whole(path.name, "not_utf8", sentence) from None


def table(text: str, file: str) -> dict[str, Any]:
    """The text as TOML. BadPlaybook with line and column when it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at ")
        place = where.rstrip(")")
        raise BadPlaybook([Fault("not_toml", file, place, f"this is not TOML: {what}.")]) from None
    except RecursionError:
        raise _whole(file, "too_deep", "tables stand too deep inside one another.") from None


def _whole(file: str, code: str, sentence: str) -> BadPlaybook:
    return BadPlaybook([Fault(code, file, "", sentence)])


def frozen(value: Any) -> Any:
    """Lists as tuples, all the way down, so that nothing read can be changed."""
    if isinstance(value, dict):
        return {key: frozen(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return tuple(frozen(inner) for inner in value)
    return value


@dataclass(frozen=True, slots=True)
class Shelf:
    """Playbooks by id, and the faults of the files that could not be read."""

    playbooks: dict[str, Playbook]
    faults: tuple[Fault, ...] = ()


def shelf(*folders: Path) -> Shelf:
    """Every playbook of these folders. A file with faults is left out and told; an id is used once.

    Parameters
    ----------
    folders
        Read in order. The shipped library is ``LIBRARY``; a school's own folder comes after it.
    """
    found: dict[str, Playbook] = {}
    faults: list[Fault] = []
    for path in (path for folder in folders for path in sorted(folder.glob("*.toml"))):
        try:
            playbook = read(path)
        except BadPlaybook as bad:
            faults += bad.faults
            continue
        if playbook.id in found:
            sentence = f'"{playbook.id}" is the id of another practice; choose your own.'
            faults.append(Fault("id_taken", path.name, "id", sentence))
            continue
        found[playbook.id] = playbook
    return Shelf(found, tuple(faults))


def file_of(key: str, folder: Path | None = None) -> Path:
    """The file of a playbook's id: in a school's own folder, or in the library."""
    for path in sorted(folder.glob("*.toml")) if folder else ():
        with suppress(BadPlaybook):  # told when the folder is read
            if table(read_text(path), path.name).get("id") == key:
                return path
    return LIBRARY / f"{key}.toml"


@cache
def shipped() -> dict[str, Playbook]:
    """The practices that come with Kithwork, by id.

    Raises
    ------
    BadPlaybook
        When a shipped file has a fault; the tests keep that from happening.
    """
    whole = shelf(LIBRARY)
    if whole.faults:
        raise BadPlaybook(whole.faults)
    return whole.playbooks
