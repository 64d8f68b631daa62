"""How well, how much, and when to think again: points, fidelity, measures, rules, evidence."""

from __future__ import annotations

from typing import Literal

from kithwork.playbooks.schema.base import (
    Amount,
    Every,
    Named,
    Part,
    Percent,
    RuleId,
    Seconds,
    ShortWords,
    Slug,
    Span,
    Strict,
    Unit,
    Whole,
    Words,
)

Method = Literal[
    "event",
    "duration",
    "latency",
    "partial_interval",
    "whole_interval",
    "momentary_time_sampling",
    "planned_activity_check",
    "opportunity",
    "rating",
    "permanent_product",
    "log",
]
Posting = Literal["team_only", "team_and_personal_best", "individual", "none"]


class Award(Named):
    """What earns how many points. A correction's transitions and a step name it by id."""

    name: ShortWords
    points: Whole
    by: Slug
    to: Literal["student", "pair", "team", "group"] = "student"
    aim: Whole | None = None


class Bonus(Part):
    """Points an adult gives on a visit, for how partners work."""

    name: ShortWords
    by: Slug
    min: Whole
    max: Whole
    to: Literal["student", "pair"] = "student"
    reasons: tuple[ShortWords, ...]


class Scoring(Part):
    """Points and what becomes of them. ``none`` is a choice, too."""

    kind: Literal["points", "dollars", "stars", "hours", "shared_goal", "record", "none"]
    awards: tuple[Award, ...] = ()
    bonus: Bonus | None = None
    sheet: Literal["numerals", "tally", "boxes", "log"] | None = None
    sheet_to: Whole | None = None
    marked_by: Slug | None = None
    teams_add_up: bool = False
    posting: Posting = "none"
    posting_choices: tuple[Posting, ...] = ()
    # Whether teams compete. Each school chooses: let it follow an adjustable value.
    contest: bool = False
    recognition: tuple[Words, ...] = ()
    rules: tuple[Words, ...] = ()


class GradePart(Named):
    """One part of a course's mark."""

    name: ShortWords
    pct: Percent


class FidelityItem(Named):
    """One planned step that can be seen to happen or not."""

    who: Slug
    text: Words
    critical: bool = False
    na_allowed: bool = True
    weight: Whole | None = None
    part: Slug | None = None
    step: Slug | None = None
    skill: Slug | None = None


class FidelityPart(Named):
    """A section of a checklist with a score of its own: about one session, or about the whole program."""

    name: ShortWords
    # What is asked of the program once a term is not asked of every session.
    of: Literal["session", "program"] = "session"


class Look(Part):
    """Who looks, how often, at how many pairs."""

    by: Literal["self", "observer", "facilitator", "team"]
    every: Every
    pairs: Span | None = None
    from_session: Whole | None = None
    to_session: Whole | None = None
    text: Words | None = None


class Fidelity(Part):
    """The checklist. The score is yes over yes and no; what did not apply is left out."""

    good_pct: Percent
    coach_pct: Percent
    looks: tuple[Look, ...] = ()
    parts: tuple[FidelityPart, ...] = ()
    items: tuple[FidelityItem, ...]


class Measure(Named):
    """A behaviour of the dictionary, how it is recorded here and how often."""

    method: Method
    every: Every
    aim: Literal["increase", "decrease", "watch"]
    of: Literal["focus_student", "peer", "student", "pair", "class", "adult", "program"]
    interval_seconds: Seconds | None = None
    minutes: Span | None = None
    text: Words | None = None


class Test(Named):
    """A test of what was practised."""

    name: ShortWords
    when: Literal["pre", "post", "probe"]
    measure: Slug
    day: Whole | None = None
    minutes: Whole | None = None
    text: Words


class Collect(Strict):
    """What an adult writes down, by how often."""

    session: tuple[ShortWords, ...] = ()
    weekly: tuple[ShortWords, ...] = ()
    monthly: tuple[ShortWords, ...] = ()
    term: tuple[ShortWords, ...] = ()


Comparison = Literal[
    "reached",
    "below",
    "above",
    "at_least",
    "at_most",
    "all_below_aim_line",
    "all_above_aim_line",
    "slope_below_goal",
    "no_rise_over_baseline",
    "not_falling",
    "drop_over",
    "unchanged",
    "would_repeat",
    "is_true",
    "is_missing",
]


class Window(Strict):
    """How far back a rule looks. ``now`` is the newest value alone."""

    last: Whole | None = None
    up_to: Whole | None = None
    unit: Literal["now", "observation", "point", "check", "probe", "answer", "guide"] | Unit


class Condition(Part):
    """One comparison. ``value`` or ``between`` hold the threshold, ``of`` what it is measured against."""

    metric: Slug
    when: Comparison
    window: Window
    value: Amount | None = None
    between: Span | None = None
    unit: (
        Literal["pct", "weeks", "sessions", "per_100_words", "count", "times", "severity"] | None
    ) = None
    of: Slug | None = None
    how_many: Whole | None = None
    at_weeks: tuple[Whole, ...] = ()


class Rule(Part):
    """When something holds, suggest something. An adult accepts, edits or dismisses it with a reason."""

    id: RuleId
    name: ShortWords
    practices: tuple[str, ...] = ()
    only: tuple[Slug, ...] = ()
    combine: Literal["all", "any"] = "all"
    conditions: tuple[Condition, ...]
    suggest: Slug
    says: Words
    # Checked in this order before anyone blames a student.
    check_first: tuple[Slug, ...] = ()
    within_days: Whole | None = None
    # Only the four safety rules may act by themselves.
    acts: Literal["pause_pairing", "pause_student", "block_bookings"] | None = None


class Indicator(Named):
    """A sign of health of a whole practice, with the value that deserves a look."""

    name: ShortWords
    compute: Words
    flag: Condition


Strength = Literal["strong", "promising", "mixed", "limited", "program", "to_confirm"]


class Source(Named):
    """Where something can be read. ``seen`` is false for what was not in hand during the research."""

    text: Words
    seen: bool = True


class Evidence(Named):
    """What is known, how firmly, about whom. K waits for confirmation and cites nothing; D is never evidence."""

    says: Words
    strength: Strength
    populations: tuple[ShortWords, ...] = ()
    sources: tuple[Slug, ...] = ()


class Caution(Named):
    """Shown before a run can begin."""

    text: Words
