"""What stands beside the number of an effect size: options, warnings, reasons; and the batch, part by part."""

from __future__ import annotations

import math
from typing import Any

import pytest

from kithwork.evidence.batch import Case, effect_sizes
from kithwork.evidence.effects import INDICES, effect_size
from kithwork.evidence.effects.tau_bc import TREND_IS_TAKEN_AS_KNOWN
from kithwork.evidence.effects.tau_u import BEYOND_ONE
from kithwork.evidence.faults import BadData
from kithwork.evidence.tests.conformance import same

A, B = [0.2, 0.5, 0.3, 0.3], [0.4, 0.3, 0.7, 0.6, 0.9]
FACTS: dict[str, Any] = {
    "improvement": "increase",
    "scale": "proportion",
    "intervals": 10,
    "goal": 1.0,
}
SHOWN = {"autocorrelation"}
HALF, WHOLE, TREND = (
    {"ties": "half"},
    {"ties": "not better"},
    {"time": "renumbered", "pretest": False},
)
BIAS, NONE = {"correction": "bias"}, {"correction": "none"}
# Options that do not depend on the scores, and warnings.
TOLD: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "NAP": (HALF, ()),
    "Tau": (HALF, ()),
    "Tau_U": ({"variant": "parker"}, (BEYOND_ONE,)),
    "Tau_U_complete_a": ({"variant": "complete_a"}, ()),
    "Tau_U_complete_b": ({"variant": "complete_b"}, ()),
    "Tau_BC": ({**HALF, **TREND}, (TREND_IS_TAKEN_AS_KNOWN,)),
    "Tau_BC_kendall_b": ({"ties": "tau-b", **TREND}, (TREND_IS_TAKEN_AS_KNOWN,)),
    "PND": (WHOLE, ()),
    "PEM": (HALF, ()),
    "PEM_strict": (WHOLE, ()),
    "PAND": ({"variant": "removal", "ties": "overlap"}, ()),
    "PAND_sort": ({"variant": "sort", "ties": "overlap"}, ()),
    "IRD": ({"ties": "overlap"}, ()),
    "SMD_baseline": ({}, ()),
    "SMD_baseline_uncorrected": ({}, ()),
    "SMD_pooled": ({}, ()),
    "LRRd": (BIAS, ()),
    "LRRi": (BIAS, ()),
    "LRRd_uncorrected": (NONE, ()),
    "LRRi_uncorrected": (NONE, ()),
    "LOR": (BIAS, ()),
    "LOR_uncorrected": (NONE, ()),
    "LRM": ({}, ()),
    "LRM_delta": ({}, ()),
    "PoGO": ({}, ()),
}
FROM_SCORES = {
    "Tau_BC": {"slope", "intercept"}, "Tau_BC_kendall_b": {"slope", "intercept"},
    "SMD_baseline": {"baseline_SD"}, "SMD_baseline_uncorrected": {"baseline_SD"},
    "SMD_pooled": {"pooled_SD", "d_uncorrected", "d_mean_variance"},
    "LRRd": {"percent_change"}, "LRRi": {"percent_change"},
    "LRRd_uncorrected": {"percent_change"}, "LRRi_uncorrected": {"percent_change"},
}  # fmt: skip
NO_SE = {index for index, one in INDICES.items() if not one.se_kinds}
TREND_BASED = {"Tau_BC", "Tau_BC_kendall_b"}


@pytest.mark.parametrize("index", sorted(INDICES))
def test_what_is_told_beside_the_number(index):
    found = effect_size(A, B, index, **FACTS)
    options, warnings = TOLD[index]
    from_scores = FROM_SCORES.get(index, set()) | (SHOWN if INDICES[index].se_kinds else set())
    assert {
        name: value for name, value in found.options.items() if name not in from_scores
    } == options
    assert from_scores <= set(found.options)
    assert (found.index, found.warnings, found.n_a, found.n_b, found.level) == (
        index,
        warnings,
        4,
        5,
        0.95,
    )
    assert found.reasons == (("no_agreed_se",) if index in NO_SE else ())
    assert found.se_kind == INDICES[index].default_se
    assert (found.se is None, found.ci is None) == (index in NO_SE, index in NO_SE)


