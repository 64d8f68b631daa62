"""Studies to draw: made up by hand for the tests of each design, and at random for what must always hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from kithwork.evidence.series import Scale, Series


def series(
    values: Sequence[float | None], phases: Sequence[str], case: str = "Ana", **facts: Any
) -> Series:
    """One series, numbered from 1 unless ``sessions`` says otherwise."""
    facts = {"improvement": "increase", "scale": "count", "outcome": "talks"} | facts
    sessions = facts.pop("sessions", range(1, len(values) + 1))
    return Series(case=case, sessions=sessions, values=values, phases=list(phases), **facts)


def staggered() -> list[Series]:
    """Three cases that start at sessions 7, 4 and 10, given in that order."""
    return [
        series([1, 2, 1, 2, 1, 2, 6, 7, 8, 7, 8, 9], "A" * 6 + "B" * 6, "Ben"),
        series([2, 1, 2, 5, 6, 7, 6, 7, 8, 9, 8, 9], "A" * 3 + "B" * 9, "Ana"),
        series([0, 1, 0, 1, 0, 1, 0, 1, 0, 5, 6, 7], "A" * 9 + "B" * 3, "Cy"),
    ]


def alternating() -> Series:
    """A baseline of four, then three conditions in turn, then the best alone."""
    return series(
        [20, 25, 20, 15, 40, 30, 55, 35, 60, 25, 50, 40, 70, 80, 85],
        ["base"] * 4 + ["peer", "adult", "alone", "peer", "alone", "adult", "peer", "adult", "alone"]
        + ["later"] * 2,
        scale="percentage",
        intervals=20,
    )  # fmt: skip


_SCORES = {
    Scale.COUNT: st.integers(0, 40).map(float),
    Scale.RATE: st.floats(0, 9, allow_nan=False).map(lambda x: round(x, 3)),
    Scale.PERCENTAGE: st.floats(0, 100, allow_nan=False),
    Scale.PROPORTION: st.floats(0, 1, allow_nan=False),
    Scale.OTHER: st.floats(-1e15, 1e15, allow_nan=False) | st.integers(-3, 3).map(float),
}


@st.composite
def any_series(draw: st.DrawFn, case: str = "Ana", most_phases: int = 5) -> Series:
    """A series of one to five phases of one to seven sessions, with gaps, ties and missing scores."""
    scale = draw(st.sampled_from(list(Scale)))
    labels = draw(st.lists(st.sampled_from("ABC"), min_size=1, max_size=most_phases))
    phases = [label for label in labels for _ in range(draw(st.integers(1, 7)))]
    scores = draw(st.sampled_from([_SCORES[scale], st.sampled_from([0.0, 1.0]), st.just(1.0)]))
    values = draw(st.lists(st.none() | scores | scores, min_size=len(phases), max_size=len(phases)))
    steps = draw(
        st.lists(st.sampled_from([1, 1, 1, 2, 5]), min_size=len(phases), max_size=len(phases))
    )
    sessions = [sum(steps[: place + 1]) for place in range(len(steps))]
    return series(
        values,
        phases,
        case,
        sessions=sessions,
        scale=scale,
        improvement=draw(st.sampled_from(["increase", "decrease"])),
    )
