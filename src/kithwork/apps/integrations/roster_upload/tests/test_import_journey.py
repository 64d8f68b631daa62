"""The import in a real browser: by mouse, on a phone, and to the letter of the accessibility rules."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kithwork.apps.integrations.tests.packages import CLEAN, ORGS, zipped
from kithwork.apps.people.models import Enrolment, Student
from tests.browser import assert_accessible, assert_fits, resize, sign_in_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LIST = 'Class list\nStudent number,Name,Grade,Period 1 class,Period 1 teacher,IEP status\n0071,"Moss, Kit",7,Chess,"Reed, Jo",yes\n0072,"Lake, Kim",Zed,Chess,"Reed, Jo",no\n1.23E+11,"Lake, Bo",7,Chess,,no\n'


def at_every_size(page, what):
    for size in ("phone", "laptop"):
        resize(page, size)
        assert_fits(page)
        assert_accessible(page, f"{what}, {size}")


def choose(page, path):
    page.set_input_files("#roster", str(path))
    page.get_by_role("button", name="Look at this file").click()


def test_a_list_is_mapped_looked_at_imported_and_taken_back(
    cast, page, ears, live_server, tmp_path
):
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    sign_in_as(page, live_server, cast.rosa)
    page.goto(live_server.url + reverse("integrations:import_roster"))
    at_every_size(page, "upload")
    choose(page, path)
    page.get_by_text("Looks private: not read").wait_for()
    at_every_size(page, "columns")
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("heading", name="1 row cannot be taken").wait_for()
    at_every_size(page, "preview")
    page.get_by_role("button", name="Import 7 changes").click()
    page.get_by_role("heading", name="The roster is in").wait_for()
    at_every_size(page, "report")
    assert Student.objects.filter(source="sheet").count() == 2
    page.get_by_role("button", name="Take this import back").click()
    page.get_by_role("heading", name="This import was taken back").wait_for()
    assert not Student.objects.filter(source="sheet").exists()


def test_a_district_file_asks_which_school_is_yours(cast, page, ears, live_server, tmp_path):
    path = tmp_path / "district.zip"
    path.write_bytes(zipped({**CLEAN, "orgs.csv": ORGS + "S2,,,Oak School,school,,D1\n"}))
    sign_in_as(page, live_server, cast.rosa)
    page.goto(live_server.url + reverse("integrations:import_roster"))
    choose(page, path)
    at_every_size(page, "ready")
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("heading", name="Which school is yours?").wait_for()
    at_every_size(page, "school")
    page.get_by_label("Fern Middle School").check()
    page.get_by_role("button", name="This is my school").click()
    page.get_by_role("heading", name="What would change").wait_for()


def test_a_bad_file_is_said_on_the_same_page(cast, page, ears, live_server, tmp_path):
    ears.expected.append("422")
    path = tmp_path / "roster.zip"
    path.write_bytes(b"no zip")
    sign_in_as(page, live_server, cast.rosa)
    page.goto(live_server.url + reverse("integrations:import_roster"))
    choose(page, path)
    page.get_by_text("not a zip archive").wait_for()
    at_every_size(page, "refused")


def test_a_file_can_be_dropped_anywhere_on_the_area(cast, page, live_server):
    sign_in_as(page, live_server, cast.rosa)
    page.goto(live_server.url + reverse("integrations:import_roster"))
    dropped = page.evaluate(
        """() => {
          const files = new DataTransfer();
          files.items.add(new File(["a,b"], "dropped.csv"));
          const area = document.querySelector(".droparea");
          area.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true}));
          return document.querySelector("#roster").files[0]?.name;
        }"""
    )
    assert dropped == "dropped.csv"


@pytest.mark.shared
def test_a_real_roster_of_two_schools(cast, page, live_server, tmp_path, shared):
    folder = shared / "rosters/sds-100-users"
    path = tmp_path / "sds.zip"
    path.write_bytes(zipped({p.name: p.read_bytes() for p in folder.glob("*.csv")}))
    sign_in_as(page, live_server, cast.rosa)
    page.goto(live_server.url + reverse("integrations:import_roster"))
    choose(page, path)
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_label("Contoso High School").check()
    page.get_by_role("button", name="This is my school").click()
    page.get_by_label("read its classes as this year").check()
    page.get_by_role("button", name="Look again").click()
    page.get_by_role("button", name="Import").click()
    page.get_by_role("heading", name="The roster is in").wait_for()
    assert Student.objects.filter(source="sds", school=cast.school).count() == 60
    assert Enrolment.objects.filter(section__source="sds").count() > 300
