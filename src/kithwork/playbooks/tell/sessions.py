"""What happens in a session and around it."""

from __future__ import annotations

from collections.abc import Iterator

from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.schema.sessions import Correction, Session, Step
from kithwork.playbooks.tell.lines import say, span, tag, words


def sessions(playbook: Playbook) -> Iterator[str]:
    for session in playbook.sessions:
        dose = f", {span(session.per_week)} a week" if session.per_week else ""
        minutes = f"{session.minutes} min" if session.minutes is not None else "no set time"
        yield from say(f"{session.name}: {minutes}{dose}{tag(session)}")
        for number, step in enumerate(session.steps, 1):
            yield from _step(number, step, session)
    for stage in playbook.stages:
        to = f" to {stage.to_week}" if stage.to_week else " on"
        yield from say(f"From week {stage.from_week}{to}: {stage.name}{tag(stage)}")


def _step(number: int, step: Step, session: Session) -> Iterator[str]:
    minutes = f", {step.minutes} min{tag(step, session)}" if step.minutes is not None else ""
    beside = ", during the steps above" if step.during else ""
    spoken = f": {step.say or step.script}" if step.say or step.script else ""
    yield from say(f"{step.name} ({step.actor}{minutes}{beside}){spoken}", f"{number}. ", 2)


def days(playbook: Playbook) -> Iterator[str]:
    for one in playbook.days:
        on = ", ".join(str(day) for day in one.days)
        yield from say(f"Day {on}: {one.text}{tag(one)}")


def cue_cards(playbook: Playbook) -> Iterator[str]:
    for card in playbook.cue_cards:
        yield from say(f"{card.title}: {' / '.join(card.lines)}")


def corrections(playbook: Playbook) -> Iterator[str]:
    for correction in playbook.corrections:
        yield from say(f"{correction.name}. {correction.when}{tag(correction)}")
        yield from _states(playbook, correction)


def _states(playbook: Playbook, correction: Correction) -> Iterator[str]:
    for state in correction.states:
        wait = f" (wait {state.wait_seconds} s)" if state.wait_seconds else ""
        yield from say(f"{state.id}: {state.actor}: {state.prompt}{wait}", "", 4)
        for one in state.go:
            points = playbook.points(one.award)
            earned = f", {points} point{'' if points == 1 else 's'}" if one.award else ""
            yield from say(f"{one.label} -> {one.to}{earned}", "", 8)


def situations(playbook: Playbook) -> Iterator[str]:
    for one in playbook.situations:
        yield from say(f"{one.when} {' '.join(one.do)}")


def templates(playbook: Playbook) -> Iterator[str]:
    for one in playbook.templates:
        yield from say(f"{one.name} ({one.kind}): {one.story}")
        for number, step in enumerate(one.steps, 1):
            yield from say(step, f"{number}. ", 2)


def variants(playbook: Playbook) -> Iterator[str]:
    for one in playbook.variants:
        rule = f" Partners: {words([one.pairing.rule])}." if one.pairing else ""
        yield from say(f"{one.name}: {one.about}{rule}")
