"""Bells and holidays from a file: looked at first, kept only on the second button."""

import re
from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kithwork.apps.foundation.viewer import Role
from kithwork.apps.schools.models import BellSchedule, CalendarDay, School
from kithwork.apps.schools.queries import frame
from tests.cast import MONDAY

pytestmark = pytest.mark.django_db
CSV = (
    "day_type,label,start,end\nRegular,1,8:10,9:00\nRegular,Lunch,9:05,9:35\nDelay,1,10:10,10:40\n"
)
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261111
DTEND;VALUE=DATE:20261112
SUMMARY:Veterans Day <b>no school</b>
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20261112
DTEND;VALUE=DATE:20261113
SUMMARY:Picture day
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART;VALUE=DATE:20300101
SUMMARY:New Year
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to("2026-11-09T14:30:00+00:00", tick=False)


@pytest.fixture
def year(cast):
    return cast.school.years.get()


@pytest.fixture
def rosa(cast, client_for):
    return client_for(cast.rosa)


def url(name, year):
    return reverse(f"integrations:{name}", args=[year.pk])


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]+)"', page.text)[1]


def test_pages_are_for_coordinator_and_principal_of_this_school(cast, client_for, year):
    for role, viewer in cast.viewers.items():
        client = client_for(viewer)
        runs_it = role in {Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR}
        for name in ("import_bells", "import_holidays"):
            assert client.get(url(name, year)).status_code == (200 if runs_it else 403)
        if not runs_it:
            for name in ("keep_bells", "keep_holidays"):
                assert client.post(url(name, year)).status_code == 403
    zed = client_for(cast.zed)
    for name in ("import_bells", "import_holidays", "keep_bells", "keep_holidays"):
        assert zed.post(url(name, year)).status_code == 404


def test_pasted_rows_are_shown_and_kept_only_then(rosa, year, cast):
    looked = rosa.post(url("import_bells", year), {"pasted": CSV.replace(",", "\t")})
    assert "2 day types found" in looked.text
    assert "replaces the one you have" in looked.text
    assert BellSchedule.objects.filter(year=year).count() == 1
    fields = {"bells": hidden(looked, "bells"), "regular": "Regular"}
    rosa.post(url("keep_bells", year), fields)
    assert [period.label for period in frame(cast.school).periods] == ["1", "Lunch"]
    assert BellSchedule.objects.get(name="Delay").slots.get().starts_at == time(10, 10)


def test_what_cannot_be_read_is_said_and_changes_nothing(rosa, year):
    for given in (
        {},
        {"pasted": "1,2,3"},
        {"file": SimpleUploadedFile("bells.xlsx", b"PK\x03\x04rest")},
        {"file": SimpleUploadedFile("bells.json", b"{not json")},
        {"file": SimpleUploadedFile("empty.csv", b" ")},
    ):
        page = rosa.post(url("import_bells", year), given)
        assert page.status_code == 422
        assert "Nothing was changed" in page.text
    late = rosa.post(url("keep_bells", year), {"bells": "made up", "regular": ""}, follow=True)
    assert "This took too long" in late.text
    assert BellSchedule.objects.filter(year=year).count() == 1


def test_bells_looked_at_for_one_year_are_not_kept_in_another(rosa, year, cast, client_for):
    looked = rosa.post(url("import_bells", year), {"pasted": CSV})
    other = cast.other_school.years.get()
    client_for(cast.zed).post(
        url("keep_bells", other), {"bells": hidden(looked, "bells"), "regular": ""}
    )
    assert BellSchedule.objects.filter(year=other).count() == 1


@pytest.mark.shared
def test_a_real_high_schools_bells(rosa, year, cast, shared):
    content = (shared / "rosters/bells-shs/schedules.json").read_bytes()
    file = SimpleUploadedFile("schedules.json", content)
    looked = rosa.post(url("import_bells", year), {"file": file})
    assert "3 day types found" in looked.text
    assert "has no end" in looked.text
    rosa.post(url("keep_bells", year), {"bells": hidden(looked, "bells"), "regular": "Regular"})
    names = set(BellSchedule.objects.filter(year=year).values_list("name", flat=True))
    assert names == {"Regular", "Two hour delay", "Homeroom"}
    assert [period.label for period in frame(cast.school).periods] == list("123456789")
    assert BellSchedule.objects.get(year=year, name="Regular").slots.count() == 11


def test_holidays_are_chosen_before_they_close_days(rosa, year):
    file = SimpleUploadedFile("holidays.ics", ICS.encode())
    looked = rosa.post(url("import_holidays", year), {"file": file})
    assert "2 all-day events lie in 2026-27" in looked.text
    assert "1 lies outside" in looked.text
    assert "<b>no school" not in looked.text
    assert [c.is_chosen for c in looked.context["choices"]] == [True, False]
    token = hidden(looked, "holidays")
    none = rosa.post(url("keep_holidays", year), {"holidays": token})
    assert "Choose at least one day." in none.text
    assert hidden(none, "holidays") == token
    rosa.post(url("keep_holidays", year), {"holidays": token, "day": ["0"]})
    closed = CalendarDay.objects.get(year=year, is_open=False)
    assert (closed.on, closed.note[:12]) == (date(2026, 11, 11), "Veterans Day")


def test_a_rotation_is_asked_about_before_days_close(rosa, year, cast):
    School.objects.filter(pk=cast.school.pk).update(cycle=["A", "B"])
    for place, day in enumerate(CalendarDay.objects.filter(year=year)):
        CalendarDay.objects.filter(pk=day.pk).update(cycle_day="AB"[place % 2])
    file = SimpleUploadedFile("holidays.ics", ICS.encode())
    token = hidden(rosa.post(url("import_holidays", year), {"file": file}), "holidays")
    fields = {"holidays": token, "day": ["0"]}
    asked = rosa.post(url("keep_holidays", year), fields)
    assert "Say what happens" in asked.text
    assert "checked" in asked.text
    rosa.post(url("keep_holidays", year), {**fields, "shifts": "shift"})
    days = CalendarDay.objects.filter(year=year, on__gte=MONDAY)[:5]
    assert [day.cycle_day or "-" for day in days] == list("AB-AB")


def test_a_file_that_is_no_calendar_is_said(rosa, year):
    assert rosa.post(url("import_holidays", year), {"x": "1"}).status_code == 422
    file = SimpleUploadedFile("x.ics", b"hello there")
    page = rosa.post(url("import_holidays", year), {"file": file})
    assert "not an iCalendar file" in page.text
    late = rosa.post(url("keep_holidays", year), {"holidays": "x", "day": "0"}, follow=True)
    assert "This took too long" in late.text
