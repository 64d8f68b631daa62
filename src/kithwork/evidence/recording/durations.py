"""How long.

Source: Johnston & Pennypacker (2009), Strategies and Tactics of Behavioral Research.
"""

from __future__ import annotations

import math

from kithwork.evidence.recording.record import Measure, Recording


def duration(recording: Recording) -> Measure:
    """Seconds in which the behaviour went on: the union of its bouts, cut at the session's end."""
    value = math.fsum(end - start for start, end in recording.merged)
    return Measure("duration", value, "seconds", details={"seen": recording.seen})


def percent_duration(recording: Recording) -> Measure:
    """Share of the observable time in which the behaviour went on, 0 to 1.

    Bouts recorded within unobservable time do not count. None where nothing could be seen.
    """
    if recording.seen <= 0:
        return Measure("percent_duration", None, "share", reasons=("nothing_observed",))
    hidden = math.fsum(
        max(0.0, min(end, until) - max(start, since))
        for start, end in recording.merged
        for since, until in recording.unobservable
    )
    going_on = math.fsum(end - start for start, end in recording.merged) - hidden
    return Measure(
        "percent_duration", going_on / recording.seen, "share", details={"seen": recording.seen}
    )


def mean_bout(recording: Recording) -> Measure:
    """Mean seconds of a bout, those that touch made one; None where there was none."""
    bouts = recording.merged
    if not bouts:
        return Measure("mean_bout", None, "seconds", reasons=("no_onset",))
    value = math.fsum(end - start for start, end in bouts) / len(bouts)
    return Measure("mean_bout", value, "seconds", details={"bouts": len(bouts)})
