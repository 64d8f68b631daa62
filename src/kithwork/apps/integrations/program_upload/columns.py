"""What the columns of a list of needs or volunteers mean: guesses, what was remembered, the person's word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithwork.apps.integrations.files.archive import Upload
from kithwork.apps.integrations.roster_sheet.look import Column, Look, look_at
from kithwork.apps.integrations.roster_sheet.targets import TARGETS
from kithwork.apps.people.queries import roster as remembered

DATE_ORDERS = (
    ("", gettext_lazy("Year first: 2026-09-01")),
    ("mdy", gettext_lazy("Month first: 9/1/2026")),
    ("dmy", gettext_lazy("Day first: 1/9/2026")),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One column: its heading, what it is taken for, and its first values."""

    column: Column
    target: str
    sample: tuple[str, ...]
    is_sure: bool


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    look: Look
    choices: tuple[Choice, ...]
    targets: tuple[tuple[str, str], ...]
    date_orders: tuple[tuple[str, Any], ...]
    date_order: str
    is_remembered: bool


def columns_page(
    upload: Upload, purpose: str, school_id: int, given: Mapping[str, Any], is_answer: bool
) -> ColumnsPage:
    """Raises FileRefused when the list cannot be read."""
    line = str(given.get("header_line") or "")
    look = look_at(
        upload,
        purpose,
        sheet=str(given.get("sheet") or ""),
        header_line=int(line) if line.isdecimal() and len(line) < 7 else 0,
    )
    kept = remembered.remembered_columns(school_id, purpose, look.shape) if look.shape else None
    before = dict(kept["columns"]) if kept else {}
    choices = []
    for column in look.columns:
        key = str(column.index)
        target = before.get(key, "") if kept else column.target
        if is_answer:
            target = str(given.get(f"column_{key}") or "")
        choices.append(
            Choice(column, target, _sample(look, column), column.confidence == 1.0 or key in before)
        )
    order = given.get("date_order") if is_answer else (kept or {}).get("date_order")
    return ColumnsPage(
        look=look,
        choices=tuple(choices),
        targets=tuple((target.key, _(target.label)) for target in TARGETS[purpose]),
        date_orders=DATE_ORDERS,
        date_order=str(order or ""),
        is_remembered=kept is not None,
    )


def _sample(look: Look, column: Column) -> tuple[str, ...]:
    return tuple(
        cells[column.index]
        for _line, cells in look.first_rows[:3]
        if column.index < len(cells) and cells[column.index]
    )


def said(given: Mapping[str, Any], look: Look) -> dict[str, Any]:
    """The person's answer, as column meanings are kept."""
    return {
        "columns": {
            str(column.index): given.get(f"column_{column.index}")
            for column in look.columns
            if given.get(f"column_{column.index}")
        },
        "header_line": look.header_line,
        "sheet": look.sheet,
        "shape": look.shape,
        "whole": False,
        "date_order": str(given.get("date_order") or ""),
    }
