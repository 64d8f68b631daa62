from datetime import date, timedelta

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.schools import actions
from kithwork.apps.schools.actions import DayEdit, Holiday
from kithwork.apps.schools.models import BellSchedule, CalendarDay, School
from kithwork.apps.trail.models import TrailEntry
from tests.cast import MONDAY

pytestmark = pytest.mark.django_db
CLOSED = DayEdit(is_open=False, note="Snow day")


def letters(year, first=MONDAY, count=5):
    """Cycle days of some weekdays from a date on; a dash where there is no school."""
    rows = CalendarDay.objects.filter(year=year, on__gte=first).order_by("on")[:count]
    return [row.cycle_day if row.is_open else "-" for row in rows]


@pytest.fixture
def year(cast):
    return cast.school.years.get()


@pytest.fixture
def rotating(cast, year):
    """Maple Street School goes over to A and B days; its Monday is an A day."""
    School.objects.filter(pk=cast.school.pk).update(cycle=["A", "B"])
    year.school.refresh_from_db()
    for place, day in enumerate(CalendarDay.objects.filter(year=year).order_by("on")):
        CalendarDay.objects.filter(pk=day.pk).update(cycle_day="AB"[place % 2])
    assert letters(year) == list("ABABA")
    return year


def test_a_snow_day_in_a_weekly_school_asks_nothing(cast, year):
    done = actions.change_days(year, MONDAY, MONDAY, CLOSED, by=cast.rosa)
    assert done.count == 1
    assert letters(year) == ["-", "Tue", "Wed", "Thu", "Fri"]
    assert TrailEntry.objects.get().verb == "calendar.change_days"


def test_a_snow_day_in_a_rotation_asks_what_follows(cast, rotating):
    with pytest.raises(Problem, match="days after"):
        actions.change_days(rotating, MONDAY, MONDAY, CLOSED, by=cast.rosa)
    assert letters(rotating) == list("ABABA")


@pytest.mark.parametrize(("shifts", "week"), [(False, "-BABA"), (True, "-ABAB")])
def test_the_days_after_keep_their_letters_or_move(cast, rotating, shifts, week):
    edit = DayEdit(is_open=False, note="Snow day", shifts=shifts)
    actions.change_days(rotating, MONDAY, MONDAY, edit, by=cast.rosa)
    assert letters(rotating) == list(week)


@pytest.mark.parametrize(("shifts", "week"), [(False, "ABABA"), (True, "ABABA")])
def test_opening_the_day_again_brings_the_letters_back(cast, rotating, shifts, week):
    closed = DayEdit(is_open=False, shifts=shifts)
    actions.change_days(rotating, MONDAY, MONDAY, closed, by=cast.rosa)
    opened = DayEdit(is_open=True, shifts=shifts)
    actions.change_days(rotating, MONDAY, MONDAY, opened, by=cast.rosa)
    assert letters(rotating) == list(week)


def test_a_stretch_closes_and_its_weekend_is_left_alone(cast, rotating):
    edit = DayEdit(is_open=False, note="Break", shifts=True)
    days = CalendarDay.objects.filter(year=rotating).count()
    done = actions.change_days(
        rotating, MONDAY + timedelta(days=2), MONDAY + timedelta(days=8), edit, by=cast.rosa
    )
    assert letters(rotating, count=9) == list("AB-----AB")
    assert CalendarDay.objects.filter(year=rotating).count() == days
    assert done.count > 5  # the five days and those whose letter moved


def test_another_day_type_changes_no_letter_and_asks_nothing(cast, rotating):
    delay = BellSchedule.objects.create(year=rotating, name="Two-hour delay")
    edit = DayEdit(is_open=True, schedule=delay, cycle_day="A")
    done = actions.change_days(rotating, MONDAY, MONDAY, edit, by=cast.rosa)
    assert done.count == 1
    assert CalendarDay.objects.get(year=rotating, on=MONDAY).schedule == delay


def test_a_letter_set_by_hand_can_lead_the_rotation_on(cast, rotating):
    edit = DayEdit(is_open=True, cycle_day="B", shifts=True)
    actions.change_days(rotating, MONDAY, MONDAY, edit, by=cast.rosa)
    assert letters(rotating) == list("BABAB")


