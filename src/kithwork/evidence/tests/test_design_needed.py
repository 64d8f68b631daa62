"""What a running study still needs, in sentences and numbers; and doing it gets the rating."""

import copy
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kithwork.evidence.design import read_study, still_needed, wwc_scd
from kithwork.evidence.tests.test_design_rating import (
    FULL,
    SOME,
    alternating,
    criterion,
    ioa,
    multiple_probe,
    phases,
    probe,
    reversal,
    tiers,
)


def sentences(study, target=FULL):
    (found,) = [one for one in still_needed(read_study(study)) if one.target == target]
    return [need.sentence for need in found.needs]


def needed(study, target=FULL):
    (found,) = [one for one in still_needed(read_study(study)) if one.target == target]
    return found


def test_the_two_targets_in_order():
    full, some = still_needed(read_study(reversal(5, 5, 5, 5)))
    assert (full.target, some.target) == (FULL, SOME)
    assert full.reached and full.reachable and full.needs == ()


def test_two_more_baseline_points_for_tier_3():
    study = tiers((5, 9), (8, 7), (3,))
    study["phases"][2]["tier"] = "3"
    del study["phases"][2]["start_session"]
    found = needed(study)

    assert [need.sentence for need in found.needs] == [
        "Two more baseline points for tier 3.",
        "Five more treatment points for tier 3.",
    ]
    first, second = found.needs
    assert (first.code, first.number, first.unit) == ("POINTS", 2, "points")
    assert (first.tier, first.phase, first.possible) == ("3", "A", True)
    assert (second.number, second.phase) == (5, "B")
    assert (found.reached, found.reachable) == (False, True)
    assert sentences(study, SOME) == ["Three more treatment points for tier 3."]


def test_one_more_session_double_scored_in_phase_b_of_tier_2():
    study = tiers((5, 9), (8, 7), (11, 5))
    study["phases"][1]["tier"] = "2"
    study["phases"][1]["phases"][1]["double_scored"] = 1
    found = needed(study)

    assert [need.sentence for need in found.needs] == [
        "Double-score one more session in phase B of tier 2."
    ]
    need = found.needs[0]
    assert (need.code, need.number, need.unit) == ("IOA_FREQ", 1, "sessions")
    assert (need.tier, need.phase) == ("2", "B")


def test_double_scoring_reckons_with_the_points_to_come():
    study = reversal(5, 5, 5, 1)
    study["phases"][3]["double_scored"] = 0
    assert sentences(study) == [
        "Four more points for phase B (time 2).",
        "Double-score one session in phase B (time 2).",
    ]
    study["phases"][3] = {"label": "B", "n": 6, "double_scored": 1}
    assert sentences(study) == ["Double-score one more session in phase B (time 2)."]
    study["phases"][3] = {"label": "B", "n": 5, "double_scored": 1}
    assert sentences(study) == []


@pytest.mark.parametrize(
    ("percent", "n", "number", "code"),
    [(0, 5, 1, "IOA_ALLPHASES"), (0, 6, 2, "IOA_ALLPHASES"), (10, 10, 1, "IOA_FREQ"),
     (19, 10, 1, "IOA_FREQ"), (5, 30, 5, "IOA_FREQ"), (15, 20, 1, "IOA_FREQ"),
     (20, 11, 0, ""), (19, 5, 1, "IOA_FREQ")],
)  # fmt: skip
def test_double_scoring_from_percentages(percent, n, number, code):
    found = needed(reversal(5, 5, 5, n, ioa=ioa({"B": percent, "A": 20})))
    needs = [need for need in found.needs if need.sentence.endswith("phase B (time 2).")]
    assert [need.number for need in needs] == [number] * bool(number)
    assert {need.code for need in needs} <= {code}


def test_nobody_scored_twice():
    found = needed(reversal(5, 6, 5, 5, ioa=None))
    assert {need.code for need in found.needs} == {"IOA_NONE"}
    assert [need.sentence for need in found.needs][:2] == [
        "Double-score one session in phase A (time 1).",
        "Double-score two sessions in phase B (time 1).",
    ]


