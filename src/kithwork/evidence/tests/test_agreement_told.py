"""What agreement and effect sizes say in full: every field of an answer, every word of a fault."""

from __future__ import annotations

import pytest

from kithwork.evidence.agreement import Scored, alpha, coverage, fidelity, icc, kappa, total_count
from kithwork.evidence.effects import effect_size
from kithwork.evidence.faults import BadData

EMPTY = {
    "value": None, "n": 0, "se": None, "se_kind": None, "ci": None, "level": 0.95, "details": {},
    "options": {}, "warnings": [], "reasons": [], "version": 1,
}  # fmt: skip


def told(**fields):
    return {**EMPTY, **fields}


def faults(call) -> list[tuple]:
    with pytest.raises(BadData) as bad:
        call()
    return [(fault.code, fault.sentence, fault.row, fault.column) for fault in bad.value.faults]


def test_fidelity_in_full():
    counts = {"done": 1, "partial": 0, "not_done": 1, "not_applicable": 0}
    assert fidelity(["done", "not_done"]).to_json() == told(
        index="fidelity", value=0.5, n=2, details=counts, options={"partial": 0.5}
    )
    nothing = {"done": 0, "partial": 0, "not_done": 0, "not_applicable": 1}
    assert fidelity(["not_applicable"], partial=0.25).to_json() == told(
        index="fidelity", details=nothing, options={"partial": 0.25}, reasons=["nothing_to_compare"]
    )
    said = "'yes' is none of: done, partial, not_done, not_applicable."
    assert faults(lambda: fidelity(["done", "yes"])) == [("unknown_step", said, 2, "steps")]
    assert faults(lambda: fidelity(["done"], partial=2)) == [
        ("bad_weight", "A partial step counts from 0 to 1, not 2.", None, None)
    ]


def test_coverage_faults_in_full():
    twice = [Scored("Ana", "A", 2), Scored("Ana", "A", 2)]
    assert faults(lambda: coverage(twice)) == [
        (
            "duplicate_session",
            "Session 2 of Ana, A is there twice. Keep one of the two.",
            2,
            "session",
        )
    ]
    assert faults(lambda: coverage([Scored("Ana", "A", True)])) == [
        ("not_a_number", "True is no session. Give its number.", 1, "session")
    ]
    said = "1.5 is no agreement. Give a share from 0 to 1, for a session scored twice."
    assert faults(lambda: coverage([Scored("Ana", "A", 1), Scored("Ana", "A", 2, True, 1.5)])) == [
        ("bad_agreement", said, 2, "agreement")
    ]
    assert [one.to_json() for one in coverage([Scored("Ana", "A", 1, True, 0.0), Scored("Ana", "A", 2, True, 1.0)])] == [
        {
            "case": "Ana", "outcome": "", "phase": "A", "sessions": 2, "twice": 2, "share": 1.0, "known": 2,
            "mean": 0.5, "lowest": 0.0, "highest": 1.0, "warnings": [],
        }
    ]  # fmt: skip


def test_icc_in_full():
    assert icc([[3, 3], [3, 3]], form="3,k").to_json() == told(
        index="ICC(3,k)", n=2, options={"form": "3,k"}, reasons=["no_variation"]
    )
    assert icc([[1, 3], [3, 1]], form="1,k").to_json() == told(
        index="ICC(1,k)", n=2, options={"form": "1,k"}, reasons=["no_variation"]
    )
    assert icc([[1, 1], [2, 2]], form="1,1").to_json() == told(
        index="ICC(1,1)",
        value=1.0,
        n=2,
        details={"raters": 2},
        options={"form": "1,1"},
        reasons=["not_estimable"],
    )
    found = icc([[1, 2], [3, 5], [6, 6]], form="3,1", level=0.9).to_json()
    assert (
        found["index"] == "ICC(3,1)"
        and found["level"] == 0.9
        and found["options"] == {"form": "3,1"}
    )
    # Subjects 1.5, 4, 6; raters 10/3, 13/3: mean squares 61/6 of subjects, 1/2 of error.
    assert found["value"] == pytest.approx((61 / 6 - 0.5) / (61 / 6 + 0.5))
    assert found["details"]["F"] == pytest.approx(61 / 3)
    assert (found["details"]["df1"], found["details"]["df2"], found["details"]["raters"]) == (
        2,
        2,
        2,
    )
    ragged = "Every subject needs the same number of raters."
    assert faults(lambda: icc([[1, 2], [1], [None, 2]])) == [
        ("lengths_differ", ragged, 2, None), ("not_a_number", "None is not a finite number.", 3, "rater 1"),
    ]  # fmt: skip
    assert faults(lambda: icc([[1, 2]])) == [
        ("too_few", "This needs at least two subjects and two raters.", None, None)
    ]
    assert faults(lambda: icc([[1, 2], [3, 4]], form="2")) == [
        ("unknown_form", "'2' is no form. Use one of: 1,1, 2,1, 3,1, 1,k, 2,k, 3,k.", None, None)
    ]
    # Large scores that differ by rounding only do not differ.
    tiny = 1e8
    assert icc([[tiny, tiny + 1e-7], [tiny, tiny]], form="1,1").reasons == ("no_variation",)


