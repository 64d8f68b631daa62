"""A page for each mastery of today, where the family said yes to certificates."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from kithwork.apps.consents.models import Permit
from kithwork.apps.reports.certificate.content import papers_of
from kithwork.apps.training.models import Certificate
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