@pytest.mark.parametrize("index", sorted(INDICES))
@pytest.mark.parametrize(
    ("a", "b"), [([], [0.5, 0.6]), ([0.5, 0.6], []), ([None], [0.5, 0.6, 0.7]), ([], [])]
)
def test_an_empty_phase_is_its_only_reason(index, a, b):
    found = effect_size(a, b, index, **FACTS)
    if index in {"PAND", "PAND_sort"} and (b or len(a) > 1):
        assert (found.value, found.reasons) == (1.0, ("no_agreed_se",))
        return
    assert (found.value, found.se, found.ci, found.reasons) == (None, None, None, ("empty_phase",))


ONE_POINT = {
    # index: (reasons, whether there is a value) of one baseline score, and of one treatment score
    "NAP": (("one_point_phase",), True, ("one_point_phase",), True),
    "Tau": (("one_point_phase",), True, ("one_point_phase",), True),
    "Tau_BC": (("one_point_phase",), False, ("one_point_phase",), True),
    "Tau_BC_kendall_b": (("one_point_phase",), False, (), True),
    "SMD_baseline": (("one_point_phase",), False, ("one_point_phase",), True),
    "SMD_baseline_uncorrected": (("one_point_phase",), False, ("one_point_phase",), True),
    "SMD_pooled": ((), True, (), True),
    "LRRd": (("one_point_phase",), False, ("one_point_phase",), False),
    "LRRi": (("one_point_phase",), False, ("one_point_phase",), False),
    "LRRd_uncorrected": (("one_point_phase",), True, ("one_point_phase",), True),
    "LRRi_uncorrected": (("one_point_phase",), True, ("one_point_phase",), True),
    "LOR": (("one_point_phase",), False, ("one_point_phase",), False),
    "LOR_uncorrected": (("one_point_phase",), True, ("one_point_phase",), True),
    "LRM": (("one_point_phase",), True, ("one_point_phase",), True),
    "LRM_delta": (("one_point_phase",), True, ("one_point_phase",), True),
    "PoGO": (("one_point_phase",), True, ("one_point_phase",), True),
}


@pytest.mark.parametrize("index", sorted(INDICES))
def test_one_score_in_a_phase_says_so_where_it_matters(index):
    before, has_before, after, has_after = ONE_POINT.get(
        index, (("no_agreed_se",), True, ("no_agreed_se",), True)
    )
    one_a = effect_size([0.3], [0.5, 0.6, 0.9], index, **FACTS)
    one_b = effect_size([0.3, 0.2, 0.4], [0.5], index, **FACTS)
    assert (one_a.reasons, one_a.value is not None) == (before, has_before)
    assert (one_b.reasons, one_b.value is not None) == (after, has_after)


def test_two_baseline_scores_have_no_corrected_difference():
    found = effect_size([1, 2], [4, 5, 7], "SMD_baseline", improvement="increase")
    assert (found.value, found.reasons) == (None, ("two_point_baseline",))
    plain = effect_size([1, 2], [4, 5, 7], "SMD_baseline_uncorrected", improvement="increase")
    assert (plain.value, plain.reasons) == (pytest.approx((16 / 3 - 1.5) / math.sqrt(0.5)), ())
    flat = effect_size([1, 1, 1], [4, 5, 7], "SMD_baseline", improvement="increase")
    assert (flat.value, flat.se, flat.reasons) == (None, None, ("no_variation",))
    same = effect_size([1, 1, 1], [4, 4], "SMD_pooled", improvement="increase")
    assert (same.value, same.reasons) == (None, ("no_variation",))


