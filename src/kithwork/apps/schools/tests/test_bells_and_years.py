from datetime import date, time, timedelta

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.schools import actions
from kithwork.apps.schools.actions import DayType, Slot, TermRow
from kithwork.apps.schools.models import (
    WEEKDAYS,
    BellSchedule,
    CalendarDay,
    School,
    SchoolYear,
    Term,
)
from kithwork.apps.schools.queries import day_label, frame, limits
from kithwork.apps.schools.times import read_time, write_time
from tests.cast import YEAR

pytestmark = pytest.mark.django_db
NEXT = {"name": "2027-28", "starts_on": date(2027, 8, 30), "ends_on": date(2028, 6, 9)}
SHORT = (
    Slot("1", time(9, 0), time(9, 30)),
    Slot("Lunch", time(9, 30), time(10, 0), "lunch"),
    Slot("2", time(10, 0), time(10, 30)),
)


@pytest.fixture
def year(cast):
    return cast.school.years.get()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("7:25", time(7, 25)),
        ("07:25", time(7, 25)),
        (" 13:05 ", time(13, 5)),
        ("1:05 PM", time(13, 5)),
        ("1:05pm", time(13, 5)),
        ("1:05 p.m.", time(13, 5)),
        ("1:05", time(13, 5)),
        ("01:05", time(1, 5)),
        ("12:10 AM", time(0, 10)),
        ("12:10", time(12, 10)),
        ("8 am", time(8, 0)),
        ("7.25", time(7, 25)),
    ],
)
def test_times_are_read_as_people_write_them(text, at):
    assert read_time(text) == at
    assert read_time(write_time(at)) == at


@pytest.mark.parametrize(
    "text", ["", "8", "25:00", "7:60", "13:00 PM", "0:10 AM", "noon", "7:5", "7:25x"]
)
def test_what_is_no_time_is_said(text):
    with pytest.raises(ValueError, match=r"AM|time"):
        read_time(text)


def test_a_new_year_opens_its_calendar_with_the_first_bells(cast):
    year = actions.add_year(cast.school, by=cast.rosa, **NEXT)
    assert not CalendarDay.objects.filter(year=year).exists()
    done = actions.save_bells(year, DayType("Regular", SHORT), by=cast.rosa)
    days = CalendarDay.objects.filter(year=year)
    assert done.schedule.is_regular
    assert days.count() == 205
    assert list(days.values_list("cycle_day", flat=True)[:6]) == [*WEEKDAYS, "Mon"]
    assert [period.label for period in frame(cast.school, year).periods] == ["1", "Lunch", "2"]


def test_one_day_type_is_regular_and_undo_gives_it_back(cast, year):
    old = BellSchedule.objects.get(year=year)
    done = actions.save_bells(year, DayType("New day", SHORT, is_regular=True), by=cast.rosa)
    old.refresh_from_db()
    assert (old.is_regular, done.schedule.is_regular) == (False, True)

    back = actions.save_bells(
        year, DayType("Regular", SHORT, is_regular=True), schedule=old, by=cast.rosa
    )
    assert old.slots.count() == 3
    actions.undo_bells(year, back.undo_token, by=cast.rosa)
    old.refresh_from_db()
    assert (old.is_regular, old.slots.count()) == (True, 6)


def test_undoing_a_new_day_type_takes_it_away_unless_days_use_it(cast, year):
    done = actions.save_bells(year, DayType("Assembly", SHORT), by=cast.rosa)
    CalendarDay.objects.filter(year=year, on=YEAR[0]).update(schedule=done.schedule)
    with pytest.raises(Problem, match="use this day type"):
        actions.undo_bells(year, done.undo_token, by=cast.rosa)
    CalendarDay.objects.update(schedule=BellSchedule.objects.get(year=year, is_regular=True))
    actions.undo_bells(year, done.undo_token, by=cast.rosa)
    assert not BellSchedule.objects.filter(name="Assembly").exists()


