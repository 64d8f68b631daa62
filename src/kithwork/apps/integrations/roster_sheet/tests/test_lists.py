"""Lists as people really have them, through the column mapper."""

from __future__ import annotations

from datetime import date

import pytest

from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.integrations.files.archive import open_bytes
from kithwork.apps.integrations.roster.read import read_roster
from kithwork.apps.integrations.roster_sheet.look import look_at
from kithwork.apps.integrations.roster_sheet.mapping import meanings_from, suggested
from kithwork.apps.integrations.roster_sheet.private import (
    holds_private_values,
    is_private_heading,
)
from kithwork.apps.integrations.roster_sheet.program import read_needs, read_volunteers
from kithwork.apps.integrations.roster_sheet.read import read_sheet
from kithwork.apps.integrations.roster_sheet.targets import NEEDS, ROSTER, VOLUNTEERS, guess_target

TODAY = date(2026, 11, 9)
POWERSCHOOL = "Student_Number\tLastFirst\tGrade_Level\tHome_Room\tCourse_Name\tSection_Number\tExpression\tTermID\n0071\tMoss, Ada\t7\tH2\tScience 7\t1\t1(A)\t3601\n0072\tO'Neil, Ben\t0\tH2\tScience 7\t1\t1(A)\t3601\n0071\tMoss, Ada\t7\tH2\tArt\t2\t2(A-B)\t3601\n"
CAMPUS = "student.studentNumber,student.lastName,student.firstName,student.grade,student.homePhone\n0071,Moss,Ada,07,555-010-0199\n"
SKYWARD = 'Fern Middle School\nClass list,,,\nPrinted 11/09/2026\nStudent Name,Grade,Other ID,Advisor\n"Moss, Ada",07,0071,Lee\nPage 2\nFern Middle School\nStudent Name,Grade,Other ID,Advisor\n"O\'Neil, Ben",07,0072,Lee\nTotal students: 2\n'
WIDE = 'Student number,Full name,Grade,Period 1 class,P1 teacher,Period 1 room,2nd Period\n0071,"Moss, Ada",7th,Science,"Lee, Robin",204,Art\n0072,Ben O\'Neil,Grade 7,Science,"Lee, Robin",204,FREE\n'
SPANISH = "Matrícula,Nombre,Apellidos,Grado,Dirección\n0071,Ada,Moss,7º,12 Calle Luna\n"


def upload(text, name="list.csv"):
    return open_bytes(name, text.encode() if isinstance(text, str) else text)


def roster_of(text, **changes):
    found = upload(text)
    look = look_at(found, ROSTER)
    meanings = meanings_from({**suggested(look).as_json(), **changes})
    roster, faults = read_sheet(found, meanings)
    return roster, faults.listed()


def codes(faults):
    return [fault.code for fault in faults]


def test_a_powerschool_export_is_one_row_a_class():
    roster, faults = roster_of(POWERSCHOOL)

    assert [(s.number, s.first_name, s.last_name, s.grade) for s in roster.students] == [
        ("0071", "Ada", "Moss", "07"),
        ("0072", "Ben", "O'Neil", "KG"),
    ]
    assert [(s.title, s.periods) for s in roster.sections] == [
        ("Science 7", ("1(A)",)),
        ("Art", ("2(A-B)",)),
    ]
    assert len(roster.enrolments) == 3
    assert not faults


def test_headings_with_a_prefix_are_known_and_a_phone_is_never_offered():
    look = look_at(upload(CAMPUS), ROSTER)

    assert [c.target for c in look.columns] == [
        "student_number",
        "last_name",
        "first_name",
        "grade",
        "",
    ]
    assert look.columns[4].private
    assert look.first_rows[0][1][4] == "•••"


def test_a_report_with_titles_pages_and_totals_gives_two_people():
    roster, faults = roster_of(SKYWARD)

    assert [s.first_name for s in roster.students] == ["Ada", "Ben"]
    assert sorted(codes(faults)) == ["page-heading", "repeated-heading", "total-row"]


