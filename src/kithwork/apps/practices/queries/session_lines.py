"""The sessions of a practice, step by step, with who does what, for how long, and what is said."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithwork.apps.practices import words
from kithwork.playbooks import Playbook
from kithwork.playbooks.schema.sessions import Session, Step


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step. ``say`` is for students, ``script`` for the adult."""

    number: int
    name: str
    who: str
    time: str
    say: str
    script: str
    cards: list[str]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One kind of session with its dose and its steps."""

    key: str
    name: str
    about: str
    dose: str
    tag: str
    steps: list[StepLine]
    stages: list[tuple[str, str]]


def session_lines(playbook: Playbook) -> list[SessionLine]:
    return [
        SessionLine(
            key=one.id,
            name=one.name,
            about=one.about or "",
            dose=dose_words(one),
            tag=words.label(words.TAGS, one.tag) if one.tag else "",
            steps=[_step(playbook, number, step) for number, step in enumerate(one.steps, 1)],
            stages=[
                (stage.name, _weeks(stage.from_week, stage.to_week))
                for stage in playbook.stages
                if stage.session == one.id
            ],
        )
        for one in playbook.sessions
    ]


def dose_words(session: Session) -> str:
    """30 minutes · 4 times a week · 12 weeks."""
    said = [words.minutes_words(session.minutes, session.between)]
    if session.per_week:
        said.append(words.times_words(session.per_week, "week"))
    if session.per_month:
        said.append(words.times_words(session.per_month, "month"))
    if session.weeks:
        said.append(_("for %(n)s weeks") % {"n": words.span_words(session.weeks)})
    return " · ".join(part for part in said if part)


def _weeks(first: int, last: int | None) -> str:
    if last is None:
        return _("from week %(first)s on") % {"first": first}
    if first == last:
        return _("week %(first)s") % {"first": first}
    return _("weeks %(first)s to %(last)s") % {"first": first, "last": last}


def _step(playbook: Playbook, number: int, step: Step) -> StepLine:
    return StepLine(
        number=number,
        name=step.name,
        who=_pairs_roles(playbook, step) or words.who_words(playbook, step.actor),
        time=words.minutes_words(step.minutes, step.between),
        say=step.say or "",
        script=step.script or "",
        cards=[playbook.cue_card(key).title for key in step.cues],
        notes=list(_notes(playbook, step)),
    )


def _pairs_roles(playbook: Playbook, step: Step) -> str:
    """Who holds which role, where partners hold two."""
    if not (step.first and step.second):
        return ""
    first, second = (words.who_words(playbook, key) for key in (step.first, step.second))
    return (
        first
        if first == second
        else _("%(first)s and %(second)s") % {"first": first, "second": second}
    )


def _notes(playbook: Playbook, step: Step) -> list[str]:
    found = []
    if step.during:
        found.append(_("Beside the other steps, in no time of its own"))
    if step.optional:
        found.append(_("If you like"))
    if step.signal == "swap":
        found.append(_("Partners swap roles"))
    if step.correction:
        name = playbook.correction(step.correction).name
        found.append(_("After a mistake: %(name)s") % {"name": name})
    for key in step.awards:
        award = playbook.award(key)
        found.append(_("%(name)s: %(points)s") % {"name": award.name, "points": award.points})
    return found
