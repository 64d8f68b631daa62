"""Effect sizes from columns: a dictionary of sequences, or any table whose columns are found by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kithwork.evidence.batch import effect_sizes as of_cases
from kithwork.evidence.effects.indices import USUAL
from kithwork.evidence.estimate import Aim, Estimate
from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.files.pairs import pairs_of
from kithwork.evidence.series import Scale, Series


def effect_sizes(
    frame: Mapping[str, Sequence[Any]],
    indices: Sequence[str] = USUAL,
    group_by: Sequence[str] = ("case",),
    *,
    improvement: Aim,
    scale: Scale | str = Scale.OTHER,
    session_minutes: float | None = None,
    intervals: int | None = None,
    goal: float | None = None,
    level: float = 0.95,
) -> list[Estimate]:
    """Every index for every group of a long table with columns ``session``, ``phase`` and ``value``.

    Parameters
    ----------
    frame
        Column name -> one entry a session, all of one length; None in ``value`` where there are no data (nan,
        in an array or a table of arrays).
    indices
        Names of `effects.INDICES`.
    group_by
        The columns that tell one series from another.
    improvement, scale, session_minutes, intervals, goal, level
        As in `effect_size`, for the whole table.

    Returns
    -------
    list of Estimate
        By group as it first comes, then by index; ``options`` has the group's columns, and ``pair`` from
        the second baseline-treatment pair of a reversal on.

    Raises
    ------
    BadData
        For a column that is missing or of another length, and as `Series` does, with the group named.
    """
    lacking = [name for name in (*group_by, "session", "phase", "value") if name not in frame]
    if lacking:
        raise refuse("no_column", f"There is no column {lacking[0]!r}.", column=lacking[0])
    frame = {name: _plain(frame[name]) for name in (*group_by, "session", "phase", "value")}
    lengths = {name: len(column) for name, column in frame.items()}
    if len(set(lengths.values())) > 1:
        raise refuse("lengths_differ", f"The columns have different lengths: {lengths}.")
    rows: dict[tuple[Any, ...], list[int]] = {}
    for row, key in enumerate(zip(*(frame[name] for name in group_by), strict=True)):
        rows.setdefault(key, []).append(row)
    series, keys = [], {}
    for number, (key, own) in enumerate(rows.items()):
        keys[str(number)] = dict(zip(group_by, key, strict=True))
        facts = {
            "improvement": improvement, "scale": scale, "session_minutes": session_minutes,
            "intervals": intervals, "goal": goal,
        }  # fmt: skip
        series.append(_series(str(number), frame, own, keys[str(number)], facts))
    found = of_cases(pairs_of(series).cases, indices, level=level)
    return [_labelled(row.estimate, keys[row.case.id], row.case.pair) for row in found]


def _plain(column: Any) -> list[Any]:
    """A column by place. Columns of other tables go by label, and can only write nan where nothing is."""
    if not hasattr(column, "tolist"):
        return list(column)
    return [None if entry != entry else entry for entry in column.tolist()]


def _series(
    name: str,
    frame: Mapping[str, Sequence[Any]],
    rows: list[int],
    labels: Mapping[str, Any],
    facts: Mapping[str, Any],
) -> Series:
    columns = {
        column: [frame[column][row] for row in rows] for column in ("session", "phase", "value")
    }
    try:
        return Series(
            name, "", columns["session"], columns["value"], columns["phase"],
            rows=[row + 1 for row in rows], **facts,
        )  # fmt: skip
    except BadData as bad:
        group = ", ".join(f"{column} {value}" for column, value in labels.items())
        raise BadData(
            Fault(
                fault.code,
                f"{group}: {fault.sentence}",
                rows[fault.row - 1] + 1 if fault.row else None,
                fault.column,
            )
            for fault in bad.faults
        ) from None


def _labelled(estimate: Estimate, labels: Mapping[str, Any], pair: int) -> Estimate:
    more = {"pair": pair} if pair > 1 else {}
    return replace(estimate, options={**estimate.options, **labels, **more})