def test_one_column_a_period():
    roster, faults = roster_of(WIDE)

    assert [(s.title, s.periods, s.room) for s in roster.sections] == [
        ("Science", ("1",), "204"),
        ("Art", ("2",), ""),
    ]
    assert [(e.section_id, e.student_id) for e in roster.enrolments][-1] == (
        "science|1|lee, robin|204",
        "0072",
    )
    assert len(roster.enrolments) == 3
    assert [(s.first_name, s.last_name) for s in roster.staff] == [("Robin", "Lee")]
    assert len(roster.teachings) == 1
    assert not faults


def test_spanish_headings_are_known():
    roster, _ = roster_of(SPANISH)

    assert [(s.number, s.first_name, s.last_name, s.grade) for s in roster.students] == [
        ("0071", "Ada", "Moss", "07")
    ]
    assert [(d.column, d.why) for d in roster.dropped] == [("Dirección", "never")]


def test_names_are_cut_once_or_not_at_all():
    text = 'Student number,Name,Grade\n1,"de la Cruz, María José",7\n2,Pelé,7\n3,Ana María López García,7\n4,"King, Martin, Jr.",7\n5,小明,7\n6,John Smith III,7\n'
    roster, faults = roster_of(text)

    assert [(s.first_name, s.last_name) for s in roster.students] == [
        ("María José", "de la Cruz"),
        ("Pelé", ""),
        ("Ana María López García", ""),
        ("Martin", "King Jr."),
        ("小明", ""),
        ("John", "Smith III"),
    ]
    assert codes(faults) == ["name-kept-whole"]


def test_a_list_without_headings_asks():
    look = look_at(upload("Ada,7,x\nBen,7,y\n"), ROSTER)

    assert look.header_line == 0
    with pytest.raises(FileRefused, match="headings"):
        read_roster(upload("Ada,7,x\nBen,7,y\n"), today=TODAY)


def test_a_heading_in_doubt_is_not_read_without_a_person():
    text = "Student number,Name,Grade,Class section name thing\n1,Ada Moss,7,Art\n"
    look = look_at(upload(text), ROSTER)

    assert not look.is_clear
    with pytest.raises(FileRefused, match="columns mean"):
        read_roster(upload(text), today=TODAY)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("1.23E+11,Ada Moss,7", "damaged-id", "Student number"),
        ("########,Ada Moss,7", "damaged-id", "Student number"),
        ("123.0,Ada Moss,7", "damaged-id", "Student number"),
        (",Ada Moss,7", "missing-value", "Student number"),
        ("9,,7", "no-name", "Name"),
        ("1,Ben Lake,7", "duplicate-id", "Student number"),
        (f"9,{'A' * 90} Moss,7", "long-value", "Name"),
    ],
)
def test_a_bad_row_is_refused_and_the_others_stay(row, code, column):
    roster, faults = roster_of(f"Student number,Name,Grade\n1,Ada Moss,7\n{row}\n2,Sora Ito,7\n")

    assert [s.number for s in roster.students] == ["1", "2"]
    assert [(f.code, f.line, f.column) for f in faults] == [(code, 3, column)]


@pytest.mark.parametrize(
    "row",
    ["1,Moss, Ada,7", "1,Ada Moss,7,x,y"],
    ids=["a comma not quoted", "cells beyond headings"],
)
def test_a_row_with_a_cell_too_many_is_refused_and_nobody_leaves_for_it(row):
    roster, faults = roster_of(f"Student number,Name,Grade\n{row}\n2,Sora Ito,7\n")

    assert [s.number for s in roster.students] == ["2"]
    assert [(f.code, f.line) for f in faults] == [("ragged-row", 2)]
    assert "1" in roster.refused_ids


def test_cells_beyond_the_headings_are_nothing_when_empty():
    roster, faults = roster_of("Student number,Name,Grade\n1,Ada Moss,7,,\n")

    assert (len(roster.students), faults) == (1, ())


