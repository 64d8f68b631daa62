from datetime import date, timedelta

import pytest
from django.urls import reverse

from kithwork.apps.foundation.viewer import Role
from kithwork.apps.schools.models import BellSchedule, CalendarDay, School, SchoolYear
from tests.cast import MONDAY

pytestmark = pytest.mark.django_db
RUN_IT = {Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR}


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to("2026-11-09T14:30:00+00:00", tick=False)


@pytest.fixture
def year(cast):
    return cast.school.years.get()


@pytest.fixture
def rosa(cast, client_for):
    return client_for(cast.rosa)


def doors(school) -> list[str]:
    year = school.years.get()
    bells = year.bell_schedules.get()
    return [
        reverse("schools:school"),
        reverse("schools:edit_school"),
        reverse("schools:cycle"),
        reverse("schools:limits"),
        reverse("schools:calendar"),
        reverse("schools:add_year"),
        reverse("schools:day", args=[MONDAY]),
        reverse("schools:year", args=[year.pk]),
        reverse("schools:copy_year", args=[year.pk]),
        reverse("schools:add_bells", args=[year.pk]),
        reverse("schools:bells", args=[bells.pk]),
    ]


def posts(school) -> list[str]:
    year = school.years.get()
    return [
        reverse("schools:remove_year", args=[year.pk]),
        reverse("schools:undo_days", args=[year.pk]),
        reverse("schools:undo_bells", args=[year.pk]),
        reverse("schools:remove_bells", args=[year.bell_schedules.get().pk]),
    ]


def test_every_page_opens_for_coordinator_and_principal_and_for_nobody_else(cast, client_for):
    for role, viewer in cast.viewers.items():
        client = client_for(viewer)
        for url in doors(cast.school):
            assert client.get(url).status_code == (200 if role in RUN_IT else 403), (role, url)
        if role not in RUN_IT:
            for url in posts(cast.school):
                assert client.post(url).status_code == 403, (role, url)


def test_another_school_is_not_there(cast, client_for):
    zed = client_for(cast.zed)
    for url in [*doors(cast.school)[7:], *posts(cast.school)]:
        assert zed.get(url).status_code in {404, 405}
        assert zed.post(url).status_code == 404


