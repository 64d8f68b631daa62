from datetime import date, time, timedelta

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.schools.models import BellSchedule, BellSlot, CalendarDay, School
from kithwork.apps.schools.queries import (
    current_year,
    frame,
    frame_days,
    open_days,
    slot_times,
)
from tests.cast import MONDAY, YEAR, make_school

pytestmark = pytest.mark.django_db


def with_cycle(cycle: list[str]) -> School:
    return make_school(f"School of {len(cycle)}", cycle=cycle)


@pytest.mark.parametrize(
    ("cycle", "labels"),
    [
        ([], ["Mon", "Tue", "Wed", "Thu", "Fri"]),
        (["A", "B"], ["A day 1", "B day 1", "A day 2", "B day 2", "A day 3", "B day 3"]),
        (list("123456"), [f"Day {day}" for day in "123456"]),
        (["Gold"], [f"Gold day {n}" for n in range(1, 6)]),
        (list("ABC"), ["A day 1", "B day 1", "C day 1", "A day 2", "B day 2", "C day 2"]),
    ],
)
def test_the_cycle_is_repeated_until_it_is_about_a_week(cycle, labels):
    days = frame_days(with_cycle(cycle))
    assert [day.label for day in days] == labels
    assert [day.index for day in days] == list(range(len(labels)))


def test_periods_are_the_class_and_lunch_slots_of_the_regular_day_in_order():
    school = make_school()
    regular = BellSchedule.objects.get()
    BellSlot.objects.create(
        schedule=regular, label="Bus", starts_at=time(7, 0), ends_at=time(8, 0), kind="other"
    )
    assembly = BellSchedule.objects.create(year=regular.year, name="Assembly")
    BellSlot.objects.create(
        schedule=assembly, label="Hall", starts_at=time(9, 0), ends_at=time(10, 0)
    )

    made = frame(school)

    assert [period.label for period in made.periods] == ["1", "2", "3", "Lunch", "4", "5"]
    assert [period.kind for period in made.periods].count("lunch") == 1
    assert (made.slots, made.overlaps) == (30, ())
    assert made.at(made.slot(2, 3)) == (made.days[2], made.periods[3])
    assert made.period_of("Lunch") is made.periods[3]
    assert made.period_of("Bus") is None


def test_split_lunches_overlap_with_the_class_they_split_but_not_with_touching_periods():
    school = make_school()
    regular = BellSchedule.objects.get()
    for label, starts, ends in [
        ("Lunch A", time(11, 40), time(12, 10)),
        ("Lunch B", time(12, 10), time(12, 40)),
    ]:
        BellSlot.objects.create(
            schedule=regular, label=label, starts_at=starts, ends_at=ends, kind="lunch"
        )
    made = frame(school)
    names = {
        frozenset({made.periods[one].label, made.periods[other].label})
        for one, other in made.overlaps
    }
    assert names == {
        frozenset({"4", "Lunch A"}),
        frozenset({"4", "Lunch B"}),
        frozenset({"5", "Lunch B"}),
    }


def test_a_school_without_year_or_bells_says_what_to_add():
    school = make_school()
    BellSlot.objects.all().delete()
    with pytest.raises(Problem, match="no regular bell schedule yet"):
        frame(school)
    CalendarDay.objects.all().delete()
    school.years.all().delete()
    with pytest.raises(Problem, match="no school year yet"):
        frame(school)


def test_between_years_the_next_one_counts_and_after_the_last_the_last():
    school = make_school()
    only = school.years.get()
    assert current_year(school, YEAR[0] - timedelta(days=30)) == only
    assert current_year(school, MONDAY) == only
    assert current_year(school, YEAR[1] + timedelta(days=30)) == only


def test_dates_take_the_frame_days_of_their_cycle_day_round_and_round():
    school = with_cycle(["A", "B"])
    # The cast's calendar opens on Monday, 31 August with an A day; 14 September is the 11th open day.
    days = open_days(school, date(2026, 9, 14), date(2026, 9, 25))

    assert [day.cycle_day for day in days] == list("ABABABABAB")
    assert [day.frame_day for day in days] == [0, 1, 2, 3, 4, 5, 0, 1, 2, 3]


def test_a_closed_day_takes_no_frame_day_and_a_strange_cycle_day_has_none():
    school = make_school()
    CalendarDay.objects.filter(on=MONDAY).update(is_open=False)
    CalendarDay.objects.filter(on=MONDAY + timedelta(days=1)).update(cycle_day="Sat")

    days = open_days(school, MONDAY, MONDAY + timedelta(days=4))

    assert [(day.cycle_day, day.frame_day) for day in days] == [
        ("Sat", None),
        ("Wed", 2),
        ("Thu", 3),
        ("Fri", 4),
    ]


def test_times_of_a_day_type_by_label():
    make_school()
    times = slot_times(BellSchedule.objects.get().pk)
    assert times["Lunch"] == (time(10, 55), time(11, 35))
    assert slot_times(0) == {}