def test_a_removed_day_type_comes_back_and_a_used_one_stays(cast, year):
    regular = BellSchedule.objects.get(year=year)
    with pytest.raises(Problem, match="regular day stays"):
        actions.remove_bells(regular, by=cast.rosa)
    used = actions.save_bells(year, DayType("Delay", SHORT), by=cast.rosa).schedule
    CalendarDay.objects.filter(year=year, on=YEAR[0]).update(schedule=used)
    with pytest.raises(Problem, match="1 day of the calendar is a Delay day"):
        actions.remove_bells(used, by=cast.rosa)
    CalendarDay.objects.filter(year=year).update(schedule=regular)
    done = actions.remove_bells(used, by=cast.rosa)
    assert not BellSchedule.objects.filter(name="Delay").exists()
    actions.undo_bells(year, done.undo_token, by=cast.rosa)
    assert BellSchedule.objects.get(name="Delay").slots.count() == 3


@pytest.mark.parametrize(
    ("name", "slots", "says"),
    [
        ("", SHORT, "name"),
        ("REGULAR", SHORT, "already"),
        ("Empty", (), "at least one"),
        ("Only bus", (Slot("Bus", time(8), time(9), "other"),), "at least one"),
        ("Twice", (*SHORT, Slot("lunch", time(11), time(12), "lunch")), "twice"),
        ("Back", (Slot("1", time(9), time(8)),), "ends before"),
        ("Blank", (Slot(" ", time(8), time(9)),), "needs a name"),
        ("Odd", (*SHORT, Slot("x", time(8), time(9), "nap")), "class, a lunch"),
    ],
)
def test_bells_that_do_not_fit_say_why_and_change_nothing(cast, year, name, slots, says):
    with pytest.raises(Problem, match=says):
        actions.save_bells(year, DayType(name, tuple(slots)), by=cast.rosa)
    assert BellSchedule.objects.filter(year=year).count() == 1


def test_several_day_types_come_together_or_not_at_all(cast, year):
    kept = actions.put_day_types(
        year, [DayType("Regular", SHORT, True), DayType("Delay", SHORT)], by=cast.rosa
    )
    assert [row.name for row in kept] == ["Regular", "Delay"]
    assert BellSchedule.objects.get(year=year, is_regular=True).slots.count() == 3
    with pytest.raises(Problem):
        actions.put_day_types(year, [DayType("Assembly", SHORT), DayType("Bad", ())], by=cast.rosa)
    assert not BellSchedule.objects.filter(name="Assembly").exists()


def test_a_year_is_copied_with_new_dates(cast, year):
    assembly = actions.save_bells(year, DayType("Assembly", SHORT), by=cast.rosa).schedule
    monday = date(2026, 11, 23)
    edit = actions.DayEdit(is_open=False, note="Fall break")
    actions.change_days(year, monday, monday + timedelta(days=4), edit, by=cast.rosa)
    friday = actions.DayEdit(is_open=True, schedule=assembly, note="Concert")
    actions.change_days(year, date(2026, 12, 4), date(2026, 12, 4), friday, by=cast.rosa)

    new = actions.copy_year(year, by=cast.rosa, **NEXT)

    assert [schedule.name for schedule in new.bell_schedules.all()] == ["Regular", "Assembly"]
    assert new.bell_schedules.get(is_regular=True).slots.count() == 6
    closed = CalendarDay.objects.filter(year=new, is_open=False)
    assert [(day.on, day.note) for day in closed] == [
        (date(2027, 11, 22) + timedelta(days=n), "Fall break") for n in range(5)
    ]
    concert = CalendarDay.objects.get(year=new, on=date(2027, 12, 3))
    assert (concert.schedule.year, concert.schedule.name, concert.note) == (
        new, "Assembly", "Concert",
    )  # fmt: skip
    assert CalendarDay.objects.filter(year=new).count() == 205
    term = new.terms.get()
    assert (term.name, term.starts_on) == ("Fall", date(2027, 8, 30))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "2026-27"}, "already"),
        ({"name": " "}, "name"),
        ({"starts_on": date(2027, 6, 1)}, "overlap"),
        ({"ends_on": date(2027, 8, 1)}, "ends before"),
        ({"ends_on": date(2029, 8, 1)}, "400 days"),
    ],
)
def test_a_year_that_does_not_fit_is_not_made(cast, year, change, says):
    with pytest.raises(Problem, match=says):
        actions.add_year(cast.school, by=cast.rosa, **{**NEXT, **change})
    with pytest.raises(Problem, match=says):
        actions.copy_year(year, by=cast.rosa, **{**NEXT, **change})
    assert SchoolYear.objects.filter(school=cast.school).count() == 1


