"""Ids exist: whatever a playbook names, it has, or the shared files have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches

from pydantic import BaseModel

from kithwork.playbooks import shared
from kithwork.playbooks.faults import shown
from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.schema.base import Named, Part, placeholders, walk, word_fields
from kithwork.playbooks.schema.sessions import TOGETHER

Named_ = Iterable[tuple[str, str | None]]


def ids_exist(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    ids = _ids(playbook)
    for kind, named in REFERENCES.items():
        known = ids[kind]
        for place, key in named(playbook):
            if key is not None and key not in known:
                yield ("unknown_id", place, _no_such(kind, key, known))
    yield from _own_values(playbook)


def _no_such(kind: str, key: str, known: frozenset[str]) -> str:
    near = get_close_matches(key, known, n=1)
    mend = f'did you mean "{near[0]}"?' if near else "add it, or name another."
    return f'there is no {kind} "{key}"; {mend}'


def _ids(playbook: Playbook) -> dict[str, frozenset[str]]:
    def own(parts: Iterable[Named]) -> frozenset[str]:
        return frozenset(part.id for part in parts)

    dictionary = frozenset(one.id for one in shared.dictionary().behaviours)
    return {
        "role": own(playbook.roles),
        "actor": own(playbook.roles) | TOGETHER,
        "cue card": own(playbook.cue_cards),
        "correction": own(playbook.corrections),
        "award": own(playbook.scoring.awards),
        "content": own(playbook.content),
        "session": own(playbook.sessions),
        "test": own(playbook.tests),
        "skill": own(playbook.skills),
        "source": own(playbook.sources),
        "measure": dictionary,
        "measured here": own(playbook.measures),
        "question set": frozenset(one.id for one in shared.questions().sets),
        "shared rule": frozenset(rule.id for rule in shared.rule_book().of_playbook(playbook)),
        "part of the checklist": own(playbook.fidelity.parts),
        "step": frozenset(step.id for session in playbook.sessions for step in session.steps),
    }


def _actors(playbook: Playbook) -> Named_:
    for place, session in enumerate(playbook.sessions, 1):
        for number, step in enumerate(session.steps, 1):
            yield f"sessions {place}, steps {number}, actor", step.actor
    for place, correction in enumerate(playbook.corrections, 1):
        for number, state in enumerate(correction.states, 1):
            yield f"corrections {place}, states {number}, actor", state.actor
    for number, item in enumerate(playbook.fidelity.items, 1):
        yield f"fidelity, items {number}, who", item.who
    for number, form in enumerate(playbook.forms, 1):
        yield f"forms {number}, filled_by", form.filled_by


def _roles(playbook: Playbook) -> Named_:
    for number, card in enumerate(playbook.cue_cards, 1):
        yield f"cue_cards {number}, role", card.role
    for place, session in enumerate(playbook.sessions, 1):
        for number, step in enumerate(session.steps, 1):
            yield f"sessions {place}, steps {number}, first", step.first
            yield f"sessions {place}, steps {number}, second", step.second
    for number, award in enumerate(playbook.scoring.awards, 1):
        yield f"scoring, awards {number}, by", award.by
    yield "scoring, marked_by", playbook.scoring.marked_by
    if playbook.scoring.bonus:
        yield "scoring, bonus, by", playbook.scoring.bonus.by


def _of_steps(field: str) -> Callable[[Playbook], Named_]:
    def named(playbook: Playbook) -> Named_:
        for place, session in enumerate(playbook.sessions, 1):
            for number, step in enumerate(session.steps, 1):
                value = getattr(step, field)
                for key in value if isinstance(value, tuple) else (value,):
                    yield f"sessions {place}, steps {number}, {field}", key

    return named


def _awards(playbook: Playbook) -> Named_:
    yield from _of_steps("awards")(playbook)
    for place, correction in enumerate(playbook.corrections, 1):
        for number, state in enumerate(correction.states, 1):
            for turn, one in enumerate(state.go, 1):
                yield f"corrections {place}, states {number}, go {turn}, award", one.award


def _contents(playbook: Playbook) -> Named_:
    yield from _of_steps("content")(playbook)
    for number, variant in enumerate(playbook.variants, 1):
        yield from ((f"variants {number}, content", key) for key in variant.content)


def _sessions(playbook: Playbook) -> Named_:
    for number, stage in enumerate(playbook.stages, 1):
        yield f"stages {number}, session", stage.session
    for number, day in enumerate(playbook.days, 1):
        yield f"days {number}, session", day.session
    for number, variant in enumerate(playbook.variants, 1):
        yield from ((f"variants {number}, sessions", key) for key in variant.sessions)


def _steps(playbook: Playbook) -> Named_:
    for number, stage in enumerate(playbook.stages, 1):
        yield from ((f"stages {number}, steps", key) for key in stage.steps)
    for number, item in enumerate(playbook.fidelity.items, 1):
        yield f"fidelity, items {number}, step", item.step
    yield from _of_steps("during")(playbook)


def _tests(playbook: Playbook) -> Named_:
    for number, day in enumerate(playbook.days, 1):
        yield f"days {number}, test", day.test
    for number, variant in enumerate(playbook.variants, 1):
        yield from ((f"variants {number}, tests", key) for key in variant.tests)


def _measures(playbook: Playbook) -> Named_:
    for number, measure in enumerate(playbook.measures, 1):
        yield f"measures {number}, id", measure.id
    for number, test in enumerate(playbook.tests, 1):
        yield f"tests {number}, measure", test.measure
    for number, role in enumerate(playbook.roles, 1):
        yield from ((f"roles {number}, measures", key) for key in role.measures)
    for place, form in enumerate(playbook.forms, 1):
        for number, field in enumerate(form.fields, 1):
            yield f"forms {place}, fields {number}, measure", field.measure
    yield from (("pairing, rank_by", key) for key in playbook.pairing.rank_by)


def _measured(playbook: Playbook) -> Named_:
    for number, variant in enumerate(playbook.variants, 1):
        yield from ((f"variants {number}, measures", key) for key in variant.measures)


def _sources(playbook: Playbook) -> Named_:
    for place, part in walk(playbook):
        if isinstance(part, Part):
            yield from ((f"{place}, cite", key) for key in part.cite)
    for number, one in enumerate(playbook.evidence, 1):
        yield from ((f"evidence {number}, sources", key) for key in one.sources)


def _items(field: str) -> Callable[[Playbook], Named_]:
    def named(playbook: Playbook) -> Named_:
        for number, item in enumerate(playbook.fidelity.items, 1):
            yield f"fidelity, items {number}, {field}", getattr(item, field)

    return named


def _top(field: str) -> Callable[[Playbook], Named_]:
    return lambda playbook: ((field, key) for key in getattr(playbook, field))


# What a reference may name, and every place that makes one.
REFERENCES: dict[str, Callable[[Playbook], Named_]] = {
    "actor": _actors,
    "role": _roles,
    "cue card": _of_steps("cues"),
    "correction": _of_steps("correction"),
    "award": _awards,
    "content": _contents,
    "session": _sessions,
    "step": _steps,
    "test": _tests,
    "measure": _measures,
    "measured here": _measured,
    "source": _sources,
    "skill": _items("skill"),
    "part of the checklist": _items("part"),
    "question set": _top("question_sets"),
    "shared rule": _top("rules"),
}


def _own_values(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    """``follows`` names a field of its part and a value of ``adjustable`` with the same default."""
    values = {one.id: one.value for one in playbook.adjustable}
    for place, part in walk(playbook):
        yield from _in_words(part, place, values)
        if not isinstance(part, Part):
            continue
        for field, key in part.follows.items():
            at = f"{place}, follows, {field}"
            if key not in values:
                yield ("unknown_id", at, _no_such("adjustable value", key, frozenset(values)))
            elif field not in type(part).model_fields:
                yield ("unknown_id", at, f'there is no "{field}" here to follow it.')
            elif getattr(part, field) != values[key]:
                sentence = f"{shown(getattr(part, field))} here but {shown(values[key])} in adjustable; make them equal."
                yield ("follows", at, sentence)


def _in_words(
    part: BaseModel, place: str, values: Mapping[str, object]
) -> Iterator[tuple[str, str, str]]:
    for name in sorted(word_fields(type(part))):
        value = getattr(part, name)
        for text in value if isinstance(value, tuple) else (value,):
            for key in placeholders(text or ""):
                if key not in values:
                    said = _no_such("adjustable value", key, frozenset(values))
                    yield ("unknown_id", f"{place}, {name}", said)
