"""What an event template may say: an event, a club meeting or a project that students plan together."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from kithwork.playbooks.schema.base import (
    Every,
    GradeBand,
    Minutes,
    Named,
    Part,
    ShortWords,
    Slug,
    Strict,
    Whole,
    Words,
)
from kithwork.playbooks.schema.quality import Caution, Source

Kind = Literal["event", "club_meeting", "service_project", "school_project"]
# The four places where partners do things together. The list is fixed.
SharedSetting = Literal["inclusive_class", "inclusive_event", "community", "special_ed_room"]
Who = Literal["students", "adults", "together"]
PartnerKind = Literal["department", "school_group", "organisation", "business", "public_office"]
Moment = Literal["before", "during", "after"]


class AccessQuestion(Named):
    """One question of the access check. ``about_bodies``: the answer must never say who needs it."""

    name: ShortWords
    asks: Words
    hint: Words
    about_bodies: bool = False
    only_off_campus: bool = False


class AccessCheck(Strict):
    """The questions answered before anything takes place."""

    id: Literal["access_check"]
    version: Annotated[int, Field(ge=1)]
    questions: Annotated[tuple[AccessQuestion, ...], Field(min_length=1)]

    def of(self, key: str) -> AccessQuestion | None:
        """The question of this id, or None."""
        return next((one for one in self.questions if one.id == key), None)


class Task(Named):
    """Something to be done so many weeks before the day; 0 is the week of the day itself."""

    name: ShortWords
    weeks_before: Whole
    who: Who = "together"


class EventStep(Named):
    """What happens on the day, in order."""

    name: ShortWords
    minutes: Minutes
    who: Who = "together"
    say: ShortWords | None = None


class Stage(Named):
    """A stage of a project that grows: what is done, and what shows that the next one can begin."""

    name: ShortWords
    does: Words
    next_when: Words


class EventRole(Named):
    """A part a student may choose. It gives something, and something comes back."""

    name: ShortWords
    gives: ShortWords
    receives: ShortWords
    places: Annotated[int, Field(ge=1, le=200)]
    supports: ShortWords | None = None


class AccessTip(Part):
    """What to think of at this event for one question of the access check."""

    question: Slug
    tip: Words


class Gear(Named):
    """Something that is needed, and where it may come from."""

    name: ShortWords
    from_whom: ShortWords


class PartnerIdea(Named):
    """Who could be asked to join in, and what they bring."""

    kind: PartnerKind
    name: ShortWords
    brings: ShortWords


class EventQuestion(Named):
    """Asked of everybody who takes part, to be answered in any way."""

    moment: Moment
    asks: Words


class Story(Part):
    """What came of it where it was tried."""

    says: Words


class EventTemplate(Part):
    """One template as a file says it. A school copies it; from then on the copy is the school's own."""

    model_config = ConfigDict(title="Kithwork event template")

    id: Slug
    version: Annotated[int, Field(ge=1, le=9999)]
    name: ShortWords
    kind: Kind
    setting: SharedSetting
    grade_bands: Annotated[tuple[GradeBand, ...], Field(min_length=1)]
    purpose: ShortWords
    about: Words
    story: Story | None = None
    minutes: Minutes
    every: Every | None = None
    days: Whole = 1
    is_off_campus: bool = False
    tasks: Annotated[tuple[Task, ...], Field(min_length=1)]
    steps: Annotated[tuple[EventStep, ...], Field(min_length=1)]
    stages: tuple[Stage, ...] = ()
    roles: Annotated[tuple[EventRole, ...], Field(min_length=1)]
    access: tuple[AccessTip, ...] = ()
    gear: tuple[Gear, ...] = ()
    partners: tuple[PartnerIdea, ...] = ()
    reflection: Annotated[tuple[EventQuestion, ...], Field(min_length=1)]
    cautions: tuple[Caution, ...] = ()
    sources: tuple[Source, ...] = ()
