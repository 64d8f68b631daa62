"""The door: from a study to its figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kithwork.evidence.faults import BadData, Fault, refuse
from kithwork.evidence.graph.arrange import Arranged, Case, arrange, names_of, place
from kithwork.evidence.graph.axes import capital, date_axis, session_axis, unit_title, y_axis
from kithwork.evidence.graph.kinds import choose, kind_faults, read_criteria
from kithwork.evidence.graph.model import Axis, Figure, Kind, Panel, Ruling
from kithwork.evidence.graph.numbers import listed
from kithwork.evidence.graph.rulings import rulings_of
from kithwork.evidence.graph.sentence import sentences_of
from kithwork.evidence.graph.table import table_of
from kithwork.evidence.graph.wanted import PAUSE_DAYS, AimLine, Pause, Wanted, kind_of, ordinal
from kithwork.evidence.series import Series

# How many ticks leave room between their labels, alone and stacked.
MOST_X_TICKS = {"session": (20, 14), "date": (8, 6)}
# Lines that stretch the scale. A trend that would leave it is cut at its edge instead.
_ON_SCALE = {"aim", "criterion"}


def figure(
    study: Series | Sequence[Series],
    kind: str | Kind | None = None,
    *,
    title: str | None = None,
    axis: str = "session",
    order: str | None = None,
    same_y: bool = True,
    y_title: str | None = None,
    labels: Mapping[str, str] | None = None,
    baseline: str | None = None,
    probes: Sequence[str | Series] = (),
    aim: float | AimLine | None = None,
    criteria: Mapping[str, float] | None = None,
    lines: Sequence[str] = (),
    pauses: Sequence[Pause] = (),
    pause_days: int = PAUSE_DAYS,
    join_skipped: bool = False,
    remarks: Mapping[str, Mapping[float, str]] | None = None,
) -> Figure:
    """The single-case figure of a study: one panel for each series.

    Parameters
    ----------
    study
        One series, or those to stack: the cases of one outcome, or the outcomes of one case.
    kind
        "single", "multiple_baseline", "reversal", "alternating_treatments" or "changing_criterion".
        Without it the data decide, and ``notes`` say how.
    title
        Drawn above the panels. Without it the figure has a title for screen readers only, as journals
        set theirs in the caption.
    axis
        "session" or "date". Both keep their gaps.
    order
        Of the panels: "start" (earliest first; usual for a multiple baseline), "given" or "name".
    same_y
        One y scale for all panels of the same kind of measure.
    y_title
        What is measured and in which unit, where outcome and scale do not say it well.
    labels
        Names of phases and conditions: {"A": "Baseline"}. A file with nothing but A and B has
        Baseline and Treatment.
    baseline
        Label of the baseline, drawn as open circles; the first phase unless told.
    probes
        Phase labels whose sessions are probes, or series of probes of the same cases: diamonds that
        nothing joins.
    aim
        A level, or an `AimLine`. A series with a goal has it drawn without asking.
    criteria
        Label of a phase -> its criterion. Labels that are numbers are criteria already.
    lines
        Any of "mean", "median", "trend" (Theil-Sen), "ols", "split_middle" and "envelope" (lowest and
        highest), each inside its phase; "dual" and "conservative_dual" carry the baseline's mean and
        trend through the treatment.
    pauses
        Breaks in school time. No path crosses one.
    pause_days
        More days than this between two dated sessions break the path, too.
    join_skipped
        Join across session numbers nobody used. A session without data still breaks the path.
    remarks
        Case -> session -> a word at its gap, such as "absent".

    Returns
    -------
    Figure
        Frozen; draws itself as SVG, PNG and PDF, and has its table and its sentence.

    Raises
    ------
    BadData
        For wishes that do not exist or do not fit the data, sessions without dates where the axis is
        the calendar, more than three conditions in a panel.

    Notes
    -----
    Height to width of every panel is fixed at 2 to 3, since another ratio changes what people see.

    Source: graph conventions of single-case research as in Ledford, J. R., & Gast, D. L. (2018), Single
    case research methodology; Dart, E. H., & Radley, K. C. (2017), Journal of School Psychology.
    """
    found = kind_of(kind) if kind is not None else None
    faults = [found] if isinstance(found, Fault) else []
    wanted = Wanted(
        kind=found if isinstance(found, Kind) else None, title=title, axis=axis, order=order, same_y=same_y,
        y_title=y_title, labels=labels or {}, baseline=baseline, probes=probes, aim=aim,
        criteria=criteria or {}, lines=lines, pauses=pauses, pause_days=pause_days,
        join_skipped=join_skipped, remarks=remarks or {},
    )  # fmt: skip
    faults += wanted.faults()
    if faults:
        raise BadData(faults)
    return _built(_placed([study] if isinstance(study, Series) else list(study), wanted), wanted)


def _placed(study: list[Series], wanted: Wanted) -> list[Case]:
    if not study:
        raise refuse("no_cases", "There is nothing to draw. Give at least one series.")
    faults: list[Fault] = []
    cases = []
    extra = [probe for probe in wanted.probes if isinstance(probe, Series)]
    known = {series.case for series in study}
    for probe in extra:
        if probe.case not in known:
            text = f"There are probes of {probe.case}, who has no panel. Give the series too."
            faults.append(Fault("stray_probes", text, column="case"))
    for series in study:
        placed = place(series, [probe for probe in extra if probe.case == series.case], wanted)
        if isinstance(placed, Case):
            cases.append(placed)
        else:
            faults += placed
    if not faults:
        labels = {mark.phase for case in cases for mark in case.points}
        faults += _unknown("criterion", wanted.criteria, labels)
        faults += _unknown("remarks", wanted.remarks, known)
    if faults:
        raise BadData(faults)
    return cases


def _unknown(column: str, given: Mapping[str, Any], known: set[str]) -> list[Fault]:
    """Something said about a phase or case that is not there, most likely a slip of the pen."""
    return [
        Fault(
            "not_there",
            f"There is no {key!r}. The study has: {', '.join(sorted(known))}.",
            column=column,
        )
        for key in given
        if key not in known
    ]


def _built(cases: list[Case], wanted: Wanted) -> Figure:
    blocks = [[list(block) for block in case.blocks] for case in cases]
    kind, why = choose(blocks, wanted)
    faults = kind_faults(kind, blocks, [case.series.case for case in cases])
    criteria = _criteria(cases, kind, wanted)
    if kind is Kind.CHANGING_CRITERION and not criteria:
        text = "No phase has a criterion. Say them, such as B1=5."
        faults.append(Fault("no_criterion", text, column="criterion"))
    if faults:
        raise BadData(faults)
    cases = _ordered(cases, kind, wanted)
    labels = [block[0].phase for case in cases for block in case.blocks]
    names = names_of(labels, criteria, wanted)
    arranged = [arrange(case, kind, wanted, names) for case in cases]
    x = _x_axis(arranged, wanted)
    rulings = [
        rulings_of(case.series, one, wanted, criteria, x.high)
        for case, one in zip(cases, arranged, strict=True)
    ]
    panels = _panels(cases, arranged, rulings, wanted)
    columns, rows = table_of(panels, names)
    bare = Figure(
        kind, wanted.title or _title(kind, panels), wanted.title is not None, x, wanted.dated, panels,
        notes=tuple(note for note in (why, _order_note(cases, kind, wanted)) if note),
        columns=columns, rows=rows,
    )  # fmt: skip
    return replace(bare, sentences=sentences_of(bare, [case.series for case in cases], wanted))


def _criteria(cases: Sequence[Case], kind: Kind, wanted: Wanted) -> dict[str, float]:
    if kind is not Kind.CHANGING_CRITERION:
        return {}
    read: dict[str, float] = {}
    for case in cases:
        read |= read_criteria([list(block) for block in case.blocks])
    return read | dict(wanted.criteria)


def _ordered(cases: list[Case], kind: Kind, wanted: Wanted) -> list[Case]:
    order = wanted.order or ("start" if kind is Kind.MULTIPLE_BASELINE else "given")
    keys: dict[str, Any] = {
        "start": _start,
        "name": lambda case: (case.series.case, case.series.outcome),
        "given": lambda case: 0,
    }
    return sorted(cases, key=keys[order])


def _start(case: Case) -> float:
    """Where the second phase begins; last for those who still wait."""
    return case.blocks[1][0].x if len(case.blocks) > 1 else float("inf")


def _order_note(cases: Sequence[Case], kind: Kind, wanted: Wanted) -> str:
    if wanted.order is None and kind is Kind.MULTIPLE_BASELINE:
        return "Panels are in the order of their start."
    return ""


def _x_axis(arranged: Sequence[Arranged], wanted: Wanted) -> Axis:
    places = [mark.x for one in arranged for mark in one.points]
    if isinstance(wanted.aim, AimLine):
        first, *ends = map(ordinal, wanted.aim.whens)
        places += [first, min(ends)]
    draw = date_axis if wanted.dated else session_axis
    return draw(places, MOST_X_TICKS[wanted.axis][len(arranged) > 1])


def _panels(
    cases: Sequence[Case],
    arranged: Sequence[Arranged],
    rulings: Sequence[tuple[Ruling, ...]],
    wanted: Wanted,
) -> tuple[Panel, ...]:
    heights = [
        [
            *(mark.value for mark in one.points if mark.value is not None),
            *(
                end[1]
                for line in lines
                if line.what in _ON_SCALE
                for end in (line.start, line.shown_stop)
            ),
        ]
        for one, lines in zip(arranged, rulings, strict=True)
    ]
    axes = []
    for case, own in zip(cases, heights, strict=True):
        scale = case.series.scale
        shared = [
            value
            for other, values in zip(cases, heights, strict=True)
            for value in values
            if other.series.scale is scale
        ]
        title = wanted.y_title or unit_title(case.series)
        axes.append(y_axis(shared if wanted.same_y else own, scale, title))
    return tuple(
        Panel(
            name, case.series.case, case.series.outcome, y,
            one.points, one.groups, one.paths, one.spans, one.changes, lines, one.remarks,
        )
        for name, case, y, one, lines in zip(_names(cases), cases, axes, arranged, rulings, strict=True)
    )  # fmt: skip


def _names(cases: Sequence[Case]) -> list[str]:
    """What stands in the box of each panel: the case, the outcome, or both where both differ."""
    people = {case.series.case for case in cases}
    measures = {case.series.outcome for case in cases}
    if len(measures) == 1:
        return [case.series.case for case in cases]
    if len(people) == 1:
        return [capital(case.series.outcome) for case in cases]
    return [f"{case.series.case}, {case.series.outcome}" for case in cases]


def _title(kind: Kind, panels: Sequence[Panel]) -> str:
    measures = "; ".join(dict.fromkeys(panel.y.title for panel in panels))
    names = [panel.name for panel in panels if panel.name]
    who = f": {listed(names)}" if names else ""
    return f"{measures}{who}" + ("" if kind is Kind.SINGLE else f" ({kind.words})")
