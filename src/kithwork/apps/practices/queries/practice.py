"""One practice, whole, as somebody reads it before and while they carry it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.practices import policies, words
from kithwork.apps.practices.queries import library, shelf
from kithwork.apps.practices.queries.machines import (
    CorrectionLine,
    RuleLine,
    correction_lines,
    rule_lines,
)
from kithwork.apps.practices.queries.session_lines import SessionLine, session_lines
from kithwork.playbooks import Playbook, adjusted, dictionary, questions
from kithwork.playbooks.schema.base import Part, Span
from kithwork.playbooks.schema.people import Role


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of text with what stands beside it."""

    text: str
    of: str = ""
    more: str = ""
    tag: str = ""
    is_key: bool = False
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PracticePage:
    """Everything of one practice, in words."""

    playbook: Playbook
    is_own: bool
    may_use: bool
    may_write: bool
    language: str
    languages: list[tuple[str, str]]
    facts: list[tuple[str, str]]
    sessions: list[SessionLine]
    cards: list[Line]
    corrections: list[CorrectionLine]
    roles: list[Role]
    lessons: list[Any]
    fidelity: list[Line]
    measures: list[Line]
    rules: list[RuleLine]
    questions: list[Line]
    fading: list[Line]
    rotation: list[Line]
    evidence: list[Line]
    settings: list[Line]


def practice_page(viewer: Viewer, whole: Playbook, language: str = "") -> PracticePage:
    """The practice with its defaults in their places, in the language asked for where there is one."""
    others = shelf.languages_of(whole)
    language = language if language in others else "en"
    playbook = adjusted(shelf.said_in(whole, language))
    return PracticePage(
        playbook=playbook,
        is_own=not shelf.is_shipped(whole),
        may_use=bool(policies.may_use(viewer, playbook.scope)),
        may_write=bool(policies.may_keep_playbook(viewer)),
        language=language,
        languages=[(key, words.LANGUAGES.get(key, key)) for key in ("en", *others)]
        if others
        else [],
        facts=_facts(playbook),
        sessions=session_lines(playbook),
        cards=[
            Line(one.title, words.who_words(playbook, one.role), lines=one.lines)
            for one in playbook.cue_cards
        ],
        corrections=correction_lines(playbook),
        roles=list(playbook.roles),
        lessons=_lessons(playbook),
        fidelity=[
            Line(one.text, words.who_words(playbook, one.who), is_key=one.critical)
            for one in playbook.fidelity.items
        ],
        measures=_measures(playbook),
        rules=rule_lines(playbook),
        questions=_questions(playbook),
        fading=_fading(playbook),
        rotation=[
            Line(
                words.label(words.CHANGES, one.what),
                words.every_words(one.every),
                one.how or "",
                tag_words(one),
            )
            for one in playbook.rotation
        ],
        evidence=_evidence(playbook),
        settings=_settings(playbook),
    )


def tag_words(part: Part, around: Part | None = None) -> str:
    """Where a number comes from, in words."""
    found = part.tag or (around.tag if around else None)
    return words.label(words.TAGS, found) if found else ""


def _facts(playbook: Playbook) -> list[tuple[str, str]]:
    group = playbook.group
    unit = words.label({}, group.unit)
    size = words.span_words(Span(min=group.min, max=group.max))
    return [
        (_("For"), words.label(words.SCOPES, playbook.scope)),
        (_("Grades"), words.joined(words.GRADES, playbook.grade_bands)),
        (_("Settings"), words.joined(words.SETTINGS, playbook.settings)),
        (_("Subjects"), words.joined(words.SUBJECTS, playbook.subjects)),
        (_("Together"), _("%(unit)s, %(size)s students") % {"unit": unit, "size": size}),
        (_("Time"), library.time_words(playbook)),
    ]


def _lessons(playbook: Playbook) -> list[Any]:
    return [
        {
            "lesson": one,
            "who": words.label(words.WHO, one.audience),
            "time": words.minutes_words(one.minutes, one.between),
            "tag": tag_words(one),
            "parts": [
                (
                    words.label(words.KINDS_OF_PART, part.kind),
                    words.minutes_words(part.minutes),
                    part,
                )
                for part in one.parts
            ],
        }
        for one in playbook.training
    ]


def _measures(playbook: Playbook) -> list[Line]:
    found = []
    for one in playbook.measures:
        behaviour = dictionary().of(one.id)
        found.append(
            Line(
                behaviour.name if behaviour else words.label({}, one.id),
                words.label(words.METHODS, one.method),
                one.text or (behaviour.definition if behaviour else ""),
                tag_words(one),
                lines=(words.every_words(one.every), words.label(words.WHO, one.of)),
            )
        )
    return found


def _questions(playbook: Playbook) -> list[Line]:
    sets = {one.id: one.questions for one in questions().sets}
    asked = [*playbook.reflection, *(q for key in playbook.question_sets for q in sets[key])]
    return [Line(one.asks, words.label(words.WHO, one.audience)) for one in asked]


def _fading(playbook: Playbook) -> list[Line]:
    return [
        Line(
            one.does,
            str(one.level),
            one.until or "",
            tag_words(one, playbook.fading),
            lines=tuple(str(week) for week in (one.from_week, one.to_week) if week is not None),
        )
        for one in playbook.fading.steps
    ]


def _evidence(playbook: Playbook) -> list[Line]:
    """Each statement with how firm it is and where it comes from. Only what was seen may name a source."""
    sources = {one.id: one.text for one in playbook.sources}
    return [
        Line(
            one.says,
            words.label(words.STRENGTHS, one.strength),
            ", ".join(one.populations),
            tag_words(one),
            lines=tuple(sources[key] for key in one.sources),
        )
        for one in playbook.evidence
    ]


def _settings(playbook: Playbook) -> list[Line]:
    found = []
    for one in playbook.adjustable:
        value = value_words(one.value)
        span = ""
        if one.min is not None and one.max is not None:
            span = _("from %(low)s to %(high)s") % {"low": f"{one.min:g}", "high": f"{one.max:g}"}
        elif one.choices:
            span = _("one of: %(choices)s") % {"choices": words.joined({}, one.choices)}
        by_grade = tuple(
            f"{', '.join(each.grades)}: {value_words(each.value)}" for each in one.by_grade
        )
        found.append(
            Line(
                one.name,
                f"{value} {one.unit or ''}".strip(),
                one.help,
                tag_words(one),
                lines=(span, *by_grade),
            )
        )
    return found


def value_words(value: bool | float | str) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return words.label({}, value) if isinstance(value, str) else f"{value:g}"
