"""Every comparison a rule may make: it fires, its neighbour is silent, and too little is neither."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest

from kithwork.evidence.decisions import (
    Comparison,
    Condition,
    Facts,
    Finding,
    Seen,
    comparisons,
    decide,
    first_open,
    weigh,
)
from kithwork.evidence.decisions.facts import REASONS

DAY = date(2026, 9, 7)


def seen(*values, step=7, line=None, where=""):
    lines = line if isinstance(line, tuple) else (line,) * len(values)
    return tuple(
        Seen(DAY + timedelta(days=step * n), value, height, where)
        for n, (value, height) in enumerate(zip(values, lines, strict=True))
    )


def asked(when, value=None, **rest):
    return Condition("metric", when, value, **rest)


def state(condition, *values, **facts):
    line = facts.pop("line", None)
    return decide(condition, Facts(seen(*values, line=line), **facts)).state


@pytest.mark.parametrize(
    ("condition", "facts", "fires", "silent", "open_"),
    [
        (asked("below", 80, last=2, how_many=2), {}, (79, 79.9), (79, 80), (79,)),
        (asked("above", 60, last=2), {}, (61, 70), (61, 60), ()),
        (asked("at_least", 80, last=3, how_many=3), {}, (80, 90, 80), (80, 90, 79), (90, 90)),
        (asked("at_most", 20), {}, (90, 20), (20, 21), ()),
        (asked("at_least", 2, last=3), {"gather": "sum"}, (0, 1, 1), (0, 0, 1), (0, 1)),
        (asked("at_most", 0, last=3), {"gather": "sum"}, (0, 0, 0), (0, 0, 1), (0, 0)),
        (asked("below", 80, last=2), {"gather": "whole"}, (79,), (80,), ()),
        (asked("reached", 1, unit="week"), {}, (1,), (0,), ()),
        (asked("reached", low=3, high=4), {}, (3,), (2,), ()),
        (asked("reached", low=4, high=9), {"against": 6}, (6,), (5,), ()),
        (asked("not_falling", last=6), {}, (3, 3, 2, 3, 3, 4), (5, 5, 4, 3, 3, 2), (3, 3, 3)),
        (asked("unchanged", last=3), {}, (2, 2, 2), (3, 2, 2), (2, 2)),
        (asked("no_rise_over_baseline", last=3), {"against": 4.0}, (4, 3, 4), (4, 3, 5), (3, 3)),
        (
            asked("no_rise_over_baseline", last=3),
            {"against": 4.0, "aim": "decrease"},
            (4, 5, 4), (4, 5, 3), (5, 5),
        ),
        (
            asked("drop_over", 20, last=2), {"against": 10.0, "is_relative": True},
            (7.9, 7), (8, 7), (5,),
        ),
        (
            asked("drop_over", 20, last=2),
            {"against": 8.0, "is_relative": True, "aim": "decrease"},
            (10.1, 11), (10, 11), (12,),
        ),
        (
            asked("at_least", 80, last=3, how_many=3), {"against": 12.5, "is_relative": True},
            (10, 11, 12), (10, 11, 9.99), (11, 11),
        ),
        (
            asked("at_least", 80), {"against": 10.0, "is_relative": True, "aim": "decrease"},
            (12.5,), (12.6,), (),
        ),
        (
            asked("at_least", 2, last=3, times=True), {"against": 4.0, "is_relative": True},
            (8, 8, 9), (8, 8, 7.9), (9, 9),
        ),
        (asked("is_true"), {}, (True,), (False,), ()),
        (asked("would_repeat"), {}, (False, True), (False, False), ()),
    ],
)  # fmt: skip
def test_a_condition_fires_is_silent_or_cannot_tell(condition, facts, fires, silent, open_):
    assert state(condition, *fires, **facts) == "fires"
    assert state(condition, *silent, **facts) == "silent"
    assert state(condition, *open_, **facts) == "cannot_tell"


@pytest.mark.parametrize(
    ("when", "aim", "fires", "silent"),
    [
        ("all_below_aim_line", "increase", (9, 9, 9, 9), (9, 9, 10, 9)),
        ("all_above_aim_line", "increase", (11, 11, 11, 11), (11, 10, 11, 11)),
        ("all_below_aim_line", "decrease", (11, 11, 11, 11), (11, 11, 9, 11)),
        ("all_above_aim_line", "decrease", (9, 9, 9, 9), (9, 9, 9, 10)),
    ],
)
def test_points_beside_their_aim_line(when, aim, fires, silent):
    condition = asked(when, last=4, unit="point")
    assert state(condition, *fires, line=10.0, aim=aim) == "fires"
    assert state(condition, *silent, line=10.0, aim=aim) == "silent"
    assert state(condition, *fires[:3], line=10.0, aim=aim) == "cannot_tell"
    assert state(condition, aim=aim) == "cannot_tell"
    assert decide(condition, Facts(seen(*fires), aim=aim)).reason == "nothing_to_compare"


def test_growth_slower_than_the_goal():
    condition = asked("slope_below_goal", last=9, up_to=10)
    slow, quick = (float(n) for n in range(9)), tuple(2.0 * n for n in range(9))
    slow = tuple(slow)
    assert state(condition, *slow, against=1.5) == "fires"
    assert state(condition, *slow, against=1.0) == "silent"
    assert state(condition, *quick, against=1.5) == "silent"
    assert state(condition, *(-n for n in slow), against=-1.5, aim="decrease") == "fires"
    assert state(condition, *slow[:8], against=1.5) == "cannot_tell"
    assert state(condition, against=1.5) == "cannot_tell"
    assert decide(condition, Facts(seen(*slow))).reason == "nothing_to_compare"
    found = decide(condition, Facts(seen(*slow), against=1.5))
    assert found.parts["slope"] == pytest.approx(1.0)


def test_two_values_of_one_day_are_that_days_later_one():
    one_day = tuple(Seen(DAY, float(n)) for n in range(9))
    condition = asked("slope_below_goal", last=9)
    assert decide(condition, Facts(one_day, against=1.0)).reason == "too_few_points"
    alone = asked("slope_below_goal", last=1)
    assert decide(alone, Facts(one_day, against=1.0)).reason == "too_few_points"


def test_missing_is_left_out_and_never_zero():
    condition = asked("below", 80, last=2, how_many=2)
    assert state(condition, 90, None, 70, None, 75) == "fires"
    assert state(condition, None, None) == "cannot_tell"
    found = decide(condition, Facts(seen(90, None, 70, None, 75)))
    assert [point.value for point in found.points] == [70, 75]


def test_a_sum_may_be_known_before_its_window_is_full():
    condition = asked("at_least", 2, last=3)
    assert state(condition, 2, gather="sum") == "fires"
    assert decide(condition, Facts(seen(1, None, 0), "sum")).reason == "missing_values"
    assert decide(condition, Facts(seen(1), "sum")).reason == "too_few_points"
    assert decide(condition, Facts((), "sum")).reason == "no_points"
    assert decide(condition, Facts(seen(0, 1, 1), "sum")).parts["total"] == 2
    # Fewer may still become more: a low total is known only of a full window.
    assert state(asked("below", 2, last=3), 0, gather="sum") == "cannot_tell"


def test_places_are_counted_where_places_count():
    at_least = asked("at_least", 70, last=2, how_many=2, unit="probe")
    facts = {"against": 10.0, "is_relative": True, "by_place": True}
    lunch, recess = seen(7, 8, where="lunch"), seen(9, 7, where="recess")
    found = decide(at_least, Facts(lunch + recess, **facts))
    assert (found.state, found.parts["held"]) == ("fires", 2)
    assert decide(at_least, Facts(lunch + seen(9, 6, where="recess"), **facts)).state == "silent"
    assert decide(at_least, Facts(lunch + recess[:1], **facts)).reason == "too_few_points"
    assert decide(at_least, Facts((), **facts)).reason == "no_points"
    below = asked("below", 50, last=2, unit="probe")
    found = decide(below, Facts(lunch + seen(4, 3, where="recess"), **facts))
    assert {point.where for point in found.points} == {"recess"}
    assert decide(below, Facts(lunch + recess, **facts)).state == "silent"


def test_a_share_of_nothing_is_not_a_threshold():
    condition = asked("at_least", 80)
    assert decide(condition, Facts(seen(5), is_relative=True)).reason == "nothing_to_compare"
    nothing = Facts(seen(5), against=0.0, is_relative=True)
    assert decide(condition, nothing).reason == "nothing_to_compare"
    none_at_all = Facts(seen(0), against=0.0, is_relative=True, aim="decrease")
    assert decide(condition, none_at_all).state == "fires"
    all_of_it = Facts(seen(0), against=4.0, is_relative=True, aim="decrease")
    assert decide(asked("drop_over", 100), all_of_it).reason == "nothing_to_compare"


def test_the_middle_of_a_span_is_the_practices_own():
    condition = asked("reached", low=4, high=9)
    assert decide(condition, Facts(seen(6), against=20)).threshold == 9
    assert decide(condition, Facts(seen(6), against=1)).threshold == 4
    assert decide(condition, Facts(seen(10))).parts["is_late"] == 1
    assert decide(condition, Facts(seen(9))).parts["is_late"] == 0
    assert decide(asked("reached", low=4), Facts(seen(4))).fires


@pytest.mark.parametrize("value", [None, False])
def test_what_should_be_there_is_missing(value):
    condition = asked("is_missing")
    assert decide(condition, Facts(seen(value))).fires
    assert decide(condition, Facts()).fires
    assert decide(condition, Facts(seen(True))).state == "silent"


def test_a_slope_needs_two_points():
    assert decide(asked("not_falling"), Facts(seen(3))).reason == "too_few_points"
    assert decide(asked("not_falling"), Facts()).reason == "no_points"
    assert decide(asked("unchanged", last=2), Facts()).reason == "no_points"
    assert decide(asked("no_rise_over_baseline"), Facts(against=1.0)).reason == "no_points"
    found = decide(asked("no_rise_over_baseline"), Facts(seen(1)))
    assert found.reason == "nothing_to_compare"


def test_a_finding_can_be_kept():
    found = decide(asked("below", 80, last=2), Facts(seen(70, 75)))
    kept = found.to_json()
    assert kept["points"][0] == {"on": "2026-09-07", "value": 70, "line": None, "where": ""}
    assert (kept["state"], kept["threshold"], found.why) == ("fires", 80.0, "")
    undated = decide(asked("is_true"), Facts((Seen(None, True),)))
    assert undated.to_json()["points"][0]["on"] is None


def test_all_conditions_or_any_of_them():
    yes, no = Finding("m", "below", "fires"), Finding("m", "below", "silent")
    open_ = Finding("m", "below", "cannot_tell", reason="too_few_points")
    assert weigh([yes, yes]).fires
    assert weigh([yes, no, open_]).state == "silent"
    assert weigh([yes, open_]).state == "cannot_tell"
    assert weigh([yes, open_, open_]).reasons == ("too_few_points",)
    assert weigh([no, open_, yes], combine="any").fires
    assert weigh([no, open_], combine="any").state == "cannot_tell"
    assert weigh([no, no], combine="any").state == "silent"
    assert weigh([yes]).reasons == ()
    assert open_.why == REASONS["too_few_points"]
    with pytest.raises(ValueError, match="needs a condition"):
        weigh([])


def test_checks_come_in_their_order_and_unknown_is_not_passed():
    order = ["dose", "fidelity", "pairing", "skill"]
    assert first_open(order, ["skill", "dose"], {}) == "dose"
    assert first_open(order, ["skill", "dose"], {"dose": True, "fidelity": False}) == "skill"
    assert first_open(order, ["dose", "praise"], {"dose": True}) == "praise"
    assert first_open(order, ["dose"], {"dose": None}) == "dose"
    assert first_open(order, ["dose"], {"dose": True}) is None


def test_what_is_no_number_or_no_comparison_is_said():
    with pytest.raises(ValueError, match="not a finite number"):
        Seen(DAY, float("nan"))
    with pytest.raises(ValueError, match="not a finite number"):
        Seen(DAY, 1.0, float("inf"))
    with pytest.raises(ValueError, match="no comparison"):
        decide(asked("feels_low"), Facts())


def test_every_comparison_of_the_type_is_there():
    assert comparisons() == set(get_args(Comparison))
