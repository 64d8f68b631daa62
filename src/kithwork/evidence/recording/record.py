"""What an observer recorded: bouts and instants in session time, and time nobody could see."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from kithwork.evidence.estimate import REASONS
from kithwork.evidence.faults import BadData, Fault
from kithwork.evidence.numeric import is_number

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Recording:
    """One behaviour in one session.

    Parameters
    ----------
    bouts
        (onset, offset) in seconds from the start of the session; an instant has both equal, or None as
        its offset. In any order; bouts may overlap or touch.
    seconds
        How long the session was.
    unobservable
        Spells (from, to) in which nothing could be seen; they are taken off the session, and shown.

    Raises
    ------
    BadData
        For a bout or spell that ends before it begins, begins before the session or after its end, or
        is no pair of finite numbers; for a session without length.
    """

    bouts: Sequence[Span | tuple[float, None]]
    seconds: float
    unobservable: Sequence[Span] = ()

    def __post_init__(self) -> None:
        if not is_number(self.seconds) or self.seconds <= 0:
            raise BadData(
                [
                    Fault(
                        "bad_length",
                        f"{self.seconds!r} is no length of a session. Give seconds above zero.",
                        column="seconds",
                    )
                ]
            )
        bouts = [_instant(_pair(span)) for span in self.bouts]
        unobservable = [_pair(span) for span in self.unobservable]
        faults = [
            *_span_faults(bouts, "bouts", self.seconds),
            *_span_faults(unobservable, "unobservable", self.seconds),
        ]
        if faults:
            raise BadData(faults)
        object.__setattr__(self, "seconds", float(self.seconds))
        object.__setattr__(self, "bouts", tuple(sorted((float(a), float(b)) for a, b in bouts)))
        object.__setattr__(self, "unobservable", tuple(merged(self._cut(unobservable))))

    def _cut(self, spans: Sequence[Any]) -> list[Span]:
        return [(float(a), min(float(b), self.seconds)) for a, b in spans]

    @property
    def merged(self) -> tuple[Span, ...]:
        """Bouts cut at the session's end, those that overlap or touch made one."""
        return tuple(merged(self._cut(self.bouts)))

    @property
    def seen(self) -> float:
        """Seconds that could be observed."""
        return self.seconds - math.fsum(b - a for a, b in self.unobservable)

    def is_hidden(self, start: float, end: float) -> bool:
        """Whether any of this stretch could not be seen."""
        return any(a < end and b > start for a, b in self.unobservable)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number taken from a recording, in ``unit``; None with ``reasons`` where there is none."""

    index: str
    value: float | None
    unit: str
    details: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError(f"{self.index}: a measure is finite, or None with a reason")
        if self.value is None and not self.reasons:
            raise ValueError(f"{self.index}: no value and no reason")
        if unknown := [code for code in self.reasons if code not in REASONS]:
            raise ValueError(f"{self.index}: unknown reason {unknown[0]}")

    def to_json(self) -> dict[str, Any]:
        """Plain dictionary: JSON writes it as it is."""
        plain = asdict(self)
        plain["warnings"], plain["reasons"] = list(self.warnings), list(self.reasons)
        return plain


def merged(spans: Sequence[Span]) -> Iterator[Span]:
    """Spans that overlap or touch, as one; in order."""
    current: Span | None = None
    for start, end in sorted(spans):
        if current is None or start > current[1]:
            if current is not None:
                yield current
            current = (start, end)
        else:
            current = (current[0], max(current[1], end))
    if current is not None:
        yield current


def _pair(span: Any) -> Any:
    """A tuple of any sequence, a row of an array included; what is none stays as it is."""
    return tuple(span) if isinstance(span, Iterable) and not isinstance(span, str) else span


def _instant(span: Any) -> Any:
    is_open = isinstance(span, tuple) and len(span) == 2 and span[1] is None
    return (span[0], span[0]) if is_open else span


def _span_faults(spans: Sequence[Any], name: str, seconds: float) -> Iterator[Fault]:
    for row, pair in enumerate(spans, start=1):
        if not isinstance(pair, tuple) or len(pair) != 2 or not all(map(is_number, pair)):
            yield Fault(
                "not_a_span", f"{pair!r} is no pair of seconds. Give (onset, offset).", row, name
            )
        elif pair[1] < pair[0]:
            yield Fault(
                "ends_before_it_begins",
                f"{pair[1]:g} comes before {pair[0]:g}. Mend one of the two.",
                row,
                name,
            )
        elif pair[0] < 0 or pair[0] > seconds:
            yield Fault(
                "outside_the_session",
                f"{pair[0]:g} lies outside a session of {seconds:g} seconds.",
                row,
                name,
            )
