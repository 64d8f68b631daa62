"""What may be handed to a recording and to the forecast, and what a forecast may say."""

from __future__ import annotations

import numpy as np
import pytest

from kithwork.evidence.faults import BadData
from kithwork.evidence.recording import (
    Behaviour,
    Recording,
    duration,
    expected_partial,
    forecast,
    forecast_change,
    latency,
    opportunity_percent,
    partial_interval,
)


def test_arrays_and_open_ends_are_taken():
    plain = Recording([(0, 10), (20, 30)], 60, unobservable=[(40, 50)])
    arrays = Recording(
        np.array([[20.0, 30.0], [0.0, 10.0]]), np.float64(60), unobservable=np.array([[40, 50]])
    )
    assert arrays == plain
    assert duration(arrays).to_json()["value"] == 20.0
    assert Recording([(3, None), [1, 2]], 60).bouts == ((1.0, 2.0), (3.0, 3.0))
    assert type(opportunity_percent(np.int64(3), np.int64(4)).value) is float


@pytest.mark.parametrize("span", [(None, 3), (None, None), "ab", 5, (1, 2, None)])
def test_what_is_no_span(span):
    with pytest.raises(BadData) as bad:
        Recording([(1, 2), span], 60)
    assert [(fault.code, fault.row, fault.column) for fault in bad.value.faults] == [
        ("not_a_span", 2, "bouts")
    ]


def test_an_unobservable_spell_needs_its_end():
    with pytest.raises(BadData) as bad:
        Recording([], 60, unobservable=[(3, None)])
    assert bad.value.faults[0].column == "unobservable"


@pytest.mark.parametrize("wrong", ["10", None, True, float("nan")])
def test_text_for_a_number_is_bad_data_everywhere(wrong):
    record, behaviour = Recording([(1, 2)], 60), Behaviour(5, 5)
    for call in (
        lambda: partial_interval(record, interval=wrong),
        lambda: latency(record, cue=wrong),
        lambda: Behaviour(wrong, 5),
        lambda: Behaviour(5, wrong),
        lambda: Behaviour.from_rate(bout=wrong, per_minute=2),
        lambda: Behaviour.from_rate(bout=2, per_minute=wrong),
        lambda: forecast(behaviour, interval=wrong),
        lambda: forecast(behaviour, session=wrong),
        lambda: forecast(behaviour, sessions=wrong),
    ):
        with pytest.raises(BadData):
            call()


def test_a_small_change_is_not_called_a_reversal_by_the_chance_of_the_draw():
    before, after = Behaviour(10, 20), Behaviour(10, 20.02)
    for seed in range(20):
        assert not forecast_change(before, after, sessions=30, seed=seed).reversed_sign


@pytest.mark.parametrize(
    ("before", "after", "turned", "words"),
    [
        (
            (40, 40),
            (3, 6),
            True,
            "goes on less of the time (50% to 33%), but partial intervals would show more",
        ),
        (
            (3, 6),
            (40, 40),
            True,
            "goes on more of the time (33% to 50%), but partial intervals would show less",
        ),
        (
            (40, 40),
            (4, 4),
            False,
            "same share of time (50% to 50%), but partial intervals would show more",
        ),
        (
            (4, 4),
            (40, 40),
            False,
            "same share of time (50% to 50%), but partial intervals would show less",
        ),
        ((10, 20), (10, 60), False, "would show this change in its true direction"),
        ((10, 20), (10, 20), False, "would show this change in its true direction"),
    ],
)
def test_what_the_forecast_of_a_change_says(before, after, turned, words):
    found = forecast_change(Behaviour(*before), Behaviour(*after), sessions=100)
    assert found.reversed_sign is turned
    assert words in found.sentence
    one, two = (expected_partial(Behaviour(*each), 10) for each in (before, after))
    assert f"({found.before.partial:.0%} to {found.after.partial:.0%})." in found.sentence
    assert turned == ((two - one) * (found.after.prevalence - found.before.prevalence) < 0)
    assert found.to_json()["before"]["seed"] == 1


def test_a_change_that_leaves_partial_intervals_where_they_were():
    # (1 - prevalence) exp(-L / pause) is the same in both, while the share of time is not.
    before = Behaviour(10, 10)
    kept = 0.5 * np.exp(-10 / 10)
    pause = 20.0
    bout = pause / (kept / np.exp(-10 / pause)) - pause
    after = Behaviour(float(bout), pause)
    found = forecast_change(before, after, sessions=50)
    assert not found.reversed_sign
    assert "but partial intervals would show no change" in found.sentence
