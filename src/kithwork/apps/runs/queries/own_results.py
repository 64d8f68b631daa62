"""What the practice itself asks, over the times of a week: side by side, counts added up, ratings never averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Session, SessionLog
from kithwork.apps.runs.practice_fields import ASKED, LINES
from kithwork.apps.runs.practice_log import Ask, asks, in_words, tables
from kithwork.playbooks import Playbook

# What happens again and again may be added up; minutes and money as well. A rating may not.
ADDED = frozenset({"count", "tally", "minutes", "money"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer: in words, or people."""

    words: str = ""
    people: tuple[Student, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One question: what was answered each time, and their sum where one makes sense."""

    label: str
    cells: tuple[Cell, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class OwnResults:
    """Questions down, times across. Times without an answer stand there, empty."""

    days: tuple[date, ...]
    rows: tuple[OwnRow, ...]
    has_totals: bool


def own_results(
    practice: Playbook, held: Sequence[Session], people: Sequence[Student]
) -> OwnResults | None:
    """None where the week has no answer to anything the practice asks."""
    logs = _standing(held)
    told = [logs[row.pk].measures if row.pk in logs else {} for row in held]
    answers = [one.get(ASKED, {}) for one in told]
    rows = [
        _row(ask, answers, people)
        for ask in asks(practice)
        if any(ask.key in one for one in answers)
    ]
    for form in tables(practice):
        counts = [len(one.get(LINES, {}).get(form.id, [])) for one in told]
        if any(counts):
            cells = tuple(Cell(str(n) if n else "") for n in counts)
            rows.append(OwnRow(_("Written down one by one"), cells, sum(counts)))
    if not rows:
        return None
    has_totals = any(row.total is not None for row in rows)
    return OwnResults(tuple(row.on for row in held), tuple(rows), has_totals)


def _standing(held: Sequence[Session]) -> dict[int, SessionLog]:
    rows = SessionLog.objects.filter(session__in=held, replaced_by__isnull=True).order_by("pk")
    return {row.session_id: row for row in rows}


def _row(ask: Ask, answers: list[dict[str, Any]], people: Sequence[Student]) -> OwnRow:
    cells = tuple(_cell(ask, one[ask.key], people) if ask.key in one else Cell() for one in answers)
    if ask.field.kind not in ADDED:
        return OwnRow(ask.field.label, cells, None)
    return OwnRow(ask.field.label, cells, sum(one.get(ask.key, 0) for one in answers))


def _cell(ask: Ask, value: Any, people: Sequence[Student]) -> Cell:
    if ask.kind == "people":
        return Cell(people=tuple(one for one in people if one.pk in value))
    return Cell(in_words(ask, value))
