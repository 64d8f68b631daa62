"""Workbooks: what shows is read, what is hidden is named, what is unsafe is refused."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.integrations.files.archive import open_bytes
from kithwork.apps.integrations.files.workbook import open_sheet


def book(fill, *, name="list.xlsx"):
    workbook = openpyxl.Workbook()
    fill(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return open_bytes(name, out.getvalue())


def rows(upload, sheet=""):
    return list(open_sheet(upload, sheet).rows())


def swapped(upload_bytes, part, change):
    """The same workbook with one part of its archive changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(upload_bytes)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == part else content)
    return out.getvalue()


def plain_bytes():
    workbook = openpyxl.Workbook()
    workbook.active.append(["name", "grade"])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_values_read_as_they_show():
    def fill(workbook):
        sheet = workbook.active
        sheet.append(["0071", 71, 7.0, 7.5, True, dt.date(2026, 9, 1), dt.time(8, 5), None])
        sheet["I1"] = 42
        sheet["I1"].number_format = "00000"
        sheet["J1"] = 123_456_789_012_345_678

    assert rows(book(fill)) == [
        (1, ["0071", "71", "7", "7.5", "true", "2026-09-01", "08:05", "", "00042", "1.23E+17"])
    ]


def test_dates_follow_the_workbooks_own_calendar():
    def fill(workbook):
        workbook.epoch = CALENDAR_MAC_1904
        workbook.active["A1"] = dt.date(2026, 9, 1)

    assert rows(book(fill)) == [(1, ["2026-09-01"])]


def test_hidden_sheets_rows_and_columns_are_named_and_not_read():
    def fill(workbook):
        sheet = workbook.active
        sheet.title = "Students"
        sheet.append(["name", "IEP", "grade"])
        sheet.append(["Ada", "yes", "7"])
        sheet.append(["Ghost", "no", "8"])
        sheet.append(["Ben", "no", "8"])
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[3].hidden = True
        workbook.create_sheet("Secret").sheet_state = "hidden"
        workbook.create_sheet("Deep").sheet_state = "veryHidden"

    upload = book(fill)
    sheet = open_sheet(upload)

    assert list(sheet.rows()) == [(1, ["name", "grade"]), (2, ["Ada", "7"]), (4, ["Ben", "8"])]
    assert sheet.sheets == ("Students",)
    assert [f.code for f in sheet.faults] == [
        "hidden-sheet",
        "hidden-sheet",
        "hidden-columns",
        "hidden-rows",
    ]
    with pytest.raises(FileRefused, match="Secret"):
        open_sheet(upload, "Secret")


def test_another_sheet_can_be_chosen():
    def fill(workbook):
        workbook.active.append(["one"])
        workbook.create_sheet("Two").append(["two"])

    assert rows(book(fill), "Two") == [(1, ["two"])]


def test_a_formula_is_never_worked_out():
    def fill(workbook):
        workbook.active.append(["=1+1", "=cmd|' /C calc'!A0", "plain"])

    sheet = open_sheet(book(fill))

    assert list(sheet.rows()) == [(1, ["", "", "plain"])]
    assert [f.code for f in sheet.faults] == ["uncalculated"]


