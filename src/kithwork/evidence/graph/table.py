"""The data of a figure as a table: what a person reads who does not read graphs."""

from __future__ import annotations

from collections.abc import Sequence

from kithwork.evidence.graph.model import Look, Mark, Panel

Row = tuple[str | float | None, ...]


def table_of(
    panels: Sequence[Panel], names: dict[str, str]
) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Columns and rows, one row a session, those without data too."""
    dated = any(mark.on for panel in panels for mark in panel.points)
    titles = list(dict.fromkeys(panel.y.title for panel in panels))
    several = len(titles) > 1
    columns = [
        "Case",
        *(["Measure"] if several else []),
        "Phase",
        "Session",
        *(["Date"] if dated else []),
        "Value" if several else titles[0],
    ]
    rows = [
        (
            panel.name,
            *([panel.y.title] if several else []),
            "Probe" if mark.look is Look.PROBE else names.get(mark.phase, mark.phase),
            _number(mark.session),
            *([_day(mark)] if dated else []),
            mark.value,
        )
        for panel in panels
        for mark in panel.points
    ]
    return tuple(columns), tuple(rows)


def _number(session: float) -> float:
    return int(session) if session.is_integer() else session


def _day(mark: Mark) -> str | None:
    return mark.on.isoformat() if mark.on else None
