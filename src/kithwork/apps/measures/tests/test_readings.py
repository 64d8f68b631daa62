"""What a series is made of: phases of the run, probes apart, gaps with a word, the aim from the baseline."""

from datetime import timedelta

import pytest

from kithwork.apps.measures.models import Goal
from kithwork.apps.measures.readings import reading_of, readings_of
from kithwork.apps.measures.tests.making import (
    BASELINE_FROM,
    measure_of,
    network,
    observe,
    observe_each,
)
from kithwork.apps.runs.models import Absence, Score
from tests.cast import MONDAY

pytestmark = pytest.mark.usefixtures("frozen_now")
WEEK = timedelta(weeks=1)


@pytest.fixture
def measure(cast):
    return measure_of(cast, network(cast))


def test_points_stand_in_the_phases_of_the_run_whatever_the_device_said(cast, measure):
    observe_each(cast, [0.1, 0.2, 0.3], first=BASELINE_FROM)
    observe_each(cast, [0.5, 0.7], first=BASELINE_FROM + 3 * WEEK)
    observe(cast, BASELINE_FROM + 6 * WEEK, 0.9)

    reading = reading_of(measure, MONDAY)

    assert reading.phases == ("baseline",) * 3 + ("intervention",) * 2 + ("fade",)
    assert reading.baseline == pytest.approx((1, 2, 3))
    assert [value for _on, value in reading.treated] == pytest.approx([5, 7, 9])
    assert reading.levels[-1] == (BASELINE_FROM + 6 * WEEK, 3)
    assert reading.series is not None
    assert reading.series.labels == ("baseline", "intervention", "fade")


def test_what_is_seen_elsewhere_is_a_probe_and_stands_apart(cast, measure):
    observe(cast, MONDAY - WEEK, 0.4)
    observe(cast, MONDAY - WEEK, 0.3, setting="recess")
    observe(cast, MONDAY - WEEK, 0.2, phase="probe")

    reading = reading_of(measure, MONDAY)

    assert [dot.value for dot in reading.dots] == pytest.approx([4])
    assert [dot.value for dot in reading.probes] == pytest.approx([3, 2])


def test_a_correction_counts_instead_and_what_is_not_usable_not_at_all(cast, measure):
    wrong = observe(cast, MONDAY - WEEK, 0.4)
    observe(cast, MONDAY - WEEK, 0.6, corrects=wrong.envelope.letter)
    observe(cast, MONDAY, 0.9, is_usable=False)
    observe(cast, MONDAY, 0.8, is_second=True)

    assert [value for _on, value, _phase in reading_of(measure, MONDAY).values] == [
        pytest.approx(6)
    ]


def test_a_planned_time_without_a_record_is_a_gap_with_its_reason(cast, measure):
    from kithwork.apps.observations.models import Instrument, ObservationPlan, Watch

    observe(cast, MONDAY - 2 * WEEK, 0.4)
    plan = ObservationPlan.objects.create(
        school=cast.school, instrument=Instrument.objects.get(), observer=cast.tomas_staff,
        phase="intervention", setting="lunch", starts_on=MONDAY - 3 * WEEK, ends_on=MONDAY,
    )  # fmt: skip
    for place, (days, fields) in enumerate(
        [(14, {}), (7, {}), (6, {"is_cancelled": True, "why_not": "fire drill"}),
         (5, {"is_cancelled": True}), (4, {}), (0, {})]
    ):  # fmt: skip
        Watch.objects.create(
            plan=plan, student=cast.ada, on=MONDAY - timedelta(days=days), label="Lunch",
            starts_at="11:00", ends_at="11:30", nth=place + 1, of=6, code=f"c{place}", **fields,
        )  # fmt: skip
    Absence.objects.create(student=cast.ada, on=MONDAY - WEEK)

    reading = reading_of(measure, MONDAY)

    told = [(dot.on, dot.why_none) for dot in reading.dots if dot.value is None]
    assert told == [
        (MONDAY - WEEK, "absent"),
        (MONDAY - timedelta(days=6), "fire drill"),
        (MONDAY - timedelta(days=4), "not observed"),
    ]


def test_the_aim_line_goes_from_the_middle_of_the_baseline_to_the_goal(cast, measure):
    observe_each(cast, [0.1, 0.2, 0.9], first=BASELINE_FROM)
    goal = Goal.objects.create(
        measure=measure, level=10, starts_on=BASELINE_FROM + 3 * WEEK,
        by_on=BASELINE_FROM + 11 * WEEK,
    )  # fmt: skip

    reading = reading_of(measure, MONDAY, goals=[goal])

    assert reading.aim_on(BASELINE_FROM + 3 * WEEK) == pytest.approx(2)
    assert reading.aim_on(BASELINE_FROM + 7 * WEEK) == pytest.approx(6)
    assert reading.aim_on(BASELINE_FROM + 20 * WEEK) == 10


def test_nothing_yet_is_no_series(cast, measure):
    assert reading_of(measure, MONDAY).series is None


def test_what_waits_for_a_second_observer_is_a_gap(cast, measure):
    row = observe(cast, MONDAY - WEEK, 0.4)

    reading = reading_of(measure, MONDAY, closed={row.pk})

    assert [(dot.value, dot.why_none) for dot in reading.dots] == [
        (None, "waits for the second observer")
    ]


def test_scores_of_a_run_are_a_series_too(cast):
    run = network(cast)
    measure = measure_of(cast, run, source="score", key="reading", scale="count")
    for days, right in ((21, 40), (14, 44), (7, 47)):
        Score.objects.create(
            run=run, student=cast.ada, kind="reading", on=MONDAY - timedelta(days=days),
            right=right, seconds=60,
        )  # fmt: skip

    assert [value for _on, value, _p in reading_of(measure, MONDAY).values] == [40, 44, 47]


def test_many_measures_take_no_more_queries_than_one(cast, django_assert_max_num_queries):
    run = network(cast)
    measures = [
        measure_of(cast, run, key=f"together/{name}/student/rate", name=name)
        for name in ("initiation", "response", "aac_use")
    ]
    observe_each(cast, [0.1, 0.2], first=MONDAY - WEEK)

    with django_assert_max_num_queries(8):
        assert len(readings_of(measures, MONDAY)) == 3


def test_what_was_seen_years_ago_belongs_to_another_measure(cast, measure):
    observe(cast, MONDAY - 52 * WEEK, 0.9)
    observe(cast, MONDAY - WEEK, 0.4)

    assert [value for _on, value, _p in reading_of(measure, MONDAY).values] == [pytest.approx(4)]
