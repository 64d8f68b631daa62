"""What the caller asks of a figure, and what is wrong with the asking."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kithwork.evidence.faults import Fault
from kithwork.evidence.graph.model import Kind
from kithwork.evidence.series import Series

When = float | date
# Longer without a session than this, and the path is broken even where sessions are numbered on.
# Ours (tag D): two weeks is longer than an illness and as short as the shortest usual school break.
PAUSE_DAYS = 14
LINES = ("mean", "median", "trend", "ols", "split_middle", "envelope", "dual", "conservative_dual")
ORDERS = ("start", "given", "name")
AXES = ("session", "date")
COMPARISON = "comparison"
# Names people know, where a file has nothing but the letters.
LETTERS = {"A": "Baseline", "B": "Treatment"}


@dataclass(frozen=True, slots=True)
class AimLine:
    """From a level at one session (or date) to a level at another. ``words`` stand at its end: its level unless said.

    ``shown_to`` is the last session (or date) it is drawn to. Where its end is later, an arrow says that it goes on.
    """

    start: tuple[When, float]
    stop: tuple[When, float]
    words: str = ""
    shown_to: When | None = None

    @property
    def whens(self) -> tuple[When, ...]:
        """Every place on the axis it names."""
        ends = (self.start[0], self.stop[0])
        return ends if self.shown_to is None else (*ends, self.shown_to)


@dataclass(frozen=True, slots=True)
class Pause:
    """A break in school time, first and last day (or the sessions on its two sides)."""

    first: When
    last: When
    name: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything `figure` takes beside the study; its docstring says what each means."""

    kind: Kind | None = None
    title: str | None = None
    axis: str = "session"
    order: str | None = None
    same_y: bool = True
    y_title: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    baseline: str | None = None
    probes: Sequence[str | Series] = ()
    aim: float | AimLine | None = None
    criteria: Mapping[str, float] = field(default_factory=dict)
    lines: Sequence[str] = ()
    pauses: Sequence[Pause] = ()
    pause_days: int = PAUSE_DAYS
    join_skipped: bool = False
    remarks: Mapping[str, Mapping[float, str]] = field(default_factory=dict)

    @property
    def dated(self) -> bool:
        """Whether the x axis is the calendar."""
        return self.axis == "date"

    @property
    def probe_labels(self) -> frozenset[str]:
        """The phase labels that mark probes."""
        return frozenset(probe for probe in self.probes if isinstance(probe, str))

    def faults(self) -> Iterator[Fault]:
        """One fault for each wish that cannot be."""
        yield from _choice("axis", self.axis, AXES)
        if self.order is not None:
            yield from _choice("order", self.order, ORDERS)
        for line in self.lines:
            yield from _choice("lines", line, LINES)
        for name, number in self._numbers():
            if not math.isfinite(number):
                yield Fault("not_a_number", f"{number} is not a finite number.", column=name)
        yield from self._break_faults()
        yield from self._aim_faults()

    def _break_faults(self) -> Iterator[Fault]:
        for pause in self.pauses:
            if isinstance(pause.first, date) != isinstance(pause.last, date):
                text = "A break begins and ends with a date, or with a session. Not one of each."
                yield Fault("bad_break", text, column="break")
            elif ordinal(pause.last) < ordinal(pause.first):
                text = f"A break cannot end ({pause.last}) before it begins ({pause.first})."
                yield Fault("bad_break", text, column="break")
        if self.pause_days < 1:
            text = f"{self.pause_days} days is no pause. Give one day or more."
            yield Fault("bad_length", text, column="pause_days")

    def _aim_faults(self) -> Iterator[Fault]:
        if isinstance(self.aim, AimLine):
            whens = self.aim.whens
            if any(isinstance(when, date) != self.dated for when in whens):
                text = "Give the ends of the aim line as the x axis counts: by session, or by date."
                yield Fault("bad_aim", text, column="aim")
            elif ordinal(whens[0]) >= min(ordinal(when) for when in whens[1:]):
                text = "An aim line must end after it begins."
                yield Fault("bad_aim", text, column="aim")

    def _numbers(self) -> Iterator[tuple[str, float]]:
        if isinstance(self.aim, AimLine):
            for level in (self.aim.start[1], self.aim.stop[1], *map(ordinal, self.aim.whens)):
                yield "aim", level
        elif self.aim is not None:
            yield "aim", self.aim
        for value in self.criteria.values():
            yield "criterion", value


def ordinal(when: When) -> float:
    """A date as its day number, a session as itself."""
    return float(when.toordinal()) if isinstance(when, date) else float(when)


def kind_of(kind: str | Kind) -> Kind | Fault:
    """A kind by its name."""
    try:
        return Kind(kind)
    except ValueError:
        return _bad("kind", kind, tuple(Kind))


def _choice(name: str, given: str, known: Sequence[str]) -> Iterator[Fault]:
    if given not in known:
        yield _bad(name, given, known)


def _bad(name: str, given: str, known: Sequence[str]) -> Fault:
    text = f"{given!r} is not one of: {', '.join(known)}."
    return Fault(f"bad_{name}", text, column=name)
