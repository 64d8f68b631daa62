"""Pair cards and coach cards: what partners hold in their hands. First names, turns, words of the practice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kithwork.apps.reports.session_sheets.words import Words
from kithwork.apps.runs.models import Run
from kithwork.apps.runs.queries import draw_on, sheet_rows
from kithwork.playbooks import Playbook
from kithwork.playbooks.schema.sessions import Correction, CueCard, State, Step, Transition


@dataclass(frozen=True, slots=True)
class Holder:
    """One partner on a pair card."""

    number: int
    name: str
    turn: str
    moves: str


@dataclass(frozen=True, slots=True)
class PairCard:
    team: str
    partners: tuple[Holder, ...]
    run: str
    days: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One step after a mistake. `is_own`: it is for whoever holds this card."""

    who: str
    is_own: bool
    text: str
    then: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoachCard:
    """A cue card with, below it, what to do when something is missed."""

    title: str
    lines: tuple[str, ...]
    correction: str
    when: str
    moments: tuple[Moment, ...]


def pair_cards(run: Run, playbook: Playbook, on: date, words: Words) -> list[PairCard]:
    """One card for each pair as it stands on a day; none where the practice draws no pairs."""
    draw = draw_on(run, on)
    if draw is None:
        return []
    turns, days = turns_of(playbook, words), words.days(draw.starts_on, draw.ends_on)
    return [
        PairCard(
            team=words.say("with_team", team=row.team) if row.team else "",
            partners=tuple(
                Holder(
                    number,
                    name,
                    turns[min(number, len(turns)) - 1] if turns else "",
                    words.say("moves") if pk in row.movers else "",
                )
                for number, (pk, name) in enumerate(zip(row.students, row.names, strict=True), 1)
            ),
            run=run.name,
            days=days,
        )
        for row in sheet_rows(run, on)
        if len(row.students) > 1
    ]


def turns_of(playbook: Playbook, words: Words) -> list[str]:
    """What the first, second and third partner begin with, as the practice's first steps for two say it."""
    step = next((one for _session, one in _steps(playbook) if one.first and one.second), None)
    if step is None:
        return []
    roles = {role.id: role.name for role in playbook.roles}
    held = [roles.get(key or "", "") for key in (step.first, step.second)]
    begins = [words.say("starts_as", role=role) if role else "" for role in held]
    return [*begins, words.say("third_turn")]


def coach_cards(playbook: Playbook, words: Words) -> list[CoachCard]:
    """Each cue card that the sessions use, once, with the correction of the step that uses it."""
    used: dict[str, Step] = {}
    for _session, step in _steps(playbook):
        for key in step.cues:
            used.setdefault(key, step)
    chosen = [one for one in playbook.cue_cards if one.id in used] or list(playbook.cue_cards)
    return [_coach_card(playbook, card, used.get(card.id), words) for card in chosen]


def _steps(playbook: Playbook) -> Iterator[tuple[object, Step]]:
    for session in playbook.sessions:
        for step in session.steps:
            yield session, step


def _coach_card(playbook: Playbook, card: CueCard, step: Step | None, words: Words) -> CoachCard:
    machine = playbook.correction(step.correction) if step and step.correction else None
    return CoachCard(
        title=card.title,
        lines=card.lines,
        correction=machine.name if machine else "",
        when=machine.when if machine else "",
        moments=tuple(_moment(playbook, machine, card, state, words) for state in machine.states)
        if machine
        else (),
    )


def _moment(
    playbook: Playbook, machine: Correction, card: CueCard, state: State, words: Words
) -> Moment:
    role = next((one.name for one in playbook.roles if one.id == state.actor), "")
    text = state.prompt
    if state.example:
        text = f"{text} {words.say('for_example', words=state.example)}"
    if state.wait_seconds:
        text = f"{text} {words.say('wait', n=state.wait_seconds)}"
    places = {one.id: number for number, one in enumerate(machine.states, 1)}
    following = places[state.id] + 1
    return Moment(
        who=role or words.say("together"),
        is_own=state.actor == card.role,
        text=text,
        then=tuple(
            _then(playbook, one, places[one.to], words)
            for one in state.go
            if len(state.go) > 1 or one.award or places[one.to] != following
        ),
    )


def _then(playbook: Playbook, one: Transition, place: int, words: Words) -> str:
    """Right: 2 points, go to 3."""
    said = [words.points(playbook.points(one.award))] if one.award else []
    if one.flag == "adult":
        said.append(words.say("tell_adult"))
    said.append(words.say("go_to", n=place))
    return f"{one.label}: {', '.join(said)}"
