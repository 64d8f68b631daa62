"""A file checked whole: read, linted, its languages laid over; shipped ones with their lock and shared data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel

from kithwork.playbooks import lock, shared
from kithwork.playbooks.events import (
    ACCESS_CHECK,
    TEMPLATES,
    access_check,
    is_template,
    template_faults,
)
from kithwork.playbooks.faults import BadPlaybook, Fault
from kithwork.playbooks.lint import check
from kithwork.playbooks.lint.numbers import every_number_has_a_parent
from kithwork.playbooks.lint.sense import rule_faults
from kithwork.playbooks.lint.wording import words_are_ours
from kithwork.playbooks.load import HERE, LIBRARY, read
from kithwork.playbooks.overlay import in_language, languages, read_overlay
from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.schema.events import AccessCheck

SHARED: dict[str, type[BaseModel]] = {
    "access_check": AccessCheck,
    "dictionary": shared.Dictionary,
    "rules": shared.RuleBook,
    "questions": shared.Questions,
    "facilitation": shared.Facilitation,
    "reciprocal_roles": shared.ReciprocalRoles,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """One file and what is wrong with it. ``playbook`` is None when it could not be read."""

    file: str
    playbook: Playbook | None
    faults: tuple[Fault, ...]


def check_file(path: Path, taken: Iterable[str] = ()) -> Checked:
    """Everything that can be wrong with one playbook file and its languages, or with one event template.

    Parameters
    ----------
    path
        A shipped file, or a school's own.
    taken
        Ids it may not use: those of the shipped practices when it is a school's own.
    """
    if is_template(path):
        return Checked(path.name, None, template_faults(path))
    try:
        playbook = read(path)
    except BadPlaybook as bad:
        return Checked(path.name, None, bad.faults)
    faults = check(playbook, path.name)
    if playbook.id in taken:
        sentence = f'"{playbook.id}" is the id of another practice; choose your own.'
        faults.append(Fault("id_taken", path.name, "id", sentence))
    for language in languages(path):
        faults += _translation(playbook, path, language)
    return Checked(path.name, playbook, tuple(faults))


def _translation(playbook: Playbook, path: Path, language: str) -> Iterator[Fault]:
    try:
        overlay = read_overlay(path, language)
        translated = in_language(playbook, overlay)
    except BadPlaybook as bad:
        yield from bad.faults
        return
    before = set(check(playbook, overlay.file))
    yield from (fault for fault in check(translated, overlay.file) if fault not in before)


def check_folder(folder: Path) -> list[Checked]:
    """Every playbook of a folder. In a school's own folder no id of a shipped practice may be used."""
    taken = set() if folder == LIBRARY else {path.stem for path in LIBRARY.glob("*.toml")}
    found: list[Checked] = []
    for path in sorted(folder.glob("*.toml")):
        one = check_file(path, taken)
        if one.playbook:
            taken.add(one.playbook.id)
        found.append(one)
    return found


def check_shipped() -> list[Checked]:
    """The shipped library, what practices share, the event templates, and the lock."""
    found = [_named_after_its_id(one) for one in check_folder(LIBRARY)]
    found += [_shared(name, kind) for name, kind in SHARED.items()]
    found += [check_file(path) for path in sorted(TEMPLATES.glob("*.toml"))]
    found.append(Checked("es/access_check.toml", None, tuple(access_check_faults())))
    found.append(Checked("versions.lock", None, tuple(lock.faults())))
    return found


def _named_after_its_id(one: Checked) -> Checked:
    if one.playbook is None or one.file == f"{one.playbook.id}.toml":
        return one
    sentence = f"a shipped file is named after its id: {one.playbook.id}.toml."
    return replace(one, faults=(*one.faults, Fault("file_name", one.file, "id", sentence)))


def _shared(name: str, kind: type[BaseModel]) -> Checked:
    file = f"{name}.toml"
    try:
        whole = shared.read_shared(kind, HERE / file)
    except BadPlaybook as bad:
        return Checked(file, None, bad.faults)
    return Checked(file, None, tuple(shared_faults(whole, file)))


def shared_faults(whole: BaseModel, file: str) -> Iterator[Fault]:
    """What is wrong with a shared file that could be read."""
    found = [*every_number_has_a_parent(whole), *words_are_ours(whole)]
    if isinstance(whole, shared.RuleBook):
        for number, rule in enumerate(whole.rules, 1):
            found += rule_faults(rule, f"rules {number}")
    for code, place, sentence in found:
        yield Fault(code, file, place, sentence)


def access_check_faults() -> Iterator[Fault]:
    """What keeps the access check from being asked in another language."""
    for language in languages(ACCESS_CHECK):
        try:
            in_language(access_check(), read_overlay(ACCESS_CHECK, language))
        except BadPlaybook as bad:
            yield from bad.faults
