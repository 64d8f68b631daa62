"""Codes of sheets: every slip of one character and every swap is noticed, and the place is named."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.apps.runs.sheet_code import (
    ALPHABET,
    LENGTH,
    Slip,
    check_character,
    cleaned,
    is_sound,
    new_code,
    read_code,
    shown,
)

CODES = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1).map(
    lambda drawn: drawn + check_character(drawn)
)


@given(CODES)
def test_a_code_is_read_however_it_is_typed(code):
    for typed in (code, code.lower(), shown(code), f" {shown(code).lower()} ", " ".join(code)):
        assert read_code(typed) == code


@given(CODES, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed_and_found(code, at, wrong):
    typed = code[:at] + wrong + code[at + 1 :]
    if typed == code:
        return
    assert not is_sound(typed)
    slip = read_code(typed, lambda one: one == code)
    assert isinstance(slip, Slip)
    if slip.swapped:  # a swap of neighbours that leads to the same sheet is the same slip
        assert typed[slip.place - 1] != code[slip.place - 1]
    else:
        assert (slip.place, slip.typed, slip.meant) == (at + 1, wrong, code[at])


@given(CODES, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_any_two_that_changed_places_are_noticed(code, one, two):
    typed = list(code)
    typed[one], typed[two] = typed[two], typed[one]
    assert is_sound("".join(typed)) == (code[one] == code[two])


@given(CODES, st.integers(0, LENGTH - 2))
def test_neighbours_that_changed_places_are_named(code, at):
    if code[at] == code[at + 1]:
        return
    typed = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    slip = read_code(typed, lambda one: one == code)
    assert (slip.place, slip.swapped) == (at + 1, True)


@given(st.text(max_size=30))
def test_whatever_is_typed_gets_an_answer(typed):
    said = read_code(typed)
    assert isinstance(said, Slip) or is_sound(said)


def test_no_code_is_a_word_or_looks_like_another():
    assert not set("AEIOU01LQZSBG") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 23
    assert len({new_code() for _ in range(200)}) == 200
    assert all(is_sound(new_code()) for _ in range(200))


@pytest.mark.parametrize(("typed", "kept"), [("z", "2"), ("s", "5"), ("b", "8"), ("g", "6")])
def test_what_looks_alike_is_taken_for_ours(typed, kept):
    assert cleaned(typed) == kept


@pytest.mark.parametrize(
    "strange", sorted(set(string.ascii_uppercase) - set(ALPHABET) - set("ZSBG"))
)
def test_a_character_that_is_in_no_code_is_named_with_its_place(strange):
    assert read_code(f"CD{strange}FHJ") == Slip("character", 3, strange)


def test_too_few_and_too_many_are_counted():
    assert read_code("CDF") == Slip("length", length=3)
    assert read_code("CDFHJKM") == Slip("length", length=7)
