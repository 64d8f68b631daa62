"""Who takes part: groups, roles, how pairs are made and when they change."""

from __future__ import annotations

from typing import Literal

from kithwork.playbooks.schema.base import (
    Every,
    Grade,
    Level,
    Minutes,
    Named,
    Part,
    ShortWords,
    Slug,
    Whole,
    Words,
)

Who = Literal["student", "peer", "focus_student", "adult"]
PairingRule = Literal[
    "random_in_teams",
    "rank_split",
    "neighbours",
    "snake",
    "cross_age",
    "preference_match",
    "chosen",
    "self_chosen",
    "none",
]


class Role(Named):
    """A part a person plays. ``gives`` and ``receives`` are required of every student role."""

    name: ShortWords
    name_young: ShortWords | None = None
    who: Who = "student"
    reversible: bool = False
    max_per_group: Whole | None = None
    max_weeks: Whole | None = None
    focus: ShortWords | None = None
    gives: tuple[ShortWords, ...] = ()
    receives: tuple[ShortWords, ...] = ()
    does: tuple[ShortWords, ...] = ()
    does_not: tuple[ShortWords, ...] = ()
    # The same role held by the focus student: every role card has its mirror.
    mirror: Words | None = None
    grows: tuple[ShortWords, ...] = ()
    aim_for_partner: ShortWords | None = None
    measures: tuple[Slug, ...] = ()


class Triad(Part):
    """What three do where two were meant."""

    how: Words
    # Tutoring time is cut in this many shares, one for each.
    time_shares: Whole | None = None
    # A member's points count this often, divided by that: 2 over 3 keeps teams even.
    points_times: Whole | None = None
    points_over: Whole | None = None


class Group(Part):
    """How many students belong together; ``min`` and ``max`` count everyone in the group."""

    unit: Literal["pair", "triad", "small_group", "team", "class", "open_group"]
    min: Whole
    max: Whole
    advised_min: Whole | None = None
    focus_students: Literal["none", "one", "several"] = "none"
    odd: Literal["triad", "floating", "spare", "none"] = "none"
    triad: Triad | None = None
    absent: Words | None = None


class Teams(Part):
    """Teams of a class-wide practice; a pair always sits inside one team."""

    count: Whole
    deal: Literal["snake", "alternate", "balanced_mean"]
    plan_ahead_weeks: Whole | None = None


class Weight(Named):
    """One wish of a preference match, and how much it counts."""

    counts: Whole


class Pairing(Part):
    """How partners come together, and what is always respected."""

    rule: PairingRule
    how: tuple[Words, ...]
    rank_by: tuple[Slug, ...] = ()
    # Who begins: a model is heard first where the practice asks for one. Never shown to students.
    first: Literal["higher", "either"] | None = None
    mover_and_stayer: bool = False
    no_repeat_weeks: Whole | None = None
    min_shared_times: Whole | None = None
    min_grades_apart: Whole | None = None
    weights: tuple[Weight, ...] = ()
    respects: tuple[
        Literal["do_not_pair", "avoid_list", "safety_plan", "consent", "shared_time", "language"],
        ...,
    ] = ("do_not_pair",)
    teams: Teams | None = None
    a_person_decides: bool = True


class Rotation(Part):
    """What changes, and how often. The pair life is the rotation of ``pair``."""

    what: Literal["pair", "team", "role", "peer", "host", "content", "setting", "review"]
    every: Every
    how: Words | None = None


class Criterion(Named):
    """Something to look for when choosing who takes part; never added up to one score."""

    who: Literal["class", "peer", "focus_student", "tutor", "tutee"]
    text: Words
    required: bool = False


class Skill(Named):
    """One strategy taught to partners: a card with what to do and what can be seen."""

    name: ShortWords
    does: Words
    observable: Words
    cue: ShortWords | None = None
    # A strategy an adult must allow for this student before it is taught.
    adult_approved: bool = False
    caution: Words | None = None


class FadingStep(Part):
    """Where the adult stands from one week to another, or until something is true."""

    level: Level
    from_week: Whole | None = None
    to_week: Whole | None = None
    does: Words
    until: Words | None = None


class Fading(Part):
    """The adult's way from ``start`` to ``goal`` (levels 5 Lead to 0 Consult)."""

    start: Level
    goal: Level
    never_below: Level | None = None
    steps: tuple[FadingStep, ...]
    every_step_at_least: Every | None = None


class SetUp(Named):
    """One thing to do before or around sessions, in order."""

    phase: Literal["plan", "use", "monitor"]
    text: Words
    minutes: Minutes | None = None


class Situation(Named):
    """What to do when something does not go to plan."""

    when: Words
    do: tuple[Words, ...]


class Adaptation(Named):
    """Another way in, with the same worth."""

    text: Words
    grades: tuple[Grade, ...] = ()