def test_agreement_to_be_raised():
    found = needed(reversal(5, 5, 5, 5, ioa=ioa({"default": 20}, 74)))
    assert [need.sentence for need in found.needs] == [
        "Mean agreement raised from 74 to at least 80: train the observers again."
    ]
    assert (found.needs[0].number, found.needs[0].unit) == (6, "percent")
    kappa = needed(reversal(5, 5, 5, 5, ioa=ioa({"default": 20}, 0.5, "kappa"))).needs[0]
    assert kappa.number == pytest.approx(0.1)
    assert kappa.sentence.startswith("Kappa raised from 0.5 to at least 0.6")
    assert kappa.unit == "kappa"
    missing = reversal(5, 5, 5, 5, ioa=ioa({"default": 20}, None))
    assert sentences(missing) == ["Mean agreement worked out, and at least 80."]


def test_what_can_be_kept_and_what_is_too_late():
    study = reversal(5, 5, 5, 5, data_available=False, iv_manipulated=False, confound=True)
    found = needed(study)
    assert [(need.code, need.possible) for need in found.needs] == [
        ("DATA", True), ("IV", False), ("CONFOUND", False),
    ]  # fmt: skip
    assert not found.reachable
    assert needed(reversal(5, 5, 5, 5, data_available=False)).reachable


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ((5, 5, 5, 3), ["Two more points for phase B (time 2)."]),
        ((5, 5, 5), ["One more phase of 5 points: B."]),
        ((5, 5), ["Two more phases of 5 points: A, B."]),
        ((2,), ["Three more points for phase A.", "Three more phases of 5 points, in turn."]),
        # The second phase is over and too short: what comes after it has to carry the rating.
        ((5, 3, 5, 5), ["Two more phases of 5 points: A, B."]),
        ((5, 3, 5, 5, 5, 5), []),
        ((5, 5, 5, 5, 2), []),
        ((4, 5, 5, 5), ["One more phase of 5 points: A."]),
    ],
)
def test_phases_of_a_reversal(counts, wanted):
    assert sentences(reversal(*counts)) == wanted


def test_steps_of_a_changing_criterion():
    assert sentences(criterion(5, 5)) == ["Two more criterion steps of 5 points."]
    assert sentences(criterion(5, 5, 5, 4)) == ["One more point for phase C3."]
    assert sentences(criterion(5, 5, 3), SOME) == ["One more criterion step of 3 points."]
    assert needed(criterion(5, 5, 5)).needs[0].to_json() == {
        "code": "PHASES", "number": 1, "unit": "phases", "tier": "", "phase": "",
        "possible": True, "sentence": "One more criterion step of 5 points.",
    }  # fmt: skip


def test_a_planned_phase_has_no_points_yet():
    assert sentences(reversal(5, 5, 3, 0)) == [
        "Two more points for phase A (time 2).",
        "One more phase of 5 points: B.",
    ]


def test_conditions_of_an_alternation():
    assert sentences(alternating(5, 4)) == ["One more point for condition T1."]
    assert sentences(alternating(5, 4), SOME) == []
    assert sentences(alternating(5)) == ["One more condition of 5 points, in alternation."]
    late = needed(alternating(5, 5, run=3))
    assert [(need.number, need.unit, need.possible) for need in late.needs] == [
        (3, "sessions", False)
    ]
    assert late.needs[0].sentence == (
        "A new alternation, with at most two sessions of one condition in a row."
    )


def test_the_three_tiers_with_the_least_to_do():
    study = tiers((5, 1), (6, 3), (7, 4), (8, 4))
    assert sentences(study) == [
        "Two more treatment points for tier 2 (P2).",
        "One more treatment point for tier 3 (P3).",
        "One more treatment point for tier 4 (P4).",
    ]


def test_a_baseline_that_is_over_grows_no_more():
    study = tiers((5, 9), (4, 1), (11, 5), (12,))
    assert sentences(study) == ["Five more treatment points for tier 4 (P4)."]
    late = needed(tiers((5, 9), (4, 1), (11, 5)))
    assert [need.sentence for need in late.needs] == [
        "Three new tiers, because fewer than three can still count together."
    ]
    assert not late.reachable
    assert (late.needs[0].code, late.needs[0].number) == ("CONCURRENCY", 3)


