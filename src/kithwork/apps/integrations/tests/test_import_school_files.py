"""Bells and holidays from a file: looked at first, kept only on the second button."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kithwork.apps.integrations.roster_upload import quarantine
from kithwork.apps.schools.models import BellSchedule, CalendarDay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
BELLS = {
    "two_hour_delay": {
        "periods": [
            {"name": 1, "start": "10:10", "end": "10:40"},
            {"name": "Lunch", "start": "10:45", "end": "11:15"},
        ]
    }
}
ICS = "\r\n".join(
    [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1", "SUMMARY:Snow day",
        "DTSTART;VALUE=DATE:20270112", "END:VEVENT", "BEGIN:VEVENT", "UID:2", "SUMMARY:Fair",
        "DTSTART;VALUE=DATE:20270113", "END:VEVENT", "END:VCALENDAR", "",
    ]
)  # fmt: skip


@pytest.fixture
def year(cast):
    return cast.school.years.get()


def send(client, name, year, field, content, file_name):
    file = SimpleUploadedFile(file_name, content.encode())
    return client.post(reverse(f"integrations:{name}", args=[year.pk]), {field: file})


def test_bells_are_shown_and_then_kept(cast, client_for, year):
    rosa = client_for(cast.rosa)
    page = send(rosa, "import_bells", year, "bells", json.dumps(BELLS), "bells.json")
    assert "Two hour delay" in page.content.decode()
    assert not BellSchedule.objects.filter(name="Two hour delay").exists()

    rosa.post(reverse("integrations:import_bells", args=[year.pk]), {"keep": "1"})
    kept = BellSchedule.objects.get(name="Two hour delay", year=year)
    assert [(s.label, s.kind) for s in kept.slots.all()] == [("1", "class"), ("Lunch", "lunch")]
    assert list(Path(quarantine.settings.QUARANTINE).iterdir()) == []


def test_only_ticked_days_close_school(cast, client_for, year):
    rosa = client_for(cast.rosa)
    page = send(rosa, "import_holidays", year, "holidays", ICS, "holidays.ics")
    assert "Snow day" in page.content.decode()
    assert CalendarDay.objects.get(year=year, on=date(2027, 1, 12)).is_open

    rosa.post(reverse("integrations:import_holidays", args=[year.pk]), {"keep": "1", "day": ["0"]})
    days = {
        d.on.day: d.is_open
        for d in CalendarDay.objects.filter(year=year, on__range=("2027-01-12", "2027-01-13"))
    }
    assert days == {12: False, 13: True}


@pytest.mark.parametrize(
    ("name", "field"), [("import_bells", "bells"), ("import_holidays", "holidays")]
)
def test_a_bad_file_and_a_second_button_too_late_are_said(cast, client_for, year, name, field):
    rosa = client_for(cast.rosa)
    assert send(rosa, name, year, field, "hello", "x.json").status_code == 422
    page = rosa.post(reverse(f"integrations:{name}", args=[year.pk]), {"keep": "1"})
    assert page.status_code == 422
    assert "Upload it again" in page.content.decode()


@pytest.mark.parametrize("name", ["import_bells", "import_holidays"])
def test_another_schools_year_is_not_there(cast, client_for, year, name):
    address = reverse(f"integrations:{name}", args=[year.pk])

    assert client_for(cast.zed).get(address).status_code == 404
    assert client_for(cast.ines).get(address).status_code == 403
