"""What practices share, read from data beside the library: behaviours, rules, questions, roles, strategies."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, Field

from kithwork.playbooks.load import HERE, read_text, table, validated
from kithwork.playbooks.schema import Playbook
from kithwork.playbooks.schema.base import (
    Grade,
    Level,
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
from kithwork.playbooks.schema.quality import Method, Rule
from kithwork.playbooks.schema.voice import FormField, Reflection

Model = TypeVar("Model", bound=BaseModel)
Version = Annotated[int, Field(ge=1)]
# What somebody brings to a role: a voice or signs, a device, cards and symbols, busy hands, moving about,
# an eye for numbers, liking to meet people, liking to lead.
Brings = Literal["voice", "device", "cards", "hands", "moving", "numbers", "meeting", "leading"]


class Behaviour(Named):
    """A behaviour or product that can be measured, defined so that two people see the same."""

    name: ShortWords
    definition: Words
    example: Words
    non_example: Words
    method: Method
    # Other methods that suit it. Any other is told as a mismatch.
    also: tuple[Method, ...] = ()
    unit: ShortWords
    interval_seconds: Span | None = None
    within_seconds: Seconds | None = None


class Dictionary(Strict):
    """Behaviours by the ids that playbooks use."""

    id: Literal["dictionary"]
    version: Version
    behaviours: tuple[Behaviour, ...]

    def of(self, key: str) -> Behaviour | None:
        """The behaviour of this id, or None."""
        return next((one for one in self.behaviours if one.id == key), None)


class RuleBook(Strict):
    """The decision rules practices share, with what is looked at before a student is."""

    id: Literal["rules"]
    version: Version
    order_of_checks: tuple[Slug, ...]
    rules: tuple[Rule, ...]

    def of(self, key: str) -> Rule | None:
        """The rule of this id, or None."""
        return next((one for one in self.rules if one.id == key), None)

    def of_playbook(self, playbook: Playbook) -> tuple[Rule, ...]:
        """The rules that speak of this playbook, in order."""
        return tuple(rule for rule in self.rules if applies(rule, playbook))


def applies(rule: Rule, playbook: Playbook) -> bool:
    """Whether a shared rule speaks of this practice, and of this version where it names some."""
    named = "all" in rule.practices or playbook.practice in rule.practices
    return named and (not rule.only or bool({playbook.id, playbook.based_on} & {*rule.only}))


class QuestionSet(Named):
    """Questions asked together."""

    name: ShortWords
    questions: tuple[Reflection, ...]


class Questions(Strict):
    """Question sets that several practices ask."""

    id: Literal["questions"]
    version: Version
    sets: tuple[QuestionSet, ...]


class AdultLevel(Part):
    """Where an adult is, from 5 Lead to 0 Consult."""

    level: Level
    name: ShortWords
    position: Words
    prompting: Words
    use: Words
    waits_seconds: Seconds | None = None


class Strategy(Named):
    """One thing an adult can do so that students meet one another; noted with one tap."""

    name: ShortWords
    does: Words
    noted: Literal["event", "checklist"]
    age: Words


class Rung(Named):
    """A rung of the ladder from least help to most."""

    name: ShortWords
    says: Words
    by_adult: bool = False


class Facilitation(Strict):
    """Adult levels, the fourteen strategies, and the ladder of help."""

    id: Literal["facilitation"]
    version: Version
    levels: tuple[AdultLevel, ...]
    strategies: tuple[Strategy, ...]
    ladder: tuple[Rung, ...]


class ReciprocalRole(Named):
    """An everyday role that two students can give and receive in turn."""

    name: ShortWords
    setting: ShortWords
    grades: tuple[Grade, ...]
    gives: ShortWords
    receives: ShortWords
    reversible: bool = True
    minutes: Whole
    prepare: ShortWords
    supports: ShortWords
    origin: ShortWords
    # The giving side can be done with any of these.
    brings: tuple[Brings, ...] = ()


class AddAnIdea(Part):
    """How a school adds a role of its own: someone writes it, staff review it, the school uses it."""

    fields: tuple[FormField, ...]
    review: tuple[FormField, ...]
    stages: tuple[ShortWords, ...]
    balance_weeks: Whole
    balance_low_pct: Whole
    says: Words


class ReciprocalRoles(Strict):
    """The library of natural supports."""

    id: Slug
    version: Version
    roles: tuple[ReciprocalRole, ...]
    add_an_idea: AddAnIdea | None = None


def read_shared(kind: type[Model], path: Path) -> Model:
    """A shared file as its model. BadPlaybook with every fault when it is not one."""
    body: dict[str, Any] = table(read_text(path), path.name)
    return validated(kind, body, path.name)


@cache
def dictionary() -> Dictionary:
    """The behaviours that can be measured."""
    return read_shared(Dictionary, HERE / "dictionary.toml")


@cache
def rule_book() -> RuleBook:
    """The decision rules DR-01 to DR-55."""
    return read_shared(RuleBook, HERE / "rules.toml")


@cache
def questions() -> Questions:
    """The question sets of Figure 2."""
    return read_shared(Questions, HERE / "questions.toml")


@cache
def facilitation() -> Facilitation:
    """What adults do."""
    return read_shared(Facilitation, HERE / "facilitation.toml")


@cache
def reciprocal_roles() -> ReciprocalRoles:
    """Natural supports that come with Kithwork. A school's own ideas: ``read_shared(ReciprocalRoles, path)``."""
    return read_shared(ReciprocalRoles, HERE / "reciprocal_roles.toml")