def test_a_treatment_phase_that_is_over_grows_no_more():
    study = tiers((5, 9), (8, 4, 3), (11, 5), (12,))
    assert sentences(study) == ["Five more treatment points for tier 4 (P4)."]
    assert sentences(tiers((5, 9), (8, 4, 0), (11, 5))) == [
        "One more treatment point for tier 2 (P2)."
    ]


def test_tiers_can_be_added_before_any_has_started():
    found = needed(tiers((2,), (6,)))
    assert [need.sentence for need in found.needs] == [
        "Three more baseline points for tier 1 (P1).",
        "Five more treatment points for tier 1 (P1).",
        "Five more treatment points for tier 2 (P2).",
        "One more tier with 5 baseline and 5 treatment points, each starting at its own time.",
    ]
    assert (found.needs[-1].code, found.needs[-1].number) == ("PHASES", 1)
    assert sentences(tiers((6,)))[-1].startswith("Two more tiers with 5 baseline")


def test_tiers_that_cannot_count_together():
    study = tiers((5, 9), (8, 7), (11, 5), concurrent=False)
    found = needed(study)
    assert [need.sentence for need in found.needs] == [
        "Three new tiers, whose baselines run side by side."
    ]
    assert not found.reachable

    same = tiers((5, 9), (8, 7), (11, 5))
    same["phases"][1]["start_session"] = same["phases"][0]["start_session"]
    assert not needed(same).reachable
    late = tiers((5, 9), (8, 7), (11,))
    late["phases"][2]["sessions"] = [12, 22]  # both others had started before
    assert not needed(late).reachable


def test_a_tier_in_baseline_counts_with_one_that_started():
    study = tiers((5, 9), (8, 7), (11,))
    study["phases"][2]["start_session"] = 1  # planned badly: it is still to start
    study["phases"][2]["sessions"] = [1, 11]
    assert sentences(study) == ["Five more treatment points for tier 3 (P3)."]


def test_two_planned_for_one_day_are_one_demonstration():
    study = tiers((5, 9), (8,), (11,))
    for tier in study["phases"][1:]:
        tier["start_session"] = 20
    found = needed(study)
    assert [need.sentence for need in found.needs] == [
        "Five more treatment points for tier 2 (P2).",
        "A start of its own for tier 3 (P3), not session 20.",
        "Five more treatment points for tier 3 (P3).",
    ]
    assert (found.needs[1].code, found.needs[1].unit, found.needs[1].tier) == (
        "ATTEMPTS", "starts", "P3",
    )  # fmt: skip
    study["phases"][1]["start_session"] = 6
    study["phases"][0], study["phases"][1] = study["phases"][1], study["phases"][0]
    assert sentences(study)[0] == "A start of its own for tier 1 (P2), not session 6."


def test_a_baseline_may_be_called_b():
    study = tiers((5, 9), (8, 7), (11,))
    study["phases"][2]["phases"] = [{"label": "B", "n": 11}]
    assert needed(study).needs[0].phase == "treatment"


def test_probes_still_to_be_had():
    study = multiple_probe(3, 1)
    assert not needed(study).reachable
    assert sentences(study, SOME) == []
    study["phases"].append(
        {"tier": "4", "phases": phases(5), "start_session": 30, "probe": probe(3, 2)}
    )
    for tier in study["phases"][:2]:
        tier["probe"] = probe()
    found = needed(study)
    assert [need.sentence for need in found.needs] == [
        "One more probe in a row just before the start of tier 4.",
        "Five more treatment points for tier 4.",
    ]
    assert (found.needs[0].code, found.needs[0].unit, found.needs[0].tier) == (
        "PROBE_PRIOR", "probes", "4",
    )  # fmt: skip
    for spoilt in (probe(2, 3), probe(3, 3, False)):
        study["phases"][3]["probe"] = spoilt
        assert not needed(study).reachable


