"""Lays a figure on a sheet, so that nothing stands on anything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kithwork.evidence.graph.lettering import width_of, wrap
from kithwork.evidence.graph.model import Figure, Kind, Panel
from kithwork.evidence.graph.places import column_texts, name_boxes, remark_texts, side_labels
from kithwork.evidence.graph.sheet import (
    LINE_HEIGHT,
    RADIUS,
    RATIO,
    TYPE,
    Box,
    Frame,
    NameBox,
    Sheet,
    Text,
)

# Width of a panel by how many there are: type stays readable when a tall figure is put on a page.
WIDTHS = {1: 560.0, 2: 460.0, 3: 460.0}
NARROWEST = 400.0
MARGIN, GAP, JOG, JOG_STEP = 10.0, 24.0, 12.0, 6.0
TICK = 5.0


@dataclass(frozen=True, slots=True)
class _Label:
    """A phase's name above its panel: middle, lowest row, lines from top to bottom."""

    x: float
    row: int
    lines: tuple[str, ...]


def sheet_of(figure: Figure) -> Sheet:
    """Where everything of a figure stands."""
    wide = WIDTHS.get(len(figure.panels), NARROWEST)
    high = wide * RATIO
    left = MARGIN + _title_room(figure, high) + _tick_room(figure) + TICK + 4
    columns = [side_labels(figure, panel) for panel in figure.panels]
    heading = wrap(figure.title, left + wide, TYPE + 2) if figure.heading else []
    top = MARGIN + len(heading) * (LINE_HEIGHT + 3)
    frames, labels = _frames(figure, left, top, wide, high)
    radius = _radius(figure, frames)
    names, column = name_boxes(figure, frames, columns, radius)
    right = left + wide + max(MARGIN + 6, column)
    bottom = frames[-1].box.bottom
    texts = [
        *(
            Text("g-h", MARGIN, MARGIN + 12 + place * (LINE_HEIGHT + 3), line)
            for place, line in enumerate(heading)
        ),
        *_label_texts(frames, labels),
        *_axis_texts(figure, frames),
        *column_texts(frames, columns, names),
        *remark_texts(figure, frames, names, radius),
    ]
    return Sheet(
        width=round(_widest(texts, right), 2),
        height=round(bottom + TICK + 4 + 2 * LINE_HEIGHT + 12, 2),
        frames=tuple(frames),
        texts=tuple(texts),
        names=tuple(name for name in names if isinstance(name, NameBox)),
        steps=tuple(_steps(figure, frames)),
        radius=radius,
    )


def _widest(texts: Sequence[Text], right: float) -> float:
    """Room for a word that is longer than its place."""
    ends = [right]
    for text in texts:
        if text.upright:
            share = {"start": 1.0, "middle": 0.5, "end": 0.0}[text.anchor]
            ends.append(text.x + share * width_of(text.text, TYPE) + MARGIN)
    return max(ends)


def _tick_room(figure: Figure) -> float:
    ticks = [tick.text for panel in figure.panels for tick in panel.y.ticks]
    return max(width_of(text, TYPE - 1) for text in ticks)


def _shared_title(figure: Figure) -> bool:
    return len({panel.y.title for panel in figure.panels}) == 1


def _title_room(figure: Figure, high: float) -> float:
    return LINE_HEIGHT * max(len(lines) for _, lines in _y_titles(figure, high)) + 6


def _y_titles(figure: Figure, high: float) -> list[tuple[int, list[str]]]:
    """The titles of the y axes: one over all panels where they agree, else one for each."""
    if _shared_title(figure):
        room = high * len(figure.panels)
        return [(-1, wrap(figure.panels[0].y.title, room, TYPE))]
    return [(place, wrap(panel.y.title, high, TYPE)) for place, panel in enumerate(figure.panels)]


def _frames(
    figure: Figure, left: float, top: float, wide: float, high: float
) -> tuple[list[Frame], list[list[_Label]]]:
    frames: list[Frame] = []
    labels: list[list[_Label]] = []
    jogs = max(len(panel.changes) for panel in figure.panels)
    for place, panel in enumerate(figure.panels):
        flat = Frame(Box(left, 0, left + wide, high), figure.x, panel.y)
        own = _labels(panel, flat) if _labelled(figure, place) else []
        rows = max((label.row + len(label.lines) for label in own), default=0)
        if place:
            top += GAP + JOG_STEP * max(0, jogs - 1)
        top += rows * LINE_HEIGHT + (6 if rows else 0)
        box = Box(left, top, left + wide, top + high)
        frames.append(Frame(box, figure.x, panel.y))
        labels.append(own)
        top += high
    return frames, labels


