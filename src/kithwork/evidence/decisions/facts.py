"""What a condition is asked of, and what it answers. Plain values; missing is missing, not zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from kithwork.evidence.estimate import Aim
from kithwork.evidence.numeric import is_number

State = Literal["fires", "silent", "cannot_tell"]
# How the values of a window make one answer: each for itself, added up, or one value that stands for all of it.
Gather = Literal["each", "sum", "whole"]

# Why nothing can be told yet. The only codes a finding may carry; the sentence is for a person.
REASONS: Mapping[str, str] = {
    "no_points": "Nothing is recorded yet.",
    "too_few_points": "There are too few points yet.",
    "missing_values": "Values are missing that could change the answer.",
    "nothing_to_compare": "There is nothing to compare with yet: no goal, no aim line or no baseline.",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One value: when, how much, and where the aim line lies then.

    ``value`` is a number in the metric's unit or a yes or no; None where there are no data. ``line`` is the
    height of the aim line at this point, None where there is none. ``where`` names the place of a probe.
    """

    on: date | None
    value: float | bool | None
    line: float | None = None
    where: str = ""

    def __post_init__(self) -> None:
        for number in (self.value, self.line):
            if number is not None and not isinstance(number, bool) and not is_number(number):
                raise ValueError(
                    f"{number!r} is not a finite number. Leave it out where there are no data."
                )


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one metric, in the order of time.

    Parameters
    ----------
    points
        Oldest first, sessions without data too.
    gather
        "each": every value is compared for itself. "sum": the values of the window are added up. "whole": the
        newest value stands for the whole window already.
    against
        What a share or a multiple is taken of: the last goal, the level before, the baseline's mean, the
        goal's slope by week. None where there is none yet.
    is_relative
        Whether the threshold is a share or a multiple of ``against``, so that without it nothing can be told.
    aim
        Which way is better. It turns round what is compared with a goal, a baseline or an aim line; a plain
        threshold stays as it is written.
    by_place
        Whether places are counted rather than points: in how many of them the condition holds.
    """

    points: tuple[Seen, ...] = ()
    gather: Gather = "each"
    against: float | None = None
    is_relative: bool = False
    aim: Aim = "increase"
    by_place: bool = False

    @property
    def known(self) -> tuple[Seen, ...]:
        """The points that have a value."""
        return tuple(point for point in self.points if point.value is not None)


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison a rule makes.

    Parameters
    ----------
    metric, when
        What is looked at, and how; `comparisons` names the ways there are.
    value
        The threshold, in the metric's unit, or in per cent or times of what it is measured against.
    low, high
        For what is reached between two: from when it may, and by when it must.
    last, up_to
        How many values the window holds at least, and at most. None is the newest one.
    unit
        What the window counts: session, week, point, probe …
    times
        Whether ``value`` multiplies ``against``; otherwise it is per cent of it.
    how_many
        So many values of the window, or so many places, are enough. None: all of them, or one place.
    """

    metric: str
    when: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    last: int | None = None
    up_to: int | None = None
    unit: str = "now"
    times: bool = False
    how_many: int | None = None

    @property
    def window(self) -> int:
        """How many values are needed."""
        return self.last or 1


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a condition holds, with the data it stands on.

    Attributes
    ----------
    state
        "fires", "silent", or "cannot_tell", which is never the same as silent.
    points
        The values of the window, oldest first; those without data are not among them.
    threshold
        What they were compared with, in the metric's own unit. None where nothing was.
    reason
        A code of `REASONS` where nothing can be told, else empty.
    parts
        Numbers for a sentence: ``n`` points looked at, ``needed``, ``held`` for how many it is true, and what
        else the comparison has to say (``total``, ``slope``, ``newest``, ``is_late``).
    """

    metric: str
    when: str
    state: State
    points: tuple[Seen, ...] = ()
    threshold: float | None = None
    reason: str = ""
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def fires(self) -> bool:
        return self.state == "fires"

    @property
    def why(self) -> str:
        """The reason as a sentence; empty where something could be told."""
        return REASONS.get(self.reason, "")

    def to_json(self) -> dict[str, Any]:
        """Plain dictionary: dates as text, numbers at full precision."""
        plain = asdict(self)
        plain["points"] = [
            {**point, "on": point["on"].isoformat() if point["on"] else None}
            for point in plain["points"]
        ]
        plain["parts"] = dict(self.parts)
        return plain


def unknown(condition: Condition, facts: Facts, reason: str) -> Finding:
    """A finding that nothing can be told, with what there is."""
    known = facts.known[-condition.window :]
    parts = {"n": float(len(known)), "needed": float(condition.window)}
    return Finding(condition.metric, condition.when, "cannot_tell", known, None, reason, parts)
