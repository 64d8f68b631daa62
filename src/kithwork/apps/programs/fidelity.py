"""The thirty questions about a program, once a term: yes of all, for each part and together.

The questions are those of the practices for whole programs (`peer_partner_club`); nothing is asked twice in two
wordings. What the data can answer is answered by them and may be said otherwise by a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.programs.models import FidelityReview, Program
from kithwork.apps.programs.signs import Sign, sign_of
from kithwork.playbooks import shipped
from kithwork.playbooks.schema.quality import FidelityItem

PRACTICE = "peer_partner_club"
YES, NO = "yes", "no"
# Which question is answered by which sign. The others somebody has to answer.
TOLD = {
    "s5": "team",
    "s6": "led_by_two",
    "s8": "faculty",
    "w1": "purpose",
    "w2": "name",
    "w3": "families_informed",
    "w5": "kit",
    "w6": "all_approved",
    "i1": "two_ways",
    "i2": "preferences",
    "i9": "settings",
    "i10": "student_ideas",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and what the data say to it."""

    item: FidelityItem
    sign: Sign | None

    @property
    def told(self) -> str:
        if self.sign is None:
            return ""
        return YES if self.sign.is_met else NO


@dataclass(frozen=True, slots=True)
class Score:
    """Yes of all questions of a part. What nobody could say counts as not yet."""

    name: str
    yes: int
    of: int

    @property
    def pct(self) -> int:
        return round(100 * self.yes / self.of)


@cache
def parts() -> tuple[tuple[str, tuple[FidelityItem, ...]], ...]:
    """The parts about the program, each with its questions."""
    fidelity = shipped()[PRACTICE].fidelity
    return tuple(
        (part.name, tuple(item for item in fidelity.items if item.part == part.id))
        for part in fidelity.parts
        if part.of == "program"
    )


def known_items() -> frozenset[str]:
    return frozenset(item.id for _name, items in parts() for item in items)


def questions(viewer: Viewer, program: Program) -> list[tuple[str, list[Question]]]:
    """Every question with what the data say today."""
    return [
        (
            name,
            [
                Question(item, sign_of(TOLD[item.id], viewer, program) if item.id in TOLD else None)
                for item in items
            ],
        )
        for name, items in parts()
    ]


def scores(answers: Mapping[str, str]) -> list[Score]:
    return [
        Score(name, sum(answers.get(item.id) == YES for item in items), len(items))
        for name, items in parts()
    ]


def overall(answers: Mapping[str, str]) -> Score:
    every = scores(answers)
    return Score("", sum(one.yes for one in every), sum(one.of for one in every))


def newest_review(program: Program, *, before: int | None = None) -> FidelityReview | None:
    """The latest look; of several in a term the last one counts."""
    rows = program.reviews.order_by("-on", "-pk")
    if before is not None:
        rows = rows.exclude(term_id=before)
    return rows.first()
