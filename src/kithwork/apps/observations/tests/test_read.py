"""A letter becomes values, and they are what the evidence library makes of the same tape."""

import json
from uuid import uuid4

import pytest

from kithwork.apps.observations.actions import Item, Sending, read_waiting, take_in
from kithwork.apps.observations.models import Envelope, Observation
from kithwork.apps.observations.tests.conftest import make_instrument, tap, written
from kithwork.evidence import recording

pytestmark = pytest.mark.django_db


def read(cast, instrument, *taps, **more) -> dict:
    """(code, index) -> value of the one observation."""
    take_in([Item(uuid4(), written(cast, instrument, *taps, **more))], Sending(), by=cast.tomas)
    assert read_waiting() == 1, Envelope.objects.get().sentence
    return {(one.code, one.index): one.value for one in Observation.objects.get().values.all()}


def why_not(cast, instrument, *taps, **more) -> str:
    take_in([Item(uuid4(), written(cast, instrument, *taps, **more))], Sending(), by=cast.tomas)
    assert read_waiting() == 0
    kept = Envelope.objects.get()
    assert kept.status == "unreadable"
    return kept.sentence


def test_events_and_durations_equal_the_library(cast, form):
    taps = [tap(10, "a"), tap(30, "z"), tap(31, "a"), tap(90, "z"), tap(200, "b"), tap(500, "z")]
    found = read(cast, form, *taps)
    starts = recording.Recording([(10, None), (31, None)], 600)
    together = recording.Recording([(30, 90), (500, 600)], 600)
    assert found["a", "count"] == recording.count(starts).value == 2
    assert found["a", "rate"] == recording.rate(starts).value == pytest.approx(0.2)
    assert found["a", "inter_response_time"] == recording.inter_response_time(starts).value == 21
    assert found["z", "duration"] == recording.duration(together).value == 160
    assert found["z", "percent_duration"] == recording.percent_duration(together).value
    assert found["z", "mean_bout"] == 80


def test_what_was_taken_back_does_not_count(cast, form):
    found = read(cast, form, tap(10, "a", undone=True), tap(12, "b"), tap(14, "a"))
    assert (found["a", "count"], found["b", "count"]) == (1, 1)


def test_a_pause_is_no_time(cast, form):
    taps = [tap(60, "a"), tap(120, "pause"), tap(420, "go"), tap(480, "a")]
    found = read(cast, form, *taps)
    assert Observation.objects.get().seconds == 300
    assert found["a", "rate"] == pytest.approx(2 / 5)
    assert found["a", "inter_response_time"] == 120


def test_a_pause_nobody_ended_lasts_to_the_end(cast, form):
    read(cast, form, tap(60, "a"), tap(120, "pause"))
    assert Observation.objects.get().seconds == 120


def test_a_bout_goes_on_over_a_pause(cast, form):
    taps = [tap(60, "z"), tap(120, "pause"), tap(240, "go"), tap(300, "z")]
    assert read(cast, form, *taps)["z", "duration"] == 120


def test_what_could_not_be_seen_is_taken_off(cast, form):
    found = read(cast, form, tap(0, "a"), tap(300, "hide"), tap(360, "seen"))
    assert found["a", "rate"] == pytest.approx(1 / 9)


@pytest.mark.parametrize("method", ["partial", "whole", "momentary"])
def test_intervals_are_a_share_of_those_answered(cast, method):
    text = {
        "kind": "interval",
        "pads": [{"code": "e", "behaviour": "joint_engagement", "label": "Together", "records": "interval"}],
        "interval": {"method": method, "seconds": 15},
    }  # fmt: skip
    instrument = make_instrument(cast.school, text)
    marks = ["e@0", "e@1-", "e@1", "e@3-"]
    taps = [tap(15 * place + 1, mark) for place, mark in enumerate(marks)]
    found = read(cast, instrument, *taps, minutes=1)
    assert found == {("e", f"{method}_interval"): pytest.approx(2 / 3)}
    value = Observation.objects.get().values.get()
    assert value.details["scores"] == [True, True, None, False]
    assert (value.unit, value.details["left_out"]) == ("share of intervals", 1)


def test_chances_are_counted_by_the_help_they_took(cast):
    text = {
        "kind": "opportunity",
        "pads": [{"code": "t", "behaviour": "turn_taking", "label": "Turns", "records": "opportunity"}],
        "levels": [{"code": "0", "label": "Alone"}, {"code": "1", "label": "With a peer"}],
    }  # fmt: skip
    taps = [tap(1, "t:0"), tap(2, "t:1"), tap(3, "t:-"), tap(4, "t:0")]
    assert read(cast, make_instrument(cast.school, text), *taps) == {
        ("t", "opportunity_percent"): 0.5
    }


def test_how_long_after_each_cue(cast):
    text = {
        "kind": "tally",
        "pads": [{"code": "s", "behaviour": "task_start_latency", "label": "Begins", "records": "latency"}],
    }  # fmt: skip
    taps = [tap(10, "s?"), tap(14, "s"), tap(50, "s?"), tap(52, "s"), tap(90, "s?")]
    assert read(cast, make_instrument(cast.school, text), *taps) == {("s", "latency"): 3}
    assert Observation.objects.get().values.get().details["latencies"] == [4, 2, None]


def test_ratings_and_steps_take_the_last_word(cast):
    rating = {
        "kind": "rating",
        "pads": [{"code": "j", "behaviour": "joy", "label": "Joy", "records": "rating"}],
        "scale": {"low": 0, "high": 4},
    }  # fmt: skip
    assert read(cast, make_instrument(cast.school, rating), tap(1, "j=2"), tap(2, "j=4")) == {
        ("j", "rating"): 4
    }


def test_a_checklist(cast):
    codes = {"s1": "yes", "s2": "no", "s3": "na"}
    text = {
        "kind": "checklist",
        "pads": [{"code": code, "behaviour": "step", "label": code, "records": "step"} for code in codes],
    }  # fmt: skip
    taps = [tap(place, f"{code}={said}") for place, (code, said) in enumerate(codes.items())]
    found = read(cast, make_instrument(cast.school, text, key="steps"), *taps)
    assert found == {("s1", "step"): 1, ("s2", "step"): 0, ("s3", "step"): None}


@pytest.mark.parametrize(
    ("taps", "said"),
    [
        ([tap(1, "q")], "no such pad"),
        ([tap(0, "pause")], "no time was observed"),
    ],
)
def test_what_cannot_be_read_stays_with_its_sentence(cast, form, taps, said):
    assert said in why_not(cast, form, *taps)
    assert not Observation.objects.exists()


def test_another_schools_student_or_form_is_told(cast, form):
    assert "student" in why_not(cast, form, student=cast.elsewhere.pk)


def test_a_student_who_was_never_on_the_list_is_told(cast, form):
    assert "not on this student's list" in why_not(cast, form, student=cast.lena.pk)


def test_reading_twice_makes_one_observation(cast, form):
    read(cast, form, tap(1, "a"))
    assert read_waiting() == 0
    assert Observation.objects.count() == 1


def test_a_correction_is_a_letter_of_its_own(cast, form):
    read(cast, form, tap(1, "a"))
    first = Envelope.objects.get().letter
    text = written(cast, form, corrects=str(first), is_usable=False, why_not="A fire drill.")
    take_in([Item(uuid4(), text)], Sending(), by=cast.tomas)
    read_waiting()
    second = Observation.objects.order_by("pk").last()
    assert (second.corrects, second.is_usable, second.why_not) == (first, False, "A fire drill.")
    assert json.loads(second.envelope.text)["corrects"] == str(first)