def test_alpha_in_full():
    assert alpha([["a", None]], level="ordinal").to_json() == told(
        index="alpha", options={"level": "ordinal"}, reasons=["nothing_to_compare"]
    )
    assert alpha([["a", "a"]]).to_json() == told(
        index="alpha", n=2, options={"level": "nominal"}, reasons=["both_constant"]
    )
    found = alpha([[1, 2], [2, 2], [None, 1]], level="interval").to_json()
    assert found["details"] == {"values": [1, 2], "units": 2, "left_out": 1} and found["n"] == 4
    assert found["value"] == pytest.approx(1 - 2 / (2 * 1 * 3 / 3))
    assert faults(lambda: alpha([[1, 2], [3, "x"]], level="interval")) == [
        ("not_a_number", "'x' is not a finite number.", 2, "observer 2")
    ]
    assert faults(lambda: alpha([[1, 2]], level="ratio")) == [
        (
            "unknown_level",
            "'ratio' is no level. Use one of: nominal, ordinal, interval.",
            None,
            None,
        )
    ]
    mixed = "The ratings are of different kinds. Use only numbers, or only words."
    assert faults(lambda: alpha([[1, "a"]])) == [("mixed_categories", mixed, None, None)]


def test_kappa_and_counts_in_full():
    assert kappa([None], [1], weights="linear").to_json() == told(
        index="kappa_linear", reasons=["nothing_to_compare"]
    )
    assert kappa([1, 1], [1, 1]).to_json() == told(
        index="kappa", n=2, details={"observed": 1.0}, options={"weights": "none", "categories": [1]},
        reasons=["both_constant"],
    )  # fmt: skip
    lengths = "The first observer has 1 entries and the second 2. Give one for each {} to both."
    assert faults(lambda: kappa([1], [1, 2])) == [
        ("lengths_differ", lengths.format("place"), None, None)
    ]
    assert faults(lambda: total_count([1], [1, 2])) == [
        ("lengths_differ", lengths.format("interval"), None, None)
    ]
    assert faults(lambda: kappa([1], [1], weights="x")) == [
        ("unknown_weights", "'x' is no weighting. Use linear, quadratic or none.", None, None)
    ]
    said = "-1 is not zero or a number above. Use None where nothing was scored."
    assert faults(lambda: total_count([1, -1], [1, 1])) == [("not_a_number", said, 2, "first")]
    assert total_count([1, None], [2, 4]).to_json() == told(
        index="total_count", value=0.5, n=1, details={"first": 1.0, "second": 2.0, "left_out": 1}
    )
    assert total_count([None], [1]).to_json() == told(
        index="total_count", reasons=["nothing_to_compare"]
    )


def test_times_of_sessions_in_full():
    def tau(first, second):
        return lambda: effect_size(
            [1, 2, None], [3, 4], "Tau_BC", improvement="increase", time=(first, second)
        )

    assert tau([1, 2, 3], [4, 5])().options["time"] == "session"
    # A session without data needs a number, and any will do.
    assert tau([1, 2, 9], [4, 5])().value == tau([1, 2, 3], [4, 5])().value
    assert faults(tau([1, 2], [4, 5])) == [
        ("lengths_differ", "3 scores but 2 session numbers. Give one for each.", None, "baseline")
    ]
    assert faults(tau([1, 2, 3], [4])) == [
        ("lengths_differ", "2 scores but 1 session numbers. Give one for each.", None, "treatment")
    ]
    rise = "Session numbers must rise from each session to the next."
    assert faults(tau([1, 2, 3], [2, 5])) == [("time_order", rise, None, "time")]
    assert faults(tau([1, "2", 3], [4, 5])) == [
        ("not_a_number", "'2' is not a finite number. Use None where there are no data.", 2, "time")
    ]