@pytest.mark.parametrize(
    ("index", "a", "b", "facts", "reasons"),
    [
        ("LRRi", [0, 0, 0], [1, 2, 3], {"scale": "other"}, ("no_level",)),
        ("LRRi", [1, 2, 3], [0, 0, 0], {"scale": "other"}, ("no_level",)),
        ("LRRi_uncorrected", [0, 0, 0], [1, 2, 3], {"scale": "other"}, ("no_level",)),
        ("LRRd_uncorrected", [1, 2, 3], [0, 0, 0], {"scale": "other"}, ("no_level",)),
        ("LOR_uncorrected", [0, 0], [0.5, 0.6], {"scale": "proportion"}, ("no_truncation_constant",)),
        ("LOR_uncorrected", [0.5, 0.6], [1, 1], {"scale": "proportion"}, ("no_truncation_constant",)),
        ("LRRi", [0, 0, 0], [1, 2, 3], {"scale": "rate"}, ("no_truncation_constant",)),
        ("LRRi", [0, 0, 0], [1, 2, 3], {"scale": "percentage"}, ("no_truncation_constant",)),
        ("LRRi", [0, 0, 0], [1, 2, 3], {"scale": "rate", "session_minutes": 5}, ()),
        ("LRRi", [0, 0, 0], [1, 2, 3], {"scale": "percentage", "intervals": 20}, ()),
        ("LRRi", [0, 0, 0], [1, 2, 3], {"scale": "count"}, ()),
        ("LRRd", [50, 60], [100, 100], {"scale": "percentage"}, ("no_truncation_constant",)),
        ("LOR", [0, 0], [0.5, 0.6], {"scale": "proportion"}, ("no_truncation_constant",)),
        ("LOR", [0.5, 0.6], [1, 1], {"scale": "proportion"}, ("no_truncation_constant",)),
        ("LOR", [0, 0], [1, 1], {"scale": "proportion", "intervals": 10}, ()),
        ("LOR", [1, 2], [3, 4], {"scale": "count"}, ("wrong_scale",)),
        ("LOR", [50, 101], [60, 70], {"scale": "percentage"}, ("out_of_range",)),
        ("LOR", [50, 60], [-1, 70], {"scale": "percentage"}, ("out_of_range",)),
        ("LRM", [0, 0, 1], [1, 2, 3], {"scale": "count"}, ("no_level",)),
        ("LRM", [1, 2, 3], [0, 0, 1], {"scale": "count"}, ("no_level",)),
        ("LRM", [0, 2, 3], [1, 2, 3], {"scale": "count"}, ("no_level",)),
        ("LRM_delta", [0, 2, 3], [1, 2, 3], {"scale": "count"}, ()),
        ("PoGO", [1, 2, 3], [3, 4], {}, ("no_goal",)),
        ("PoGO", [1, 2, 3], [3, 4], {"goal": 2}, ("goal_is_baseline",)),
        ("Tau_U_complete_b", [2, 2], [2, 2], {}, ("no_agreed_se", "no_variation")),
    ],
)  # fmt: skip
def test_each_reason_where_it_belongs(index, a, b, facts, reasons):
    found = effect_size(a, b, index, improvement="increase", **facts)
    assert found.reasons == reasons
    if not reasons or index in {"LRM"}:
        return
    assert found.value is None


def test_log_odds_at_the_end_of_the_scale_by_hand():
    """Two sessions of ten intervals: the level is kept 1 / 40 from either end."""
    found = effect_size(
        [0, 0], [1, 1], "LOR", improvement="increase", scale="proportion", intervals=10
    )
    assert found.value == pytest.approx(2 * math.log(39))
    assert found.se == 0.0
    percent = effect_size(
        [0, 0], [100, 100], "LOR", improvement="decrease", scale="percentage", intervals=10
    )
    assert percent.value == pytest.approx(-2 * math.log(39))


MANY = [
    ([0.2, 0.5, 0.3, 0.3], [0.4, 0.3, 0.7, 0.6, 0.9]),
    ([0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, 0.8, 0.9]),
    ([0.9, 0.8, 0.9, 0.8], [0.1, 0.1, 0.2, 0.2, 0.1]),
    ([0.0, 0.0, 0.0, 0.0], [0.0, 0.3, 0.1, 0.0, 0.2]),
    ([0.5, 0.5, 0.5, 0.5], [0.5, 0.5, 0.5, 0.5, 0.5]),
    ([1.0, 0.7, 1.0, 0.9], [1.0, 1.0, 1.0, 1.0, 1.0]),
    ([0.3, 1.02, 0.4, 0.2], [0.6, 0.1, 0.7, 0.2, 0.4]),
    ([0.6, 0.1, 0.5, 0.2], [0.3, 0.8, 0.35, 0.15, 0.55]),
]


