"""The drawing before it is written: where everything stands, in pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

from kithwork.evidence.graph.model import Axis, Look, Ruling

# Height to width of a panel. Another ratio changes what people judge, so there is no option.
RATIO = 2 / 3
# The lowest value stands this far above the axis, so that a point at zero is not on the line.
LIFT, HEAD, SIDE = 8.0, 8.0, 14.0
TYPE, LINE_HEIGHT = 14.0, 18.0
RADIUS = (2.4, 4.6)
# Length of an arrow's head, and half of its width.
ARROW = (13.0, 5.5)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share any place."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def cut_by(self, start: tuple[float, float], stop: tuple[float, float]) -> bool:
        """Whether a straight line between two points runs through it."""
        enter, leave = 0.0, 1.0
        for from_, to, low, high in (
            (start[0], stop[0], self.left, self.right),
            (start[1], stop[1], self.top, self.bottom),
        ):
            step = to - from_
            if step == 0:
                if not low <= from_ <= high:
                    return False
                continue
            ends = sorted(((low - from_) / step, (high - from_) / step))
            enter, leave = max(enter, ends[0]), min(leave, ends[1])
        return enter <= leave


@dataclass(frozen=True, slots=True)
class Frame:
    """The box of one panel and its two scales."""

    box: Box
    x: Axis
    y: Axis

    def at_x(self, place: float) -> float:
        """Pixels from the left of the sheet for a session or day."""
        span = self.x.high - self.x.low
        share = (place - self.x.low) / span if span > 0 else 0.5
        return self.box.left + SIDE + share * (self.box.right - self.box.left - 2 * SIDE)

    def at_y(self, value: float) -> float:
        """Pixels from the top of the sheet for a value."""
        share = (value - self.y.low) / (self.y.high - self.y.low)
        return self.box.bottom - LIFT - share * (self.box.bottom - self.box.top - LIFT - HEAD)

    def at(self, point: tuple[float, float]) -> tuple[float, float]:
        """Both at once."""
        return self.at_x(point[0]), self.at_y(point[1])

    def edge_x(self, place: float) -> float:
        """As `at_x`, but the ends of the axis are the edges of the box: for phases and their lines."""
        if place <= self.x.low:
            return self.box.left
        return self.box.right if place >= self.x.high else self.at_x(place)

    def ruled(self, ruling: Ruling) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """A straight line in pixels, cut where it leaves the scale; None where all of it does."""
        (x0, y0), (x1, y1) = ruling.start, ruling.shown_stop
        shares = [0.0, 1.0]
        if y0 != y1:
            ends = sorted(((self.y.low - y0) / (y1 - y0), (self.y.high - y0) / (y1 - y0)))
            shares = [max(0.0, ends[0]), min(1.0, ends[1])]
        elif not self.y.low <= y0 <= self.y.high:
            return None
        if shares[0] > shares[1]:
            return None
        first, last = [(x0 + share * (x1 - x0), y0 + share * (y1 - y0)) for share in shares]
        if ruling.what in {"criterion", "aim"} and y0 == y1:
            return (self.edge_x(first[0]), self.at_y(y0)), (self.edge_x(last[0]), self.at_y(y0))
        return self.at(first), self.at(last)

    def arrow(self, ruling: Ruling) -> tuple[tuple[float, float], ...]:
        """The head of a line that goes on past what is drawn: its tip and the two corners behind it."""
        line = self.ruled(ruling) if ruling.goes_on else None
        if line is None:
            return ()
        (x0, y0), (x1, y1) = line
        long = hypot(x1 - x0, y1 - y0) or 1.0
        ahead, across = (x1 - x0) / long, (y1 - y0) / long
        back = x1 - ARROW[0] * ahead, y1 - ARROW[0] * across
        return (
            (x1, y1),
            (back[0] - ARROW[1] * across, back[1] + ARROW[1] * ahead),
            (back[0] + ARROW[1] * across, back[1] - ARROW[1] * ahead),
        )


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. ``anchor`` as SVG has it; ``upright`` False is read from below."""

    style: str
    x: float
    y: float
    text: str
    anchor: str = "start"
    upright: bool = True
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class NameBox:
    """The box with the participant's name."""

    box: Box
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of it: size, panels, words, boxes, phase lines and the size of the markers."""

    width: float
    height: float
    frames: tuple[Frame, ...]
    texts: tuple[Text, ...]
    names: tuple[NameBox, ...]
    steps: tuple[tuple[tuple[float, float], ...], ...]
    radius: float

    def words(self) -> Iterator[str]:
        """Every text that is drawn."""
        yield from (text.text for text in self.texts)
        for name in self.names:
            yield from name.lines
