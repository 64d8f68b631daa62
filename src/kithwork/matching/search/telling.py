"""What a search says while it runs, and how it hears that it should stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

SAY_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is: the best plan so far, not the one being tried.

    utility, bound: units of coverage (0 while not known yet); sessions held of sessions wished;
    seconds since it began.
    """

    stage: str
    aim: str
    utility: int
    bound: int
    sessions: int
    wished: int
    seconds: float


class Watch:
    """One clock, one way to be stopped, one way to tell; shared by all stages of a search."""

    def __init__(
        self,
        aim: str,
        wished: int,
        seconds: float | None,
        tell: Callable[[Progress], None] | None,
        stop: Callable[[], bool] | None,
    ) -> None:
        self.aim, self.wished, self.seconds = aim, wished, seconds
        self._tell, self._stop = tell, stop or (lambda: False)
        self.begun, self.said = time.monotonic(), 0.0
        self.was_stopped = False
        # Seconds kept back for what comes after the search: measures, reasons, fixes.
        self.reserve = 0.0
        self.bound = 0
        self.best = (0, 0)

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.begun

    def deadline(self, share: float = 1.0) -> float | None:
        """When this share of the search's time is used up, in time.monotonic seconds; None without a time."""
        if self.seconds is None:
            return None
        return self.begun + max(0.0, self.seconds - self.reserve) * share

    def is_over(self, share: float = 1.0) -> bool:
        """Stopped by somebody, or this share of the search's time used up."""
        end = self.deadline(share)
        return self.stop() or (end is not None and time.monotonic() >= end)

    def has_time_left(self) -> bool:
        """Nobody has stopped it, and not all of the time asked for is used up."""
        return not self.was_stopped and (self.seconds is None or self.elapsed < self.seconds)

    def stop(self) -> bool:
        self.was_stopped = self.was_stopped or self._stop()
        return self.was_stopped

    def tell(self, stage: str, *, now: bool = False) -> None:
        """Say how things are, twice a second at most unless it is news."""
        at = time.monotonic()
        if self._tell is None or (not now and at - self.said < SAY_EVERY_S):
            return
        self.said = at
        utility, sessions = self.best
        self._tell(
            Progress(
                stage, self.aim, utility, self.bound, sessions, self.wished, round(self.elapsed, 2)
            )
        )
