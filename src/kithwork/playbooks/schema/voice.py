"""What people say and write: questions, forms, inventories; what schools bring; what may be changed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from kithwork.playbooks.schema.base import (
    Amount,
    Every,
    Grade,
    Named,
    Part,
    Seconds,
    ShortWords,
    Slug,
    Span,
    Strict,
    Whole,
    Words,
)
from kithwork.playbooks.schema.people import Pairing

Mode = Literal[
    "typed", "symbols", "faces", "yes_no_unsure", "aac_scribe", "audio", "skip", "observed"
]
# A question anyone can answer: in every way, or not at all.
EVERY_MODE: tuple[Mode, ...] = (
    "typed", "symbols", "faces", "yes_no_unsure", "aac_scribe", "audio", "skip",
)  # fmt: skip


class Reflection(Named):
    """A question after the fact."""

    audience: Literal["students", "peers", "focus_student", "families", "teacher", "staff"]
    asks: Words
    modes: tuple[Mode, ...] = EVERY_MODE
    every: Every | None = None
    weeks: tuple[Whole, ...] = ()
    # A "no" here is heard at once: the pairing pauses and an adult talks with the student.
    no_pauses: bool = False
    figure_2: Annotated[str, StringConstraints(pattern=r"^(F2-[PS][1-8]|O[1-4])$")] | None = None


class FormField(Named):
    """One thing to fill in. ``staff_only`` never leaves the student's team."""

    label: ShortWords
    kind: Literal[
        "yes_no", "count", "tally", "minutes", "rating", "choice", "choices", "text", "people",
        "date", "time", "adult_level", "money", "file", "sign",
    ]  # fmt: skip
    required: bool = False
    staff_only: bool = False
    choices: tuple[ShortWords, ...] = ()
    scale: Span | None = None
    anchors: tuple[ShortWords, ...] = ()
    measure: Slug | None = None
    hint: Words | None = None


class GridRow(Named):
    """A row of a plan."""

    name: ShortWords
    cells: tuple[Words, ...] = ()


class GridColumn(Named):
    """A column of a plan. What stands under a staff-only column is not shown to peers."""

    name: ShortWords
    staff_only: bool = False


class Grid(Part):
    """A plan as a table. An empty cell must be marked as meant, so that a gap is a decision."""

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    rows_are_free: bool = True
    none_must_be_said: bool = True


class Form(Named):
    """Something written down: the log of a session, a plan, an event record, a role card to sign."""

    name: ShortWords
    purpose: Words
    when: Literal["start", "each_session", "each_opportunity", "weekly", "monthly", "term", "end"]
    filled_by: Slug
    seconds: Seconds | None = None
    review: Every | None = None
    fields: tuple[FormField, ...] = ()
    grid: Grid | None = None


class InventoryItem(Named):
    """One statement to rate."""

    text: Words
    status: Literal["published_gain", "proposed"] | None = None
    maps_to: ShortWords | None = None


class Inventory(Named):
    """A rating scale of our own, with its anchors."""

    name: ShortWords
    raters: tuple[Literal["self", "teacher", "peer", "family", "staff"], ...]
    when: tuple[Literal["start", "middle", "end", "term", "year"], ...]
    scale: Span
    anchors: tuple[ShortWords, ...]
    items: tuple[InventoryItem, ...]
    says: Words


class Material(Named):
    """What must be on the table. ``prints`` names a sheet the product can print."""

    name: ShortWords
    each: Literal["pair", "student", "group", "class", "adult"]
    prints: Literal[
        "pair_card", "coach_card", "cue_card", "point_sheet", "tally_sheet", "symbol_card",
        "folder_label", "role_card", "plan", "checklist",
    ] | None = None  # fmt: skip
    optional: bool = False


class Content(Named):
    """What a school loads for itself: its own lists, facts and passages. None are shipped."""

    name: ShortWords
    kind: Literal[
        "word_list", "facts", "vocabulary", "passages", "books", "question_sheet", "worksheet",
        "letter_sounds", "sight_words", "game_board", "problem_sheet", "any",
    ]  # fmt: skip
    items: Span | None = None
    level: Words | None = None
    max_errors_per_100_words: Whole | None = None
    per: Literal["pair", "student", "class"] = "pair"
    optional: bool = False


class GradeValue(Part):
    """Another default for some grades."""

    grades: tuple[Grade, ...]
    value: bool | Amount | Slug


class Adjustable(Named):
    """What a school may change, its default and where the default comes from."""

    name: ShortWords
    value: bool | Amount | Slug
    unit: ShortWords | None = None
    min: Amount | None = None
    max: Amount | None = None
    choices: tuple[Slug, ...] = ()
    by_grade: tuple[GradeValue, ...] = ()
    help: Words


class Variant(Named):
    """One version of a practice: the sessions, pairing, tests and content that are its own."""

    name: ShortWords
    about: Words
    sessions: tuple[Slug, ...]
    pairing: Pairing | None = None
    content: tuple[Slug, ...] = ()
    tests: tuple[Slug, ...] = ()
    measures: tuple[Slug, ...] = ()
    grades: tuple[Grade, ...] = ()


class TemplateRole(Named):
    """A role given and taken in an event or project."""

    name: ShortWords
    gives: ShortWords
    receives: ShortWords


class Template(Named):
    """An event or project to start from, told as it once happened."""

    kind: Literal["event", "project", "growth"]
    name: ShortWords
    story: Words
    every: Every | None = None
    idea_from: ShortWords | None = None
    steps: tuple[Words, ...]
    roles: tuple[TemplateRole, ...] = ()
    departments: tuple[ShortWords, ...] = ()
    partners: tuple[ShortWords, ...] = ()
    borrowed: tuple[ShortWords, ...] = ()
    access: tuple[ShortWords, ...] = ()
    watch_grow: ShortWords | None = None


class Ending(Strict):
    """How a pairing or group ends well."""

    steps: Annotated[tuple[Words, ...], Field(min_length=1)]
