"""One tip for a time together, in the practice's own words: what partners show least, else a card of the day."""

from __future__ import annotations

from dataclasses import dataclass

from kithwork.apps.people.models import Student
from kithwork.apps.practices.queries import languages_of, playbook_of_role, said_in
from kithwork.apps.runs.models import Session
from kithwork.apps.runs.weakest import looks_at, missed_most, of_students
from kithwork.apps.training.queries.tips import tip_to_rehearse
from kithwork.playbooks import Playbook, adjusted
from kithwork.playbooks.schema.quality import FidelityItem


@dataclass(frozen=True, slots=True)
class Tip:
    """A few short lines to try, and the language they are written in.

    It says what to do, and never that somebody did not.
    """

    lines: tuple[str, ...]
    language: str = "en"


def tip_for(student: Student, session: Session, language: str = "en") -> Tip | None:
    """For one of the two in a session of the plan; None where nothing is written for the role.

    What was missed most in the newest checklists comes first, then what was missed most when the role was played,
    then a card of the practice: another one each day, the same for the whole day.
    """
    if session.need is None:
        return None
    role = session.need.role
    written = playbook_of_role(role)
    if written is None:
        return None
    book = adjusted(said_in(written, language))
    tongue = language if language in languages_of(written) else "en"
    is_peer = session.student_id != student.pk
    part = _part(book, "peer" if is_peer else "focus_student")
    for item in missed_most(looks_at(student, f"role:{role}"), of_students(book, part)):
        if lines := _about(book, item, part):
            return Tip(lines, tongue)
    rehearsed = tip_to_rehearse(student, role, language) if is_peer else ""
    if rehearsed:
        return Tip((rehearsed,), language)
    cards = [one for one in book.cue_cards if one.role == part]
    if not cards:
        return None
    return Tip(tuple(cards[session.on.toordinal() % len(cards)].lines), tongue)


def _part(book: Playbook, who: str) -> str:
    return next((one.id for one in book.roles if one.who == who), "")


def _about(book: Playbook, item: FidelityItem, part: str) -> tuple[str, ...]:
    """The card of the step, or the skill with its cue; nothing where the practice links none to the item."""
    cards = {one.id: one for one in book.cue_cards if one.role == part}
    steps = [one for session in book.sessions for one in session.steps if one.id == item.step]
    for key in (cue for step in steps for cue in step.cues):
        if key in cards:
            return tuple(cards[key].lines)
    skill = next((one for one in book.skills if one.id == item.skill), None)
    if skill is None or skill.adult_approved:
        return ()
    name = f"{skill.name}."
    return (name, skill.cue) if skill.cue else (name, skill.does)
