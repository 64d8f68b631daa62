"""What partners do after a mistake, and when an adult thinks again: machines told in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.practices import words
from kithwork.playbooks import Playbook, rule_book
from kithwork.playbooks.schema.sessions import Correction, State, Transition


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a correction: who does what, and what comes next."""

    number: int
    who: str
    prompt: str
    example: str
    wait: str
    ends: bool
    then: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    name: str
    when: str
    tag: str
    moments: list[Moment]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule that suggests something; an adult decides."""

    name: str
    says: str
    tag: str


def correction_lines(playbook: Playbook) -> list[CorrectionLine]:
    return [
        CorrectionLine(
            one.name,
            one.when,
            words.label(words.TAGS, one.tag) if one.tag else "",
            [_moment(playbook, one, number, state) for number, state in enumerate(one.states, 1)],
        )
        for one in playbook.corrections
    ]


def _moment(playbook: Playbook, whole: Correction, number: int, state: State) -> Moment:
    wait = ""
    if state.wait_seconds:
        n = state.wait_seconds
        wait = ngettext("Wait %(n)s second.", "Wait %(n)s seconds.", n) % {"n": n}
    return Moment(
        number=number,
        who=words.who_words(playbook, state.actor),
        prompt=state.prompt,
        example=state.example or "",
        wait=wait,
        ends=state.ends,
        then=[(one.label, _next(playbook, whole, one)) for one in state.go],
    )


def _next(playbook: Playbook, whole: Correction, one: Transition) -> str:
    """Go to 3, for 2 points."""
    numbers = {state.id: number for number, state in enumerate(whole.states, 1)}
    said = _("go to %(number)s") % {"number": numbers[one.to]}
    if one.award:
        points = playbook.points(one.award)
        earned = ngettext("%(n)s point", "%(n)s points", points) % {"n": points}
        said = _("%(earned)s, %(then)s") % {"earned": earned, "then": said}
    if one.flag == "adult":
        said = _("%(then)s, and tell an adult") % {"then": said}
    return said


def rule_lines(playbook: Playbook) -> list[RuleLine]:
    shared = (rule_book().of(key) for key in playbook.rules)
    return [
        RuleLine(one.name, one.says, words.label(words.TAGS, one.tag) if one.tag else "")
        for one in (*(rule for rule in shared if rule), *playbook.own_rules)
    ]
