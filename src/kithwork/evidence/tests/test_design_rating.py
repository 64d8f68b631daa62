"""The decision table: each code by itself, its edge, and the best complete part."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.evidence.design import read_study, ruleset, wwc_scd
from kithwork.evidence.faults import BadData

SYNTHETIC = json.loads((Path(__file__).parent / "conformance_synthetic.json").read_text("utf-8"))

GOOD = {
    "iv_manipulated": True,
    "data_available": True,
    "ioa": {
        "percent_sessions_by_phase": {"default": 20},
        "method": "percent",
        "value_overall": 80,
    },
}


def phases(*counts, labels="AB"):
    return [{"label": labels[i % len(labels)], "n": n} for i, n in enumerate(counts)]


def reversal(*counts, **more):
    return {"design": "reversal", "phases": phases(*counts), **GOOD, **more}


def tiers(*pairs, design="multiple_baseline", **more):
    return {
        "design": design,
        "phases": [
            {"tier": f"P{i}", "phases": phases(*pair), "start_session": pair[0] + i}
            for i, pair in enumerate(pairs, start=1)
        ],
        "concurrent": True,
        **GOOD,
        **more,
    }


def probe(initial=3, prior=3, other=True):
    return {
        "initial_overlap_points": initial,
        "points_just_before_start": prior,
        "probe_when_other_starts": other,
    }


def multiple_probe(*facts, **more):
    return tiers((5, 5), (5, 5), (5, 5), design="multiple_probe", probe=probe(*facts), **more)


def criterion(*counts, **more):
    named = [{"label": f"C{i}", "n": n} for i, n in enumerate(counts)]
    return {"design": "changing_criterion", "phases": named, **GOOD, **more}


def alternating(*counts, run=2, **more):
    named = [{"label": f"T{i}", "n": n} for i, n in enumerate(counts)]
    return {
        "design": "alternating_treatments",
        "phases": named,
        "max_consecutive_same": run,
        **GOOD,
        **more,
    }


def judged(study):
    decision = wwc_scd(read_study(study))
    return decision.rating, list(decision.codes)


def ioa(percents, value=80, method="percent"):
    return {"percent_sessions_by_phase": percents, "method": method, "value_overall": value}


FULL, SOME, NOT = "without_reservations", "with_reservations", "does_not_meet"


@pytest.mark.parametrize("case", SYNTHETIC["wwc"]["cases"], ids=lambda case: case["id"])
def test_conformance(case):
    assert judged(case) == (case["expected"]["rating"], case["expected"]["codes"])


@pytest.mark.parametrize(
    ("study", "rating", "codes"),
    [
        (reversal(5, 5, 5, 5), FULL, []),
        (reversal(5, 4, 5, 5), SOME, ["POINTS_5"]),
        (reversal(5, 3, 5, 5), SOME, ["POINTS_5"]),
        (reversal(5, 2, 5, 5), NOT, ["POINTS_3"]),
        (reversal(4, 2, 5, 5), NOT, ["POINTS_3", "POINTS_5"]),
        (reversal(5, 5), NOT, ["ATTEMPTS", "PHASES"]),
        (reversal(9), NOT, ["ATTEMPTS", "PHASES"]),
        (reversal(5, 5, 5, 5, data_available=False), NOT, ["DATA"]),
        (reversal(5, 5, 5, 5, iv_manipulated=False), NOT, ["IV"]),
        (reversal(5, 5, 5, 5, confound=True), NOT, ["CONFOUND"]),
        (reversal(5, 5, 5, 5, ioa=None), NOT, ["IOA_NONE"]),
        (reversal(5, 5, 5, 5, ioa={}), NOT, ["IOA_NONE"]),
        (reversal(5, 5, 5, 5, ioa=ioa({"A": 20, "B": 19.9})), NOT, ["IOA_FREQ"]),
        (reversal(5, 5, 5, 5, ioa=ioa({"A": 20})), NOT, ["IOA_ALLPHASES"]),
        (reversal(5, 5, 5, 5, ioa=ioa(None)), NOT, ["IOA_ALLPHASES"]),
        (
            reversal(5, 5, 5, 5, ioa=ioa({"A": 5, "B": 0}, 79.9)),
            NOT,
            ["IOA_ALLPHASES", "IOA_FREQ", "IOA_QUALITY"],
        ),
        (reversal(5, 5, 5, 5, ioa=ioa({"default": 20}, None)), NOT, ["IOA_QUALITY"]),
        (reversal(5, 5, 5, 5, ioa=ioa({"default": 20}, 0.6, "kappa")), FULL, []),
        (reversal(5, 5, 5, 5, ioa=ioa({"default": 20}, 0.59, "kappa")), NOT, ["IOA_QUALITY"]),
        (
            reversal(5, 2, iv_manipulated=False, confound=True, data_available=False, ioa=None),
            NOT,
            ["ATTEMPTS", "CONFOUND", "DATA", "IOA_NONE", "IV", "PHASES", "POINTS_3"],
        ),
        (tiers((5, 9), (8, 7), (11, 5)), FULL, []),
        (tiers((5, 9), (8, 7), (11, 4)), SOME, ["POINTS_5"]),
        (tiers((5, 9), (8, 7)), NOT, ["ATTEMPTS", "PHASES"]),
        (tiers((5, 9), (8, 7), (11, 5), concurrent=False), NOT, ["CONCURRENCY"]),
        (multiple_probe(), FULL, []),
        (multiple_probe(3, 2), SOME, ["PROBE_PRIOR"]),
        (multiple_probe(3, 0), NOT, ["PROBE_PRIOR"]),
        (multiple_probe(2, 3), SOME, ["PROBE_PRIOR"]),
        (multiple_probe(0, 3), NOT, ["PROBE_INITIAL"]),
        (multiple_probe(3, 3, False), NOT, ["PROBE_OTHER"]),
        (multiple_probe(0, 0, False), NOT, ["PROBE_INITIAL", "PROBE_OTHER", "PROBE_PRIOR"]),
        (alternating(5, 5), FULL, []),
        (alternating(5, 5, run=None), FULL, []),
        (alternating(3, 5), NOT, ["ATD_POINTS"]),
        (alternating(4, 4), SOME, ["ATD_POINTS"]),
        (alternating(5, 5, run=3), NOT, ["ATD_POINTS"]),
        (alternating(9), NOT, ["ATTEMPTS"]),
        (criterion(5, 5, 5, 5), FULL, []),
        (criterion(5, 5, 5, 3), SOME, ["POINTS_5"]),
        (criterion(5, 5, 5, 2), NOT, ["POINTS_3"]),
        (criterion(5, 5, 5), NOT, ["ATTEMPTS", "PHASES"]),
    ],
)
def test_every_code_and_its_edge(study, rating, codes):
    assert judged(study) == (rating, codes)


def test_starts_at_the_same_time_are_one_demonstration():
    study = tiers((5, 9), (8, 7), (11, 5))
    study["phases"][1]["start_session"] = study["phases"][0]["start_session"]

    assert judged(study) == (NOT, ["ATTEMPTS"])


@pytest.mark.parametrize(
    ("first", "last", "codes"),
    [(4, 30, []), (5, 30, ["CONCURRENCY"]), (1, 6, []), (1, 5, ["CONCURRENCY"])],
)
def test_a_later_tier_has_data_when_an_earlier_one_starts(first, last, codes):
    study = tiers((5, 9), (5, 9), (5, 9))
    for tier, start in zip(study["phases"], (6, 4, 20), strict=True):
        tier["start_session"] = start
    study["phases"][2]["sessions"] = [first, last]

    decision = wwc_scd(read_study(study))

    assert list(decision.codes) == codes
    assert [failing.tier for failing in decision.failing] == ["P3"] * len(codes)


def test_a_study_that_says_nothing_is_held_to_baselines_without_gaps():
    study = tiers((5, 9), (5, 9), (5, 9), concurrent=None)
    for tier, start in zip(study["phases"], (6, 8, 11), strict=True):
        tier["start_session"] = start
    assert judged(study) == (FULL, [])

    study["phases"][2]["start_session"] = 14  # its baseline runs from 9, after the first start
    assert judged(study) == (NOT, ["CONCURRENCY"])
    assert judged({**study, "concurrent": True}) == (FULL, [])

    probes = {**study, "design": "multiple_probe", "probe": probe()}
    assert judged(probes) == (FULL, [])


def test_a_start_is_reckoned_from_the_baseline_where_it_is_not_given():
    study = tiers((5, 9), (8, 7), (11, 5))
    for tier in study["phases"]:
        del tier["start_session"]
    assert judged(study) == (FULL, [])

    study["phases"][1]["sessions"] = [-2, 20]  # 8 sessions from -2: the first start, 6
    assert judged(study) == (NOT, ["ATTEMPTS"])


def test_a_short_fourth_tier_does_not_pull_down_three():
    decision = wwc_scd(read_study(tiers((5, 9), (8, 7), (3, 9), (11, 5))))

    assert (decision.rating, decision.codes) == (FULL, ())
    assert decision.best_subset == ("P1", "P2", "P4")
    assert decision.notes == (
        "The rating rests on tier 1 (P1), tier 2 (P2), tier 4 (P4). Set aside: tier 3 (P3).",
    )


def test_a_fourth_tier_that_does_no_harm_stays():
    whole = wwc_scd(read_study(tiers((5, 9), (8, 7), (11, 5), (13, 5))))
    assert whole.best_subset is None
    assert whole.notes == ()

    short = wwc_scd(read_study(tiers((4, 9), (8, 7), (11, 4), (13, 4))))
    assert (short.rating, short.codes, short.best_subset) == (SOME, ("POINTS_5",), None)


def test_a_tier_still_in_baseline_is_set_aside():
    study = tiers((5, 9), (8, 7), (11, 5), (2,))

    assert wwc_scd(read_study(study)).best_subset == ("P1", "P2", "P3")
    assert judged(tiers((5, 9), (8, 7), (2,))) == (NOT, ["ATTEMPTS", "PHASES", "POINTS_3"])


def test_only_the_first_two_phases_of_a_tier_are_needed():
    assert judged(tiers((5, 5, 1), (6, 5), (7, 5, 2, 1))) == (FULL, [])


def test_the_best_four_phases_of_a_longer_reversal():
    decision = wwc_scd(read_study(reversal(2, 5, 5, 5, 5, 5, 1)))

    assert (decision.rating, decision.codes) == (FULL, ())
    assert decision.best_subset == ("2", "3", "4", "5", "6")
    assert decision.notes == ("The rating rests on phases 2 to 6 of 7.",)
    assert wwc_scd(read_study(reversal(5, 5, 5, 5, 2))).best_subset == ("1", "2", "3", "4")
    assert wwc_scd(read_study(reversal(4, 5, 5, 5, 5))).best_subset == ("2", "3", "4", "5")
    assert wwc_scd(read_study(reversal(4, 4, 5, 5, 5))).best_subset is None


def test_a_reversal_takes_turns_between_two_conditions():
    def labelled(*labels):
        return reversal(phases=[{"label": label, "n": 5} for label in labels])

    assert judged(labelled("A", "B", "A", "C")) == (NOT, ["ATTEMPTS", "PHASES"])
    assert judged(labelled("A", "B", "C", "B", "C")) == (FULL, [])
    assert judged(labelled("A1", "B1", "A2", "B2")) == (FULL, [])
    assert judged(labelled("A1", "A2", "B1", "A3")) == (NOT, ["ATTEMPTS", "PHASES"])
    assert judged(labelled("A", "A", "B", "A", "B")) == (FULL, [])
    assert judged(labelled("A", "B", "B", "A")) == (NOT, ["ATTEMPTS", "PHASES"])


def test_neighbours_under_one_label_are_one_phase():
    halves = [
        {"label": "A", "n": 2, "double_scored": 1},
        {"label": "A", "n": 3, "double_scored": 0},
        *phases(5, 5, 5, labels="BA"),
    ]
    assert judged(reversal(phases=halves)) == (FULL, [])
    del halves[0]["double_scored"]
    assert judged(reversal(phases=halves, ioa=ioa({"default": 10, "A": 30}))) == (NOT, ["IOA_FREQ"])


def test_double_scoring_counted_by_phase_beats_the_percentages():
    study = reversal(ioa=ioa({"default": 0}))
    study["phases"] = [{**phase, "double_scored": 1} for phase in phases(5, 5, 5, 5)]
    assert judged(study) == (FULL, [])
    study["phases"][1]["n"] = 6
    assert judged(study) == (NOT, ["IOA_FREQ"])
    study["phases"][1]["double_scored"] = 0
    assert judged(study) == (NOT, ["IOA_ALLPHASES"])


def test_double_scoring_by_tier_and_by_numbered_label():
    study = tiers((5, 9), (8, 7), (11, 5), ioa=ioa({"P2": {"B": 10}, "default": 20}))
    decision = wwc_scd(read_study(study))
    assert decision.codes == ("IOA_FREQ",)
    assert decision.failing[0].sentence == (
        "10 percent of the points were double-scored in phase B of tier 2 (P2); 20 are needed."
    )
    assert (decision.failing[0].tier, decision.failing[0].phase) == ("P2", "B")
    assert decision.failing[0].numbers == {"have": 10, "want": 20}

    by_tier = ioa({"P2": {"default": 0}, "default": 20})
    assert judged(tiers((5, 9), (8, 7), (11, 5), ioa=by_tier)) == (NOT, ["IOA_ALLPHASES"])
    numbered = reversal(phases=[{"label": x, "n": 5} for x in ("A1", "B1", "A2", "B2")])
    assert judged({**numbered, "ioa": ioa({"A": 20, "B": 20})}) == (FULL, [])
    assert judged({**numbered, "ioa": ioa({"A": 20, "B": 20, "A2": 0})}) == (NOT, ["IOA_ALLPHASES"])


def test_a_phase_without_points_has_nothing_to_double_score():
    assert judged(reversal(5, 5, 5, 0, ioa=ioa({"A": 20, "B": 0}))) == (
        NOT,
        ["IOA_ALLPHASES", "POINTS_3"],
    )
    assert judged(reversal(5, 5, 5, 0)) == (NOT, ["POINTS_3"])


def test_probe_facts_of_one_tier():
    study = multiple_probe()
    study["phases"][1]["probe"] = probe(3, 1)
    decision = wwc_scd(read_study(study))

    assert (decision.rating, decision.codes) == (SOME, ("PROBE_PRIOR",))
    assert [failing.tier for failing in decision.failing] == ["P2"]
    assert decision.failing[0].sentence == (
        "Tier 2 (P2) has 1 of the 3 probes just before the start that meeting without "
        "reservations needs."
    )
    study["phases"].append({"tier": "P4", "phases": phases(5, 5), "start_session": 30})
    assert wwc_scd(read_study(study)).best_subset == ("P1", "P3", "P4")


def test_facts_of_the_whole_study_are_told_once():
    decision = wwc_scd(read_study(multiple_probe(0, 3)))
    assert [f.sentence for f in decision.failing] == [
        "The first probes do not overlap in this study."
    ]


def test_a_study_made_by_hand_without_probe_facts_is_not_judged_by_them():
    study = replace(read_study(multiple_probe(0, 0)), probe=None)
    assert wwc_scd(study).codes == ()


def test_every_row_of_the_table_has_its_verdict():
    decision = wwc_scd(read_study(reversal(5, 4, 5, 5, iv_manipulated=False)))
    verdicts = {row.code: row.verdict for row in decision.per_rule}

    assert list(verdicts) == list(ruleset().rules)
    assert verdicts["IV"] == NOT
    assert verdicts["POINTS_5"] == SOME
    assert verdicts["POINTS_3"] == "meets"
    assert verdicts["CONCURRENCY"] == verdicts["ATD_POINTS"] == "not_applicable"
    assert verdicts["EXCEPTIONS"] == verdicts["FINDING"] == "reviewer_decision"


def test_the_worst_place_of_a_rule_is_its_verdict():
    decision = wwc_scd(read_study(alternating(4, 3, 4)))
    verdicts = {row.code: row.verdict for row in decision.per_rule}
    assert verdicts["ATD_POINTS"] == NOT
    assert len(decision.failing) == 3


def test_what_a_reviewer_decided_is_shown_and_changes_nothing():
    recorded = {"code": "EXCEPTIONS", "decision": "Dangerous", "by": "M. Ito", "on": "2026-03-01"}
    decision = wwc_scd(read_study(reversal(5, 2, 5, 5, reviewer=[recorded])))
    told = {row.code: row.sentences for row in decision.per_rule}

    assert decision.rating == NOT
    assert told["EXCEPTIONS"] == ("Dangerous (M. Ito, 2026-03-01)",)
    assert told["FINDING"] == ("A reviewer decides. Nothing is recorded yet.",)


def test_every_result_is_labelled_as_ours_until_a_person_confirms_the_table():
    decision = wwc_scd(read_study(reversal(5, 5, 5, 5)))
    assert decision.label == (
        "Kithwork's decision table after the WWC single-case design standards, "
        "wwc-scd-table-v1: not confirmed against the printed handbook"
    )
    assert decision.to_json()["label"] == decision.label


def test_a_confirmed_table_names_who_confirmed_it():
    confirmed = replace(ruleset(), verifier="A. Reyes", verified="2027-01-15")
    assert confirmed.label.endswith("wwc-scd-table-v1: confirmed by A. Reyes on 2027-01-15")


def test_the_ruleset_carries_its_source_and_date():
    table = ruleset()
    assert (table.id, table.version, table.date) == ("wwc-scd-table-v1", 1, "2026-11-23")
    assert (table.verifier, table.verified) == ("", "")
    assert "Kratochwill" in table.source
    assert {rule.mark for rule in table.rules.values()} == {"c", "v"}
    assert {code for code, rule in table.rules.items() if rule.mark == "v"} == {
        "PROBE_INITIAL", "PROBE_PRIOR", "PROBE_OTHER", "EXCEPTIONS", "FINDING",
    }  # fmt: skip
    assert all(rule.rule and (rule.fault or rule.reviewer) for rule in table.rules.values())


def test_a_ruleset_that_is_not_there():
    with pytest.raises(BadData, match=r"'wwc-9' is not a ruleset\. Use: wwc-scd-table-v1"):
        wwc_scd(read_study(reversal(5, 5, 5, 5)), ruleset="wwc-9")


def test_json_is_plain():
    decision = wwc_scd(read_study(tiers((5, 9), (8, 7), (3, 9), (11, 5), id="x", odd=1)))
    plain = json.loads(json.dumps(decision.to_json(), allow_nan=False))

    assert plain["study"] == "x"
    assert plain["best_subset"] == ["P1", "P2", "P4"]
    assert plain["notes"][-1] == "These fields of the study were not read: odd."
    assert plain["per_rule"][0]["code"] == "DATA"
    assert plain["failing"] == []
    assert wwc_scd(read_study(reversal(5, 4, 5, 5))).to_json()["failing"][0]["code"] == "POINTS_5"


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=3, max_size=6),
    st.tuples(st.integers(0, 8), st.integers(0, 8)),
)
def test_another_tier_never_makes_the_rating_worse(pairs, further):
    order = [FULL, SOME, NOT]
    before, _ = judged(tiers(*pairs))
    study = tiers(*pairs, further)
    study["phases"][-1]["start_session"] = 40
    after, _ = judged(study)
    assert order.index(after) <= order.index(before)


@given(st.lists(st.integers(0, 8), min_size=4, max_size=7))
def test_a_reversal_is_as_good_as_its_best_four_phases(counts):
    order = [FULL, SOME, NOT]
    best = min(order.index(judged(reversal(*counts[i : i + 4]))[0]) for i in range(len(counts) - 3))
    assert judged(reversal(*counts))[0] == order[best]


def test_plain_values_are_read_first():
    assert wwc_scd(reversal(5, 5, 5, 5)) == wwc_scd(read_study(reversal(5, 5, 5, 5)))
    with pytest.raises(BadData):
        wwc_scd({"design": "reversal"})
