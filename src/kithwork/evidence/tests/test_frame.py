"""Effect sizes from columns, and the library's front door."""

from __future__ import annotations

import json
import math

import numpy as np
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


class Labelled(list):
    """A column as tables of other libraries have it: a place is not a label, and missing is nan."""

    def __getitem__(self, label):
        return super().__getitem__(-1 - label)

    def tolist(self):
        return [math.nan if entry is None else entry for entry in self]


def test_columns_of_another_table_are_read_by_place():
    wanted = effect_sizes(FRAME, ["NAP", "SMD_pooled"], improvement="increase")
    other = {name: Labelled(column) for name, column in FRAME.items()}
    assert effect_sizes(other, ["NAP", "SMD_pooled"], improvement="increase") == wanted
    arrays = {name: np.array(column) for name, column in FRAME.items() if name != "value"}
    arrays["value"] = np.array(FRAME["value"], dtype=float)
    found = effect_sizes(arrays, ["NAP", "SMD_pooled"], improvement="increase")
    assert json.dumps([one.to_json() for one in found])
    assert found == wanted
    with pytest.raises(BadData, match="nan is not a finite number"):
        effect_sizes({**FRAME, "value": [math.nan] * 10}, improvement="increase")


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
