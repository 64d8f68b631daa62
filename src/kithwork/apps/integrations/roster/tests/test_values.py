"""Single values: never guessed, never cut twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.apps.integrations.roster.values import (
    clean,
    date_in,
    fits_either,
    grade_of,
    is_damaged,
    iso_date,
    split_name,
    turned_to_date,
)
from kithwork.apps.people.roster.periods import PeriodWord, period_words


@pytest.mark.parametrize(
    ("text", "code"),
    [("7", "07"), ("07", "07"), ("7th", "07"), ("Grade 7", "07"), ("7th Grade", "07"), ("K", "KG"), ("KG", "KG"),
     ("0", "KG"), ("-1", "PK"), ("PK", "PK"), ("Pre-K", "PK"), ("12", "12"), ("13", "13"), ("Senior", "12"),
     ("7º", "07"), ("Other", "Other"), ("", ""), ("99", None), ("PS1", None), ("seven", None)],
)  # fmt: skip
def test_grades(text, code):
    assert grade_of(text) == code


@pytest.mark.parametrize(
    "text", ["1.23E+11", "12E+05", "1.5e9", "123.0", "123.00", "####", "#N/A", "#REF!", "1,5E+10"]
)
def test_what_a_spreadsheet_broke_is_known(text):
    assert is_damaged(text)


@pytest.mark.parametrize("text", ["0071", "12E5", "A-1.0", "1.5", "v1.0", "E+5", "#12", "71"])
def test_ids_that_only_look_odd_are_not_damaged(text):
    assert not is_damaged(text)


@pytest.mark.parametrize(
    "text", ["2026-04-03", "2026-01-02T00:00:00", "3-Apr", "2-Jan-26", "Apr-03"]
)
def test_what_a_spreadsheet_took_for_a_day_is_known(text):
    assert turned_to_date(text)


@pytest.mark.parametrize("text", ["3-4", "1-2(A,C)", "H2", "P3-A", "2026"])
def test_what_is_no_day_is_left_alone(text):
    assert not turned_to_date(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Zo\x01e\x1b[31m", "Zoe[31m"),
        ("A\u202eevil", "Aevil"),
        ("N\x7fun\x85", "Nun"),
        ("Kim\tLee\n", "Kim Lee"),
        ("\U0001f469\u200d\U0001f466", "\U0001f469\u200d\U0001f466"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("עמית", "עמית"),
    ],
)
def test_a_name_loses_what_nobody_can_see_and_keeps_its_joiners(text, kept):
    assert clean(text) == kept


@pytest.mark.parametrize(
    ("text", "either"), [("03/04/2026", True), ("13/04/2026", False), ("04/04/2026", False)]
)
def test_a_day_and_a_month_are_told_apart_or_not(text, either):
    assert fits_either(text) is either


@pytest.mark.parametrize(
    ("text", "order", "wanted"),
    [
        ("9/1/2026", "mdy", date(2026, 9, 1)),
        ("9/1/2026", "dmy", date(2026, 1, 9)),
        ("13/1/2026", "mdy", None),
        ("2026-09-01", "mdy", date(2026, 9, 1)),
        ("2026/09/01", "ymd", date(2026, 9, 1)),
        ("9/1/26", "mdy", None),
        ("soon", "mdy", None),
        ("31.12.2026", "dmy", date(2026, 12, 31)),
    ],
)
def test_dates_follow_the_chosen_order_only(text, order, wanted):
    assert date_in(text, order) == wanted


def test_a_date_without_an_order_is_iso_or_nothing():
    assert iso_date("9/1/2026") is None
    assert iso_date("2026-02-30") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3", [("3", ())]),
        ("1(A)", [("1", ("A",))]),
        ("1-2(A,C)", [("1", ("A", "C")), ("2", ("A", "C"))]),
        ("P3(A)", [("P3", ("A",))]),
        ("1(A-E)", [("1", ("A", "B", "C", "D", "E"))]),
        ("1,2,3", [("1", ()), ("2", ()), ("3", ())]),
        ("1-2", [("1-2", ())]),
        ("1(A) 2(B)", [("1", ("A",)), ("2", ("B",))]),
        ("2(1-3,6)", [("2", ("1", "2", "3", "6"))]),
        ("1(C-A)", [("1(C-A)", ())]),
        ("1((A)", [("1((A)", ())]),
        ("", []),
    ],
)
def test_period_expressions(text, words):
    assert [(w.theirs, w.cycle_days) for w in period_words(text)] == words


@given(st.text(max_size=300))
def test_any_period_expression_gives_short_words_and_never_fails(text):
    assert all(isinstance(w, PeriodWord) and 0 < len(w.theirs) <= 60 for w in period_words(text))


@given(st.text(max_size=120))
def test_a_name_keeps_every_letter_wherever_it_is_cut(text):
    first, last, sure = split_name(text)

    letters = sorted(c for c in text if c.isalnum())
    kept = sorted(c for c in first + last if c.isalnum())
    assert sure in {True, False}
    if text.isascii():
        assert kept == letters
