"""What happens: lessons before, sessions by the clock, what partners say when something is missed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kithwork.playbooks.schema.base import (
    Minutes,
    Named,
    Part,
    Percent,
    Seconds,
    Setting,
    ShortWords,
    Slug,
    Span,
    Whole,
    Words,
)

# Actors that are not one role: the pair, the group, the whole class.
TOGETHER: frozenset[str] = frozenset({"pair", "group", "class", "everyone"})
# The event a waiting state sends when its seconds have run out.
SILENT = "silent"

Day = Annotated[int, Field(ge=1, le=7)]


class CueCard(Named):
    """At most three short lines a partner can follow at a glance."""

    role: Slug
    title: ShortWords
    lines: tuple[ShortWords, ...]


class Step(Named):
    """One step a timer walks. ``during`` makes it run beside other steps and take no time of its own."""

    name: ShortWords
    actor: Slug
    minutes: Minutes | None = None
    between: Span | None = None
    during: tuple[Slug, ...] = ()
    optional: bool = False
    timer: bool = True
    # On the board and read aloud: students see it. ``script`` is for the adult alone.
    say: Words | None = None
    script: Words | None = None
    # Which role each partner holds in this step.
    first: Slug | None = None
    second: Slug | None = None
    signal: Literal["start", "swap", "stop", "none"] = "none"
    cues: tuple[Slug, ...] = ()
    correction: Slug | None = None
    awards: tuple[Slug, ...] = ()
    content: Slug | None = None
    content_use: Literal["new", "same", "continues"] | None = None
    wait_seconds: Seconds | None = None


class Session(Named):
    """One kind of time together, with its dose and its steps in order."""

    name: ShortWords
    minutes: Minutes | None = None
    between: Span | None = None
    per_week: Span | None = None
    per_month: Span | None = None
    weeks: Span | None = None
    settings: tuple[Setting, ...] = ()
    about: Words | None = None
    steps: tuple[Step, ...]

    def practice_minutes(self) -> int:
        """Minutes in which partners hold their roles."""
        return sum(step.minutes or 0 for step in self.steps if step.first)


class Stage(Named):
    """From week to week, which steps of a session are in use while a class is still learning."""

    name: ShortWords
    session: Slug
    from_week: Whole
    to_week: Whole | None = None
    steps: tuple[Slug, ...]


class DayPlan(Named):
    """What belongs to a day of the cycle."""

    days: tuple[Day, ...]
    kind: Literal["teach", "test", "announce", "session", "review", "recognise", "plan"]
    text: Words
    session: Slug | None = None
    test: Slug | None = None


class Transition(Part):
    """From a state, when ``on`` happens, to another; with an award, or with none."""

    on: Slug
    label: ShortWords
    to: Slug
    award: Slug | None = None
    flag: Literal["item", "adult"] | None = None


class State(Named):
    """One moment of a correction: who does what, and how long to wait before ``silent``."""

    actor: Slug
    prompt: Words
    example: ShortWords | None = None
    wait_seconds: Seconds | None = None
    times: Whole | None = None
    at_most_words: Whole | None = None
    ends: bool = False
    go: tuple[Transition, ...] = ()

    def on(self, event: str) -> Transition | None:
        """The transition of ``event``, or None when nothing of the kind can happen here."""
        return next((one for one in self.go if one.on == event), None)


class Correction(Named):
    """What partners do with one item, sentence or event, from first try to the next one."""

    name: ShortWords
    when: Words
    start: Slug
    states: tuple[State, ...]

    def state(self, key: str) -> State:
        """The state of this id. KeyError when there is none."""
        found = next((one for one in self.states if one.id == key), None)
        if found is None:
            raise KeyError(key)
        return found


class LessonPart(Named):
    """One piece of a lesson, five minutes or so, of one kind."""

    kind: Literal[
        "recap", "tell", "model", "role_play", "practise", "feedback", "check", "faces", "review"
    ]
    minutes: Minutes
    say: Words
    script: Words | None = None


class RolePlay(Named):
    """A scene to rehearse. ``items`` are the things that go wrong on purpose."""

    scene: Words
    items: tuple[Words, ...]


class Question(Named):
    """A check question with its right answer."""

    asks: Words
    answer: Words
    critical: bool = False


class Check(Part):
    """When a lesson is learned. Missed items are taught again, privately."""

    instrument: Literal["quiz", "role_play", "pair_checklist", "observation", "product", "timed"]
    looks_for: tuple[Words, ...]
    at_least_pct: Percent | None = None
    at_least: Whole | None = None
    out_of: Whole | None = None
    in_a_row: Whole = 1
    within_seconds: Seconds | None = None
    booster: Words | None = None
    questions: tuple[Question, ...] = ()


class Lesson(Named):
    """A training lesson, or a unit of a course."""

    name: ShortWords
    audience: Literal["class", "peers", "pairs", "focus_student", "group", "staff"]
    week: Whole | None = None
    minutes: Minutes
    between: Span | None = None
    teaches: tuple[Words, ...]
    example: Words
    non_example: Words
    try_it: Words
    needs: tuple[ShortWords, ...] = ()
    # A refresher: held when a check asks for it, not in the row.
    booster: bool = False
    parts: tuple[LessonPart, ...]
    role_plays: tuple[RolePlay, ...] = ()
    check: Check | None = None
