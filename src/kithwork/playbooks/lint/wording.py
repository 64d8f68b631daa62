"""Words: partners are equals, and what students see names nobody's plan, level or rank."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.schema.base import walk, word_fields

# Decision 0009, in English and Spanish.
BANNED = re.compile(
    r"\b(helpers?|helped|helpees?|normal (kids?|peers?|children|students?)|special needs|suffers from|"
    r"wheelchair-bound|non-?verbal|mental age|target (child|children|students?)|buddy's kid|"
    r"(high|low)[- ]functioning|ayudantes?|niñ[oa]s? normal(es)?|necesidades especiales|"
    r"(alumn[oa]|estudiante|niñ[oa]) objetivo)\b",
    re.IGNORECASE,
)
# Never on a board, a cue card or a student's question.
NOT_FOR_STUDENTS = re.compile(
    r"\b(IEP|disabilit(y|ies)|disabled|fidelity|weaker|stronger|lower reader|higher reader|ranks?|ranked|"
    r"reading level|special education|paraprofessionals?|focus student|discapacidad(es)?|"
    r"más débil|más fuerte|educación especial|nivel de lectura)\b",
    re.IGNORECASE,
)
LONGEST_CUE = 3
STUDENT_AUDIENCES = frozenset({"students", "peers", "focus_student"})


def words_are_ours(whole: BaseModel) -> Iterator[tuple[str, str, str]]:
    """Words decision 0009 bans, anywhere in a playbook or a shared file."""
    for place, part in walk(whole):
        for name in sorted(word_fields(type(part))):
            value = getattr(part, name)
            for text in value if isinstance(value, tuple) else (value,):
                found = BANNED.search(text or "")
                if found:
                    sentence = (
                        f'"{found.group()}" is a word we do not use; say partner, peer or the role.'
                    )
                    yield ("word", f"{place}, {name}" if place else name, sentence)


def words_are_kind(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    yield from words_are_ours(playbook)
    for place, text in _students_see(playbook):
        found = NOT_FOR_STUDENTS.search(text)
        if found:
            sentence = f'students see this; leave out "{found.group()}".'
            yield ("for_students", place, sentence)
    for number, card in enumerate(playbook.cue_cards, 1):
        if len(card.lines) > LONGEST_CUE:
            sentence = f"a cue card holds {LONGEST_CUE} lines; make two cards."
            yield ("cue_card", f"cue_cards {number}, lines", sentence)


def _students_see(playbook: Playbook) -> Iterator[tuple[str, str]]:
    for place, session in enumerate(playbook.sessions, 1):
        for number, step in enumerate(session.steps, 1):
            yield f"sessions {place}, steps {number}, name", step.name
            yield f"sessions {place}, steps {number}, say", step.say or ""
    for place, card in enumerate(playbook.cue_cards, 1):
        yield f"cue_cards {place}", " ".join((card.title, *card.lines))
    for place, correction in enumerate(playbook.corrections, 1):
        for number, state in enumerate(correction.states, 1):
            yield f"corrections {place}, states {number}", f"{state.prompt} {state.example or ''}"
    for place, question in enumerate(playbook.reflection, 1):
        if question.audience in STUDENT_AUDIENCES:
            yield f"reflection {place}, asks", question.asks
