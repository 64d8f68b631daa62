"""The panel beside the grid: one session with its reasons, or one open need with its fixes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kithwork.apps.plans.current import problem_of, sessions_of
from kithwork.apps.plans.models import Draft
from kithwork.apps.plans.queries.review import Chip, Filters, _Reader
from kithwork.apps.plans.wording import (
    Names,
    Person,
    against_words,
    fix_words,
    good_words,
    why_open,
)
from kithwork.matching import Problem, Session, candidates_for, fixes_for, why_pair
from kithwork.matching.desk import state_of
from kithwork.matching.explain import unmet_needs

OTHERS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Partner:
    """A peer of the session, and why."""

    person: Person
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else, with what speaks for them and what stands against."""

    person: Person
    good: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SessionPanel:
    draft: Draft
    need: str
    slot: int
    chip: Chip | None
    title: str
    partners: tuple[Partner, ...]
    others: tuple[Other, ...]
    is_locked: bool
    times_a_week: int


@dataclass(frozen=True, slots=True)
class FixLine:
    kind: str
    title: str
    cost: str
    is_best: bool


@dataclass(frozen=True, slots=True)
class NeedPanel:
    draft: Draft
    need: str
    person: Person | None
    title: str
    why: str
    fixes: tuple[FixLine, ...]
    is_left_open: bool


def session_panel(draft: Draft, need: str, slot: int) -> SessionPanel | None:
    """Why this pair, why not that one, for one session; None when the draft has no such need."""
    reader = _Reader(draft, Filters())
    student = reader.names.student_of(need)
    if (
        need not in reader.needs
        or student is None
        or not 0 <= slot < len(reader.names.days) * reader.width
    ):
        return None
    problem, sessions = problem_of(draft), sessions_of(draft)
    here = next((one for one in sessions if (one.need, one.slot) == (need, slot)), None)
    peers = here.peers if here else ()
    names = reader.names
    return SessionPanel(
        draft=draft,
        need=need,
        slot=slot,
        chip=reader._chip(need, slot, list(peers)) if here else None,
        title=f"{student.called}: {names.place(need)}, {names.time(slot)}",
        partners=tuple(
            Partner(
                names.people[peer], tuple(good_words(one) for one in why_pair(problem, need, peer))
            )
            for peer in peers
            if peer in names.people
        ),
        others=_others(names, candidates_for(problem, sessions, need, slot), peers),
        is_locked=(need, slot) in reader.locked,
        times_a_week=sum(one.need == need for one in sessions),
    )


def _others(names: Names, candidates: list, peers: tuple[str, ...]) -> tuple[Other, ...]:
    rest = [one for one in candidates if one.peer not in peers and one.peer in names.people]
    return tuple(
        Other(
            names.people[one.peer],
            tuple(good_words(reason) for reason in one.good[:2]),
            tuple(against_words(reason) for reason in one.against),
        )
        for one in rest[:OTHERS_SHOWN]
    )


def need_panel(draft: Draft, need: str) -> NeedPanel | None:
    """Why a need is open as the draft stands now, and fixes that a search has confirmed; None if unknown."""
    names = Names(draft)
    problem, sessions = problem_of(draft), sessions_of(draft)
    if all(one.id != need for one in problem.needs):
        return None
    # The page has its own way to leave a need open, with its reason.
    fixes = [fix for fix in fixes_for(problem, sessions, need) if fix.kind != "leave_open"]
    code, value = _why(problem, sessions, need)
    lines = [fix_words(fix, need, names) for fix in fixes]
    return NeedPanel(
        draft=draft,
        need=need,
        person=names.student_of(need),
        title=f"{names.student_name(need)}, {names.place(need)}",
        why=why_open(need, code, value, names),
        fixes=tuple(
            FixLine(fix.kind, title, cost, place == 0)
            for place, (fix, (title, cost)) in enumerate(zip(fixes, lines, strict=True))
        ),
        is_left_open=need in draft.left_open,
    )


def _why(problem: Problem, sessions: Sequence[Session], need: str) -> tuple[str, int]:
    for unmet in unmet_needs(state_of(problem, sessions)):
        if unmet.need == need and unmet.reasons:
            return str(unmet.reasons[0]["code"]), int(unmet.reasons[0].get("value", 0))
    return "tight", 0