def test_more_than_ten_in_figures():
    assert sentences(tiers((5, 9), (8, 7), (11, 5), ioa=ioa({"A": 20, "B": 0})))[0] == (
        "Double-score two sessions in phase B of tier 1 (P1)."
    )
    long = reversal(5, 5, 5, 60, ioa=ioa({"A": 20, "B": 0}))
    assert sentences(long)[-1] == "Double-score 12 sessions in phase B (time 2)."
    fifty = reversal(5, 5, 5, 50, ioa=ioa({"A": 20, "B": 0}))
    assert sentences(fifty)[-1] == "Double-score ten sessions in phase B (time 2)."


def test_json():
    plain = json.loads(json.dumps(needed(reversal(5, 5, 5, 4)).to_json()))
    assert plain["target"] == FULL
    assert plain["needs"][0]["number"] == 1
    assert (plain["reached"], plain["reachable"]) == (False, True)


# Properties


counts = st.integers(0, 7)
_untiered = st.one_of(
    st.lists(counts, min_size=1, max_size=6).map(lambda found: reversal(*found)),
    st.lists(counts, min_size=1, max_size=6).map(lambda found: criterion(*found)),
    st.lists(counts, min_size=1, max_size=4).map(lambda found: alternating(*found)),
)
_tiered = st.lists(
    st.one_of(st.tuples(counts), st.tuples(counts, counts)), min_size=1, max_size=5
).map(lambda found: tiers(*found))


@given(st.one_of(_untiered, _tiered))
def test_nothing_is_needed_exactly_when_the_rating_is_reached(study):
    decision = wwc_scd(read_study(study))
    full, some = decision.still_needed

    assert full.reached == (decision.rating == FULL)
    assert some.reached == (decision.rating in (FULL, SOME))


def _do(study, target):
    """Do what is asked, as a school would."""
    done = copy.deepcopy(study)
    tiered = study["design"] == "multiple_baseline"
    least = 4 if study["design"] == "alternating_treatments" else 3
    each = {FULL: 5, SOME: least}[target]
    for need in needed(study, target).needs:
        if need.unit == "points" and tiered:
            tier = next(one for one in done["phases"] if one["tier"] == need.tier)
            if all(phase["label"] != need.phase for phase in tier["phases"]):
                tier["phases"].append({"label": need.phase, "n": 0})
            phase = next(one for one in tier["phases"] if one["label"] == need.phase)
            phase["n"] += need.number
        elif need.unit == "points":
            points = [one for one in done["phases"] if one["n"]] or done["phases"][:1]
            labelled = [one for one in done["phases"] if one["label"] == need.phase]
            same = [one for one in points if one["label"] == need.phase]
            ((same or labelled)[-1])["n"] += need.number
        elif need.unit == "starts":
            tier = next(one for one in done["phases"] if one["tier"] == need.tier)
            tier["start_session"] = 50 + done["phases"].index(tier)
        elif need.unit == "tiers":
            for number in range(need.number):
                done["phases"].append(
                    {
                        "tier": f"N{number}",
                        "phases": phases(each, each),
                        "start_session": 90 + number,
                    }
                )
        else:
            _add_phases(done, need.number, each)
    return done


def _add_phases(done, number, each):
    design = done["design"]
    kept = done["phases"]
    if design == "reversal":
        while len(kept) > 1 and not kept[-1]["n"]:
            kept.pop()
        for _ in range(number):
            kept.append({"label": "B" if kept[-1]["label"] == "A" else "A", "n": each})
    else:
        while design == "changing_criterion" and len(kept) > 1 and not kept[-1]["n"]:
            kept.pop()
        kept += [{"label": f"new{place}", "n": each} for place in range(number)]


@given(st.one_of(_untiered, _tiered), st.sampled_from([FULL, SOME]))
def test_doing_what_is_needed_gets_the_rating(study, target):
    assume(needed(study, target).reachable)
    rating = wwc_scd(read_study(_do(study, target))).rating
    assert rating in (FULL, target)
