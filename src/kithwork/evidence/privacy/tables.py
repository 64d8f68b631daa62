"""Tables of counts, one way or two, alone or linked by the people they share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.privacy.release import THRESHOLD, Release, Sum
from kithwork.evidence.privacy.suppress import Zeros, suppress_counts

EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class CountTable:
    """How many people in each cell. Margins are reckoned, not given.

    Parameters
    ----------
    rows
        Labels of the rows.
    counts
        One row of counts for each label; for a one-way table one count for each label.
    columns
        Labels of the columns; leave out for a one-way table.
    row_name, column_name
        What the rows and columns are, such as "school" and "grade band". Tables of one series that
        use the same name and label mean the same people by it.
    """

    rows: Sequence[str]
    counts: Sequence[Any]
    columns: Sequence[str] = ()
    row_name: str = "row"
    column_name: str = "column"

    def __post_init__(self) -> None:
        faults = [*_label_faults("rows", self.rows), *_label_faults("columns", self.columns)]
        if not self.rows:
            faults.append(Fault("empty_table", "There is no row. Give at least one."))
        if len(self.counts) != len(self.rows):
            faults.append(
                Fault(
                    "lengths_differ", f"{len(self.rows)} rows, {len(self.counts)} rows of counts."
                )
            )
        for row, counts in enumerate(self.counts, start=1) if self.columns else ():
            if not hasattr(counts, "__len__") or len(counts) != len(self.columns):
                faults.append(
                    Fault("lengths_differ", f"Give {len(self.columns)} counts, one a column.", row)
                )
        if self.row_name == self.column_name:
            faults.append(Fault("same_name", "Rows and columns need names of their own."))
        if faults:
            raise BadData(faults)

    def name(self, row: str | None, column: str | None) -> str:
        """The name of a cell or a margin: the same in every table of a series."""
        parts = [
            f"{name}={label}"
            for name, label in ((self.row_name, row), (self.column_name, column))
            if label is not None
        ]
        return " & ".join(sorted(parts)) or EVERYONE

    def cells(self) -> dict[str, int]:
        """The inner counts by name."""
        if not self.columns:
            pairs = zip(self.rows, self.counts, strict=True)
            return {self.name(row, None): count for row, count in pairs}
        return {
            self.name(row, column): count
            for row, counts in zip(self.rows, self.counts, strict=True)
            for column, count in zip(self.columns, counts, strict=True)
        }

    def sums(self) -> tuple[Sum, ...]:
        """Rows, columns and the whole."""
        whole = Sum(EVERYONE, tuple(self.name(row, None) for row in self.rows))
        if not self.columns:
            return (whole,)
        rows = (
            Sum(self.name(row, None), tuple(self.name(row, column) for column in self.columns))
            for row in self.rows
        )
        columns = (
            Sum(self.name(None, column), tuple(self.name(row, column) for row in self.rows))
            for column in self.columns
        )
        across = Sum(EVERYONE, tuple(self.name(None, column) for column in self.columns))
        return (*rows, *columns, whole, across)


@dataclass(frozen=True, slots=True)
class SafeTable:
    """A table as it may be published; None stands for a hidden count."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    release: Release

    def to_json(self) -> dict[str, Any]:
        """Plain dictionary, hidden counts as null."""
        return {
            "rows": list(self.rows),
            "columns": list(self.columns),
            "cells": [list(row) for row in self.cells],
            "row_totals": list(self.row_totals),
            "column_totals": list(self.column_totals),
            "total": self.total,
            "withheld": self.release.withheld,
            "safe": self.release.safe,
            "reason": self.release.reason,
            "threshold": self.release.threshold,
        }


def suppress_table(
    table: CountTable,
    *,
    threshold: int = THRESHOLD,
    zeros: Zeros = "telling",
    width: int | None = None,
) -> SafeTable:
    """Suppress the small counts of one table, margins included.

    Parameters
    ----------
    table
        One way or two.
    threshold, zeros, width
        As in `suppress_counts`.

    Returns
    -------
    SafeTable
        Same shape, hidden counts None. A one-way table has one column without a label.

    Raises
    ------
    BadData
        As `suppress_counts`.

    Notes
    -----
    For more than one table about the same people use `suppress_tables`: tables that are safe one
    by one can give a group away together.

    Source: as `suppress_counts`. Worked example:
    ``tests/golden/suppress_table_kithwork_2026.toml``.
    """
    return suppress_tables([table], threshold=threshold, zeros=zeros, width=width)[0]


def suppress_tables(
    tables: Iterable[CountTable],
    *,
    threshold: int = THRESHOLD,
    zeros: Zeros = "telling",
    width: int | None = None,
    out_already: Collection[str] = (),
) -> tuple[SafeTable, ...]:
    """Suppress tables about the same people together.

    Parameters
    ----------
    tables
        Each about everyone; shared margins (same name and label) must agree.
    threshold, zeros, width, out_already
        As in `suppress_counts`; names as `CountTable.name` gives them.

    Returns
    -------
    tuple of SafeTable
        In the order given. A margin hidden in one table is hidden in all.

    Raises
    ------
    BadData
        As `suppress_counts`; also when two tables disagree on a shared count.
    """
    tables = tuple(tables)
    counts: dict[str, int] = {}
    sums: dict[Sum, None] = {}
    for place, table in enumerate(tables, start=1):
        _join(counts, table.cells(), place)
        for one in table.sums():
            sums[one] = None
            _join(counts, {one.total: _total(counts, one)}, place)
    release = suppress_counts(
        counts, sums, threshold=threshold, zeros=zeros, width=width, out_already=out_already
    )
    return tuple(_safe(table, release) for table in tables)


def _total(counts: Mapping[str, int], one: Sum) -> int:
    try:
        return sum(counts[name] for name in one.parts)
    except TypeError:
        raise refuse("not_a_count", "A count is not a number.", column=one.total) from None


def _join(counts: dict[str, int], further: Mapping[str, int], place: int) -> None:
    for name, count in further.items():
        if counts.setdefault(name, count) != count:
            raise refuse(
                "tables_disagree",
                f"Table {place} has {count} where an earlier one has {counts[name]}.",
                row=place,
                column=name,
            )


def _safe(table: CountTable, release: Release) -> SafeTable:
    def shown(row: str | None, column: str | None) -> int | None:
        return release.shown.get(table.name(row, column))

    columns: Sequence[str | None] = table.columns or (None,)
    return SafeTable(
        rows=tuple(table.rows),
        columns=tuple(table.columns),
        cells=tuple(tuple(shown(row, column) for column in columns) for row in table.rows),
        row_totals=tuple(shown(row, None) for row in table.rows),
        column_totals=tuple(shown(None, column) for column in columns),
        total=shown(None, None),
        release=release,
    )


def _label_faults(kind: str, labels: Sequence[str]) -> list[Fault]:
    return [
        Fault("duplicate_label", f"{label!r} is there twice in the {kind}.", place, kind)
        for place, label in enumerate(labels, start=1)
        if label in labels[: place - 1]
    ]
