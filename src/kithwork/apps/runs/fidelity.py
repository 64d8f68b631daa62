"""How much of what was planned was seen to happen. A checklist is scored by itself, never with another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from kithwork.playbooks.schema.quality import Fidelity, FidelityItem

YES, NO, DOES_NOT_APPLY = "yes", "no", "na"
ANSWERS = (YES, NO, DOES_NOT_APPLY)
Band = Literal["good", "coach", "stop"]


@dataclass(frozen=True, slots=True)
class Score:
    """What a checklist came to.

    Attributes
    ----------
    yes, no : int
        Items seen to happen, and seen not to. What did not apply or was not looked at is in neither.
    missed : tuple of str
        Ids of key steps (critical items) answered no, in the order of the checklist.
    band : {"good", "coach", "stop"} or None
        None where nothing was answered yes or no.
    """

    yes: int
    no: int
    missed: tuple[str, ...]
    band: Band | None

    @property
    def seen(self) -> int:
        return self.yes + self.no

    @property
    def pct(self) -> int | None:
        """Whole percent, rounded down, so that 79.9 is never shown as 80; None for an empty checklist."""
        return 100 * self.yes // self.seen if self.seen else None


def score(
    answers: Mapping[str, str], fidelity: Fidelity, *, items: Iterable[FidelityItem] | None = None
) -> Score:
    """Yes over yes and no, for the whole checklist or for the items given.

    Parameters
    ----------
    answers : mapping of item id to "yes", "no" or "na"
        An item left out was not looked at. Ids the checklist does not have are ignored.
    fidelity : Fidelity
        The practice's checklist with its limits in percent (80 and 60 unless it says otherwise).
    items : iterable of FidelityItem, optional
        A part of the checklist. All of it when left out.
    """
    given = [(item, answers.get(item.id)) for item in (fidelity.items if items is None else items)]
    yes = sum(answer == YES for _, answer in given)
    no = sum(answer == NO for _, answer in given)
    missed = tuple(item.id for item, answer in given if item.critical and answer == NO)
    return Score(yes, no, missed, _band(yes, yes + no, fidelity))


def _band(yes: int, seen: int, fidelity: Fidelity) -> Band | None:
    if not seen:
        return None
    if 100 * yes >= fidelity.good_pct * seen:
        return "good"
    return "coach" if 100 * yes >= fidelity.coach_pct * seen else "stop"


@dataclass(frozen=True, slots=True)
class ChecklistPart:
    """One part of a checklist, to be scored by itself."""

    id: str
    name: str
    items: tuple[FidelityItem, ...]
    is_of_program: bool = False


def of_session(fidelity: Fidelity) -> tuple[FidelityItem, ...]:
    """The items one session can be asked about; those about the whole program wait for the team's look."""
    of_program = {part.id for part in fidelity.parts if part.of == "program"}
    return tuple(item for item in fidelity.items if item.part not in of_program)


def parts_of(fidelity: Fidelity) -> tuple[ChecklistPart, ...]:
    """The checklist in its parts; one part without a name where it has none."""
    named = [
        ChecklistPart(one.id, one.name, _in(fidelity, one.id), one.of == "program")
        for one in fidelity.parts
    ]
    rest = _in(fidelity, None)
    return (*named, ChecklistPart("", "", rest)) if rest else tuple(named)


def _in(fidelity: Fidelity, part: str | None) -> tuple[FidelityItem, ...]:
    return tuple(item for item in fidelity.items if item.part == part)


def missed_twice(checklists: Iterable[Mapping[str, str]], fidelity: Fidelity) -> tuple[str, ...]:
    """Key steps answered no in two checklists or more: a reason to coach whatever the total is."""
    misses = Counter(key for one in checklists for key in score(one, fidelity).missed)
    return tuple(item.id for item in fidelity.items if misses[item.id] > 1)


def short_list(fidelity: Fidelity, most: int = 6) -> tuple[FidelityItem, ...]:
    """What a busy adult looks for: the key steps first, filled up with others, in the checklist's order."""
    items = of_session(fidelity)
    by_weight = sorted(items, key=lambda item: not item.critical)
    chosen = {item.id for item in by_weight[:most]}
    return tuple(item for item in items if item.id in chosen)
