"""What we write is safe to open, and reads back as it was."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.apps.integrations.files.archive import open_bytes
from kithwork.apps.integrations.roster_sheet.look import look_at
from kithwork.apps.integrations.roster_sheet.targets import NEEDS, ROSTER, VOLUNTEERS
from kithwork.apps.integrations.sheets.templates import HEADINGS, blank_template
from kithwork.apps.integrations.sheets.write import STARTERS, as_csv, as_xlsx, neutral


@pytest.mark.parametrize("starter", STARTERS)
def test_a_cell_that_would_run_gets_an_apostrophe(starter):
    assert neutral(f"{starter}1+1") == f"'{starter}1+1"


def test_numbers_and_ordinary_text_stay():
    assert [neutral(v) for v in (-5, 2.5, None, "a=b", "O'Neil", "")] == [
        -5,
        2.5,
        None,
        "a=b",
        "O'Neil",
        "",
    ]


@given(
    st.lists(
        st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00")),
        min_size=1,
        max_size=4,
    )
)
def test_no_written_csv_cell_can_run_and_each_reads_back(cells):
    text = as_csv(["name"], [cells]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    read = rows[1] if len(rows) > 1 else [""]

    assert not any(cell.startswith(STARTERS) for cell in read)
    assert [c[1:] if c[:1] == "'" and c[1:].startswith(STARTERS) else c for c in read] == cells


def test_csv_has_the_mark_excel_looks_for():
    assert as_csv(["é"], []).startswith(b"\xef\xbb\xbf")


def test_a_formula_in_a_workbook_is_text_and_a_number_is_a_number():
    content = as_xlsx(["=HYPERLINK(1)", "n"], [["=1+1", 5], ["@x", -2.5], ["a\x00b", None]])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active

    assert [[c.data_type for c in row] for row in sheet.iter_rows(max_col=2, max_row=3)] == [
        ["s", "s"],
        ["s", "n"],
        ["s", "n"],
    ]
    assert [c.value for c in sheet[2]] == ["=1+1", 5]
    assert sheet["A4"].value == "ab"


@pytest.mark.parametrize("purpose", [ROSTER, NEEDS, VOLUNTEERS])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_our_own_template_is_known_to_our_own_mapper(purpose, ending):
    look = look_at(open_bytes(f"t.{ending}", blank_template(purpose, ending)), purpose)

    assert look.header_line == 1
    assert look.is_clear
    assert all(column.target for column in look.columns)
    assert [c.heading for c in look.columns] == list(HEADINGS[purpose])
