"""Interval recording: what a person scoring every ten seconds would have written down."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

from kithwork.evidence.faults import refuse
from kithwork.evidence.numeric import is_number
from kithwork.evidence.recording.record import Measure, Recording, Span

# Nobody scores more intervals in a session; a length that makes more has been taken by mistake.
MOST = 100_000
# Whether a bout scores the interval from its second to its third argument.
Rule = Callable[[Span, float, float], bool]
OVERESTIMATES = "Partial-interval recording overestimates how long behaviour lasts; it is neither a rate nor a duration."
UNDERESTIMATES = "Whole-interval recording underestimates how long behaviour lasts."


def partial_interval(recording: Recording, *, interval: float) -> Measure:
    """Share of intervals [iL, (i+1)L) with any of the behaviour in them, an instant included.

    Parameters
    ----------
    interval
        Length L of an interval in seconds. A last interval the session cuts short is not scored, and
        told; nor is one that could not be seen throughout.

    Returns
    -------
    Measure
        ``details["scores"]`` has True, False, or None for each interval.

    Raises
    ------
    BadData
        For a length that is not above zero or longer than the session, or of which a session holds more
        than 100,000.

    Source: Powell, Martindale & Kulp (1975), Journal of Applied Behavior Analysis.
    """
    return _scored("partial_interval", recording, interval, _touches, OVERESTIMATES)


def whole_interval(recording: Recording, *, interval: float) -> Measure:
    """Share of intervals that one bout fills from end to end. Otherwise as `partial_interval`."""
    return _scored("whole_interval", recording, interval, _fills, UNDERESTIMATES)


def momentary_interval(recording: Recording, *, interval: float) -> Measure:
    """Share of intervals at whose last instant the behaviour goes on. Otherwise as `partial_interval`."""
    return _scored("momentary_interval", recording, interval, _is_on_at_the_end, "")


def _touches(bout: Span, start: float, end: float) -> bool:
    if bout[0] == bout[1]:
        return start <= bout[0] < end
    return bout[0] < end and bout[1] > start


def _fills(bout: Span, start: float, end: float) -> bool:
    return bout[0] <= start and bout[1] >= end


def _is_on_at_the_end(bout: Span, start: float, end: float) -> bool:
    return bout[0] < end <= bout[1]


def _scored(
    index: str, recording: Recording, interval: float, is_scored: Rule, warning: str
) -> Measure:
    if not is_number(interval) or not 0 < interval <= recording.seconds:
        said = f"An interval of {interval!r} s does not fit a session of {recording.seconds:g} s."
        raise refuse("bad_length", said, column="interval")
    if recording.seconds / interval > MOST:
        said = f"Intervals of {interval!r} s are more than {MOST:,} in this session. Give a longer one."
        raise refuse("bad_length", said, column="interval")
    # A session of 0.3 s has three intervals of 0.1 s, whatever the last bit of the quotient says.
    whole = math.floor(recording.seconds / interval + 1e-9)
    edges = [number * interval for number in range(whole + 1)]
    # An instant at the very end of a bout still lies in the interval that begins there.
    bouts = [*recording.merged, *(span for span in recording.bouts if span[0] == span[1])]
    scores = [
        None
        if recording.is_hidden(start, end)
        else any(is_scored(bout, start, end) for bout in bouts)
        for start, end in pairwise(edges)
    ]
    seen = [score for score in scores if score is not None]
    left = recording.seconds - whole * interval
    details = {
        "scores": scores,
        "interval": interval,
        "scored": sum(seen),
        "hidden": len(scores) - len(seen),
        "incomplete": left if left > 1e-9 * recording.seconds else 0.0,
    }
    warnings = (warning,) if warning else ()
    if not seen:
        return Measure(
            index, None, "share", details=details, warnings=warnings, reasons=("nothing_observed",)
        )
    return Measure(index, sum(seen) / len(seen), "share", details=details, warnings=warnings)
