"""Minutes add up: the steps of a session to the session, the parts of a lesson to the lesson."""

from __future__ import annotations

from collections.abc import Iterator

from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.schema.sessions import Lesson, Session, Step


def minutes_add_up(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    for number, session in enumerate(playbook.sessions, 1):
        yield from _session(session, f"sessions {number}")
    for number, lesson in enumerate(playbook.training, 1):
        yield from _lesson(lesson, f"training {number}")


def _session(session: Session, at: str) -> Iterator[tuple[str, str, str]]:
    for number, step in enumerate(session.steps, 1):
        if step.during and step.minutes is not None:
            yield (
                "minutes",
                f"{at}, steps {number}, minutes",
                "a step that runs during others takes no minutes of its own; take them out.",
            )
        yield from _between(step, f"{at}, steps {number}")
    yield from _between(session, at)
    in_row = [step for step in session.steps if not step.during and not step.optional]
    timed = [step.minutes for step in in_row if step.minutes is not None]
    if timed and len(timed) < len(in_row):
        sentence = "give minutes to each step that is not optional, or to none."
        yield ("minutes", f"{at}, steps", sentence)
    elif timed and session.minutes != sum(timed):
        sentence = (
            f"the steps add up to {sum(timed)}, not {session.minutes}; change one or the other."
        )
        yield ("minutes", f"{at}, minutes", sentence)


def _between(timed: Session | Step | Lesson, at: str) -> Iterator[tuple[str, str, str]]:
    if timed.between and timed.minutes is not None and not timed.between.holds(timed.minutes):
        sentence = (
            f"{timed.minutes} is not between the limits given beside it; change one or the other."
        )
        yield ("minutes", f"{at}, minutes", sentence)


def _lesson(lesson: Lesson, at: str) -> Iterator[tuple[str, str, str]]:
    yield from _between(lesson, at)
    total = sum(part.minutes for part in lesson.parts)
    if total != lesson.minutes:
        sentence = f"the parts add up to {total}, not {lesson.minutes}; change one or the other."
        yield ("minutes", f"{at}, minutes", sentence)
