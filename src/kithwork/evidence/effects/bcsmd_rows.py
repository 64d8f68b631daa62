"""Rows of a study for the between-case SMD: from `Series`, or from columns, checked and in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from numbers import Integral
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.numeric import LARGEST, is_number
from kithwork.evidence.series import Series

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Frame = Mapping[str, Sequence[Any]]

# The first name is ours, the second the one used by the published data files.
_COLUMNS = (("case", "case"), ("session", "time"), ("outcome", "value"))


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """The scores of a study, ordered by case and session; sessions without a score are left out.

    All arrays have one entry a score. ``case`` counts the cases from 0 in the order they came;
    ``session`` is the session number; ``treated`` 1 or 0; ``pair`` counts the A-B pairs of a case
    (a return to baseline starts the next one); ``outcome`` is in the measure's own unit.
    """

    cases: tuple[str, ...]
    case: Whole
    session: Whole
    treated: Whole
    pair: Whole
    outcome: Floats

    @property
    def n_a(self) -> int:
        """How many baseline scores there are."""
        return int(np.sum(self.treated == 0))

    @property
    def n_b(self) -> int:
        """How many treatment scores there are."""
        return int(np.sum(self.treated == 1))


class _Row(NamedTuple):
    """One session of one case as it was given; ``place`` counts from 1."""

    place: int
    case: str
    session: Any
    condition: Any
    pair: Any
    outcome: Any


def read_study(given: Frame | Series | Iterable[Series], *, baseline: str | None = None) -> Study:
    """The scores of a study in the order the between-case SMD needs.

    Parameters
    ----------
    given
        Series of one outcome, one for each case; or a mapping of equally long columns: ``case``,
        ``session`` (or ``time``), ``outcome`` (or ``value``) and ``treatment`` (0 and 1, or two
        labels). Without ``treatment`` the column ``phase`` holds the labels; beside it, ``phase``
        numbers the A-B pairs, which are otherwise found from the returns to baseline.
    baseline
        The label of the baseline. Without it: 0 where conditions are 0 and 1, else the label of
        the first session of the first case.

    Raises
    ------
    BadData
        Columns missing or of different lengths, a score or session that is not a number, a
        session number that is not whole, a session twice, more than two conditions, series of
        several outcomes or two series of one case.
    """
    rows = _frame_rows(given) if hasattr(given, "keys") else _series_rows(given)  # type: ignore[arg-type]
    if not rows:
        raise refuse("empty_series", "There is no session. Give at least one row.")
    faults = [*_row_faults(rows)]
    if faults:
        raise BadData(faults)
    order = {case: number for number, case in enumerate(dict.fromkeys(row.case for row in rows))}
    rows = sorted(rows, key=lambda row: (order[row.case], row.session))
    treated = _treated([row.condition for row in rows], baseline)
    pairs = _pairs(rows, treated)
    keep = [place for place, row in enumerate(rows) if row.outcome is not None]
    return Study(
        cases=tuple(order),
        case=np.array([order[rows[place].case] for place in keep], dtype=np.int64),
        session=np.array([rows[place].session for place in keep], dtype=np.int64),
        treated=np.array([treated[place] for place in keep], dtype=np.int64),
        pair=np.array([pairs[place] for place in keep], dtype=np.int64),
        outcome=np.array([rows[place].outcome for place in keep], dtype=np.float64),
    )


def _series_rows(given: Series | Iterable[Series]) -> list[_Row]:
    several = [given] if isinstance(given, Series) else list(given)
    for number, series in enumerate(several, start=1):
        if not isinstance(series, Series):
            raise refuse(
                "not_a_series",
                f"Entry {number} is a {type(series).__name__}. Give Series, or a mapping of columns.",
                row=number,
            )
    _same_for_all(several)
    points = [(series.case, point) for series in several for point in series.points]
    return [
        _Row(place, case, point.session, point.phase, None, point.value)
        for place, (case, point) in enumerate(points, start=1)
    ]


def _same_for_all(several: Sequence[Series]) -> None:
    for name in ("outcome", "improvement"):
        found = sorted({str(getattr(series, name)) for series in several})
        if len(found) > 1:
            raise refuse(
                f"{name}s_differ",
                f"The series have several: {', '.join(found)}. Give those of one {name}.",
                column=name,
            )
    cases = [series.case for series in several]
    for row, case in enumerate(cases, start=1):
        if case in cases[: row - 1]:
            raise refuse(
                "duplicate_case", f"Case {case} has two series. Keep one.", row=row, column="case"
            )


def _frame_rows(frame: Frame) -> list[_Row]:
    columns: dict[str, list[Any]] = {}
    faults = []
    for name, other in _COLUMNS:
        found = next((key for key in (name, other) if key in frame), None)
        if found is None:
            faults.append(Fault("missing_column", f"There is no column {name}.", column=name))
        else:
            columns[name] = list(frame[found])
    condition = "treatment" if "treatment" in frame else "phase"
    if condition in frame:
        columns["condition"] = list(frame[condition])
    else:
        faults.append(
            Fault("missing_column", "There is no column treatment or phase.", column="treatment")
        )
    if faults:
        raise BadData(faults)
    numbered = condition == "treatment" and "phase" in frame
    columns["pair"] = list(frame["phase"]) if numbered else [None] * len(columns["case"])
    n = len(columns["case"])
    uneven = [
        Fault(
            "lengths_differ",
            f"{n} cases but {len(column)} entries. Give one for each row.",
            column=name,
        )
        for name, column in columns.items()
        if len(column) != n
    ]
    if uneven:
        raise BadData(uneven)
    names = ("case", "session", "condition", "pair", "outcome")
    table = zip(*(columns[name] for name in names), strict=True)
    return [_Row(place, str(row[0]), *row[1:]) for place, row in enumerate(table, start=1)]


def _row_faults(rows: Sequence[_Row]) -> Iterator[Fault]:
    seen: dict[tuple[str, Any], int] = {}
    for row in rows:
        if not _is_whole(row.session):
            yield Fault(
                "session_not_whole",
                f"Session {row.session} is not a whole number. Number the sessions 1, 2, 3.",
                row.place,
                "session",
            )
        elif (row.case, row.session) in seen:
            yield Fault(
                "duplicate_session",
                f"Session {row.session:g} of {row.case} is already in row "
                f"{seen[row.case, row.session]}. Keep one of the two.",
                row.place,
                "session",
            )
        else:
            seen[row.case, row.session] = row.place
        if row.outcome is not None and not _is_score(row.outcome):
            yield Fault(
                "not_a_number",
                f"{row.outcome} is not a finite number. Leave it empty where there are no data.",
                row.place,
                "outcome",
            )
        if row.condition is None:
            yield Fault(
                "no_condition", "Say which condition this session had.", row.place, "treatment"
            )
        if row.pair is not None and not _is_whole(row.pair):
            yield Fault(
                "phase_not_whole",
                f"Phase {row.pair} is not a whole number. Number the A-B pairs 1, 2.",
                row.place,
                "phase",
            )


def _is_score(number: Any) -> bool:
    return is_number(number) and abs(number) <= LARGEST


def _is_whole(number: Any) -> bool:
    return isinstance(number, Integral) or (is_number(number) and float(number).is_integer())


def _treated(conditions: Sequence[Any], baseline: str | None) -> list[int]:
    """1 where a session is not baseline."""
    labels = list(dict.fromkeys(conditions))
    if len(labels) > 2:
        raise refuse(
            "too_many_conditions",
            f"{len(labels)} conditions: {', '.join(map(str, labels))}. Give the two to compare.",
            column="treatment",
        )
    if baseline is not None and baseline not in labels:
        raise refuse(
            "no_such_condition",
            f"No session is {baseline!r}. The conditions are: {', '.join(map(str, labels))}.",
            column="treatment",
        )
    usual = 0 if set(labels) <= {0, 1} else labels[0]
    first = usual if baseline is None else baseline
    return [int(condition != first) for condition in conditions]


def _pairs(rows: Sequence[_Row], treated: Sequence[int]) -> list[int]:
    """The number of the A-B pair of each row: as given, else one more at each return to baseline."""
    if rows[0].pair is not None:
        return [int(row.pair) for row in rows]
    pairs: list[int] = []
    for _, own in groupby(zip(rows, treated, strict=True), key=lambda both: both[0].case):
        pair, before = 1, 0
        for _, now in own:
            pair += int(now < before)
            pairs.append(pair)
            before = now
    return pairs
