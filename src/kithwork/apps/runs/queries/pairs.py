"""The page where a class is drawn: which draw is looked at, and what the next one may be made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.people.models import Student
from kithwork.apps.practices.words import every_words
from kithwork.apps.runs import classwide
from kithwork.apps.runs.models import Draw, Run, Session
from kithwork.apps.runs.preview import preview
from kithwork.apps.runs.queries.draws import DrawPage, away_on, draw_on, draw_page, draws_of
from kithwork.apps.runs.queries.practice import playbook_here
from kithwork.apps.runs.ranks import READING, kinds_that_rank, latest_values


@dataclass(frozen=True, slots=True)
class RankRow:
    """Where a student stands by the latest score, or by the rank typed for the last draw. Staff only."""

    student: Student
    value: str
    rank: int | None


@dataclass(frozen=True, slots=True)
class PairsPage:
    """The draw that is looked at, the others, and what the next one may be made from."""

    shown: DrawPage | None
    draws: tuple[Draw, ...]
    starts_on: date
    last_on: date
    people: tuple[RankRow, ...]
    away: frozenset[int]
    measure: str
    life: str


def pairs_page(run: Run, today: date, draw_id: int | None) -> PairsPage:
    playbook = playbook_here(run)
    draws = draws_of(run)
    chosen = next((row for row in draws if row.pk == draw_id), None)
    chosen = chosen or draw_on(run, today) or _next(draws, today)
    on = next_day(run, today)
    people = classwide.taking_part(run, on)
    values = latest_values(run, playbook, on)
    typed = {
        int(one["id"]): one["rank"]
        for one in (draws[0].given["students"] if draws else [])
        if one["rank"] is not None
    }
    rotation = playbook.pair_life()
    return PairsPage(
        shown=draw_page(_whole(chosen)) if chosen else None,
        draws=tuple(draws),
        starts_on=on,
        last_on=run.ends_on,
        people=tuple(
            RankRow(
                one.student,
                f"{values[one.student_id]:.0f}" if one.student_id in values else "",
                typed.get(one.student_id) if not values else None,
            )
            for one in people
        ),
        away=frozenset(away_on([one.student_id for one in people], on)),
        measure=_("words a minute") if kinds_that_rank(playbook) == READING else "%",
        life=every_words(rotation.every) if rotation else "",
    )


def _next(draws: list[Draw], today: date) -> Draw | None:
    """The draw that comes next, else the last one there was."""
    coming = [row for row in draws if row.starts_on > today]
    return coming[-1] if coming else next(iter(draws), None)


def _whole(row: Draw) -> Draw:
    rows = classwide.with_groups(Draw.objects.filter(pk=row.pk))
    return rows.select_related("run__playbook", "run__school").get()


def next_day(run: Run, today: date) -> date:
    """The next day it meets; today, inside its days, where none is laid out yet."""
    coming = run.sessions.filter(on__gte=today, status=Session.Status.PLANNED).order_by("on")
    first = coming.first()
    return first.on if first else min(max(today, run.starts_on), run.ends_on)


def may_insist(row: Draw, one: int, two: int, how: str, reason: str) -> bool:
    """Whether what stands against a change are wishes an adult may set aside, and nothing else."""
    try:
        _changed, broken = preview(_whole(row), one, two, how, reason)
    except Problem:
        return False
    return bool(broken) and bool(reason.strip()) and not any(each.is_hard for each in broken)
