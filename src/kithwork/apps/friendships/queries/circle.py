"""One class for the coordinator: who answered, what it came to before and after, and what cannot be said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from kithwork.apps.consents.queries import live
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.friendships import policies
from kithwork.apps.friendships.cautions import cautions
from kithwork.apps.friendships.gathered import KEPT_FOR, Gathered, Said
from kithwork.apps.friendships.models import Circle, Naming, Round
from kithwork.apps.friendships.reckoned import (
    TITLES,
    ChangeLine,
    CircleChange,
    RoundNumbers,
    change_of,
    numbers_of,
    of_circle,
    pairs_of,
)
from kithwork.apps.friendships.together import ContactLine, contacts_of
from kithwork.apps.friendships.wording import asks
from kithwork.apps.people.models import Student


@dataclass(frozen=True, slots=True)
class RoundCard:
    """How many answered one round, and its numbers where there are enough answers."""

    round: Round
    is_open: bool
    erased_from: date
    of: int
    answered: int
    passed: int
    without_permission: int
    numbers: RoundNumbers | None
    nobody_named: tuple[Student, ...]

    @property
    def missing(self) -> int:
        return self.of - self.answered - self.passed - self.without_permission

    @property
    def percent(self) -> int:
        """Rounded down, so that it never says seventy where it is less."""
        return 100 * self.answered // self.of if self.of else 0


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Whether somebody answered the last round, and how; never whom they named."""

    student: Student
    has_permission: bool
    said: str
    mode: str


@dataclass(frozen=True, slots=True)
class CirclePage:
    circle: Circle
    asks: str
    rounds: tuple[RoundCard, ...]
    people: tuple[PersonRow, ...]
    last: Round | None
    is_open: bool
    change: CircleChange | None
    kept_lines: tuple[ChangeLine, ...]
    contacts: tuple[ContactLine, ...]
    cautions: tuple[str, ...]
    may_ask_again: bool


def circle_or_404(viewer: Viewer, circle_id: int) -> Circle:
    row = policies.visible_circles(viewer).filter(pk=circle_id).select_related("school").first()
    if row is None:
        raise Http404
    return row


def circle_page(viewer: Viewer, circle: Circle) -> CirclePage:
    today, held = clock.today_for(viewer), of_circle(circle)
    pairs = pairs_of(circle, held.values())
    rounds = list(circle.rounds.all())
    students = _students(held.values())
    cards = tuple(_card(one, held.get(one.kind), pairs, students, today) for one in rounds)
    change = None
    if len(held) == 2:
        change = change_of(held[Round.Kind.BEFORE], held[Round.Kind.AFTER], pairs)
    last = next((one for one in reversed(rounds) if one.erased_on is None), None)
    kinds = {one.kind: one for one in rounds}
    before = kinds.get(Round.Kind.BEFORE)
    return CirclePage(
        circle, asks(circle.question), cards,
        _people(held[last.kind], students, today) if last else (), last,
        last is not None and last.opens_on <= today <= last.due_on,
        change, _kept(circle), _contacts(circle, held), tuple(cautions(held, change)),
        Round.Kind.AFTER not in kinds and before is not None and before.due_on < today,
    )  # fmt: skip


def _students(rounds: Iterable[Gathered]) -> dict[int, Student]:
    ids = {pk for one in rounds for pk in one.roster}
    return {one.pk: one for one in Student.objects.filter(pk__in=ids)}


def _card(
    round_: Round, held: Gathered | None, pairs: set[frozenset[int]],
    students: Mapping[int, Student], today: date,
) -> RoundCard:  # fmt: skip
    erased_from = round_.opens_on + KEPT_FOR
    if held is None:
        kept = round_.kept or {}
        return RoundCard(
            round_,
            False,
            erased_from,
            kept.get("roster", 0),
            kept.get("answered", 0),
            0,
            0,
            None,
            (),
        )
    numbers = numbers_of(held, pairs)
    alone = held.nobody_named() if numbers else ()
    # Somebody whose permission ran out answered while it held; only who never had one stands here.
    return RoundCard(
        round_, round_.opens_on <= today <= round_.due_on, erased_from, len(held.roster),
        len(held.answered), sum(held.said.get(pk) == Said.PASS for pk in held.counted),
        len(held.roster) - len(held.counted), numbers,
        tuple(sorted((students[pk] for pk in alone), key=lambda one: one.full_name)),
    )  # fmt: skip


def _people(held: Gathered, students: Mapping[int, Student], today: date) -> tuple[PersonRow, ...]:
    permitted = live(policies.SURVEY, today, held.roster)
    rows = []
    for pk in held.roster:
        said = held.said.get(pk, "")
        has_said = said in {Said.NAMES, Said.NOBODY}
        # Whether somebody named others or nobody is an answer too: it is not told here.
        word = str(Said.PASS.label) if said == Said.PASS else ""
        mode = str(Naming.Mode(held.modes[pk]).label) if has_said else ""
        rows.append(
            PersonRow(students[pk], pk in permitted, "answered" if has_said else word, mode)
        )
    return tuple(sorted(rows, key=lambda row: (row.student.last_name, row.student.called)))


def _kept(circle: Circle) -> tuple[ChangeLine, ...]:
    lines = (circle.kept_change or {}).get("lines", ())
    return tuple(
        ChangeLine(one["key"], one["before"], one["after"], one["p"])
        for one in lines
        if one["key"] in TITLES
    )


def _contacts(circle: Circle, held: Mapping[str, Gathered]) -> tuple[ContactLine, ...]:
    if not held:
        return ()
    among = {pk for one in held.values() for pk in one.counted}
    since = min(one.round.opens_on for one in held.values())
    until = max(one.round.due_on for one in held.values())
    return tuple(contacts_of(circle.school_id, among, since, until))
