"""Who takes part, how partners come together, what is needed, and how the adult steps back."""

from __future__ import annotations

from collections.abc import Iterator

from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.tell.lines import say, span, tag, words


def fits(playbook: Playbook) -> Iterator[str]:
    yield from say(f"Grades: {', '.join(playbook.grade_bands)}")
    yield from say(f"Places: {words(playbook.settings)}")
    yield from say(f"For: {words(playbook.subjects)}")
    group = playbook.group
    unit = group.unit.replace("_", " ")
    yield from say(f"Group: {unit}, {group.min} to {group.max} students{tag(group)}")
    yield from say(f"Permissions: {words(playbook.permissions)}")
    for one in playbook.fit:
        yield from say(f"{one.who.replace('_', ' ')}: {one.text}")


def roles(playbook: Playbook) -> Iterator[str]:
    for role in playbook.roles:
        yield from say(role.name + (" (adult)" if role.who == "adult" else ""))
        parts = {
            "gives": role.gives,
            "receives": role.receives,
            "does": role.does,
            "does not": role.does_not,
            "the other way round": (role.mirror,) if role.mirror else (),
        }
        for word, lines in parts.items():
            if lines:
                yield from say(f"{word}: {'; '.join(lines)}", "", 4)


def pairs(playbook: Playbook) -> Iterator[str]:
    pairing = playbook.pairing
    yield from say(f"Rule: {words([pairing.rule])}{tag(pairing)}")
    for number, line in enumerate(pairing.how, 1):
        yield from say(line, f"{number}. ", 2)
    for one in playbook.rotation:
        yield from say(f"New {one.what} every {span(one.every)}{tag(one)}. {one.how or ''}")
    if playbook.group.triad:
        yield from say(f"Three: {playbook.group.triad.how}{tag(playbook.group.triad)}")


def set_up(playbook: Playbook) -> Iterator[str]:
    for number, one in enumerate(playbook.set_up, 1):
        yield from say(one.text, f"{number}. ")


def needs(playbook: Playbook) -> Iterator[str]:
    for one in playbook.materials:
        optional = ", if you like" if one.optional else ""
        yield from say(f"{one.name}, for each {one.each}{optional}")
    for content in playbook.content:
        items = f", {span(content.items)} items" if content.items else ""
        yield from say(f"{content.name}, your own{items}{tag(content)}. {content.level or ''}")


def skills(playbook: Playbook) -> Iterator[str]:
    for one in playbook.skills:
        yield from say(f"{one.name}: {one.does} Seen as: {one.observable}{tag(one)}")


def fading(playbook: Playbook) -> Iterator[str]:
    whole = playbook.fading
    yield from say(f"From level {whole.start} to level {whole.goal}{tag(whole)}")
    for step in whole.steps:
        weeks = ""
        if step.from_week is not None:
            weeks = f" from week {step.from_week}" + (f" to {step.to_week}" if step.to_week else "")
        yield from say(f"Level {step.level}{weeks}: {step.does}", "- ", 2)


def adaptations(playbook: Playbook) -> Iterator[str]:
    for one in playbook.adaptations:
        yield from say(one.text)