def _change(year, cast, terms, **dates):
    start = {"name": year.name, "starts_on": year.starts_on, "ends_on": year.ends_on}
    return actions.change_year(year, terms=terms, by=cast.rosa, **{**start, **dates})


def test_terms_change_places_and_the_calendar_follows_the_dates(cast, year):
    fall = year.terms.get()
    half = date(2027, 1, 22)
    _change(
        year,
        cast,
        [
            TermRow("Spring", half + timedelta(days=3), YEAR[1] + timedelta(days=7)),
            TermRow("First half", YEAR[0], half, fall.pk),
        ],
        ends_on=YEAR[1] + timedelta(days=7),
    )
    assert [term.name for term in year.terms.all()] == ["First half", "Spring"]
    last = CalendarDay.objects.filter(year=year).last()
    assert (last.on, last.cycle_day) == (date(2027, 6, 18), "Fri")


def test_a_term_with_classes_stays(cast, year):
    with pytest.raises(Problem, match="Classes run in Fall"):
        _change(year, cast, [TermRow("New", YEAR[0], YEAR[1])])
    with pytest.raises(Problem, match="Classes run in Fall"):
        actions.remove_year(year, by=cast.rosa)
    assert Term.objects.filter(year=year).count() == 1


def test_a_year_nothing_hangs_on_can_go(cast):
    year = actions.add_year(cast.school, by=cast.rosa, **NEXT)
    actions.save_bells(year, DayType("Regular", SHORT), by=cast.rosa)
    actions.remove_year(year, by=cast.rosa)
    assert not SchoolYear.objects.filter(name="2027-28").exists()


def test_terms_outside_the_year_are_not_kept(cast, year):
    fall = year.terms.get()
    for row, says in [
        (TermRow("Fall", YEAR[0] - timedelta(days=1), YEAR[1], fall.pk), "outside"),
        (TermRow("Fall", YEAR[1], YEAR[0], fall.pk), "ends before"),
        (TermRow("", YEAR[0], YEAR[1], fall.pk), "needs a name"),
    ]:
        with pytest.raises(Problem, match=says):
            _change(year, cast, [row])


def test_the_cycle_lays_the_calendar_from_today(cast, year, time_machine):
    time_machine.move_to("2026-11-09T14:30:00+00:00")
    actions.set_cycle(cast.school, ["A", "B"], by=cast.rosa)
    rows = list(CalendarDay.objects.filter(year=year, on__gte=date(2026, 11, 5))[:5])
    assert [row.cycle_day for row in rows] == ["Thu", "Fri", "A", "B", "A"]
    actions.set_cycle(cast.school, ["Mon", "Tue", "Wed", "Thu", "Fri"], by=cast.rosa)
    assert School.objects.get(pk=cast.school.pk).cycle == []
    assert CalendarDay.objects.get(year=year, on=date(2026, 11, 10)).cycle_day == "Tue"
    for days, says in [
        (["A", "a"], "same name"),
        (["Long day name"], "short"),
        (list("abcdefghijklm"), "12"),
    ]:
        with pytest.raises(Problem, match=says):
            actions.set_cycle(cast.school, days, by=cast.rosa)


def test_limits_keep_only_what_differs_and_stay_in_bounds(cast):
    actions.set_limits(
        cast.school,
        {"partners_per_peer.6-8": 3, "plan_seconds": 20, "plan_weeks": None},
        by=cast.rosa,
    )
    assert cast.school.limits == {"partners_per_peer.6-8": 3}
    assert limits(cast.school).for_grade("07").partners_per_peer == 3
    with pytest.raises(Problem, match="whole number from 1 to 6"):
        actions.set_limits(cast.school, {"partners_per_peer.6-8": 30}, by=cast.rosa)


