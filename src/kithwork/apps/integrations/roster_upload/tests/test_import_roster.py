"""The pages of an import, as the coordinator walks through them."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kithwork.apps.integrations.roster_upload import quarantine
from kithwork.apps.integrations.tests.packages import CLEAN, ORGS, zipped
from kithwork.apps.people.models import ColumnMapping, RosterImport, Student
from kithwork.apps.trail.models import TrailEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
LIST = 'Student number,Name,Grade,Period 1 class,Period 1 teacher,IEP status,Homeroom\n0071,"Moss, Kit",7,Chess,"Reed, Jo",yes,H2\n0072,"Lake, Kim",7,Chess,"Reed, Jo",no,H2\n'


@pytest.fixture
def rosa(cast, client_for):
    return client_for(cast.rosa)


def upload(client, content, name="roster.zip"):
    content = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("integrations:import_roster"), {"roster": file}, follow=True)


def last():
    return RosterImport.objects.latest("pk")


def post(client, name, data=None):
    return client.post(reverse(f"integrations:{name}", args=[last().pk]), data or {}, follow=True)


def columns_of(page):
    """What the page would send if the button were pressed as it is."""
    html = page.content.decode()
    data = dict(
        re.findall(r'<input type="hidden" name="(header_line|sheet)" value="([^"]*)"', html)
    )
    for name, options in re.findall(
        r'<select name="(column_\d+)".*?>(.*?)</select>', html, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else ""
    return data | {"whole": "all"}


def test_a_package_goes_from_file_to_preview_to_import_to_undo(cast, rosa):
    one_school = {**CLEAN, "orgs.csv": ORGS.replace("Fern Middle School", cast.school.name)}
    upload(rosa, zipped(one_school))
    page = post(rosa, "read_import")

    assert "What would change" in page.content.decode()
    assert "Adaline Moss" in page.content.decode()
    assert "users.csv: password" in page.content.decode()
    assert not Student.objects.filter(source="oneroster").exists()

    page = post(rosa, "apply_import")
    assert Student.objects.filter(source="oneroster").count() == 2
    assert "The roster is in" in page.content.decode()
    assert last().status == "applied"
    assert list(Path(quarantine.settings.QUARANTINE).iterdir()) == []

    page = post(rosa, "undo_import")
    assert "taken back" in page.content.decode()
    assert not Student.objects.filter(source="oneroster").exists()


def test_a_list_asks_what_its_columns_mean_and_remembers(cast, rosa):
    page = upload(rosa, LIST, "list.csv")
    html = page.content.decode()

    assert "What do the columns mean?" in html
    assert "Looks private: not read" in html
    data = columns_of(page)
    assert data["column_5"] == ""
    assert [data[f"column_{i}"] for i in (0, 1, 3, 4)] == [
        "student_number",
        "full_name",
        "class@1",
        "teacher@1",
    ]

    data["column_6"] = ""
    page = post(rosa, "import_columns", data)
    assert "What would change" in page.content.decode()
    post(rosa, "apply_import")
    kit = Student.objects.get(source="sheet", number="0071")
    assert (kit.first_name, kit.last_name, kit.homeroom) == ("Kit", "Moss", "")

    again = upload(rosa, LIST.replace("0072", "0079"), "list.csv")
    assert "we remembered" in again.content.decode()
    assert columns_of(again)["column_6"] == ""
    assert ColumnMapping.objects.count() == 1


def test_a_private_cell_is_never_on_the_page(cast, rosa):
    page = upload(rosa, LIST.replace("yes", "secretplanword"), "list.csv")

    assert "secretplanword" not in page.content.decode()


def test_a_column_page_without_a_name_says_so(cast, rosa):
    data = columns_of(upload(rosa, LIST, "list.csv"))
    page = post(rosa, "import_columns", data | {"column_0": "", "column_1": ""})

    assert page.status_code == 422
    assert "choose a column with names" in page.content.decode()


def test_a_target_that_is_not_offered_is_refused(cast, rosa):
    data = columns_of(upload(rosa, LIST, "list.csv"))
    page = post(rosa, "import_columns", data | {"column_5": "iep"})

    assert page.status_code == 422
    assert not Student.objects.filter(source="sheet").exists()


def test_several_schools_ask_which_is_yours(cast, rosa):
    two = {**CLEAN, "orgs.csv": ORGS + "S2,,,Oak School,school,,D1\n"}
    upload(rosa, zipped(two))
    page = post(rosa, "read_import")

    assert "Which school is yours?" in page.content.decode()
    assert "2 students, 2 classes" in page.content.decode()
    page = post(rosa, "import_school", {"org": "S9"})
    assert page.status_code == 422
    page = post(rosa, "import_school", {"org": "S1"})
    assert "What would change" in page.content.decode()
    post(rosa, "apply_import")
    cast.school.refresh_from_db()
    assert cast.school.source_id == "S1"


def test_a_school_that_is_called_otherwise_than_last_time_is_asked_about(cast, rosa):
    cast.school.source_id = "OLD"
    cast.school.save()
    upload(rosa, zipped(CLEAN))
    page = post(rosa, "read_import")

    assert "Which school is yours?" in page.content.decode()
    page = post(rosa, "import_school", {"org": "S1"})
    assert "What would change" in page.content.decode()


def test_a_bad_file_is_said_with_its_place_and_nothing_is_kept(cast, rosa):
    page = upload(rosa, b"not a zip")
    assert page.status_code == 422
    assert "not a zip archive" in page.content.decode()
    assert not RosterImport.objects.exists()

    upload(rosa, zipped({**CLEAN, "orgs.csv": ORGS.replace(",school,", ",state,")}))
    page = post(rosa, "read_import")
    assert page.status_code == 422
    assert "No school was found" in page.content.decode()
    assert list(Path(quarantine.settings.QUARANTINE).iterdir()) == []


def test_many_leavers_must_be_typed(cast, rosa):
    rows = "".join(f"{i:04d},Kim Lake{i},7\n" for i in range(30))
    head = "Student number,Name,Grade\n"
    for text in (head + rows, head + rows.rsplit("0020", 1)[0]):
        post_data = columns_of(upload(rosa, text, "list.csv"))
        page = post(rosa, "import_columns", post_data)
        if "would leave" not in page.content.decode():
            post(rosa, "apply_import")

    assert "10 of 30 students would leave" in page.content.decode()
    page = post(rosa, "apply_import", {"leaving": "9"})
    assert page.status_code == 422
    assert not Student.objects.filter(closed_on__isnull=False, source="sheet").exists()
    post(rosa, "apply_import", {"leaving": "10"})
    assert Student.objects.filter(closed_on__isnull=False, source="sheet").count() == 10


def test_a_dropped_file_is_erased(cast, rosa):
    upload(rosa, LIST, "list.csv")
    assert list(Path(quarantine.settings.QUARANTINE).iterdir())
    post(rosa, "drop_import")

    assert list(Path(quarantine.settings.QUARANTINE).iterdir()) == []
    assert last().status == "dropped"


def test_what_waits_longer_than_a_day_is_erased(cast, rosa):
    upload(rosa, LIST, "list.csv")
    (folder,) = Path(quarantine.settings.QUARANTINE).iterdir()
    os.utime(folder, (time.time() - 90_000,) * 2)

    assert quarantine.sweep() == 1
    page = rosa.get(reverse("integrations:roster_import", args=[last().pk]), follow=True)
    assert "erased after a day" in page.content.decode()


def test_a_large_file_is_read_and_applied_in_the_background(
    cast, rosa, monkeypatch, django_capture_on_commit_callbacks
):
    from kithwork.apps.integrations.roster_upload import work
    from kithwork.apps.jobs import run
    from kithwork.apps.jobs.models import Job

    monkeypatch.setattr(work, "INLINE_BYTES", 10)
    one_school = {**CLEAN, "orgs.csv": ORGS.replace("Fern Middle School", cast.school.name)}
    upload(rosa, zipped(one_school))
    for name in ("read_import", "apply_import"):
        page = post(rosa, name)
        assert "your roster" in page.content.decode()
        job = run.claim(Job.objects.latest("pk").pk, "test")
        run.run(job)

    assert last().status == "applied"
    assert Student.objects.filter(source="oneroster").count() == 2


@pytest.mark.parametrize("who", ["ines", "tomas", "ben_viewer", "ada_viewer", "marta"])
def test_nobody_else_sees_these_pages(cast, rosa, client_for, who):
    upload(rosa, LIST, "list.csv")
    other = client_for(getattr(cast, who))

    assert other.get(reverse("integrations:import_roster")).status_code == 403
    assert other.get(reverse("integrations:roster_import", args=[last().pk])).status_code == 404


def test_another_schools_import_is_not_there(cast, rosa, client_for):
    upload(rosa, LIST, "list.csv")
    zed = client_for(cast.zed)

    for name in ("roster_import", "import_columns", "import_school"):
        assert zed.get(reverse(f"integrations:{name}", args=[last().pk])).status_code == 404
    for name in ("read_import", "apply_import", "undo_import", "drop_import", "change_choices"):
        assert zed.post(reverse(f"integrations:{name}", args=[last().pk])).status_code == 404


def test_looking_changes_nothing(cast, rosa):
    upload(rosa, LIST, "list.csv")
    lines = TrailEntry.objects.count()
    for _ in range(2):
        rosa.get(reverse("integrations:roster_import", args=[last().pk]), follow=True)
        rosa.get(reverse("integrations:import_roster"))

    assert TrailEntry.objects.count() == lines


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_blank_list_comes_back_as_a_roster(cast, rosa, ending):
    blank = rosa.get(reverse("integrations:roster_template", args=[ending]))
    page = upload(rosa, blank.content, f"roster.{ending}")

    assert "What do the columns mean?" in page.content.decode()
    assert rosa.get(reverse("integrations:roster_template", args=["exe"])).status_code == 404
