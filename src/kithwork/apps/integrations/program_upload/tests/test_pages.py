import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kithwork.apps.foundation.viewer import Role
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.people.models import ColumnMapping
from tests.cast import CANARIES

from .lists import as_bytes, need, offer

STEPS = ("columns", "preview", "report")


def url(purpose, step=""):
    name = f"integrations:{purpose}_{step}" if step else f"integrations:import_{purpose}"
    return reverse(name)


def give(client, purpose, content, name="list.csv"):
    return client.post(url(purpose), {"list": SimpleUploadedFile(name, content)})


def confirm(client, purpose):
    """Press the button with every guess as it is."""
    page = client.get(url(purpose, "columns")).context["page"]
    said = {f"column_{c.column.index}": c.target for c in page.choices}
    said["header_line"] = page.look.header_line
    return client.post(url(purpose, "columns"), said)


def test_a_list_of_needs_from_file_to_report(cast, as_, quarantine_folder):
    client = as_(cast.rosa)
    content = as_bytes("needs", need(), need(full_name="Nobody Here"))
    assert give(client, "needs", content)["Location"] == url("needs", "columns")
    assert confirm(client, "needs")["Location"] == url("needs", "preview")

    shown = client.get(url("needs", "preview")).content.decode()
    assert "You join the team of 1 student" in shown
    assert "No student here is called Nobody Here." in shown
    assert SupportNeed.objects.count() == 3

    answer = client.post(url("needs", "apply"), {"joins": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == url("needs", "report")
    body = answer.content.decode()
    assert "You joined the team of 1 student" in body
    assert "No student here is called Nobody Here." in body
    assert SupportNeed.objects.filter(student=cast.ben).exists()
    assert list(quarantine_folder.iterdir()) == []
    assert client.post(url("needs", "apply"), {"joins": "1"}).status_code == 302
    assert SupportNeed.objects.count() == 4


def test_the_same_file_again_says_no_change_and_remembers_the_columns(cast, as_):
    client = as_(cast.rosa)
    for _ in range(2):
        give(client, "volunteers", as_bytes("volunteers", offer()))
        confirm(client, "volunteers")
        client.post(url("volunteers", "apply"))
    give(client, "volunteers", as_bytes("volunteers", offer()))
    columns = client.get(url("volunteers", "columns")).content.decode()
    assert "we remembered" in columns
    confirm(client, "volunteers")
    shown = client.get(url("volunteers", "preview")).content.decode()
    assert "You have all of this already." in shown
    assert Volunteer.objects.count() == 4
    assert ColumnMapping.objects.filter(purpose="volunteers").count() == 1


def test_headings_of_their_own_are_mapped_by_a_person(cast, as_):
    client = as_(cast.rosa)
    content = b"Kid,Spot,Kind,Often\nBen Hollis,lunch,buddy,2\n"
    give(client, "needs", content)
    client.get(url("needs", "columns") + "?header_line=1")
    said = {"header_line": "1", "column_0": "full_name", "column_1": "place", "column_2": "role"}
    short = client.post(url("needs", "columns"), said)
    assert short.status_code == 422
    assert "times_a_week" in short.content.decode()
    assert (
        client.post(url("needs", "columns"), said | {"column_3": "times_a_week"}).status_code == 302
    )
    client.post(url("needs", "apply"), {"joins": "1"})
    assert SupportNeed.objects.get(student=cast.ben).times_a_week == 2


def test_a_date_that_reads_two_ways_asks_for_the_order(cast, as_):
    client = as_(cast.rosa)
    give(client, "needs", as_bytes("needs", need() | {"From": "9/1/2026"}))
    asked = confirm(client, "needs")
    assert asked.status_code == 422
    assert "two ways" in asked.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.csv", b""),
        ("list.pdf", b"%PDF-1.4"),
        ("list.xlsx", b"PK\x03\x04broken"),
        ("list.zip", b"PK\x05\x06" + b"\x00" * 18),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    cast, as_, name, content, quarantine_folder
):
    answer = give(as_(cast.rosa), "needs", content, name)
    if answer.status_code == 302:
        answer = as_(cast.rosa).get(answer["Location"])
    assert answer.status_code == 422
    assert "This file was not taken" in answer.content.decode()
    assert list(quarantine_folder.iterdir()) == []


def test_without_a_file_or_a_list_under_way_the_steps_lead_back(cast, as_):
    client = as_(cast.rosa)
    assert client.post(url("needs")).status_code == 422
    for step in STEPS:
        assert client.get(url("needs", step))["Location"] == url("needs")


def test_dropping_a_list_erases_it(cast, as_, quarantine_folder):
    client = as_(cast.rosa)
    give(client, "needs", as_bytes("needs", need()))
    client.post(url("needs", "drop"))
    assert list(quarantine_folder.iterdir()) == []
    assert client.get(url("needs", "columns"))["Location"] == url("needs")


@pytest.mark.parametrize("purpose", ["needs", "volunteers"])
def test_the_blank_list_reads_back_and_its_example_never_comes_in(cast, as_, purpose):
    client = as_(cast.rosa)
    workbook = client.get(reverse(f"integrations:{purpose}_template", args=["xlsx"])).content
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).active
    assert sheet.max_row == 2
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    blank = client.get(reverse(f"integrations:{purpose}_template", args=["csv"])).content
    for name, content in (("list.csv", blank), ("list.xlsx", workbook)):
        give(client, purpose, content, name)
        confirm(client, purpose)
        page = client.get(url(purpose, "preview")).context
        assert page["out"].changes == []
        assert len(page["refused"]) == 1
    missing = reverse(f"integrations:{purpose}_template", args=["exe"])
    assert client.get(missing).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR}))
@pytest.mark.parametrize("purpose", ["needs", "volunteers"])
def test_only_the_coordinator_opens_these_doors(cast, as_, role, purpose):
    client = as_(cast.viewers[role])
    for step in ("", *STEPS):
        answer = client.get(url(purpose, step))
        assert answer.status_code == 403, step
        assert not [word for word in CANARIES.values() if word in answer.content.decode()]
    for step in ("apply", "drop"):
        assert client.post(url(purpose, step)).status_code == 403
    template = reverse(f"integrations:{purpose}_template", args=["csv"])
    assert client.get(template).status_code == 403


def test_a_list_begun_in_one_school_is_not_seen_in_another(cast, as_):
    client = as_(cast.rosa)
    give(client, "needs", as_bytes("needs", need()))
    session = client.session
    kept = session["program_upload_needs"]
    client = as_(cast.zed)
    session = client.session
    session["program_upload_needs"] = kept
    session.save()
    assert client.get(url("needs", "columns"))["Location"] == url("needs")
