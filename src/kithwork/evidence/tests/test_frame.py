"""Effect sizes from columns, and the library's front door."""

from __future__ import annotations

import pytest

import kithwork.evidence as evidence
from kithwork.evidence import BadData, effect_size, effect_sizes

FRAME = {
    "case": ["a"] * 6 + ["b"] * 4,
    "session": [1, 2, 3, 4, 5, 6, 1, 2, 3, 4],
    "phase": list("AABABBAABB"),
    "value": [1, 2, 5, 2, 6, None, 4, 5, 1, 2],
}


def test_each_group_and_pair_has_its_estimates():
    found = effect_sizes(FRAME, ["NAP", "PND"], improvement="increase")
    told = [
        (one.options["case"], one.options.get("pair", 1), one.index, one.value) for one in found
    ]
    assert told == [
        ("a", 1, "NAP", 1.0), ("a", 1, "PND", 1.0), ("a", 2, "NAP", 1.0), ("a", 2, "PND", 1.0),
        ("b", 1, "NAP", 0.0), ("b", 1, "PND", 0.0),
    ]  # fmt: skip
    assert found[0].ci == effect_size([1, 2], [5], "NAP", improvement="increase").ci


def test_a_fault_names_the_group_and_the_row_of_the_table():
    wrong = {**FRAME, "session": [1, 2, 3, 4, 5, 6, 1, 2, 3, 3]}
    with pytest.raises(BadData) as bad:
        effect_sizes(wrong, improvement="increase")
    [fault] = bad.value.faults
    assert (fault.row, fault.column, fault.code) == (10, "session", "duplicate_session")
    assert fault.sentence.startswith("case b: Session 3")
    with pytest.raises(BadData) as bad:
        effect_sizes(FRAME, improvement="up")
    assert (bad.value.faults[0].row, bad.value.faults[0].code) == (None, "no_direction")


def test_columns_must_be_there_and_of_one_length():
    with pytest.raises(BadData, match="no column 'outcome'"):
        effect_sizes(FRAME, group_by=["case", "outcome"], improvement="increase")
    with pytest.raises(BadData, match="different lengths"):
        effect_sizes({**FRAME, "value": [1]}, improvement="increase")


@pytest.mark.parametrize("name", evidence.__all__)
def test_every_public_name_is_there(name):
    assert getattr(evidence, name) is not None
    assert name in dir(evidence)


def test_other_names_are_not():
    with pytest.raises(AttributeError, match="no 'nap'"):
        _ = evidence.nap