def test_the_school_page_says_what_is_there(rosa, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        text = rosa.get(reverse("schools:school")).text
    for words in ("Maple Street School", "2026-27", "Fall", "Regular", "Monday to Friday"):
        assert words in text


def test_a_school_begins_with_nothing_and_is_led_on(rosa, cast):
    CalendarDay.objects.all().delete()
    SchoolYear.objects.all().delete()
    assert "No school year yet" in rosa.get(reverse("schools:school")).text
    assert "No school year yet" in rosa.get(reverse("schools:calendar")).text
    dates = {"name": "2026-27", "starts_on": "2026-08-31", "ends_on": "2027-06-11"}
    answer = rosa.post(reverse("schools:add_year"), dates)
    year = SchoolYear.objects.get()
    assert answer["Location"] == reverse("schools:add_bells", args=[year.pk])
    assert 'value="Regular"' in rosa.get(answer["Location"]).text
    answer = rosa.post(answer["Location"], bells([("1", "8:10", "9"), ("2", "9:10", "10:00")]))
    assert "Write a time such as" in answer.text
    assert not BellSchedule.objects.exists()
    rows = [("1", "8:10", "9:00"), ("Lunch", "12:30 pm", "1:05", "lunch")]
    answer = rosa.post(reverse("schools:add_bells", args=[year.pk]), bells(rows), follow=True)
    assert "Regular is saved." in answer.text
    assert CalendarDay.objects.filter(year=year, is_open=True).count() == 205


def bells(rows, name="Regular", regular=True):
    fields = {
        "name": name,
        "slots-TOTAL_FORMS": str(len(rows) + 1),
        "slots-INITIAL_FORMS": "0",
        f"slots-{len(rows)}-kind": "class",
    }
    if regular:
        fields["is_regular"] = "on"
    for n, (label, starts, ends, *kind) in enumerate(rows):
        fields |= {
            f"slots-{n}-label": label,
            f"slots-{n}-starts_at": starts,
            f"slots-{n}-ends_at": ends,
            f"slots-{n}-kind": kind[0] if kind else "class",
        }
    return fields


def test_bells_are_edited_with_overlaps_said_and_undone(rosa, year):
    schedule = year.bell_schedules.get()
    url = reverse("schools:bells", args=[schedule.pk])
    rows = [
        ("5", "10:37", "11:57"),
        ("Lunch A", "10:37", "11:07", "lunch"),
        ("Lunch B", "11:27", "11:57", "lunch"),
    ]
    page = rosa.post(url, bells(rows), follow=True)
    assert "Lunch A and 5" in page.text
    assert "Lunch A and Lunch B" not in page.text
    assert 'value="11:57"' in page.text
    undo = page.context["messages"]._loaded_data[0]
    token = undo.tags.split('"token": "')[1].split('"')[0]
    rosa.post(reverse("schools:undo_bells", args=[year.pk]), {"token": token})
    assert schedule.slots.count() == 6


def test_a_row_half_filled_and_a_problem_keep_what_was_typed(rosa, year):
    url = reverse("schools:bells", args=[year.bell_schedules.get().pk])
    half = rosa.post(url, bells([("1", "8:10", "")]))
    assert "A period needs a name, a start and an end." in half.text
    twice = rosa.post(url, bells([("1", "8:10", "9:00"), ("1", "9:10", "10:00")]))
    assert "1 is there twice" in twice.text
    assert 'value="9:10"' in twice.text


def test_removing_a_day_type(rosa, year):
    rosa.post(
        reverse("schools:add_bells", args=[year.pk]), bells([("1", "8", "9")], "Delay", False)
    )
    rosa.post(
        reverse("schools:add_bells", args=[year.pk]),
        bells([("1", "8:00", "9:00")], "Delay", False),
    )
    delay = BellSchedule.objects.get(name="Delay")
    assert not delay.is_regular
    page = rosa.post(reverse("schools:remove_bells", args=[delay.pk]), follow=True)
    assert "Delay is removed." in page.text


def test_the_month_shows_each_day_and_its_neighbours(rosa, cast):
    assembly = BellSchedule.objects.create(year=cast.school.years.get(), name="Assembly")
    CalendarDay.objects.filter(on=MONDAY).update(schedule=assembly)
    CalendarDay.objects.filter(on=MONDAY + timedelta(days=1)).update(
        is_open=False, cycle_day="", schedule=None, note="Snow day"
    )
    text = rosa.get(reverse("schools:calendar")).text
    for words in ("November 2026", "Assembly", "Snow day", "No school", "October", "December"):
        assert words in text
    assert "Sat" not in text
    first = rosa.get(reverse("schools:calendar") + "?month=2026-08").text
    assert "?month=2026-07" not in first
    assert "June 2027" in rosa.get(reverse("schools:calendar") + "?month=2029-01").text
    assert "November 2026" in rosa.get(reverse("schools:calendar") + "?month=rubbish").text


def test_closing_a_day_in_a_rotation_asks_first(rosa, cast, year):
    School.objects.filter(pk=cast.school.pk).update(cycle=["A", "B"])
    for place, day in enumerate(CalendarDay.objects.filter(year=year)):
        CalendarDay.objects.filter(pk=day.pk).update(cycle_day="AB"[place % 2])
    url = reverse("schools:day", args=[MONDAY])
    regular = year.bell_schedules.get().pk
    fields = {
        "from_on": "2026-11-09",
        "is_open": "closed",
        "note": "Snow day",
        "schedule": regular,
    }

    asked = rosa.post(url, fields)
    assert "And the days after?" in asked.text
    assert "errsum" not in asked.text
    assert "Choose one." in rosa.post(url, {**fields, "asked": "1"}).text
    assert CalendarDay.objects.get(year=year, on=MONDAY).is_open

    done = rosa.post(url, {**fields, "asked": "1", "shifts": "shift"}, follow=True)
    assert "Snow day" in done.text
    tuesday = CalendarDay.objects.get(year=year, on=MONDAY + timedelta(days=1))
    assert tuesday.cycle_day == "A"
    token = done.context["messages"]._loaded_data[0].tags.split('"token": "')[1].split('"')[0]
    rosa.post(reverse("schools:undo_days", args=[year.pk]), {"token": token})
    tuesday.refresh_from_db()
    assert tuesday.cycle_day == "B"


def test_a_day_without_school_year_is_not_there_and_a_wrong_stretch_is_said(rosa, year):
    assert rosa.get(reverse("schools:day", args=[date(2031, 1, 1)])).status_code == 404
    assert rosa.get("/school/calendar/2026-02-31/").status_code == 404
    fields = {"from_on": "2026-11-09", "to_on": "2026-11-02", "is_open": "closed"}
    fields["schedule"] = year.bell_schedules.get().pk
    page = rosa.post(reverse("schools:day", args=[MONDAY]), fields)
    assert "The last day lies before the first." in page.text


def test_terms_are_typed_in_a_table(rosa, year):
    fall = year.terms.get()
    fields = {
        "name": "2026-27",
        "starts_on": "2026-08-31",
        "ends_on": "2027-06-11",
        "terms-TOTAL_FORMS": "3",
        "terms-INITIAL_FORMS": "1",
        "terms-0-pk": str(fall.pk),
        "terms-0-name": "Semester 1",
        "terms-0-starts_on": "2026-08-31",
        "terms-0-ends_on": "2027-01-22",
        "terms-1-name": "Semester 2",
        "terms-1-starts_on": "2027-01-25",
        "terms-1-ends_on": "2027-06-11",
    }
    url = reverse("schools:year", args=[year.pk])
    assert rosa.post(url, fields)["Location"] == reverse("schools:school")
    assert [term.name for term in year.terms.all()] == ["Semester 1", "Semester 2"]
    half = rosa.post(url, {**fields, "terms-2-name": "Summer"})
    assert "A term needs a name, a first day and a last day." in half.text
    used = rosa.post(url, {k: "" if k.startswith("terms-0") else v for k, v in fields.items()})
    assert "Classes run in Semester 1" in used.text


def test_copying_a_year_leads_to_its_calendar(rosa, year):
    url = reverse("schools:copy_year", args=[year.pk])
    assert "2027-08-30" in rosa.get(url).text
    fields = {"name": "2027-28", "starts_on": "2027-08-30", "ends_on": "2028-06-09"}
    page = rosa.post(url, fields, follow=True)
    assert "August 2027" in page.text
    assert "already" in rosa.post(url, fields).text


def test_a_year_in_use_stays_and_the_page_says_why(rosa, year):
    url = reverse("schools:remove_year", args=[year.pk])
    page = rosa.post(url, follow=True)
    assert "Classes run in Fall" in page.text
    new = SchoolYear.objects.create(
        school=year.school, name="X", starts_on=date(2028, 1, 1), ends_on=date(2028, 2, 1)
    )
    rosa.post(reverse("schools:remove_year", args=[new.pk]))
    assert not SchoolYear.objects.filter(name="X").exists()


def test_cycle_name_and_limits_are_kept(rosa, cast):
    rosa.post(reverse("schools:cycle"), {"kind": "own", "own": "Gold, White"})
    cast.school.refresh_from_db()
    assert cast.school.cycle == ["Gold", "White"]
    assert 'value="Gold, White"' in rosa.get(reverse("schools:cycle")).text
    assert "Write the days" in rosa.post(reverse("schools:cycle"), {"kind": "own"}).text
    assert (
        "short"
        in rosa.post(reverse("schools:cycle"), {"kind": "own", "own": "A very long one"}).text
    )
    rosa.post(reverse("schools:edit_school"), {"name": "Maple", "timezone": "America/Denver"})
    wrong = rosa.post(reverse("schools:edit_school"), {"name": "Maple", "timezone": "Mars"})
    assert wrong.status_code == 200
    rosa.post(reverse("schools:limits"), {"partners_per_peer__6-8": "3"})
    cast.school.refresh_from_db()
    assert (cast.school.name, cast.school.limits) == ("Maple", {"partners_per_peer.6-8": 3})
    assert "ours is 2" in rosa.get(reverse("schools:limits")).text
    assert "errsum" in rosa.post(reverse("schools:limits"), {"plan_weeks": "0"}).text