def test_merged_cells_are_said():
    def fill(workbook):
        workbook.active.append(["Ada", "", "7"])
        workbook.active.merge_cells("A1:B1")

    assert [f.code for f in open_sheet(book(fill)).faults] == ["merged-cells"]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_entities_are_refused(part):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    root = b"<worksheet" if "sheet1" in part else b"<workbook"
    content = swapped(plain_bytes(), part, lambda old: old.replace(root, bomb + root, 1))

    with pytest.raises(FileRefused) as refused:
        rows(open_bytes("list.xlsx", content))

    assert refused.value.faults[0].code == "unsafe-xml"


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"]
)
def test_a_broken_workbook_is_refused(part):
    with pytest.raises(FileRefused):
        rows(
            open_bytes("list.xlsx", swapped(plain_bytes(), part, lambda old: old[: len(old) // 2]))
        )


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    content = swapped(plain_bytes(), "xl/styles.xml", lambda old: b" " * 210_000_000)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
    with pytest.raises(FileRefused, match="200 MiB"):
        open_bytes("list.xlsx", out.getvalue())


def test_a_workbook_with_a_huge_part_is_refused():
    plain = swapped(plain_bytes(), "xl/styles.xml", lambda old: b" " * 42_000_000)
    with pytest.raises(FileRefused, match="40 MiB"):
        open_bytes("list.xlsx", packed_tight(plain))


SHEET = "xl/worksheets/sheet1.xml"
TOO_MUCH = {
    "a cell at the far corner of every row": (SHEET, b"</sheetData>", b'<row><c r="XFD9"><v>1</v></c></row>' * 700 + b"</sheetData>"),
    "merged cells without end": (SHEET, b"</sheetData>", b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:B2"/>' * 210_000 + b"</mergeCells>"),
    "parts without end": (SHEET, b"</sheetData>", b"</sheetData><extLst>" + b"<x/>" * 210_000 + b"</extLst>"),
    "elements inside elements": (SHEET, b"</sheetData>", b"</sheetData>" + b"<a>" * 100 + b"</a>" * 100),
    "formats without end": ("xl/styles.xml", b"</cellXfs>", b"<xf/>" * 210_000 + b"</cellXfs>"),
    "names without end": ("xl/workbook.xml", b"</sheets>", b"</sheets><x>" + b"<a/>" * 210_000 + b"</x>"),
    "a column no sheet has": (SHEET, b"</sheetData>", b'<row><c r="ZZZZ9"><v>1</v></c></row></sheetData>'),
}  # fmt: skip
DAMAGED = {
    "a row no sheet has": b'<row r="900000000"><c><v>1</v></c></row>',
    "rows out of order": b'<row r="-5"><c><v>1</v></c></row>',
    "a row without a number": b'<row r="abc"><c><v>1</v></c></row>',
    "cells out of order": b'<row><c r="B9"><v>1</v></c><c r="A9"><v>1</v></c></row>',
}


@pytest.mark.parametrize("case", TOO_MUCH)
def test_a_part_out_of_proportion_is_refused_before_it_is_built(case):
    part, old, new = TOO_MUCH[case]
    content = packed_tight(swapped(plain_bytes(), part, lambda xml: xml.replace(old, new)))
    with pytest.raises(FileRefused) as refused:
        rows(open_bytes("list.xlsx", content))

    assert refused.value.faults[0].code == "workbook-too-large"


@pytest.mark.parametrize("case", DAMAGED)
def test_a_sheet_whose_rows_make_no_sense_is_refused(case):
    odd = DAMAGED[case] + b"</sheetData>"
    content = swapped(plain_bytes(), SHEET, lambda xml: xml.replace(b"</sheetData>", odd))
    with pytest.raises(FileRefused) as refused:
        rows(open_bytes("list.xlsx", content))

    assert refused.value.faults[0].code == "bad-workbook"


def test_one_part_cannot_be_two_things():
    twice = b'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="x"/></Types>'
    content = swapped(
        plain_bytes(), "[Content_Types].xml", lambda xml: xml.replace(b"</Types>", twice)
    )
    with pytest.raises(FileRefused):
        rows(open_bytes("list.xlsx", content))


def packed_tight(content):
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
    return out.getvalue()


def test_only_hidden_sheets_is_refused():
    content = swapped(
        plain_bytes(),
        "xl/workbook.xml",
        lambda old: old.replace(b'state="visible"', b'state="hidden"'),
    )
    with pytest.raises(FileRefused) as refused:
        rows(open_bytes("list.xlsx", content))
    assert refused.value.faults[0].code == "no-visible-sheet"