def _labelled(figure: Figure, place: int) -> bool:
    """Names over the first panel serve all panels of a multiple baseline that agree with them."""
    if place == 0 or figure.kind is not Kind.MULTIPLE_BASELINE:
        return True
    first, own = ([span.name for span in figure.panels[which].spans] for which in (0, place))
    return first[: len(own)] != own


def _labels(panel: Panel, frame: Frame) -> list[_Label]:
    """Each name over the middle of its phase, in a higher row where its neighbours leave no room."""
    taken: list[tuple[int, float, float]] = []
    found = []
    for number, span in enumerate(panel.spans):
        last = number == len(panel.spans) - 1
        start = frame.edge_x(span.start) if number else frame.box.left
        stop = frame.box.right if last else frame.edge_x(span.stop)
        lines = wrap(span.name, max(stop - start - 8, 60), TYPE)
        half = max((width_of(line, TYPE) for line in lines), default=0) / 2
        middle = max((start + stop) / 2, half + 2)
        row = 0
        while any(
            row <= other < row + len(lines)
            and middle - half < end + 8
            and begin - 8 < middle + half
            for other, begin, end in taken
        ):
            row += 1
        taken += [(row + each, middle - half, middle + half) for each in range(len(lines))]
        found.append(_Label(middle, row, tuple(lines)))
    return found


def _label_texts(frames: Sequence[Frame], labels: Sequence[Sequence[_Label]]) -> Iterator[Text]:
    for frame, own in zip(frames, labels, strict=True):
        for label in own:
            for place, line in enumerate(reversed(label.lines)):
                up = (label.row + place) * LINE_HEIGHT + 10
                yield Text("g-ph", label.x, frame.box.top - up, line, "middle")


def _axis_texts(figure: Figure, frames: Sequence[Frame]) -> Iterator[Text]:
    high = frames[0].box.bottom - frames[0].box.top
    for frame in frames:
        for tick in frame.y.ticks:
            at = frame.at_y(tick.at) + 4.5
            yield Text("g-tx", frame.box.left - TICK - 4, at, tick.text, "end")
    for place, lines in _y_titles(figure, high):
        box = frames[place].box if place >= 0 else None
        middle = (
            (box.top + box.bottom) / 2 if box else (frames[0].box.top + frames[-1].box.bottom) / 2
        )
        for number, line in enumerate(lines):
            x = MARGIN + 11 + number * LINE_HEIGHT
            yield Text("g-ti", x, middle, line, "middle", upright=False)
    last = frames[-1]
    under = last.box.bottom + TICK + 15
    for tick in figure.x.ticks:
        yield Text("g-tx", last.at_x(tick.at), under, tick.text, "middle")
    yield Text(
        "g-ti",
        (last.box.left + last.box.right) / 2,
        under + LINE_HEIGHT + 6,
        figure.x.title,
        "middle",
    )


def _steps(figure: Figure, frames: Sequence[Frame]) -> Iterator[tuple[tuple[float, float], ...]]:
    """Phase lines. In a multiple baseline a change runs on through all panels that have it, in steps."""
    many = max(len(panel.changes) for panel in figure.panels)
    for number in range(many):
        line: list[tuple[float, float]] = []
        before: tuple[str, str] | None = None
        for place, (panel, frame) in enumerate(zip(figure.panels, frames, strict=True)):
            change = panel.changes[number] if number < len(panel.changes) else None
            same = change is not None and (change.before, change.after) == before
            if line and not (same and figure.kind is Kind.MULTIPLE_BASELINE):
                yield tuple(line)
                line = []
            before = (change.before, change.after) if change else None
            if change is None:
                continue
            x = frame.at_x(change.x)
            if line:
                level = frames[place - 1].box.bottom + JOG + JOG_STEP * (many - 1 - number)
                line += [(line[-1][0], level), (x, level)]
            else:
                line.append((x, frame.box.top - 5))
            line.append((x, frame.box.bottom))
        if line:
            yield tuple(line)


def _radius(figure: Figure, frames: Sequence[Frame]) -> float:
    """As large as the nearest neighbours allow."""
    least, most = RADIUS
    gaps = [
        frame.at_x(b) - frame.at_x(a)
        for panel, frame in zip(figure.panels, frames, strict=True)
        for a, b in pairwise(sorted({mark.x for mark in panel.points}))
    ]
    return round(min(most, max(least, 0.4 * min(gaps, default=most / 0.4))), 2)