@pytest.mark.parametrize(
    "second",
    ["Grade,Student number,First name,Last name", "Last name,First name,Student number,Grade",
     "Student number,Last name,First name,Grade", "Student number,Name,Grade,Homeroom"],
)  # fmt: skip
def test_a_second_export_with_other_columns_below_the_first_is_refused(second):
    text = f"Student number,First name,Last name,Grade\n1,Ada,Moss,7\n{second}\n7,9,Kim,Lee\n"
    with pytest.raises(FileRefused) as refused:
        roster_of(text)

    assert [(f.code, f.line) for f in refused.value.faults] == [("other-headings", 3)]


def test_two_columns_of_one_meaning_are_for_a_person_to_choose_between():
    text = "Student number,First name,First name,Last name\n1,Ada,Adaline,Moss\n"

    assert not look_at(upload(text), ROSTER).is_clear
    with pytest.raises(FileRefused, match="First name"):
        read_roster(upload(text), today=TODAY)


def test_a_period_the_spreadsheet_took_for_a_day_is_refused():
    text = "Student number,Name,Class number,Class,Period\n1,Ada Moss,K1,Art,2026-01-02\n2,Sora Ito,K2,Art,1-2\n"
    roster, faults = roster_of(text)

    assert [s.number for s in roster.students] == ["2"]
    assert [(f.code, f.column) for f in faults] == [("turned-to-date", "Period")]


def test_two_people_of_one_name_need_a_number():
    roster, faults = roster_of("First name,Last name,Grade\nAda,Moss,7\nAda,Moss,8\nBen,Lake,7\n")

    assert [s.source_id for s in roster.students] == ["name:ada moss", "name:ben lake"]
    assert [(f.code, f.line) for f in faults] == [("two-of-one-name", 3)]


def test_some_people_only_means_nobody_leaves():
    whole, _ = roster_of(WIDE)
    some, _ = roster_of(WIDE, whole=False)

    assert whole.mode_of("students") == "bulk"
    assert some.mode_of("students") == some.mode_of("enrolments") == "delta"


def test_a_saved_mapping_is_not_used_on_other_headings():
    saved = suggested(look_at(upload(WIDE), ROSTER)).as_json()

    with pytest.raises(FileRefused) as refused:
        read_sheet(upload(WIDE.replace("Grade", "Notes", 1)), meanings_from(saved))

    assert refused.value.faults[0].code == "stale-mapping"


def test_the_shape_of_a_list_is_the_same_next_week():
    first = look_at(upload(WIDE), ROSTER).shape

    assert look_at(upload(WIDE.replace("0072", "0099")), ROSTER).shape == first
    assert look_at(upload("Made today\n" + WIDE.upper()), ROSTER).shape == first
    assert look_at(upload(WIDE), NEEDS, header_line=1).shape != first


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"columns": {"0": "iep"}, "header_line": 1},
        {"columns": {"0": "full_name", "1": "full_name"}, "header_line": 1},
        {"columns": {"x": "full_name"}, "header_line": 1},
        {"columns": {"0": "full_name"}, "header_line": 1, "date_order": "ydm"},
    ],
)
def test_only_allowed_targets_can_be_mapped(raw):
    with pytest.raises(FileRefused, match="not mapped"):
        meanings_from(raw)


@pytest.mark.parametrize(
    "heading",
    [
        "SSN",
        "IEP_Status",
        "504 Plan",
        "Disability",
        "Lunch",
        "FRL status",
        "Race",
        "Ethnicity",
        "Medications",
        "Password",
        "Home Address",
        "Phone",
        "Student.cellPhone",
        "DOB",
        "Birthdate",
        "Gender",
        "Discapacidad",
        "Teléfono",
        "Special Ed",
        "Notes",
    ],
)
def test_private_headings_are_known(heading):
    assert is_private_heading(heading)


@pytest.mark.parametrize(
    "heading",
    ["Lunch wave", "Grade", "Room", "Period 3 class", "Teacher e-mail", "Homeroom", "Languages"],
)
def test_useful_headings_are_not_private(heading):
    assert not is_private_heading(heading)


