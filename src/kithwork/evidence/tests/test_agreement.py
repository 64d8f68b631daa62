"""Agreement: every expected value, every zero rule, and what is said when there is no number."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.evidence.agreement import (
    METHODS,
    Agreement,
    Scored,
    alpha,
    coverage,
    fidelity,
    icc,
    interval_by_interval,
    ioa,
    kappa,
    mean_duration_per_occurrence,
    scored_interval,
    time_window,
    total_count,
    total_duration,
    unscored_interval,
)
from kithwork.evidence.agreement.counts import FREQUENT_SENTENCE, RARE_SENTENCE
from kithwork.evidence.faults import BadData
from kithwork.evidence.tests.conformance import close, synthetic

count = st.integers(0, 4)
records = st.lists(st.tuples(count, count), min_size=1, max_size=12)


@pytest.mark.parametrize("case", synthetic()["ioa"]["cases"], ids=lambda case: case["id"])
def test_conformance_of_observers(case):
    for method, wanted in case["expected"].items():
        if case["kind"] == "event_times_window":
            found = ioa(
                case["observer1"],
                case["observer2"],
                method="time_window",
                tolerance=case["tolerance_s"],
            )
            assert len(found.details["matched"]) == case["expected"]["matched"]
            assert found.n == case["expected"]["agreements_plus_disagreements"]
            assert close(found.percent, case["expected"]["percent"])
            continue
        assert method in METHODS, method
        found = ioa(case["observer1"], case["observer2"], method=method)
        assert close(found.percent, wanted), method
        assert wanted is not None or found.reasons == ("nothing_to_compare",)


@pytest.mark.parametrize("case", synthetic()["kappa_icc"]["kappa"], ids=lambda case: case["id"])
def test_conformance_of_kappa(case):
    found = kappa(case["a"], case["b"])
    assert close(found.value, case["kappa"])
    assert close(100 * found.details["observed"], case["percent_agreement"])
    assert found.n == case["n"]
    if case["kappa"] is None:
        assert found.reasons == ("both_constant",)
        return
    assert close(found.se, case["se_nonnull"])
    assert all(map(close, found.ci, case["ci95"]))
    assert close(found.details["z"], case["z"])
    assert close(found.details["p"], case["p"])
    assert close(found.details["kappa_max"], case["kappa_max"])
    assert close(found.details["pabak"], case["pabak"])


@pytest.mark.parametrize("case", synthetic()["kappa_icc"]["icc"], ids=lambda case: case["id"])
def test_conformance_of_icc(case):
    for name, wanted in case.items():
        if not name.startswith("ICC"):
            continue
        found = icc(case["ratings"], form=name.removeprefix("ICC").replace("_", ","))
        assert close(found.value, wanted["value"]), name
        assert all(map(close, found.ci, wanted["ci95"])), name
        for part in ("F", "df1", "df2", "p"):
            assert close(found.details[part], wanted[part]), (name, part)


def test_zero_and_zero_agree_where_the_table_says_so():
    assert total_count([0, 0], [0, 0]).value == 1.0
    assert ioa([0, 0], [0, 0], method="mean_count_per_interval").value == 1.0
    assert total_duration([], []).value == 1.0
    assert time_window([], []).value == 1.0
    assert mean_duration_per_occurrence([0.0], [0.0]).value == 1.0
    for found in (scored_interval([0, 0], [0, 0]), unscored_interval([1, 2], [3, 1])):
        assert (found.value, found.reasons, found.n) == (None, ("nothing_to_compare",), 0)


@pytest.mark.parametrize(
    "method", [name for name in METHODS if "interval" in name or name == "total_count"]
)
def test_an_interval_one_did_not_score_is_left_out_for_both(method):
    found = ioa([1, None, 2, 0], [1, 3, 2, None], method=method)
    assert found.details["left_out"] == 2
    if method != "unscored_interval":
        assert (found.value, found.n) == (1.0, 2)
    assert ioa([None], [2], method=method).reasons == ("nothing_to_compare",)
    assert ioa([], [], method=method).value is None


def test_what_each_observer_totalled_is_told():
    found = total_count([1, 2], [4, 4])
    assert (found.value, found.details["first"], found.details["second"]) == (0.375, 3.0, 8.0)
    found = total_duration([10.0, 20.0], [40.0])
    assert (found.value, found.n) == (0.75, 2)
    assert (found.details["first"], found.details["second"]) == (30.0, 40.0)


def test_rare_and_frequent_behaviour_are_warned_of():
    rare = interval_by_interval([1, 0, 0, 0, 0], [0, 1, 0, 0, 0])
    assert (rare.value, rare.warnings) == (0.6, (RARE_SENTENCE,))
    assert rare.details == {"agreed": 3, "left_out": 0, "scored_share": 0.2}
    often = interval_by_interval([1, 1, 1, 1, 0], [1, 1, 1, 1, 0])
    assert (often.value, often.warnings, often.n) == (1.0, (FREQUENT_SENTENCE,), 5)
    for share in (3, 7):  # exactly at either bound nothing is said
        ones = [1] * share + [0] * (10 - share)
        assert interval_by_interval(ones, ones).warnings == ()


def test_bouts_of_different_number_are_not_paired():
    found = mean_duration_per_occurrence([5, 5], [5])
    assert (found.value, found.reasons) == (None, ("counts_differ",))
    assert found.details == {"first": 2, "second": 1}
    assert mean_duration_per_occurrence([], []).reasons == ("nothing_to_compare",)


def test_the_window_says_who_saw_what():
    found = time_window([30, 3, 10], [3.5, 12.5, 29], tolerance=1)
    assert found.details == {
        "matched": [(3.0, 3.5), (30.0, 29.0)], "only_first": [10.0], "only_second": [12.5],
    }  # fmt: skip
    assert (found.value, found.n, found.options) == (0.5, 4, {"tolerance": 1})
    assert time_window([1], [2], tolerance=1).value == 1.0
    assert time_window([1], [2.001], tolerance=1).value == 0.0
    assert time_window([5], []).details["only_first"] == [5.0]
    assert time_window([], [5]).details["only_second"] == [5.0]
    assert time_window([1], [3]).value == 1.0  # two seconds unless somebody says otherwise


@given(records)
def test_it_does_not_matter_who_is_called_first(pairs):
    one, two = [x for x, _ in pairs], [y for _, y in pairs]
    for method in METHODS:
        assert close(ioa(one, two, method=method).value, ioa(two, one, method=method).value)
    assert close(kappa(one, two).value, kappa(two, one).value)
    assert close(
        alpha(pairs, level="ordinal").value,
        alpha(list(zip(two, one, strict=True)), level="ordinal").value,
    )


@given(records)
def test_full_agreement_is_one_and_no_share_leaves_its_range(pairs):
    one, two = [x for x, _ in pairs], [y for _, y in pairs]
    for method in METHODS:
        assert ioa(one, one, method=method).value in (1.0, None)
        value = ioa(one, two, method=method).value
        assert value is None or 0 <= value <= 1
    assert kappa(one, one).value in (None, pytest.approx(1.0))


@pytest.mark.parametrize(
    ("method", "first", "second", "code"),
    [
        ("total_count", [1], [1, 2], "lengths_differ"),
        ("total_count", ["1"], [1], "not_a_number"),
        ("total_count", [1], [-1], "not_a_number"),
        ("total_count", [True], [1], "not_a_number"),
        ("total_count", [math.nan], [1], "not_a_number"),
        ("total_count", [10**400], [1], "not_a_number"),
        ("total_count", [object()], [1], "not_a_number"),
        ("total_duration", [1], [-1], "not_a_number"),
        ("time_window", [1], ["x"], "not_a_number"),
        ("map", [1], [1], "unknown_method"),
    ],
)
def test_wrong_records_are_refused(method, first, second, code):
    with pytest.raises(BadData) as bad:
        ioa(first, second, method=method)
    assert bad.value.faults[0].code == code
    assert bad.value.faults[0].sentence.endswith(".")


def test_a_fault_names_observer_and_interval():
    with pytest.raises(BadData) as bad:
        total_count([1, -2, 3], [1, 2, "x"])
    assert [(fault.column, fault.row) for fault in bad.value.faults] == [
        ("first", 2),
        ("second", 3),
    ]
    with pytest.raises(BadData) as bad:
        total_duration([1], [2, -1])
    assert [(fault.column, fault.row) for fault in bad.value.faults] == [("second", 2)]
    with pytest.raises(BadData) as bad:
        time_window([-1], [2])
    assert [(fault.column, fault.row) for fault in bad.value.faults] == [("first", 1)]
    with pytest.raises(BadData, match="tolerance"):
        time_window([1], [2], tolerance=-1)


# ---------------------------------------------------------------- kappa


def test_weighted_kappa_by_hand():
    # p = [[.2 .1 0] [.1 .2 .1] [0 .1 .2]]: rates .3 .4 .3 for both.
    one = [1, 1, 1, 2, 2, 2, 2, 3, 3, 3]
    two = [1, 1, 2, 1, 2, 2, 3, 2, 3, 3]
    plain, linear, squared = (kappa(one, two, weights=w) for w in (None, "linear", "quadratic"))
    assert close(plain.value, (0.6 - 0.34) / (1 - 0.34))
    # Linear: observed .6 + .4 * .5 = .8; expected .34 + .48 * .5 = .58.
    assert close(linear.value, (0.8 - 0.58) / (1 - 0.58))
    # Squared: a step counts 3/4: observed .9; expected .34 + .48 * .75 = .7.
    assert close(squared.value, (0.9 - 0.7) / (1 - 0.7))
    assert [found.index for found in (plain, linear, squared)] == [
        "kappa",
        "kappa_linear",
        "kappa_quadratic",
    ]
    assert linear.details["kappa_max"] is None
    assert linear.options == {"weights": "linear", "categories": [1, 2, 3]}
    assert "pabak" not in linear.details and close(plain.details["pabak"], (3 * 0.6 - 1) / 2)
    assert "prevalence" not in plain.details
    for found in (plain, linear, squared):
        low, high = found.ci
        assert close((low + high) / 2, found.value) and close(
            high - low, 2 * 1.959963984540054 * found.se
        )


def test_the_errors_of_kappa_by_hand():
    # Fleiss, Cohen and Everitt on p = [[.4 .1] [.2 .3]], n = 10.
    one, two = [0] * 5 + [1] * 5, [0, 0, 0, 0, 1, 0, 0, 1, 1, 1]
    found = kappa(one, two)
    assert close(found.value, 0.4)
    assert close(found.details["expected"], 0.5)
    null = 0.5 + 0.25 - (0.5 * 0.6 * 1.1 + 0.5 * 0.4 * 0.9)
    assert close(found.details["se_null"], math.sqrt(null / 10) / 0.5)
    agree = 0.4 * (1 - 1.1 * 0.6) ** 2 + 0.3 * (1 - 0.9 * 0.6) ** 2
    differ = 0.36 * (0.1 * (0.6 + 0.5) ** 2 + 0.2 * (0.4 + 0.5) ** 2)
    spread = agree + differ - (0.4 - 0.5 * 0.6) ** 2
    assert close(found.se, math.sqrt(spread / 10) / 0.5)
    assert found.se_kind == "fleiss_cohen_everitt"
    assert close(found.details["prevalence"], 0.1) and close(found.details["bias"], 0.1)
    assert close(found.details["z"], 0.4 / found.details["se_null"])
    wide = kappa(one, two, level=0.99)
    assert wide.level == 0.99 and wide.ci[0] < found.ci[0]


def test_kappa_without_anything_to_go_by():
    assert kappa([1, 1], [1, 1]).reasons == ("both_constant",)
    assert kappa([1, 1], [1, 1]).details == {"observed": 1.0}
    assert kappa([None], [1]).reasons == ("nothing_to_compare",)
    # One observer constant, the other not: defined, and zero.
    assert kappa([1, 1, 1], [1, 1, 0]).value == pytest.approx(0.0)
    constant = kappa([1, 1], [0, 0])
    assert constant.value == 0.0 and constant.details["z"] is None and constant.details["p"] is None
    assert kappa([1, None, 0], [1, 0, 0]).n == 2


def test_wrong_ratings_are_refused():
    for words, code in (
        ({"first": [1], "second": [1, 2]}, "lengths_differ"),
        ({"first": [1], "second": [1], "weights": "cubic"}, "unknown_weights"),
        ({"first": [1, "a"], "second": [1, 2]}, "mixed_categories"),
    ):
        with pytest.raises(BadData) as bad:
            kappa(**words)
        assert bad.value.faults[0].code == code


# ------------------------------------------------------------------ ICC


def test_an_icc_without_spread_says_so():
    same = [[3, 3], [3, 3]]
    for form in ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k"):
        assert icc(same, form=form).reasons == ("no_variation",)
    perfect = icc([[1, 1], [2, 2], [3, 3]], form="2,1")
    assert (perfect.value, perfect.ci, perfect.reasons) == (1.0, None, ("not_estimable",))
    shifted = [[1, 2], [2, 3], [4, 5]]
    assert icc(shifted, form="3,1").value == 1.0
    assert icc(shifted, form="2,1").value == pytest.approx(28 / 6 / (28 / 6 + 2 * 1.5 / 3))
    assert icc(shifted, form="2,k").value == pytest.approx(28 / 6 / (28 / 6 + 1.5 / 3))
    # No spread between subjects: a single rating has a value, the mean of raters has none.
    level = [[1, 3], [3, 1]]
    assert icc(level, form="1,1").value == -1.0
    assert icc(level, form="1,k").reasons == ("no_variation",)


def test_wrong_tables_are_refused():
    for ratings, form, code in (
        ([[1, 2], [1]], "2,1", "lengths_differ"), ([[1, "2"], [1, 2]], "2,1", "not_a_number"),
        ([[1, None], [1, 2]], "2,1", "not_a_number"), ([[1, math.inf], [1, 2]], "2,1", "not_a_number"),
        ([[1, True], [1, 2]], "2,1", "not_a_number"),
        ([[1, 2]], "2,1", "too_few"), ([[1], [2]], "2,1", "too_few"), ([[1, 2], [3, 4]], "4,1", "unknown_form"),
    ):  # fmt: skip
        with pytest.raises(BadData) as bad:
            icc(ratings, form=form)
        assert bad.value.faults[0].code == code


def test_a_wider_level_is_a_wider_interval():
    ratings = synthetic()["kappa_icc"]["icc"][0]["ratings"]
    for form in ("1,1", "2,1", "3,k"):
        usual, wide = icc(ratings, form=form), icc(ratings, form=form, level=0.99)
        assert wide.ci[0] < usual.ci[0] < usual.ci[1] < wide.ci[1]
        assert (usual.level, wide.level, usual.n, usual.details["raters"]) == (0.95, 0.99, 6, 4)


# ----------------------------------------------------------------- alpha

# The example of Krippendorff (2011), section C: 4 observers, 12 units, gaps.
PRINTED = [
    [1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1], [None, None, 3, None],
]  # fmt: skip


def test_alpha_as_printed():
    assert alpha(PRINTED).value == pytest.approx(0.743, abs=5e-4)
    assert alpha(PRINTED, level="ordinal").value == pytest.approx(0.815, abs=5e-4)
    assert alpha(PRINTED, level="interval").value == pytest.approx(0.849, abs=5e-4)
    found = alpha(PRINTED)
    assert (found.n, found.details["units"], found.details["left_out"]) == (40, 11, 1)
    assert (found.details["values"], found.options) == ([1, 2, 3, 4, 5], {"level": "nominal"})


def test_alpha_of_two_observers_by_hand():
    # Two units agree on a, one on b, one differs: coincidences aa 4, bb 2, ab 1 + 1; n = 8.
    found = alpha([["a", "a"], ["a", "a"], ["b", "b"], ["a", "b"]])
    assert found.value == pytest.approx(1 - 2 / (2 * 5 * 3 / 7))
    assert alpha([["a", "a"], ["a", None]]).reasons == ("both_constant",)
    assert alpha([["a", None]]).reasons == ("nothing_to_compare",)
    assert alpha([[1, 2], [2, 1]]).value == pytest.approx(-0.5)


def test_alpha_refuses_what_has_no_distance():
    for units, level, code in (
        ([[1, "a"], [1, 1]], "nominal", "mixed_categories"), ([["a", "b"]], "interval", "not_a_number"),
        ([[1, math.nan]], "interval", "not_a_number"), ([[1, math.inf]], "interval", "not_a_number"),
        ([[1, [2]]], "nominal", "not_a_category"), ([[1, True]], "interval", "not_a_number"),
        ([[1, 2]], "ratio", "unknown_level"),
    ):  # fmt: skip
        with pytest.raises(BadData) as bad:
            alpha(units, level=level)
        assert bad.value.faults[0].code == code


# ----------------------------------------------------- fidelity, coverage


def test_fidelity_never_averages_over_what_did_not_apply():
    steps = ["done", "done", "partial", "not_done", "not_applicable"]
    found = fidelity(steps)
    assert (found.value, found.n, found.options) == (0.625, 4, {"partial": 0.5})
    assert found.details == {"done": 2, "partial": 1, "not_done": 1, "not_applicable": 1}
    assert fidelity(steps, partial=0).value == 0.5
    assert fidelity(steps, partial=1).value == 0.75
    assert fidelity(["not_applicable"]).reasons == ("nothing_to_compare",)
    for words, code in ((["yes"], "unknown_step"), (["done"], "bad_weight")):
        with pytest.raises(BadData) as bad:
            fidelity(words, partial=2 if code == "bad_weight" else 0.5)
        assert bad.value.faults[0].code == code
    for weight in (-0.1, True, "half"):
        with pytest.raises(BadData):
            fidelity(["done"], partial=weight)


def test_coverage_per_case_and_phase():
    rows = [
        Scored("Ana", "A", 1, True, 0.9), Scored("Ana", "A", 2), Scored("Ana", "A", 3, True, 0.8),
        Scored("Ana", "A", 4, True), Scored("Ana", "B", 5), Scored("Ben", "A", 1),
    ]  # fmt: skip
    first, second, third = coverage(rows)
    assert first.to_json() == {
        "case": "Ana", "outcome": "", "phase": "A", "sessions": 4, "twice": 3, "share": 0.75, "known": 2,
        "mean": pytest.approx(0.85), "lowest": 0.8, "highest": 0.9, "warnings": [],
    }  # fmt: skip
    assert (second.phase, second.share, second.mean, second.lowest, second.highest) == (
        "B",
        0.0,
        None,
        None,
        None,
    )
    assert (third.case, third.sessions) == ("Ben", 1)


def test_coverage_keeps_outcomes_apart_and_each_warning_once():
    rows = [
        Scored("Ana", "A", 1, True, 0.5, "talks", ("Rare.",)),
        Scored("Ana", "A", 2, True, 1, "talks", ("Rare.", "Long.")),
        Scored("Ana", "A", 1, True, 0.25, "sits"),
    ]
    talks, sits = coverage(rows)
    assert (talks.outcome, talks.known, talks.mean, talks.warnings) == (
        "talks",
        2,
        0.75,
        ("Rare.", "Long."),
    )
    assert (sits.outcome, sits.mean, sits.warnings) == ("sits", 0.25, ())
    assert talks.to_json()["warnings"] == ["Rare.", "Long."]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([Scored("x", "A", 1), Scored("x", "A", 1)], "duplicate_session"),
        ([Scored("x", "A", 1, True, 85)], "bad_agreement"),
        ([Scored("x", "A", 1, True, -0.1)], "bad_agreement"),
        ([Scored("x", "A", 1, False, 0.8)], "bad_agreement"),
        ([Scored("x", "A", 1, True, math.nan)], "bad_agreement"),
        ([Scored("x", "A", 1, True, "0.8")], "bad_agreement"),
        ([Scored("x", "A", math.nan)], "not_a_number"),
        ([Scored("x", "A", "one")], "not_a_number"),
    ],
)
def test_coverage_refuses_what_cannot_be(rows, code):
    with pytest.raises(BadData) as bad:
        coverage(rows)
    assert (bad.value.faults[0].code, bad.value.faults[0].row) == (code, len(rows))


def test_an_agreement_is_finite_or_none_with_a_reason():
    for wrong in (
        {"value": math.nan},
        {"value": None},
        {"value": 1.0, "se": math.inf},
        {"value": None, "reasons": ("x",)},
    ):
        with pytest.raises(ValueError, match="kappa"):
            Agreement("kappa", **wrong)
    plain = Agreement("kappa", 0.5, ci=(0.1, 0.9), warnings=("w.",)).to_json()
    assert (plain["ci"], plain["warnings"], plain["reasons"], plain["version"]) == (
        [0.1, 0.9],
        ["w."],
        [],
        1,
    )
    assert Agreement("kappa", None, reasons=("both_constant",)).percent is None
    assert Agreement("kappa", 0.5).to_json()["ci"] is None