def test_a_saturday_of_a_weekly_school_needs_its_weekday(cast, year):
    saturday = MONDAY + timedelta(days=5)
    with pytest.raises(Problem, match="weekend"):
        actions.change_days(year, saturday, saturday, DayEdit(is_open=True), by=cast.rosa)
    edit = DayEdit(is_open=True, cycle_day="Mon")
    actions.change_days(year, saturday, saturday, edit, by=cast.rosa)
    assert CalendarDay.objects.get(year=year, on=saturday).cycle_day == "Mon"


def test_days_outside_the_year_and_strange_letters_are_not_taken(cast, year):
    outside = year.ends_on + timedelta(days=3)
    with pytest.raises(Problem, match="outside"):
        actions.change_days(year, outside, outside, CLOSED, by=cast.rosa)
    with pytest.raises(Problem, match="before the first"):
        actions.change_days(year, MONDAY, MONDAY - timedelta(days=1), CLOSED, by=cast.rosa)
    with pytest.raises(Problem, match="not a day of this school's cycle"):
        actions.change_days(
            year, MONDAY, MONDAY, DayEdit(is_open=True, cycle_day="Q"), by=cast.rosa
        )


def test_undo_puts_every_moved_day_back_once(cast, rotating):
    edit = DayEdit(is_open=False, shifts=True)
    before = letters(rotating, count=40)
    done = actions.change_days(rotating, MONDAY, MONDAY, edit, by=cast.rosa)
    assert actions.undo_days(rotating, done.undo_token, by=cast.rosa) == done.count
    assert letters(rotating, count=40) == before
    with pytest.raises(Problem, match="changed since"):
        actions.undo_days(rotating, done.undo_token, by=cast.rosa)


def test_undo_leaves_alone_what_somebody_changed_since_and_foreign_tokens(cast, year):
    saturday = MONDAY + timedelta(days=5)
    done = actions.change_days(
        year, saturday, saturday, DayEdit(is_open=True, cycle_day="Mon"), by=cast.rosa
    )
    CalendarDay.objects.filter(year=year, on=saturday).update(note="Fair")
    with pytest.raises(Problem, match="changed since"):
        actions.undo_days(year, done.undo_token, by=cast.rosa)
    CalendarDay.objects.filter(year=year, on=saturday).update(note="")
    with pytest.raises(Problem, match="no longer be undone"):
        actions.undo_days(year, done.undo_token + "x", by=cast.rosa)
    with pytest.raises(Problem, match="no longer be undone"):
        actions.undo_days(cast.other_school.years.get(), done.undo_token, by=cast.zed)
    actions.undo_days(year, done.undo_token, by=cast.rosa)
    assert not CalendarDay.objects.filter(year=year, on=saturday).exists()


@pytest.mark.parametrize(("shifts", "week"), [(False, "A-ABA-"), (True, "A-BAB-")])
def test_holidays_of_a_file_close_days_that_are_in_the_calendar(cast, rotating, shifts, week):
    holidays = [
        Holiday(MONDAY + timedelta(days=1), MONDAY + timedelta(days=1), "Veterans Day"),
        Holiday(MONDAY + timedelta(days=5), MONDAY + timedelta(days=7), "Long weekend"),
        Holiday(date(2030, 1, 1), date(2030, 1, 1), "Another year"),
    ]
    actions.add_holidays(rotating, holidays, shifts=shifts, by=cast.rosa)
    assert letters(rotating, count=6) == list(week)
    assert CalendarDay.objects.get(on=MONDAY + timedelta(days=1), year=rotating).note == (
        "Veterans Day"
    )


@pytest.mark.parametrize("person", ["ines", "tomas", "tess", "ben_viewer", "marta", "dora", "zed"])
def test_the_calendar_is_the_coordinators_and_the_principals(cast, year, person):
    viewer = getattr(cast, person)
    with pytest.raises(Refused):
        actions.change_days(year, MONDAY, MONDAY, CLOSED, by=viewer)
    with pytest.raises(Refused):
        actions.add_holidays(year, [], shifts=False, by=viewer)
    with pytest.raises(Refused):
        actions.undo_days(year, "", by=viewer)
    assert letters(year)[0] == "Mon"


def test_the_principal_may_too(cast, year):
    actions.change_days(year, MONDAY, MONDAY, CLOSED, by=cast.pia)
    assert letters(year)[0] == "-"
