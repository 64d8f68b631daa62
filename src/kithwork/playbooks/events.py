"""Events and projects as data: templates a school copies, and the access check they all answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from kithwork.playbooks.faults import BadPlaybook, Fault
from kithwork.playbooks.lint.numbers import every_number_has_a_parent
from kithwork.playbooks.lint.wording import NOT_FOR_STUDENTS, words_are_ours
from kithwork.playbooks.load import HERE, read_text, table, validated
from kithwork.playbooks.overlay import in_language, languages, read_overlay
from kithwork.playbooks.schema.base import CITABLE, Named, Part, walk
from kithwork.playbooks.schema.events import AccessCheck, EventTemplate

TEMPLATES = HERE / "templates"
ACCESS_CHECK = HERE / "access_check.toml"

Said = Iterator[tuple[str, str, str]]


def read_template(path: Path) -> EventTemplate:
    """The template in this file. BadPlaybook with every fault when it is none."""
    return validated(EventTemplate, table(read_text(path), path.name), path.name)


@cache
def access_check(language: str = "") -> AccessCheck:
    """The questions every event answers; in another language where they are written in it."""
    whole = validated(
        AccessCheck, table(read_text(ACCESS_CHECK), ACCESS_CHECK.name), ACCESS_CHECK.name
    )
    if language not in languages(ACCESS_CHECK):
        return whole
    return in_language(whole, read_overlay(ACCESS_CHECK, language))


@cache
def event_templates() -> dict[str, EventTemplate]:
    """The templates that come with Kithwork, by id, in the order of their names."""
    found = [read_template(path) for path in TEMPLATES.glob("*.toml")]
    return {one.id: one for one in sorted(found, key=lambda one: one.name)}


def template_languages(template: EventTemplate) -> list[str]:
    """Other languages a shipped template can be read in, as two letters."""
    return languages(TEMPLATES / f"{template.id}.toml")


@cache
def template_in(key: str, language: str) -> EventTemplate:
    """A shipped template in another language where it is written in it, else as it is."""
    template = event_templates()[key]
    if language not in template_languages(template):
        return template
    return in_language(template, read_overlay(TEMPLATES / f"{key}.toml", language))


def template_faults(path: Path) -> tuple[Fault, ...]:
    """Everything that can be wrong with one template file."""
    try:
        template = read_template(path)
    except BadPlaybook as bad:
        return bad.faults
    return (
        *_faults_of(template, path.name),
        *(one for key in languages(path) for one in _translation(template, path, key)),
    )


def _translation(template: EventTemplate, path: Path, language: str) -> Iterator[Fault]:
    """What keeps another language from fitting, and what is wrong with its words."""
    try:
        overlay = read_overlay(path, language)
        said = in_language(template, overlay)
    except BadPlaybook as bad:
        yield from bad.faults
        return
    before = set(_faults_of(template, overlay.file))
    yield from (fault for fault in _faults_of(said, overlay.file) if fault not in before)


def _faults_of(template: EventTemplate, file: str) -> tuple[Fault, ...]:
    said = [
        *every_number_has_a_parent(template),
        *words_are_ours(template),
        *_named_twice(template),
        *_minutes_add_up(template),
        *_tips_are_known(template),
        *_cited(template),
        *_students_see(template),
    ]
    return tuple(Fault(code, file, at.lstrip(", "), sentence) for code, at, sentence in said)


def is_template(path: Path) -> bool:
    """Templates live in folders of that name, the shipped ones and a school's own."""
    return path.resolve().parent.name == TEMPLATES.name


def _named_twice(template: EventTemplate) -> Said:
    for name in type(template).model_fields:
        value = getattr(template, name)
        if isinstance(value, tuple):
            ids = Counter(one.id for one in value if isinstance(one, Named))
            for key in (key for key, count in ids.items() if count > 1):
                yield "twice", name, f'"{key}" stands here twice; give each its own id.'


def _minutes_add_up(template: EventTemplate) -> Said:
    total = sum(step.minutes for step in template.steps)
    if total != template.minutes:
        sentence = f"the steps take {total} minutes, not {template.minutes}; make them agree."
        yield "minutes", "minutes", sentence


def _tips_are_known(template: EventTemplate) -> Said:
    for number, one in enumerate(template.access, 1):
        if access_check().of(one.question) is None:
            known = ", ".join(question.id for question in access_check().questions)
            sentence = f'the access check has no question "{one.question}"; it has {known}.'
            yield "unknown", f"access {number}, question", sentence


def _cited(template: EventTemplate) -> Said:
    known = {source.id for source in template.sources}
    for place, part in walk(template):
        if not isinstance(part, Part) or not part.cite:
            continue
        if part.tag not in CITABLE:
            yield "cited", f"{place}, cite", "only S and V may cite a source. Take out cite."
        for key in sorted({*part.cite} - known):
            yield "unknown", f"{place}, cite", f'there is no source "{key}"; add it to sources.'


def _students_see(template: EventTemplate) -> Said:
    """Steps, roles and questions are read by students and their classmates."""
    shown: tuple[tuple[str, tuple[BaseModel, ...]], ...] = (
        ("steps", template.steps),
        ("roles", template.roles),
        ("reflection", template.reflection),
    )
    for name, parts in shown:
        for number, part in enumerate(parts, 1):
            for word in part.model_dump().values():
                found = NOT_FOR_STUDENTS.search(word) if isinstance(word, str) else None
                if found:
                    sentence = f'students see this; leave out "{found.group()}".'
                    yield "for_students", f"{name} {number}", sentence