def test_a_school_is_made_at_the_command_line_only(cast):
    with pytest.raises(Refused):
        actions.make_school(name="X", district="Y", timezone="America/Chicago", by=cast.rosa)
    made = actions.make_school(
        name="X", district="District of Birch Road School", timezone="America/Chicago",
        by=Viewer.command(),
    )  # fmt: skip
    assert made.district == cast.other_school.district
    for name, zone, says in [
        ("X", "America/Chicago", "already"),
        ("Z", "Mars/Base", "time zone"),
        ("", "UTC", "name"),
    ]:
        with pytest.raises(Problem, match=says):
            actions.make_school(
                name=name, district=made.district.name, timezone=zone, by=Viewer.command()
            )


def test_name_and_clock_of_a_school_change(cast):
    actions.change_school(cast.school, name="Maple School", timezone="America/Denver", by=cast.pia)
    cast.school.refresh_from_db()
    assert (cast.school.name, cast.school.timezone) == ("Maple School", "America/Denver")
    with pytest.raises(Problem, match="time zone"):
        actions.change_school(cast.school, name="Maple", timezone="Nowhere", by=cast.rosa)


@pytest.mark.parametrize("person", ["ines", "tomas", "tess", "sven", "ada_viewer", "rafi", "zed"])
def test_nobody_else_changes_a_school(cast, year, person):
    viewer = getattr(cast, person)
    day_type, schedule = DayType("X", SHORT), BellSchedule.objects.get(year=year)
    for attempt in (
        lambda: actions.add_year(cast.school, by=viewer, **NEXT),
        lambda: actions.change_year(
            year, name="x", starts_on=YEAR[0], ends_on=YEAR[1], terms=[], by=viewer
        ),
        lambda: actions.copy_year(year, by=viewer, **NEXT),
        lambda: actions.remove_year(year, by=viewer),
        lambda: actions.save_bells(year, day_type, by=viewer),
        lambda: actions.put_day_types(year, [day_type], by=viewer),
        lambda: actions.remove_bells(schedule, by=viewer),
        lambda: actions.undo_bells(year, "", by=viewer),
        lambda: actions.change_school(cast.school, name="x", timezone="UTC", by=viewer),
        lambda: actions.set_cycle(cast.school, ["A"], by=viewer),
        lambda: actions.set_limits(cast.school, {}, by=viewer),
        lambda: actions.name_periods(cast.school, "P1", {"1": []}, by=viewer),
    ):
        with pytest.raises(Refused):
            attempt()


@pytest.mark.parametrize(
    ("name", "number", "said"),
    [("A", 0, "A day"), ("A", 2, "A day 2"), ("1", 0, "Day 1"), ("1", 2, "Day 1, 2")],
)
def test_a_day_of_the_cycle_is_called_as_people_call_it(name, number, said):
    assert day_label(School(cycle=["A", "B"]), name, number) == said
    assert day_label(School(cycle=[]), "Mon", number) == "Mon"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("https://kithwork.test/", "https://kithwork.test"), (" http://localhost:8000 ", "http://localhost:8000"), ("", "")],
)  # fmt: skip
def test_a_school_says_where_it_opens(cast, settings, typed, kept):
    settings.ALLOWED_HOSTS = ["kithwork.test", "localhost"]
    named = {"name": cast.school.name, "timezone": cast.school.timezone}
    assert actions.change_school(cast.school, **named, site=typed, by=cast.pia).site == kept


@pytest.mark.parametrize(
    "typed",
    ["kithwork.test", "https://elsewhere.test", "javascript:alert(1)", "https://kithwork.test@elsewhere.test",
     "https://kithwork.test/path", "https://kithwork.test?x=1", "https://kithwork.test\nTo: all"],
)  # fmt: skip
def test_a_mail_of_ours_leads_nowhere_else(cast, settings, typed):
    settings.ALLOWED_HOSTS = ["kithwork.test"]
    named = {"name": cast.school.name, "timezone": cast.school.timezone}
    with pytest.raises(Problem, match="address at which this site opens"):
        actions.change_school(cast.school, **named, site=typed, by=cast.pia)
