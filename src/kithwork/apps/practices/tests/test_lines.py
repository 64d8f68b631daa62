"""Lists as teachers paste them: every way in, every fault with its line, and back again unchanged."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.apps.foundation.cells import STARTERS, as_csv, as_written, neutral
from kithwork.apps.practices.lines import HEADING, Item, as_text, read_file, read_lines, words_in


def said(lines):
    return [(one.prompt, one.answer, one.level) for one in lines.items]


@pytest.mark.parametrize(
    ("kind", "text", "items"),
    [
        ("spelling", "because\nfriend\n\nalthough", ["because", "friend", "although"]),
        ("spelling", "because, friend, although", ["because", "friend", "although"]),
        (
            "facts",
            "6 x 7 = 42\n6 x 8\t48\n9 + 1, 10",
            [("6 x 7", "42"), ("6 x 8", "48"), ("9 + 1", "10")],
        ),
        ("vocabulary", "delta, land, where a river ends", [("delta", "land, where a river ends")]),
        ("vocabulary", '"ebb, flow", how the tide moves', [("ebb, flow", "how the tide moves")]),
        (
            "questions",
            "When it rains, what forms? Puddles",
            [("When it rains, what forms?", "Puddles")],
        ),
        ("questions", "Who wrote it?, Ann", [("Who wrote it?", "Ann")]),
        ("questions", "Name a river\tThe Nile\t3", [("Name a river", "The Nile", "3")]),
    ],
)
def test_every_way_a_list_is_pasted(kind, text, items):
    lines = read_lines(kind, text)
    whole = [(one,) if isinstance(one, str) else one for one in items]
    assert said(lines) == [(*one, *[""] * (3 - len(one))) for one in whole]
    assert lines.faults == []


def test_passages_part_at_an_empty_line_and_their_words_are_counted():
    text = "Level: 4\nThe dog ran.\nIt didn't stop - ever.\n\n\nA well-known cat sat."
    first, second = read_lines("passages", text).items
    assert (first.level, first.words, first.line) == ("4", 7, 1)
    assert first.prompt == "The dog ran.\nIt didn't stop - ever."
    assert (second.level, second.words, second.line) == ("", 4, 6)


@pytest.mark.parametrize(
    ("kind", "text", "line", "sentence"),
    [
        ("facts", "6 x 7 = 42\n6 x 8", 2, "answer is missing"),
        ("facts", "\n, 12", 2, "write what is asked"),
        ("spelling", "cat\ndog\nCat", 3, "on line 1 already"),
        ("spelling", "cat, cat", 1, "on line 1 already"),
        ("questions", "a\tb\tc\td", 1, "more than three parts"),
        ("vocabulary", f"a\tb\t{'x' * 21}", 1, "at most 20 letters"),
        ("spelling", "x" * 501, 1, "longer than 500"),
        ("spelling", "a\x00b", 1, "no text"),
        ("passages", "...\n---", 1, "no word"),
        ("spelling", "  \n ", 0, "nothing in this list"),
        ("spelling", "\n".join(f"w{n}" for n in range(301)), 0, "Make two lists"),
    ],
)
def test_a_fault_names_its_line_and_the_mend(kind, text, line, sentence):
    (fault,) = read_lines(kind, text).faults
    assert fault.line == line
    assert sentence in fault.sentence
    assert str(fault).startswith(f"Line {line}: ") == bool(line)


@pytest.mark.parametrize(
    ("raw", "items"),
    [
        (b"word\ncat\ndog\n", [("cat", "", ""), ("dog", "", "")]),
        (b"\xef\xbb\xbfQuestion;Answer;Level\r\nWho?;Ann;2\r\n", [("Who?", "Ann", "2")]),
        (b"a\tb\nc\td\n", [("a", "b", ""), ("c", "d", "")]),
        (b'"two\nlines",x\n', [("two lines", "x", "")]),
        (b"Prompt,Answer,Level,Words\n'=1+1,2,,3\n", [("=1+1", "2", "")]),
    ],
)
def test_files_of_every_spreadsheet_program(raw, items):
    kind = "facts" if items[0][1] else "spelling"
    lines = read_file(kind, raw)
    assert said(lines) == items
    assert lines.faults == []


def test_a_file_that_is_no_text_or_no_table_is_told():
    assert "CSV UTF-8" in read_file("facts", b"\xff\xfe\x00").faults[0].sentence
    assert "as a table" in read_file("facts", b'"' + b"x" * 200_000).faults[0].sentence


def test_a_line_of_a_file_is_counted_as_the_program_shows_it():
    (fault,) = read_file("facts", b'"a\nb",1\nc\n').faults
    assert fault.line == 3


WORD = st.text("abc,=?+-é’ 12", min_size=1, max_size=20).map(str.strip).filter(bool)
PAIRS = st.builds(
    Item,
    prompt=WORD.map(lambda w: " ".join(w.split())),
    answer=WORD,
    level=st.sampled_from(["", "3"]),
)


@given(st.lists(PAIRS, min_size=1, max_size=8, unique_by=lambda one: one.prompt.casefold()))
def test_what_is_shown_in_the_box_reads_as_the_same_list(items):
    again = read_lines("questions", as_text("questions", items))
    assert said(again) == [(one.prompt, one.answer, one.level) for one in items]
    assert again.faults == []


@given(
    st.lists(
        WORD.filter(lambda word: not word.startswith('"')),
        min_size=1,
        max_size=8,
        unique_by=str.casefold,
    )
)
def test_words_with_commas_stay_one(words):
    items = [Item(" ".join(word.split())) for word in words]
    assert said(read_lines("spelling", as_text("spelling", items))) == [
        (one.prompt, "", "") for one in items
    ]


@given(st.lists(PAIRS, min_size=1, max_size=8, unique_by=lambda one: one.prompt.casefold()))
def test_a_file_we_wrote_reads_as_the_same_list_and_runs_nothing(items):
    raw = as_csv(HEADING, [[one.prompt, one.answer, one.level, None] for one in items])
    cells = [cell for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(STARTERS)]
    lines = read_file("facts", raw)
    assert [one.prompt for one in lines.items] == [one.prompt for one in items]


@given(st.text(max_size=20))
def test_the_apostrophe_of_a_cell_comes_and_goes(text):
    if text[:1] != "'":
        assert as_written(str(neutral(text))) == text


def test_a_dash_is_no_word():
    assert words_in("well-known — don't, 3 – x") == 4
