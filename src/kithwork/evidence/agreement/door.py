"""One door to every index that compares two observers' records of one session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kithwork.evidence.agreement.counts import (
    exact_count_per_interval,
    interval_by_interval,
    mean_count_per_interval,
    scored_interval,
    total_count,
    unscored_interval,
)
from kithwork.evidence.agreement.durations import mean_duration_per_occurrence, total_duration
from kithwork.evidence.agreement.result import Agreement
from kithwork.evidence.agreement.window import time_window
from kithwork.evidence.faults import refuse

ON_INTERVALS: dict[str, Callable[..., Agreement]] = {
    "total_count": total_count,
    "mean_count_per_interval": mean_count_per_interval,
    "exact_count_per_interval": exact_count_per_interval,
    "interval_by_interval": interval_by_interval,
    "scored_interval": scored_interval,
    "unscored_interval": unscored_interval,
}
ON_BOUTS: dict[str, Callable[..., Agreement]] = {
    "total_duration": total_duration,
    "mean_duration_per_occurrence": mean_duration_per_occurrence,
    "time_window": time_window,
}
METHODS = {**ON_INTERVALS, **ON_BOUTS}


def ioa(
    first: Sequence[Any],
    second: Sequence[Any],
    *,
    method: str = "interval_by_interval",
    **options: Any,
) -> Agreement:
    """Agreement of two observers on one session.

    ``method`` is a name of `METHODS`: indices on intervals take counts for each interval, durations take
    the seconds of each bout, ``time_window`` the times of events and a ``tolerance``. Raises BadData for an
    unknown method or an option the method does not have, and as the index itself does.
    """
    if method not in METHODS:
        raise refuse(
            "unknown_method", f"{method!r} is no method. Use one of: {', '.join(METHODS)}."
        )
    fitting = ("tolerance",) if method == "time_window" else ()
    if wrong := [name for name in options if name not in fitting]:
        raise refuse("unknown_option", f"{method} has no option {wrong[0]!r}. Leave it out.")
    return METHODS[method](first, second, **options)
