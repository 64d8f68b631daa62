"""How well, how much, what is known, and when to think again."""

from __future__ import annotations

from collections.abc import Iterator

from kithwork.playbooks import shared
from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.tell.lines import say, span, tag, words


def cautions(playbook: Playbook) -> Iterator[str]:
    for one in playbook.cautions:
        yield from say(one.text)


def evidence(playbook: Playbook) -> Iterator[str]:
    sources = {one.id: one.text for one in playbook.sources}
    for one in playbook.evidence:
        yield from say(f"{one.says} ({words([one.strength])}){tag(one)}")
        for key in one.sources:
            yield from say(sources[key], "  ", 2)


def scoring(playbook: Playbook) -> Iterator[str]:
    whole = playbook.scoring
    for award in whole.awards:
        yield from say(f"{award.name}: {award.points}{tag(award)}")
    if whole.bonus:
        bonus = whole.bonus
        reasons = "; ".join(bonus.reasons)
        yield from say(f"{bonus.name}: {bonus.min} to {bonus.max}{tag(bonus)}: {reasons}")
    for line in (*whole.rules, *whole.recognition):
        yield from say(line)
    for part in playbook.grading:
        yield from say(f"Mark: {part.name} {part.pct} %{tag(part)}")


def tests(playbook: Playbook) -> Iterator[str]:
    for one in playbook.tests:
        yield from say(f"{one.name}: {one.text}")


def fidelity(playbook: Playbook) -> Iterator[str]:
    whole = playbook.fidelity
    yield from say(f"Good from {whole.good_pct} %, coach from {whole.coach_pct} %")
    for item in whole.items:
        critical = " (critical)" if item.critical else ""
        yield from say(f"{item.id} {item.who}: {item.text}{critical}")


def measures(playbook: Playbook) -> Iterator[str]:
    for one in playbook.measures:
        behaviour = shared.dictionary().of(one.id)
        name = behaviour.name if behaviour else one.id
        yield from say(f"{name} ({words([one.method])}), every {span(one.every)}{tag(one)}")


def forms(playbook: Playbook) -> Iterator[str]:
    for form in playbook.forms:
        yield from say(f"{form.name} ({words([form.when])}): {form.purpose}")
        for field in form.fields:
            yield from say(field.label, "- ", 4)
    for one in playbook.inventories:
        yield from say(f"{one.name} ({words(one.when)}): {one.says}")
        for number, item in enumerate(one.items, 1):
            yield from say(item.text, f"{number}. ", 4)


def rules(playbook: Playbook) -> Iterator[str]:
    known = (shared.rule_book().of(key) for key in playbook.rules)
    for rule in (*(rule for rule in known if rule), *playbook.own_rules):
        yield from say(f"{rule.id} {rule.name}: {rule.says}{tag(rule)}")


def reflection(playbook: Playbook) -> Iterator[str]:
    sets = {one.id: one.questions for one in shared.questions().sets}
    asked = [*playbook.reflection, *(one for key in playbook.question_sets for one in sets[key])]
    for one in asked:
        yield from say(f"{words([one.audience])}: {one.asks}")


def adjustable(playbook: Playbook) -> Iterator[str]:
    for one in playbook.adjustable:
        yield from say(f"{one.name}: {_value(one.value)} {one.unit or ''}".rstrip() + tag(one))


def _value(value: bool | float | str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return words([value]) if isinstance(value, str) else f"{value:g}"
