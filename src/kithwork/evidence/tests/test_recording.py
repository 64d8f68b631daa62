"""From taps to measures: the conformance sessions, hidden time, edges, and the bias forecast."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.evidence.faults import BadData
from kithwork.evidence.recording import (
    Behaviour,
    Measure,
    Recording,
    count,
    duration,
    expected_partial,
    forecast,
    forecast_change,
    inter_response_time,
    latency,
    mean_bout,
    momentary_interval,
    opportunity_percent,
    partial_interval,
    percent_duration,
    rate,
    whole_interval,
)
from kithwork.evidence.tests.conformance import close, synthetic

METHODS = {"pir": partial_interval, "wir": whole_interval, "mts": momentary_interval}


@pytest.mark.parametrize(
    "case", synthetic()["observation"]["sessions"], ids=lambda case: case["id"]
)
def test_conformance_of_sessions(case):
    record, wanted = Recording(case["events"], case["session_s"]), case["expected"]
    assert close(count(record).value, wanted["count"])
    assert close(rate(record).value, wanted["rate_per_min"])
    assert close(duration(record).value, wanted["total_duration_s"])
    assert close(percent_duration(record).value, wanted["percent_duration"] / 100)
    assert close(mean_bout(record).value, wanted["mean_bout_s"])
    assert close(latency(record, cue=case["latency_from_s"]).value, wanted["latency_s"])
    for name, method in METHODS.items():
        found = method(record, interval=case["interval_s"])
        assert [int(score) for score in found.details["scores"]] == wanted[name], name
        assert close(100 * found.value, wanted[f"{name}_percent"]), name


def test_a_bout_past_the_end_is_cut():
    record = Recording([(50, 80)], 60)
    assert (duration(record).value, count(record).value) == (10.0, 1.0)
    assert percent_duration(record).value == pytest.approx(1 / 6)


def test_time_nobody_could_see_is_taken_off_and_shown():
    record = Recording([(0, 10), (25, 45)], 60, unobservable=[(20, 30), (28, 32), (55, 90)])
    assert record.unobservable == ((20.0, 32.0), (55.0, 60.0))
    assert record.seen == 43.0
    assert rate(record).value == pytest.approx(2 / (43 / 60))
    assert percent_duration(record).value == pytest.approx((30 - 7) / 43)
    found = partial_interval(record, interval=10)
    assert found.details["scores"] == [True, False, None, None, True, None]
    assert (found.value, found.details["hidden"], found.details["scored"]) == (2 / 3, 3, 2)
    blind = Recording([], 60, unobservable=[(0, 60)])
    for measure in (rate, percent_duration):
        assert measure(blind).reasons == ("nothing_observed",)
    assert momentary_interval(blind, interval=10).reasons == ("nothing_observed",)


def test_an_incomplete_interval_is_told_and_not_scored():
    found = whole_interval(Recording([(0, 65)], 65), interval=10)
    assert (len(found.details["scores"]), found.details["incomplete"], found.value) == (6, 5.0, 1.0)
    exact = partial_interval(Recording([(0, 0.3)], 0.3), interval=0.1)
    assert (len(exact.details["scores"]), exact.details["incomplete"]) == (3, 0.0)
    assert found.warnings and partial_interval(Recording([], 60), interval=10).warnings
    assert momentary_interval(Recording([], 60), interval=10).warnings == ()


def test_instants_score_their_own_interval_only():
    record = Recording([(10, 10), (35, 35)], 60)
    assert partial_interval(record, interval=10).details["scores"] == [
        False,
        True,
        False,
        True,
        False,
        False,
    ]
    assert whole_interval(record, interval=10).value == 0.0
    assert (duration(record).value, mean_bout(record).value) == (0.0, 0.0)


def test_latency_and_the_times_between():
    record = Recording([(30, 40), (5, 6), (12, 12)], 60)
    assert latency(record).value == 5.0
    assert latency(record, cue=5).value == 0.0
    found = latency(record, cue=6)
    assert (found.value, found.details) == (6.0, {"cue": 6, "onset": 12.0})
    assert latency(record, cue=31).reasons == ("no_onset",)
    between = inter_response_time(record)
    assert (between.value, between.details["times"]) == (12.5, [7.0, 18.0])
    assert inter_response_time(Recording([(1, 2)], 60)).reasons == ("too_few_points",)
    assert mean_bout(Recording([], 60)).reasons == ("no_onset",)


def test_opportunities():
    assert opportunity_percent(3, 4).value == 0.75
    assert opportunity_percent(0, 0).reasons == ("no_opportunities",)
    for words in ((5, 4), (-1, 4), (1.5, 4), (True, 4)):
        with pytest.raises(BadData):
            opportunity_percent(*words)


span = st.tuples(st.integers(0, 59), st.integers(0, 30)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)


@given(st.lists(span, max_size=8))
def test_whole_never_passes_momentary_nor_momentary_partial(bouts):
    record = Recording(bouts, 60)
    whole, momentary, partial = (
        METHODS[name](record, interval=10).value for name in ("wir", "mts", "pir")
    )
    assert whole <= momentary <= partial
    assert whole <= percent_duration(record).value + 1e-12 <= partial + 2e-12
    assert 0 <= duration(record).value <= 60


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"bouts": [(5, 3)]}, "ends_before_it_begins"),
        ({"bouts": [(-1, 3)]}, "outside_the_session"),
        ({"bouts": [(61, 62)]}, "outside_the_session"),
        ({"bouts": [("a", 3)]}, "not_a_span"),
        ({"bouts": [5]}, "not_a_span"),
        ({"bouts": [(1, 2, 3)]}, "not_a_span"),
        ({"bouts": [(1, math.inf)]}, "not_a_span"),
        ({"bouts": [(1, 10**400)]}, "not_a_span"),
        ({"bouts": [(1, object())]}, "not_a_span"),
        ({"bouts": [], "unobservable": [(9, 3)]}, "ends_before_it_begins"),
        ({"bouts": [], "seconds": 0}, "bad_length"),
        ({"bouts": [], "seconds": "60"}, "bad_length"),
    ],
)
def test_a_recording_refuses_what_cannot_be(words, code):
    with pytest.raises(BadData) as bad:
        Recording(**{"seconds": 60, **words})
    assert bad.value.faults[0].code == code
    assert bad.value.faults[0].sentence.endswith(".")


def test_intervals_and_cues_must_fit():
    record = Recording([], 60)
    for interval in (0, -1, 61, math.nan):
        with pytest.raises(BadData):
            partial_interval(record, interval=interval)
    for cue in (-1, 61):
        with pytest.raises(BadData):
            latency(record, cue=cue)


def test_a_measure_is_finite_or_none_with_a_reason():
    for wrong in ({"value": math.inf}, {"value": None}, {"value": None, "reasons": ("x",)}):
        with pytest.raises(ValueError, match="rate"):
            Measure("rate", unit="per minute", **wrong)
    assert Measure("rate", 2.0, "per minute").to_json()["reasons"] == []


# ------------------------------------------------------------- the forecast


@pytest.mark.parametrize(("bout", "pause"), [(3, 20), (15, 15), (40, 10)])
def test_the_simulation_meets_what_is_known_in_closed_form(bout, pause):
    behaviour = Behaviour(bout, pause)
    found = forecast(behaviour, sessions=1500, seed=7)
    assert found.partial == pytest.approx(expected_partial(behaviour, 10), abs=0.01)
    assert found.momentary == pytest.approx(behaviour.prevalence, abs=0.01)
    # Whole: on at the start, and still on at the end.
    assert found.whole == pytest.approx(behaviour.prevalence * math.exp(-10 / bout), abs=0.01)
    assert found.whole < found.momentary < found.partial


def test_the_same_seed_gives_the_same_forecast():
    behaviour = Behaviour.from_rate(bout=5, per_minute=2)
    assert (behaviour.bout, behaviour.pause, behaviour.per_minute) == (5, 25, 2)
    one, two = (forecast(behaviour, sessions=50, seed=3) for _ in range(2))
    assert one == two and one != forecast(behaviour, sessions=50, seed=4)
    assert one.to_json()["prevalence"] == pytest.approx(1 / 6)


def test_shorter_but_more_frequent_bouts_turn_the_sign_round():
    # Half as long a share of time, in many short bouts: partial intervals show an increase.
    found = forecast_change(Behaviour(40, 40), Behaviour(3, 6), sessions=400)
    assert found.reversed_sign
    assert found.after.prevalence < found.before.prevalence
    assert found.after.partial > found.before.partial
    assert found.sentence.startswith("The behaviour goes on less of the time (50% to 33%)")
    true = forecast_change(Behaviour(10, 20), Behaviour(10, 60), sessions=400)
    assert not true.reversed_sign and "true direction" in true.sentence


def test_a_forecast_refuses_what_cannot_be():
    for call in (
        lambda: Behaviour(0, 5), lambda: Behaviour(5, math.inf), lambda: Behaviour.from_rate(bout=31, per_minute=2),
        lambda: Behaviour.from_rate(bout=3, per_minute=0), lambda: forecast(Behaviour(1, 1), interval=601),
        lambda: forecast(Behaviour(1, 1), sessions=0),
    ):  # fmt: skip
        with pytest.raises(BadData):
            call()


def test_an_instant_at_the_end_of_a_bout_scores_the_interval_it_opens() -> None:
    found = partial_interval(Recording([(9, 10), (10, 10)], 20), interval=10)
    assert found.details["scores"] == [True, True]
    assert whole_interval(Recording([(0, 10), (10, 10)], 20), interval=10).value == 0.5
    assert momentary_interval(Recording([(9, 10), (10, 10)], 20), interval=10).value == 0.5
