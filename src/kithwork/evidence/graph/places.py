"""Free places for names, direct labels and remarks: beside the data, never on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kithwork.evidence.graph.lettering import width_of, wrap
from kithwork.evidence.graph.model import Figure, Kind, Look, Mark, Panel
from kithwork.evidence.graph.sheet import LIFT, LINE_HEIGHT, TYPE, Box, Frame, NameBox, Text

WIDEST_NAME, WIDEST_LABEL = 130.0, 120.0
PADDING, SAMPLE = 6.0, 18.0
# Words of an aim are of its colour: the two are found together.
_AT_END = {"aim": "g-aimt"}


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a panel, at the height of what they name."""

    value: float
    text: str
    look: Look | None = None
    style: str = "g-end"


Labels = list[Label]


def side_labels(figure: Figure, panel: Panel) -> Labels:
    """What is said beside a panel: conditions at the end of their path, lines at their end."""
    found: Labels = []
    if figure.kind is Kind.ALTERNATING_TREATMENTS:
        last: dict[Look, tuple[Mark, float, str]] = {}
        for group in panel.groups:
            for mark in group.marks:
                if mark.value is not None and group.look is not Look.BASELINE:
                    last[group.look] = (mark, mark.value, group.name)
        found += [Label(value, name, look) for look, (_, value, name) in last.items()]
    found += [
        Label(ruling.shown_stop[1], ruling.text, style=_AT_END.get(ruling.what, "g-end"))
        for ruling in panel.rulings
        if ruling.text
    ]
    return found


def column_width(columns: Sequence[Labels]) -> float:
    """Room to the right of the panels for these labels."""
    widths = [
        (SAMPLE if label.look else 0)
        + max(width_of(line, TYPE) for line in wrap(label.text, WIDEST_LABEL, TYPE))
        for labels in columns
        for label in labels
    ]
    return max(widths, default=-24.0) + 24.0


def name_boxes(
    figure: Figure, frames: Sequence[Frame], columns: Sequence[Labels], radius: float
) -> tuple[list[NameBox | None], float]:
    """The boxes with the names, lower right inside their panels; outside where a point would be hidden.

    Also the width the column to the right then needs.
    """
    inside = [
        _name_box(panel.name, frame.box.right - 4, frame.box.bottom - LIFT - 4)
        for panel, frame in zip(figure.panels, frames, strict=True)
    ]
    width = column_width(columns)
    free = all(
        box is None or not occupied(panel, frame, box.box, radius)
        for panel, frame, box in zip(figure.panels, frames, inside, strict=True)
    )
    if free:
        return list(inside), width
    widest = max(box.box.right - box.box.left for box in inside if box)
    outside = [
        _name_box(panel.name, frame.box.right + 12 + widest, frame.box.bottom)
        for panel, frame in zip(figure.panels, frames, strict=True)
    ]
    return list(outside), max(width, widest + 24)


def _name_box(name: str, right: float, bottom: float) -> NameBox | None:
    lines = wrap(name, WIDEST_NAME, TYPE)
    if not lines:
        return None
    wide = max(width_of(line, TYPE) for line in lines) + 2 * PADDING
    high = len(lines) * LINE_HEIGHT + PADDING
    return NameBox(Box(right - wide, bottom - high, right, bottom), tuple(lines))


def occupied(panel: Panel, frame: Frame, box: Box, radius: float) -> bool:
    """Whether a point, a path, a line or a phase line runs through a box."""
    near = radius + 4
    wide = Box(box.left - near, box.top - near, box.right + near, box.bottom + near)
    for mark, value in panel.marks:
        x, y = frame.at((mark.x, value))
        if wide.left < x < wide.right and wide.top < y < wide.bottom:
            return True
    for path in panel.paths:
        placed = [frame.at(point) for point in path.points]
        if any(box.cut_by(a, b) for a, b in pairwise(placed)):
            return True
    ruled = [frame.ruled(ruling) for ruling in panel.rulings]
    if any(line and box.cut_by(*line) for line in ruled):
        return True
    return any(box.left - 3 < frame.at_x(change.x) < box.right + 3 for change in panel.changes)


def column_texts(
    frames: Sequence[Frame], columns: Sequence[Labels], names: Sequence[NameBox | None]
) -> Iterator[Text]:
    """Direct labels at the height of what they name, moved apart where they would touch."""
    for frame, labels, name in zip(frames, columns, names, strict=True):
        floor = frame.box.bottom
        if name and name.box.left > frame.box.right:
            floor = name.box.top - 4
        # Those of one height stay in the order they came in.
        placed = sorted(
            (
                (min(max(frame.at_y(one.value), frame.box.top + 6), floor - 4), one)
                for one in labels
            ),
            key=lambda pair: pair[0],
        )
        yield from _apart(placed, frame, floor)


def _apart(placed: Sequence[tuple[float, Label]], frame: Frame, floor: float) -> Iterator[Text]:
    lines = [wrap(label.text, WIDEST_LABEL, TYPE) for _, label in placed]
    heights = [len(each) * LINE_HEIGHT for each in lines]
    tops: list[float] = []
    for (y, _), high in zip(placed, heights, strict=True):
        lowest = tops[-1] + heights[len(tops) - 1] if tops else frame.box.top - 4
        tops.append(max(y - high / 2, lowest))
    limit = floor
    for place in range(len(tops) - 1, -1, -1):
        tops[place] = min(tops[place], limit - heights[place])
        limit = tops[place]
    for (_, label), each, top in zip(placed, lines, tops, strict=True):
        for place, line in enumerate(each):
            y = top + place * LINE_HEIGHT + 13.5
            x = frame.box.right + 12 + (SAMPLE if label.look else 0)
            yield Text(label.style, x, y, line, look=label.look if place == 0 else None)


def remark_texts(
    figure: Figure, frames: Sequence[Frame], names: Sequence[NameBox | None], radius: float
) -> Iterator[Text]:
    """Words at gaps, as low in the panel as the data leave room."""
    for panel, frame, name in zip(figure.panels, frames, names, strict=True):
        taken = [name.box] if name else []
        for remark in panel.remarks:
            half = width_of(remark.text, TYPE - 1) / 2
            middle = min(
                max(frame.at_x(remark.x), frame.box.left + half + 4), frame.box.right - half
            )
            rows = range(int((frame.box.bottom - frame.box.top - LIFT) // LINE_HEIGHT))
            boxes = [
                Box(middle - half, bottom - LINE_HEIGHT + 2, middle + half, bottom)
                for bottom in (frame.box.bottom - LIFT - 2 - row * LINE_HEIGHT for row in rows)
            ]
            free = (
                box
                for box in boxes
                if not occupied(panel, frame, box, radius)
                and not any(box.meets(other) for other in taken)
            )
            box = next(free, boxes[0])
            taken.append(box)
            yield Text("g-rem", middle, box.bottom - 4, remark.text, "middle")
