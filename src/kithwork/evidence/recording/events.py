"""How often, how soon, and how far apart.

Source: Johnston & Pennypacker (2009), Strategies and Tactics of Behavioral Research.
"""

from __future__ import annotations

from itertools import pairwise

from kithwork.evidence.faults import refuse
from kithwork.evidence.numeric import is_number
from kithwork.evidence.recording.record import Measure, Recording


def count(recording: Recording) -> Measure:
    """How many bouts and instants began; bouts that touch are not made one."""
    return Measure("count", float(len(recording.bouts)), "times", details={"seen": recording.seen})


def rate(recording: Recording) -> Measure:
    """Onsets a minute of observable time; None where nothing could be seen."""
    if recording.seen <= 0:
        return Measure("rate", None, "per minute", reasons=("nothing_observed",))
    value = len(recording.bouts) / (recording.seen / 60)
    return Measure("rate", value, "per minute", details={"seen": recording.seen})


def latency(recording: Recording, *, cue: float = 0.0) -> Measure:
    """Seconds from a cue to the first onset at or after it; None where nothing began after it.

    Raises BadData for a cue outside the session.
    """
    if not is_number(cue) or not 0 <= cue <= recording.seconds:
        raise refuse(
            "outside_the_session",
            f"A cue at {cue!r} lies outside the session of {recording.seconds:g} seconds.",
            column="cue",
        )
    onset = next((start for start, _ in recording.bouts if start >= cue), None)
    if onset is None:
        return Measure("latency", None, "seconds", details={"cue": cue}, reasons=("no_onset",))
    return Measure("latency", onset - cue, "seconds", details={"cue": cue, "onset": onset})


def inter_response_time(recording: Recording) -> Measure:
    """Mean seconds from one onset to the next; ``details`` has each of them. None below two onsets."""
    onsets = [start for start, _ in recording.bouts]
    if len(onsets) < 2:
        return Measure("inter_response_time", None, "seconds", reasons=("too_few_points",))
    between = [later - earlier for earlier, later in pairwise(onsets)]
    value = (onsets[-1] - onsets[0]) / len(between)
    return Measure("inter_response_time", value, "seconds", details={"times": between})
