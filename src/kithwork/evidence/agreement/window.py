"""Agreement on single events: did both see it at about the same time?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kithwork.evidence.agreement.result import Agreement, is_amount
from kithwork.evidence.faults import BadData, Fault, refuse


def time_window(
    first: Sequence[float], second: Sequence[float], *, tolerance: float = 2.0
) -> Agreement:
    """Matched events over all events, one to one in time order, within a tolerance.

    Parameters
    ----------
    first, second
        Times of each observer's events, in seconds from the start of the session, in any order.
    tolerance
        How far apart two times of the same event may lie, in seconds; exactly that far, in decimals as
        they are written, still matches: 3.4 and 3.5 are 0.1 apart.

    Returns
    -------
    Agreement
        ``value`` is matched pairs over pairs and unmatched events of both; 1 where neither saw any.
        ``details`` names the matched pairs and the events only one observer saw.

    Raises
    ------
    BadData
        For a time that is no finite number of zero or more, or a tolerance below zero.

    Source: Mudford, Taylor & Martin (2009), Journal of Applied Behavior Analysis.
    """
    if not is_amount(tolerance):
        raise refuse(
            "bad_tolerance",
            f"A tolerance of {tolerance!r} is not possible. Give seconds, zero or more.",
        )
    ones, twos = sorted(_checked(first, "first")), sorted(_checked(second, "second"))
    window = float(tolerance)
    matched, only_first, only_second = _match(ones, twos, window)
    n = len(matched) + len(only_first) + len(only_second)
    return Agreement(
        "time_window",
        len(matched) / n if n else 1.0,
        n=n,
        details={"matched": matched, "only_first": only_first, "only_second": only_second},
        options={"tolerance": window},
    )


def _match(
    ones: list[float], twos: list[float], tolerance: float
) -> tuple[list[tuple[float, float]], list[float], list[float]]:
    """Walk both in time order: the earlier of two events that do not match has no partner."""
    matched, only_first, only_second = [], [], []
    window = _as_written(tolerance)
    i = j = 0
    while i < len(ones) and j < len(twos):
        if abs(_as_written(ones[i]) - _as_written(twos[j])) <= window:
            matched.append((ones[i], twos[j]))
            i, j = i + 1, j + 1
        elif ones[i] < twos[j]:
            only_first.append(ones[i])
            i += 1
        else:
            only_second.append(twos[j])
            j += 1
    return matched, only_first + ones[i:], only_second + twos[j:]


def _as_written(seconds: float) -> Fraction:
    """The decimal number a person wrote, exactly: in binary, 3.5 - 3.4 is more than 0.1."""
    return Fraction(repr(seconds))


def _checked(times: Sequence[float], name: str) -> list[float]:
    faults = [
        Fault(
            "not_a_number",
            f"{value!r} is not a time. Give seconds from the start, zero or more.",
            row,
            name,
        )
        for row, value in enumerate(times, start=1)
        if not is_amount(value)
    ]
    if faults:
        raise BadData(faults)
    return [float(value) for value in times]