@pytest.mark.parametrize(
    "values",
    [
        ["078-05-1120", "219-09-9999"],
        ["(555) 010-0199", ""],
        ["12 Oak Street", "9 Elm Ave"],
        ["IEP", "", ""],
        ["has autism", "likes birds"],
        ["Free", "Paid", "Reduced"],
        ["White", "Asian", "Black"],
        ["inhaler in office"],
    ],
)
def test_private_values_are_known_under_any_heading(values):
    assert holds_private_values(values)
    rows = "\n".join(f'{i},Ada Moss,{i},"{v}"' for i, v in enumerate(values))
    look = look_at(upload(f"Student number,Name,Grade,Homeroom\n{rows}\n"), ROSTER)
    assert (look.columns[3].target, look.columns[3].private) == ("", True)


@pytest.mark.parametrize(
    "values", [["204", "11"], ["Science 7", "Art"], ["H2"], ["0071", "0072"], ["Moss, Ada"]]
)
def test_ordinary_values_are_not_private(values):
    assert not holds_private_values(values)


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Period 3 class", "class@3"),
        ("P3 Teacher", "teacher@3"),
        ("3rd Period", "class@3"),
        ("Block A room", "room@A"),
        ("Per. 10", "class@10"),
        ("Period", "period"),
        ("Hora 2", "class@2"),
        ("Period 1A class", "class@1A"),
    ],
)
def test_period_headings(heading, target):
    assert guess_target(heading, ROSTER) == (target, 1.0)


NEEDS_CSV = 'Student number,Name,Place,Class,Role,Times a week,Peers per session,Minutes,Would rather not,From\n0071,"Moss, Ada",in class,Science,Tutor,3,1-2,30,0080; 0081,2026-09-08\n0071,"Moss, Ada",Lunch,,buddy,2x a week,,,,\n'


def program(text, purpose, **changes):
    found = upload(text)
    meanings = meanings_from({**suggested(look_at(found, purpose)).as_json(), **changes}, purpose)
    return (read_needs if purpose == NEEDS else read_volunteers)(found, meanings)


def test_needs_are_typed_rows():
    first, second = program(NEEDS_CSV, NEEDS).rows

    assert (first.place, first.role, first.times_a_week, first.min_peers, first.max_peers) == (
        "class",
        "tutor",
        3,
        1,
        2,
    )
    assert (first.rather_not, first.starts_on) == (("0080", "0081"), date(2026, 9, 8))
    assert (second.place, second.role, second.times_a_week, second.minutes) == (
        "lunch",
        "buddy",
        2,
        None,
    )


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Tutor", "coach", "unknown-word"),
        (",3,1-2", ",many,1-2", "cannot-read-number"),
        (",3,1-2", ",30,1-2", "number-out-of-range"),
        ("1-2", "2-1", "cannot-read-number"),
        ("in class", "roof", "unknown-word"),
        ('0071,"Moss, Ada",in', ",,in", "no-name"),
    ],
)
def test_a_bad_need_is_refused_by_row(old, new, code):
    found = program(NEEDS_CSV.replace(old, new, 1), NEEDS)

    assert [(f.code, f.line) for f in found.faults] == [(code, 2)]
    assert len(found.rows) == 1


def test_a_date_that_reads_two_ways_is_never_guessed():
    text = NEEDS_CSV.replace("2026-09-08", "01/09/2026")

    with pytest.raises(FileRefused, match="two ways"):
        program(text, NEEDS)
    assert program(text, NEEDS, date_order="dmy").rows[0].starts_on == date(2026, 9, 1)
    assert program(text, NEEDS, date_order="mdy").rows[0].starts_on == date(2026, 1, 9)


def test_volunteers_are_typed_rows():
    text = 'Student number,Name,Roles,Minutes a week,Sessions a week,Partners,Protected classes,Would like to know\n0072,Ben Lake,tutor; buddy,90,3,2,Algebra 1; Art,"0071, 0080"\n'
    (ben,) = program(text, VOLUNTEERS).rows

    assert (ben.roles, ben.weekly_minutes, ben.max_sessions, ben.max_partners) == (
        ("tutor", "buddy"),
        90,
        3,
        2,
    )
    assert (ben.protected_classes, ben.would_like) == (("Algebra 1", "Art"), ("0071", "0080"))
    assert ben.max_per_day is None
