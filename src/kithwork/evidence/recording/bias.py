"""What each interval method would report, before anybody observes: a forecast by simulation.

Behaviour is taken as bouts and pauses of random, memoryless lengths, one after the other.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kithwork.evidence.faults import refuse
from kithwork.evidence.numeric import is_number
from kithwork.evidence.recording.intervals import MOST

SESSIONS = 2000


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Mean seconds of a bout, and of a pause between two."""

    bout: float
    pause: float

    def __post_init__(self) -> None:
        for name, value in (("bout", self.bout), ("pause", self.pause)):
            if not is_number(value) or value <= 0:
                raise refuse(
                    "bad_length",
                    f"{value!r} s is no mean length. Give seconds above zero.",
                    column=name,
                )

    @property
    def prevalence(self) -> float:
        """Share of time the behaviour goes on."""
        return self.bout / (self.bout + self.pause)

    @property
    def per_minute(self) -> float:
        """Bouts a minute."""
        return 60 / (self.bout + self.pause)

    @classmethod
    def from_rate(cls, *, bout: float, per_minute: float) -> Behaviour:
        """From a bout's mean length in seconds and bouts a minute; BadData where they leave no pause."""
        numbers = is_number(per_minute) and is_number(bout)
        if not numbers or per_minute <= 0 or 60 / per_minute <= bout:
            raise refuse(
                "bad_rate",
                f"{per_minute!r} bouts a minute of {bout!r} s leave no pause between them.",
            )
        return cls(bout, 60 / per_minute - bout)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Mean of what each method reports (shares 0 to 1), beside what is true."""

    prevalence: float
    per_minute: float
    partial: float
    whole: float
    momentary: float
    interval: float
    session: float
    sessions: int
    seed: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ChangeForecast:
    """Two conditions, and whether partial-interval recording would show the change the wrong way round."""

    before: Forecast
    after: Forecast
    reversed_sign: bool
    sentence: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def forecast(
    behaviour: Behaviour,
    *,
    interval: float = 10.0,
    session: float = 600.0,
    sessions: int = SESSIONS,
    seed: int = 1,
) -> Forecast:
    """What partial, whole and momentary recording would report on average.

    Parameters
    ----------
    behaviour
        Mean lengths of bouts and pauses, in seconds.
    interval, session
        Seconds of an interval and of a session; whole intervals are scored.
    sessions, seed
        How many sessions are drawn, and with which seed: the same seed, the same forecast.

    Raises
    ------
    BadData
        For an interval longer than the session, lengths and counts that are not above zero, or more than
        100,000 intervals or bouts in a session.

    Source: Pustejovsky & Swan (2015), Multivariate Behavioral Research 50(3), 365-380.
    """
    _check(behaviour, interval, session, sessions)
    chance = np.random.default_rng(seed)
    edges: NDArray[np.float64] = interval * np.arange(math.floor(session / interval + 1e-9) + 1.0)
    found = np.zeros(3)
    for _ in range(sessions):
        found += _one_session(behaviour, edges, chance)
    partial, whole, momentary = found / sessions
    return Forecast(
        behaviour.prevalence, behaviour.per_minute, float(partial), float(whole), float(momentary),
        interval, session, sessions, seed,
    )  # fmt: skip


def _check(behaviour: Behaviour, interval: float, session: float, sessions: int) -> None:
    fits = is_number(session) and is_number(interval) and 0 < interval <= session
    if not fits or isinstance(sessions, bool) or not isinstance(sessions, int) or sessions < 1:
        raise refuse(
            "bad_length",
            f"Intervals of {interval!r} s do not fit {sessions!r} sessions of {session!r} s.",
        )
    shortest = min(interval, behaviour.bout + behaviour.pause)
    if session / shortest > MOST:
        said = f"A session of {session!r} s holds more than {MOST:,} times {shortest!r} s. Give longer ones."
        raise refuse("bad_length", said)


def _one_session(
    behaviour: Behaviour, edges: NDArray[np.float64], chance: np.random.Generator
) -> NDArray[np.float64]:
    """Shares of intervals scored by each method in one drawn session."""
    end = edges[-1]
    cycles = max(8, math.ceil(2 * end / (behaviour.bout + behaviour.pause)) + 8)
    starts_on = chance.random() < behaviour.prevalence
    switches = np.zeros(0)
    while not len(switches) or switches[-1] < end:
        lengths = np.empty(2 * cycles)
        lengths[0 if starts_on else 1 :: 2] = chance.exponential(behaviour.bout, cycles)
        lengths[1 if starts_on else 0 :: 2] = chance.exponential(behaviour.pause, cycles)
        so_far = switches[-1] if len(switches) else 0.0
        switches = np.concatenate([switches, so_far + np.cumsum(lengths)])
    # An even number of switches before a moment leaves the behaviour as it began.
    at_edge = np.searchsorted(switches, edges)
    is_on = (at_edge % 2 == 0) == starts_on
    still = at_edge[1:] == at_edge[:-1]
    partial = is_on[:-1] | ~still
    return np.array([partial.mean(), (is_on[:-1] & still).mean(), is_on[1:].mean()])


def expected_partial(behaviour: Behaviour, interval: float) -> float:
    """What partial-interval recording reports in the long run: off at the start, and still off at the end.

    Source: as `forecast`, for memoryless bouts and pauses.
    """
    return 1 - (1 - behaviour.prevalence) * math.exp(-interval / behaviour.pause)


def forecast_change(
    before: Behaviour,
    after: Behaviour,
    *,
    interval: float = 10.0,
    session: float = 600.0,
    sessions: int = SESSIONS,
    seed: int = 1,
) -> ChangeForecast:
    """What a change would look like, and whether partial-interval recording would turn it round.

    That happens when bouts become shorter but more frequent, or longer but rarer. Arguments and faults
    as for `forecast`; both conditions are drawn with the same seed. Whether the sign turns is decided
    on `expected_partial`, so that no small change is called a reversal by the chance of the draw.
    """
    one, two = (
        forecast(each, interval=interval, session=session, sessions=sessions, seed=seed)
        for each in (before, after)
    )
    true = _sign(one.prevalence, two.prevalence)
    shown = _sign(expected_partial(before, interval), expected_partial(after, interval))
    return ChangeForecast(one, two, true * shown < 0, _said(one, two, true, shown))


def _sign(before: float, after: float) -> int:
    """1 for a rise, -1 for a fall, 0 where the two differ by rounding only."""
    if math.isclose(before, after, rel_tol=1e-12):
        return 0
    return 1 if after > before else -1


def _said(one: Forecast, two: Forecast, true: int, shown: int) -> str:
    time = f"({one.prevalence:.0%} to {two.prevalence:.0%})"
    intervals = f"({one.partial:.0%} to {two.partial:.0%})"
    words = {1: "more", 0: "no change", -1: "less"}
    if true == shown:
        return f"Partial intervals would show this change in its true direction {intervals}."
    if true:
        return (
            f"The behaviour goes on {words[true]} of the time {time},"
            f" but partial intervals would show {words[shown]} {intervals}."
        )
    return (
        f"The behaviour goes on for the same share of time {time},"
        f" but partial intervals would show {words[shown]} {intervals}."
    )