@pytest.mark.parametrize("index", sorted(INDICES))
@pytest.mark.parametrize("improvement", ["increase", "decrease"])
@pytest.mark.parametrize("known", [True, False])
def test_each_case_of_a_batch_is_answered_as_if_it_were_alone(index, improvement, known):
    facts = {"improvement": improvement, "scale": "proportion"}
    each = [
        {"intervals": 10 + n, "goal": 1.0 + n} if known and n % 3 else {} for n in range(len(MANY))
    ]
    cases = [Case(str(n), a, b, **facts, **each[n]) for n, (a, b) in enumerate(MANY)]
    rows = effect_sizes(cases, [index], every_se=True, level=0.9)
    kinds = INDICES[index].se_kinds or (None,)
    assert [(row.case.id, row.estimate.se_kind) for row in rows] == [
        (str(n), kind) for n in range(len(MANY)) for kind in kinds
    ]
    for row in rows:
        n = int(row.case.id)
        alone = effect_size(*MANY[n], index, se=row.estimate.se_kind, level=0.9, **facts, **each[n])
        assert same(row.estimate.to_json(), alone.to_json()), (row.estimate, alone)


def test_sessions_by_number_turn_the_trend_and_say_so():
    by_order = effect_size([1, 2, 3], [4, 5], "Tau_BC", improvement="increase")
    by_number = effect_size(
        [1, 2, 3], [4, 5], "Tau_BC", improvement="increase", time=([1, 3, 5], [6, 20])
    )
    assert (by_order.options["slope"], by_order.value) == (1.0, 0.0)
    assert (by_number.options["slope"], by_number.options["intercept"]) == (0.5, 0.5)
    assert by_number.options["time"] == "session"
    down = effect_size([1, 2, 3], [4, 5], "Tau_BC", improvement="decrease")
    assert (down.options["slope"], down.options["intercept"]) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("facts", "code", "said", "row", "column"),
    [
        ({"improvement": "up"}, "no_direction", "Say which way is better: increase or decrease.", None, "improvement"),
        ({"level": 0}, "bad_level", "A confidence level lies between 0 and 1, not at 0.", None, None),
        ({"level": 1}, "bad_level", "A confidence level lies between 0 and 1, not at 1.", None, None),
        ({"scale": "stars"}, "bad_scale", "'stars' is not a scale. Use one of: count, rate, percentage, proportion, other.", None, "scale"),
        ({"se": "z"}, "unknown_se", "NAP has no standard error 'z'. It has: unbiased, hanley, null.", None, None),
        ({"index": "PND", "se": "z"}, "unknown_se", "PND has no standard error 'z'. It has: none.", None, None),
        ({"index": "Nap"}, "unknown_index", f"'Nap' is no index. Use one of: {', '.join(INDICES)}.", None, "index"),
        ({"session_minutes": 0}, "bad_length", "session_minutes must be above 0, not 0.", None, "session_minutes"),
        ({"intervals": -2}, "bad_length", "intervals must be above 0, not -2.", None, "intervals"),
        ({"goal": math.nan}, "not_a_number", "nan is not a finite number. Use None where there are no data.", 1, "goal"),
        ({"baseline": [1, "2"]}, "not_a_number", "'2' is not a finite number. Use None where there are no data.", 2, "baseline"),
        ({"treatment": [3, 4, True]}, "not_a_number", "True is not a finite number. Use None where there are no data.", 3, "treatment"),
        ({"baseline": [-4, 2], "scale": "count"}, "out_of_range", "-4 is not possible on the count scale. Give 0 or more, or change the scale.", 1, "baseline"),
        ({"treatment": [3, -4], "scale": "count"}, "out_of_range", "-4 is not possible on the count scale. Give 0 or more, or change the scale.", 2, "treatment"),
    ],
)  # fmt: skip
def test_each_refusal_in_full(facts, code, said, row, column):
    given = {"baseline": [1, 2], "treatment": [3, 4], "improvement": "increase", **facts}
    with pytest.raises(BadData) as bad:
        effect_size(**given)
    assert [(one.code, one.sentence, one.row, one.column) for one in bad.value.faults] == [
        (code, said, row, column)
    ]


def test_every_score_that_is_none_is_named_at_once():
    with pytest.raises(BadData) as bad:
        effect_size([1, "2", 3, math.inf], [4, 5], improvement="increase")
    assert [(one.row, one.column) for one in bad.value.faults] == [(2, "baseline"), (4, "baseline")]
