"""Dates of School Data Sync v1: month first, unless the file shows that it was made elsewhere."""

from __future__ import annotations

from datetime import date

import pytest

from kithwork.apps.integrations.tests.packages import codes, read

SECTION = "SIS ID,School SIS ID,Section Name,Term SIS ID,Term Name,Term StartDate,Term EndDate\n"
BRITISH = SECTION.replace("School SIS ID", "School DfE Number")


def package(sections: str) -> dict[str, str | bytes]:
    return {
        "School.csv": "SIS ID,Name\nS1,Fern\n",
        "Section.csv": sections,
        "Student.csv": "SIS ID,School SIS ID,First Name,Last Name\nP1,S1,Ada,Moss\n",
        "Teacher.csv": "SIS ID,School SIS ID,First Name,Last Name\nT1,S1,Ines,Lee\n",
        "StudentEnrollment.csv": "Section SIS ID,SIS ID\nK1,P1\n",
        "TeacherRoster.csv": "Section SIS ID,SIS ID\nK1,T1\n",
    }


def test_the_layout_puts_the_month_first():
    found = read(package(SECTION + "K1,S1,Art,T1,Fall,9/1/2026,1/22/2027\n"))

    assert found.roster.terms[0].starts_on == date(2026, 9, 1)


@pytest.mark.parametrize(
    "sections",
    [
        BRITISH + "K1,S1,Art,T1,Autumn,03/09/2026,18/12/2026\n",
        SECTION + "K1,S1,Art,T1,Autumn,03/09/2026,18/12/2026\n",
    ],
    ids=["British headings", "a day that can be no month"],
)
def test_a_day_that_reads_two_ways_is_refused_where_the_order_is_in_doubt(sections):
    found = read(package(sections))

    assert "two-days" in codes(found)
    assert not found.roster.terms


def test_a_day_that_reads_one_way_is_taken_from_a_british_file():
    found = read(package(BRITISH + "K1,S1,Art,T1,Autumn,2026-09-03,18/12/2026\n"))

    assert found.roster.terms[0].ends_on == date(2026, 12, 18)
    assert "two-days" not in codes(found)


def test_ids_as_long_as_they_may_be_still_fit_together():
    long = package(SECTION + "K1,S1,Art,T1,Fall,9/1/2026,1/22/2027\n")
    long = {k: v.replace("K1", "k" * 255).replace("P1", "p" * 255) for k, v in long.items()}

    assert max(len(row.source_id) for row in read(long).roster.enrolments) == 255
