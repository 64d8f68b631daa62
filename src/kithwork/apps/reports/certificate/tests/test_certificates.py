"""A page for each mastery of today, where the family said yes to certificates."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.http import Http404
from django.urls import reverse

from kithwork.apps.consents.models import Permit
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.reports.certificate.content import may_print_certificates, papers_of
from kithwork.apps.training.models import Certificate
from kithwork.apps.training.queries import student_or_404
from tests.cast import MONDAY, YEAR, give_mastery, give_permission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def door(student) -> str:
    return reverse("reports:certificates", args=[student.pk])


def test_a_landscape_page_for_each_mastery(cast, client_for):
    give_permission([cast.ben], "badge")
    give_mastery([cast.ben], "role:buddy", "practice:peer_network")
    rosa = client_for(cast.rosa)
    assert "Certificates" in rosa.get(reverse("training:learner", args=[cast.ben.pk])).text
    answer = rosa.get(door(cast.ben))
    assert answer["Content-Type"] == "application/pdf"
    assert len(re.findall(rb"/Type */Page\b", answer.content)) == 2
    boxes = re.findall(rb"/MediaBox *\[ *0 +0 +([\d.]+) +([\d.]+)", answer.content)
    assert {(float(width), float(height)) for width, height in boxes} == {(792.0, 612.0)}
    assert rosa.get(door(cast.ben), {"paper": "poster"}).status_code == 404


@pytest.mark.parametrize(("paper", "size"), [("letter", (792, 612)), ("a4", (842, 595))])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_long_name_stays_on_its_page(cast, client_for, language, paper, size):
    cast.ben.last_name = "Hollis-Fernandez de la Cruz y Santamaria Montenegro"
    cast.ben.save()
    cast.school.name = "Maple Street Elementary and Middle School of the Lake District"
    cast.school.save()
    give_permission([cast.ben], "badge")
    give_mastery([cast.ben], "practice:pals_reading_2_6")
    answer = client_for(cast.rosa).get(door(cast.ben), {"paper": paper, "language": language})
    assert len(re.findall(rb"/Type */Page\b", answer.content)) == 1
    boxes = re.findall(rb"/MediaBox *\[ *0 +0 +([\d.]+) +([\d.]+)", answer.content)
    assert {(round(float(one)), round(float(other))) for one, other in boxes} == {size}


def test_two_lines_in_the_students_language_and_who_signs(cast):
    give_mastery([cast.ben], "role:buddy")
    (one,) = papers_of(cast.rosa, cast.ben)
    assert (one.name, one.signer, one.school) == (
        "Ben Hollis",
        "Rosa Alvarez",
        "Maple Street School",
    )
    assert one.lines == ("learned how to be a buddy, step by step.", "On August 31, 2026.")
    cast.ben.languages = ["Spanish"]
    (one,) = papers_of(cast.rosa, cast.ben)
    assert one.lines[0] == "aprendió y practicó el papel de compañero."


def test_no_yes_to_certificates_no_paper(cast, client_for):
    give_mastery([cast.ben], "role:buddy")
    rosa = client_for(cast.rosa)
    refused = rosa.get(door(cast.ben))
    assert refused.status_code == 403
    assert "has not said yes to certificates" in refused.text
    give_permission([cast.ben], "badge")
    assert rosa.get(door(cast.ben)).status_code == 200
    Permit.objects.filter(student=cast.ben, purpose="badge").update(until=date(2026, 11, 8))
    assert rosa.get(door(cast.ben)).status_code == 403


@pytest.mark.parametrize(
    ("who", "status"),
    [("rosa", 200), ("pia", 200), ("ines", 200), ("tomas", 404), ("tess", 404), ("ben_viewer", 404), ("zed", 404)],
)  # fmt: skip
def test_who_prints_it(cast, client_for, who, status):
    give_permission([cast.ben], "badge")
    give_mastery([cast.ben], "role:buddy")
    assert client_for(getattr(cast, who)).get(door(cast.ben)).status_code == status


def test_what_ended_or_was_taken_back_is_not_printed(cast, client_for):
    give_permission([cast.ben], "badge")
    rosa = client_for(cast.rosa)
    assert rosa.get(door(cast.ben)).status_code == 404
    Certificate.objects.create(
        student=cast.ben, subject="role:buddy", given_on=YEAR[0], until=date(2026, 11, 8)
    )
    assert rosa.get(door(cast.ben)).status_code == 404
    give_mastery([cast.ben], "role:tutor")
    Certificate.objects.filter(subject="role:tutor").update(taken_back_at=f"{MONDAY}T08:00:00Z")
    assert rosa.get(door(cast.ben)).status_code == 404


def test_the_row_of_the_access_table_is_what_the_policies_say(cast, client_for):
    """Where no family has said yes yet: seen but not printed is a sentence, not seen is not there."""
    table = tomllib.loads(Path("tests/house/access.toml").read_text("utf-8"))
    row = table["doors"]["reports:certificates"].split()
    for role, letter in zip(Role, row, strict=True):
        viewer = cast.viewers[role]
        try:
            says = may_print_certificates(viewer, student_or_404(viewer, cast.ada.pk))
            assert not says, role
            expected = 403
        except Http404:
            expected = 404
        assert {"r": 403, "n": 404}[letter] == expected, role
        assert client_for(viewer).get(door(cast.ada)).status_code == expected, role


@pytest.mark.parametrize(
    ("practice", "line"),
    [
        ("peer_network", "aprendió y practicó red de compañeros."),
        (
            "pals_k",
            "aprendió y practicó PALS reading, kindergarten.",
        ),  # not written in Spanish: its own name
    ],
)
def test_a_practice_is_named_in_spanish_where_it_is_written_in_spanish(cast, practice, line):
    give_mastery([cast.ben], f"practice:{practice}")
    (one,) = papers_of(cast.rosa, cast.ben, "es")
    assert one.lines[0] == line
