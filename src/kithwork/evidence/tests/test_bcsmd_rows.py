"""What the between-case SMD reads, and what it refuses with row and column."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kithwork.evidence.effects.bcsmd import bc_smd
from kithwork.evidence.effects.bcsmd_rows import read_study
from kithwork.evidence.faults import BadData
from kithwork.evidence.series import Series
from kithwork.evidence.tests.conformance import synthetic

GOOD: dict[str, list[Any]] = {
    "case": ["x", "x", "x", "x", "y", "y"],
    "session": [2, 1, 3, 4, 1, 2],
    "treatment": [1, 0, 0, 1, 0, 1],
    "outcome": [20, 10, 30.5, None, 1, 2],
}


def test_columns_are_put_in_order_and_gaps_left_out() -> None:
    study = read_study(GOOD)
    assert study.cases == ("x", "y")
    assert study.case.tolist() == [0, 0, 0, 1, 1]
    assert study.session.tolist() == [1, 2, 3, 1, 2]
    assert study.outcome.tolist() == [10, 20, 30.5, 1, 2]
    assert study.treated.tolist() == [0, 1, 0, 0, 1]
    assert study.pair.tolist() == [1, 1, 2, 1, 1]
    assert (study.n_a, study.n_b) == (3, 2)


def test_pairs_are_counted_before_gaps_are_left_out() -> None:
    data = {**GOOD, "case": ["x"] * 6, "session": range(6), "treatment": [0, 1, 0, 1, 0, 1]}
    data["outcome"] = [1, None, None, 4, 5, 6]
    assert read_study(data).pair.tolist() == [1, 2, 3, 3]


def test_treatment_first_begins_the_first_pair() -> None:
    data = {**GOOD, "case": ["x"] * 6, "session": range(6), "treatment": [1, 1, 0, 1, 0, 1]}
    assert read_study(data).pair.tolist() == [1, 1, 2, 3, 3]


def test_phase_numbers_the_pairs_beside_treatment() -> None:
    assert read_study({**GOOD, "phase": [7, 7, 8, 8, 7, 7.0]}).pair.tolist() == [7, 7, 8, 7, 7]


def test_other_names_and_arrays_do_as_well() -> None:
    other = {
        "case": np.array(GOOD["case"]),
        "time": np.array(GOOD["session"]),
        "phase": ["B", "A", "A", "B", "A", "B"],
        "value": [20, 10, 30.5, None, 1, 2],
    }
    study, same = read_study(other), read_study(GOOD)
    # The first session of the first case says what the baseline is called.
    assert study.treated.tolist() == same.treated.tolist()
    assert study.outcome.tolist() == same.outcome.tolist()
    assert study.session.dtype == np.int64


def test_our_names_go_before_the_others() -> None:
    study = read_study({**GOOD, "time": [9] * 6, "value": ["?"] * 6})
    assert study.session.tolist() == [1, 2, 3, 1, 2]


def test_a_named_baseline_is_the_baseline() -> None:
    data = {**GOOD, "treatment": ["plan", "off", "off", "plan", "off", "plan"]}
    assert read_study(data).treated.tolist() == [0, 1, 0, 0, 1]
    assert read_study(data, baseline="plan").treated.tolist() == [1, 0, 1, 1, 0]
    with pytest.raises(
        BadData, match=r"No session is 'A'\. The conditions are: off, plan"
    ) as caught:
        read_study(data, baseline="A")
    assert (caught.value.faults[0].code, caught.value.faults[0].column) == (
        "no_such_condition",
        "treatment",
    )


def test_numbers_name_themselves_whatever_comes_first() -> None:
    data = {**GOOD, "treatment": [0, 1, 1, 0, 1, 0]}
    assert read_study(data).treated.tolist() == [1, 0, 1, 1, 0]


def series(case: str, values: list[float | None], **other: Any) -> Series:
    return Series(
        case,
        other.get("outcome", "talk"),
        list(range(1, len(values) + 1)),
        values,
        ["A"] * 3 + ["B"] * (len(values) - 3),
        other.get("improvement", "increase"),
    )


def test_series_give_what_columns_give() -> None:
    data = synthetic()["bcsmd_synthetic"]["cases"][0]["data"]
    several = []
    for case in ("P1", "P2", "P3"):
        rows = [row for row, name in enumerate(data["case"]) if name == case]
        several.append(
            Series(
                case,
                "talk",
                [data["time"][row] for row in rows],
                [data["outcome"][row] for row in rows],
                ["AB"[data["treatment"][row]] for row in rows],
                "decrease",
            )
        )
    assert bc_smd(several) == bc_smd(data)
    assert bc_smd(iter(several)).value == bc_smd(data).value


def test_one_series_is_one_case() -> None:
    study = read_study(series("x", [1, 2, None, 4, 5]))
    assert study.cases == ("x",)
    assert study.outcome.tolist() == [1, 2, 4, 5]
    assert study.treated.tolist() == [0, 0, 1, 1]
    assert bc_smd(series("x", [1, 2, None, 4, 5])).reasons == ("too_few_cases",)


def test_a_session_of_a_series_is_counted_over_all_series() -> None:
    half = Series("y", "talk", [1, 2, 2.5, 4], [1, 2, 3, 4], list("AABB"), "increase")
    with pytest.raises(BadData) as caught:
        read_study([series("x", [1, 2, None, 4, 5]), half])
    assert [(fault.code, fault.row, fault.column) for fault in caught.value.faults] == [
        ("session_not_whole", 8, "session")
    ]


@pytest.mark.parametrize(
    ("given", "code", "row", "column"),
    [
        (
            [series("x", [1] * 4), series("y", [1] * 4, outcome="play")],
            "outcomes_differ",
            None,
            "outcome",
        ),
        (
            [series("x", [1] * 4), series("y", [1] * 4, improvement="decrease")],
            "improvements_differ",
            None,
            "improvement",
        ),
        ([series(c, [1] * 4) for c in "xyx"], "duplicate_case", 3, "case"),
        ([series("x", [1] * 4), "y"], "not_a_series", 2, None),
        ([], "empty_series", None, None),
        ({"case": [], "session": [], "treatment": [], "outcome": []}, "empty_series", None, None),
    ],
)
def test_series_that_do_not_make_a_study(given: Any, code: str, row: Any, column: Any) -> None:
    with pytest.raises(BadData) as caught:
        read_study(given)
    fault = caught.value.faults[0]
    assert (fault.code, fault.row, fault.column) == (code, row, column)
    assert fault.sentence.count(".") >= 2  # what is wrong, and the mend


@pytest.mark.parametrize(
    ("change", "code", "row", "column", "part"),
    [
        ({"outcome": [1, "two", 3, 4, 5, 6]}, "not_a_number", 2, "outcome", "two is not a finite"),
        ({"outcome": [1, 2, float("nan"), 4, 5, 6]}, "not_a_number", 3, "outcome", "nan"),
        ({"outcome": [1, 2, 3, float("inf"), 5, 6]}, "not_a_number", 4, "outcome", "inf"),
        ({"session": [1, 2, 2.5, 4, 1, 2]}, "session_not_whole", 3, "session", "2.5"),
        ({"session": [1, 2, "3", 4, 1, 2]}, "session_not_whole", 3, "session", "3 is not a whole"),
        ({"session": [1, 2, None, 4, 1, 2]}, "session_not_whole", 3, "session", "None"),
        (
            {"session": [1, 2, 3, 2.0, 1, 2]},
            "duplicate_session",
            4,
            "session",
            "2 of x is already in row 2",
        ),
        ({"treatment": [0, 1, None, 1, 0, 1]}, "no_condition", 3, "treatment", "which condition"),
        ({"phase": [1, 1, 1.5, 2, 1, 1]}, "phase_not_whole", 3, "phase", "1.5"),
        (
            {"treatment": ["A", "B", "C", "A", "A", "B"]},
            "too_many_conditions",
            None,
            "treatment",
            "3 conditions: B, A, C",
        ),
        ({"session": [1, 2]}, "lengths_differ", None, "session", "6 cases but 2 entries"),
        ({"treatment": [1, 2]}, "lengths_differ", None, "condition", "6 cases but 2 entries"),
        ({"phase": [1] * 7}, "lengths_differ", None, "pair", "6 cases but 7 entries"),
    ],
)
def test_rows_that_cannot_be_used(
    change: dict[str, Any], code: str, row: Any, column: str, part: str
) -> None:
    with pytest.raises(BadData) as caught:
        read_study({**GOOD, **change})
    fault = caught.value.faults[0]
    assert (fault.code, fault.row, fault.column) == (code, row, column)
    assert part in fault.sentence
    assert len(caught.value.faults) == 1


def test_every_fault_is_named_at_once() -> None:
    bad = {**GOOD, "outcome": ["a", 2, "b", 4, 5, 6], "session": [1, 1, 2, 3, 1, 0.5]}
    with pytest.raises(BadData) as caught:
        read_study(bad)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (1, "outcome"),
        (2, "session"),
        (3, "outcome"),
        (6, "session"),
    ]


@pytest.mark.parametrize("gone", ["case", "session", "outcome", "treatment"])
def test_a_missing_column_is_named(gone: str) -> None:
    with pytest.raises(BadData) as caught:
        read_study({name: column for name, column in GOOD.items() if name != gone})
    assert [(fault.code, fault.column) for fault in caught.value.faults] == [
        ("missing_column", gone)
    ]
    assert gone in caught.value.faults[0].sentence


def test_sentences_say_what_is_wrong_and_the_mend() -> None:
    def said(given: Any) -> str:
        with pytest.raises(BadData) as caught:
            read_study(given)
        return str(caught.value)

    assert said([]) == "There is no session. Give at least one row."
    assert said([series("x", [1] * 4), 5]) == (
        "row 2: Entry 2 is a int. Give Series, or a mapping of columns."
    )
    assert said([series("x", [1] * 4), series("x", [1] * 4)]) == (
        "row 2, column case: Case x has two series. Keep one."
    )
    assert said([series("x", [1] * 4), series("y", [1] * 4, outcome="play")]) == (
        "column outcome: The series have several: play, talk. Give those of one outcome."
    )
    assert said({}) == "\n".join(
        [
            *(
                f"column {name}: There is no column {name}."
                for name in ("case", "session", "outcome")
            ),
            "column treatment: There is no column treatment or phase.",
        ]
    )
    assert said({**GOOD, "session": [1, 2]}) == (
        "column session: 6 cases but 2 entries. Give one for each row."
    )
    assert said({**GOOD, "treatment": ["A", "B", "C", "A", "A", "B"]}) == (
        "column treatment: 3 conditions: B, A, C. Give the two to compare."
    )
    bad = {
        "case": ["x"] * 5,
        "session": [1, 1, 2.5, 3, 4],
        "treatment": [0, 0, 0, None, 1],
        "phase": [1, 1, 1, 1, 1.5],
        "outcome": ["two", 1, 1, 1, 1],
    }
    assert said(bad).splitlines() == [
        "row 1, column outcome: two is not a finite number. Leave it empty where there are no data.",
        "row 2, column session: Session 1 of x is already in row 1. Keep one of the two.",
        "row 3, column session: Session 2.5 is not a whole number. Number the sessions 1, 2, 3.",
        "row 4, column treatment: Say which condition this session had.",
        "row 5, column phase: Phase 1.5 is not a whole number. Number the A-B pairs 1, 2.",
    ]


def test_numbers_of_sessions_and_cases_stay_whole_where_nothing_was_scored() -> None:
    whole = {**GOOD, "session": [2.0, 1.0, 3.0, 4.0, 1.0, 2.0], "phase": [1.0] * 6}
    for given in (whole, {**whole, "outcome": [None] * 6}):
        study = read_study(given)
        kinds = {
            name: getattr(study, name).dtype for name in ("case", "session", "treated", "pair")
        }
        assert set(kinds.values()) == {np.dtype(np.int64)}, kinds
        assert study.outcome.dtype == np.float64


def test_one_session_is_a_study_to_read() -> None:
    study = read_study({"case": ["x"], "session": [1], "treatment": [0], "outcome": [3]})
    assert (study.cases, study.pair.tolist(), study.outcome.tolist()) == (("x",), [1], [3.0])
