"""Text tables: what they are written in, and where they stop being tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kithwork.apps.foundation.fault import FileRefused
from kithwork.apps.integrations.files.archive import open_bytes
from kithwork.apps.integrations.files.limits import LIMITS
from kithwork.apps.integrations.files.table import open_table

TEXT = "name,grade,room\nInés,07,204\nBen,08,11\n"
WANTED = [(1, ["name", "grade", "room"]), (2, ["Inés", "07", "204"]), (3, ["Ben", "08", "11"])]


def table(content, **limits):
    entry = open_bytes("list.csv", content).entries[0]
    return open_table(entry, limits=replace(LIMITS, **limits))


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", "|").encode(),
        TEXT.rstrip("\n").encode(),
    ],
    ids=["utf8", "bom", "utf16", "utf16le", "utf16be", "cp1252", "crlf", "cr", "semicolon", "tab", "bar", "no last line end"],
)  # fmt: skip
def test_every_usual_way_of_writing_reads_the_same(content):
    assert list(table(content).rows()) == WANTED


def test_a_sep_line_names_the_delimiter_and_lines_keep_their_number():
    rows = list(table(b"sep=;\nname;age, in years\nAda;12\n").rows())

    assert rows == [(2, ["name", "age, in years"]), (3, ["Ada", "12"])]


def test_blank_lines_are_left_out_and_numbers_stay_true():
    assert [line for line, _ in table(b"a,b\n\n , \n1,2\n").rows()] == [1, 4]


def test_a_line_break_inside_a_cell_keeps_the_next_number_true():
    rows = list(table(b'a,b\n"x\ny",2\n3,4\n').rows())

    assert [line for line, _ in rows] == [1, 2, 4]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a,b\n1,\x002\n", "nul-bytes"),
        (b"a,b\n\x81\x8d,2\n", "unknown-encoding"),
        (b"\xff\xfe\x00\x00a", "unknown-encoding"),
        (b"\xef\xbb\xbfa,b\n\xff,1\n", "unknown-encoding"),
        (b'a,b\n"1,2\n', "stray-quote"),
        (b'a,b\n"1"x,2\n', "stray-quote"),
        (b"a,b\n" + b"x" * 5000 + b",1\n", "cell-too-long"),
        (b"a,b\n" + b"x," * 60_000 + b"\n", "line-too-long"),
        (b"a,b\n" + b'"\n",' * 500 + b"1\n", "line-too-long"),
        (b"a,b\n" + b"1,2\n" * 20, "too-many-rows"),
        ("a,b\n1,\x002\n".encode("utf-16"), "nul-bytes"),
        (b"a,b\n1" + b",2" * 50 + b"\n", "too-many-columns"),
        ("name,b\nRené,1\n".encode("mac_roman"), "odd-letters"),
        ("name,b\nMüller,1\n".encode("mac_roman"), "odd-letters"),
        ("name,b\nCármen,1\n".encode("mac_roman"), "odd-letters"),
    ],
)
def test_what_is_no_table_stops_with_its_line(content, code):
    with pytest.raises(FileRefused) as refused:
        found = table(content, cell=1000, line=100_000, rows=10, columns=40)
        list(found.rows())

    assert refused.value.faults[0].code == code


def test_a_letter_lost_far_down_is_found_by_line():
    with pytest.raises(FileRefused) as refused:
        table(b"a,b\n" * 30_000 + b"\x81,\xc3\n")

    assert refused.value.faults[0].line == 30_001


def test_a_quotation_mark_never_closed_is_named_by_the_line_it_opens_in():
    with pytest.raises(FileRefused) as refused:
        list(table(b'a,b\n1,2\n"3,4\n' + b"5,6\n" * 1000).rows())

    assert refused.value.faults[0].line == 3


def test_utf16_is_followed_to_the_line_where_it_breaks():
    half = b"\xff\xfe" + "a,b\n1,2\n".encode("utf-16-le") + b"\x00\xd8x\x00\n\x00"
    with pytest.raises(FileRefused) as refused:
        table(half)

    assert refused.value.faults[0].line == 3


@pytest.mark.parametrize("name", ["O’Neil", "Ka‘imi", "Smith–Jones", "Gal·la", "Šimon", "D´Angelo"])
def test_a_name_in_windows_1252_is_shown_as_it_was_read(name):
    found = table(f"name,b\nBen,1\n{name},2\n".encode("cp1252"))

    assert list(found.rows())[2] == (3, [name, "2"])
    assert [(f.code, f.line) for f in found.faults] == [("read-as-1252", 3)]
    assert name in found.faults[0].sentence


def test_utf16_that_ends_in_the_middle_of_a_letter_is_refused():
    with pytest.raises(FileRefused):
        list(table(TEXT.encode("utf-16") + b"\x00").rows())
