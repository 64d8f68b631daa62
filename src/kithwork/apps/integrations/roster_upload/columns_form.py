"""The page that asks what the columns of a list mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kithwork.apps.integrations.roster.faults import refused
from kithwork.apps.integrations.roster_sheet.look import Column, Look, look_at
from kithwork.apps.integrations.roster_sheet.mapping import ColumnMeanings
from kithwork.apps.integrations.roster_sheet.targets import ROSTER, ROSTER_TARGETS, WIDE_TARGET
from kithwork.apps.integrations.roster_upload import quarantine
from kithwork.apps.people.queries import roster as queries

PERIODS = [str(n) for n in range(1, 11)]
WHO = {"full_name", "first_name", "student_number"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the page: a column, what it is taken for, and what stands in it."""

    column: Column
    target: str
    sample: tuple[str, ...]
    remembered: bool

    @property
    def is_sure(self) -> bool:
        return self.column.confidence == 1.0 or self.remembered


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    look: Look
    choices: tuple[Choice, ...]
    targets: tuple[tuple[str, str], ...]
    periods: tuple[tuple[str, str], ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    whole: bool
    is_remembered: bool


def columns_page(row: Any, given: Mapping[str, Any], is_answer: bool) -> ColumnsPage:
    """The guesses of this list, over them what was remembered, over that what was just said.

    Raises FileRefused when the list cannot be read.
    """
    upload = quarantine.open_kept(row.quarantine)
    line = str(given.get("header_line") or "")
    look = look_at(
        upload,
        ROSTER,
        sheet=str(given.get("sheet") or ""),
        header_line=int(line) if line.isdecimal() and len(line) < 7 else 0,
    )
    kept = queries.remembered_columns(row.school_id, ROSTER, look.shape) if look.shape else None
    remembered = dict(kept["columns"]) if kept else {}
    choices = []
    for column in look.columns:
        key = str(column.index)
        target = remembered.get(key, "") if kept else column.target
        if is_answer:
            target = str(given.get(f"column_{key}") or "")
        sample = tuple(
            cells[column.index]
            for _line, cells in look.first_rows[:3]
            if column.index < len(cells) and cells[column.index]
        )
        choices.append(Choice(column, target, sample, key in remembered))
    whole = given.get("whole") != "some" if is_answer else bool((kept or {}).get("whole", True))
    return ColumnsPage(
        look=look,
        choices=tuple(choices),
        targets=tuple((target.key, _(target.label)) for target in ROSTER_TARGETS),
        periods=tuple(_period_targets(choices)),
        rows=look.first_rows,
        whole=whole,
        is_remembered=kept is not None,
    )


def _period_targets(choices: list[Choice]) -> list[tuple[str, str]]:
    """Class, teacher and room of each period, the labels of the headings among them."""
    labels = list(PERIODS)
    for choice in choices:
        if found := WIDE_TARGET.match(choice.column.target):
            labels.append(found[2])
    said = {"class": _("class"), "teacher": _("teacher"), "room": _("room")}
    return [
        (f"{part}@{label}", _("Period %(label)s, %(part)s") % {"label": label, "part": word})
        for label in dict.fromkeys(labels)
        for part, word in said.items()
    ]


def said(given: Mapping[str, Any], look: Look) -> dict[str, Any]:
    """The person's answer, as column meanings are kept."""
    return {
        "columns": {
            str(c.index): given.get(f"column_{c.index}")
            for c in look.columns
            if given.get(f"column_{c.index}")
        },
        "header_line": look.header_line,
        "sheet": look.sheet,
        "shape": look.shape,
        "whole": given.get("whole") != "some",
    }


def check(meanings: ColumnMeanings) -> None:
    """Raises FileRefused when no column says who somebody is."""
    if not WHO & set(meanings.columns.values()):
        raise refused("no-mapping", columns=_("choose a column with names"))
