"""Lessons: one line each, or written out as they are held."""

from __future__ import annotations

from collections.abc import Iterator

from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.schema.sessions import Check, Lesson
from kithwork.playbooks.tell.lines import say, tag


def in_short(playbook: Playbook) -> Iterator[str]:
    for lesson in playbook.training:
        yield from _head(lesson)
        if lesson.check:
            yield from _check(lesson.check)


def _head(lesson: Lesson) -> Iterator[str]:
    week = f"week {lesson.week}, " if lesson.week else ""
    teaches = "; ".join(lesson.teaches)
    yield from say(f"{lesson.name} ({week}{lesson.minutes} min{tag(lesson)}): {teaches}")


def _check(check: Check) -> Iterator[str]:
    passed = ""
    if check.at_least_pct is not None:
        passed = f", {check.at_least_pct} % or more, {check.in_a_row} in a row"
    elif check.at_least is not None:
        passed = f", {check.at_least} of {check.out_of}"
    instrument = check.instrument.replace("_", " ")
    yield from say(f"check: {instrument}{passed}{tag(check)}: {'; '.join(check.looks_for)}", "", 4)


def in_full(playbook: Playbook) -> Iterator[str]:
    for lesson in playbook.training:
        yield ""
        yield from _head(lesson)
        if lesson.needs:
            yield from say(f"You need: {'; '.join(lesson.needs)}", "", 4)
        yield from say(f"Example: {lesson.example}", "", 4)
        yield from say(f"Not: {lesson.non_example}", "", 4)
        yield from say(f"Try it: {lesson.try_it}", "", 4)
        yield from _parts(lesson)
        if lesson.check:
            yield from _check(lesson.check)


def _parts(lesson: Lesson) -> Iterator[str]:
    for number, part in enumerate(lesson.parts, 1):
        kind = part.kind.replace("_", " ")
        yield from say(f"{kind}, {part.minutes} min. {part.say}", f"{number}. ", 4)
        if part.script:
            yield from say(f"(For you: {part.script})", "", 7)
    for play in lesson.role_plays:
        yield from say(f"Role-play: {play.scene} {' / '.join(play.items)}", "", 4)
