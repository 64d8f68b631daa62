"""What a single-case figure consists of, before anybody draws it. All of it frozen plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """The design a figure shows, which decides how its panels and paths are laid."""

    SINGLE = "single"
    MULTIPLE_BASELINE = "multiple_baseline"
    REVERSAL = "reversal"
    ALTERNATING_TREATMENTS = "alternating_treatments"
    CHANGING_CRITERION = "changing_criterion"

    @property
    def words(self) -> str:
        """The kind as a person says it."""
        return self.replace("_", " ")


class Look(StrEnum):
    """How a data series is drawn: each has a marker of its own, so colour is never needed."""

    BASELINE = "0"
    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    PROBE = "r"


CONDITIONS = (Look.FIRST, Look.SECOND, Look.THIRD)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and what is written there."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """An equal-interval axis. ``title`` names what is measured, with its unit."""

    low: float
    high: float
    ticks: tuple[Tick, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One session. ``x`` is its place on the axis; ``value`` None where it has no data."""

    x: float
    value: float | None
    session: float
    phase: str
    look: Look
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """Points that are joined. Points of two phases, or on two sides of a gap, never are."""

    look: Look
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A phase on the axis: its label in the data, its name for people, where it begins and ends."""

    label: str
    name: str
    start: float
    stop: float


@dataclass(frozen=True, slots=True)
class Group:
    """The sessions that are read together: a phase, or one condition of alternating treatments."""

    span: int
    label: str
    name: str
    look: Look
    marks: tuple[Mark, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """The scores in session order, missing ones left out."""
        return tuple(mark.value for mark in self.marks if mark.value is not None)


@dataclass(frozen=True, slots=True)
class Change:
    """A phase line: where it stands, and which conditions it parts."""

    x: float
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line over the data. ``what``: aim, criterion, mean, median, trend, envelope, dual.

    ``shown_to`` is where on the axis it is left, when that is before its end.
    """

    what: str
    start: tuple[float, float]
    stop: tuple[float, float]
    text: str = ""
    shown_to: float | None = None

    @property
    def goes_on(self) -> bool:
        """Whether its end lies past what is drawn of it."""
        return self.shown_to is not None and self.shown_to < self.stop[0]

    @property
    def shown_stop(self) -> tuple[float, float]:
        """The last place that is drawn of it."""
        if self.shown_to is None or not self.goes_on:
            return self.stop
        (x0, y0), (x1, y1) = self.start, self.stop
        return self.shown_to, y0 + (y1 - y0) * (self.shown_to - x0) / (x1 - x0)


@dataclass(frozen=True, slots=True)
class Remark:
    """A word at a gap: "absent", "winter break"."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One case (or one outcome of it) with everything drawn in its box. ``name`` is what its label says."""

    name: str
    case: str
    outcome: str
    y: Axis
    points: tuple[Mark, ...]
    groups: tuple[Group, ...]
    paths: tuple[Path, ...]
    spans: tuple[Span, ...]
    changes: tuple[Change, ...]
    rulings: tuple[Ruling, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def marks(self) -> tuple[tuple[Mark, float], ...]:
        """The sessions that have a score, each with it."""
        return tuple((mark, mark.value) for mark in self.points if mark.value is not None)


@dataclass(frozen=True, slots=True)
class Figure:
    """A single-case figure: what is drawn, its table, and what it says in words.

    ``notes`` tell what was decided for the reader (which kind, which order); ``sentences`` say what
    the data show and what is missing. ``heading`` is whether the title is drawn above the panels.
    ``columns`` and ``rows`` are the data as a table: numbers as numbers, None where there are no data.
    """

    kind: Kind
    title: str
    heading: bool
    x: Axis
    dated: bool
    panels: tuple[Panel, ...]
    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str | float | None, ...], ...] = ()

    @property
    def sentence(self) -> str:
        """The figure in plain words, for those who do not see it and for those in a hurry."""
        return " ".join(self.sentences)

    def svg(self, *, ids: str = "graph", paper: bool = False) -> str:
        """The drawing as SVG text, always the same for the same figure.

        Parameters
        ----------
        ids
            What the ids of title and description begin with; a page with two graphs needs two.
        paper
            False: classes only, styled by the page (``figure.css``). True: with presentation attributes in
            black and greys beside the classes, for a file that must look right by itself. Never a style
            attribute.
        """
        from kithwork.evidence.graph.svg import svg_of

        return svg_of(self, ids=ids, paper=paper)

    def png(self, *, fonts: str | None = None) -> bytes:
        """The drawing at 300 dots an inch. Needs typst. Errors and ``fonts`` as for `pdf`."""
        from kithwork.evidence.graph.paper import png_of

        return png_of(self, fonts=fonts)

    def pdf(self, *, fonts: str | None = None) -> bytes:
        """The drawing as tagged PDF/UA, its sentence as alternative text. Needs typst.

        ``fonts`` is a folder of further fonts. Raises BadData for a letter that no font has.
        """
        from kithwork.evidence.graph.paper import pdf_of

        return pdf_of(self, fonts=fonts)

    def to_json(self) -> dict[str, Any]:
        """What a program needs that does not draw: kind, words and table."""
        return {
            "kind": str(self.kind),
            "title": self.title,
            "sentence": self.sentence,
            "notes": list(self.notes),
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
        }
