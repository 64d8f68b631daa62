"""What practices share: rules, behaviours, questions, strategies and roles, as the field describes them."""

from __future__ import annotations

import pytest

from kithwork.playbooks import (
    BadPlaybook,
    dictionary,
    facilitation,
    questions,
    reciprocal_roles,
    rule_book,
    shipped,
)
from kithwork.playbooks.checking import SHARED, check_shipped, shared_faults
from kithwork.playbooks.shared import ReciprocalRoles, RuleBook, applies, read_shared
from kithwork.playbooks.tests.small import put

# id, practices, threshold of the first condition, tag; read off the table of rules.
RULES = [
    ("DR-01", ["cwpt"], 1, "V"), ("DR-02", ["pals"], (3, 4), "V"), ("DR-03", ["pals"], 1, "V"),
    ("DR-04", ["pals"], (2, 3), "K"), ("DR-05", ["cwpt", "pals", "peer_roles", "cross_age"], 2, "D"),
    ("DR-06", ["all"], 2, "D"), ("DR-07", ["cwpt", "pals"], None, "D"),
    ("DR-08", ["peer_roles", "natural_supports"], (4, 9), "D"), ("DR-09", ["peer_network", "peer_support"], 2, "D"),
    ("DR-10", ["all"], 80, "K"), ("DR-11", ["all"], 60, "D"), ("DR-12", ["all"], 2, "D"),
    ("DR-13", ["all"], (6, 8), "D"), ("DR-14", ["stay_play_talk", "pbii"], 60, "D"),
    ("DR-15", ["peer_support", "peer_roles"], None, "D"), ("DR-16", ["peer_roles"], 30, "D"),
    ("DR-17", ["cwpt"], 60, "D"), ("DR-18", ["cwpt"], 80, "D"), ("DR-19", ["cwpt"], 80, "D"),
    ("DR-20", ["pals", "cross_age"], 10, "V"), ("DR-21", ["pals", "cross_age"], 2, "D"),
    ("DR-22", ["cwpt", "pals", "cross_age"], None, "K"), ("DR-23", ["cwpt", "pals", "cross_age"], None, "K"),
    ("DR-24", ["cwpt", "pals", "cross_age"], None, "V"), ("DR-25", ["cwpt"], 100, "V"), ("DR-26", ["cwpt"], 80, "D"),
    ("DR-27", ["peer_support", "pbii", "stay_play_talk"], None, "D"), ("DR-28", ["peer_modelling"], 80, "D"),
    ("DR-29", ["peer_support"], 50, "D"), ("DR-30", ["peer_support"], 1, "D"),
    ("DR-31", ["peer_network", "peer_support", "stay_play_talk", "peer_partners", "pbii"], 80, "D"),
    ("DR-32", ["peer_network", "peer_support", "stay_play_talk", "peer_partners", "pbii"], 20, "D"),
    ("DR-33", ["peer_network", "peer_support", "stay_play_talk", "peer_partners", "pbii"], 6, "D"),
    ("DR-34", ["peer_support"], 20, "D"), ("DR-35", ["peer_network"], 2, "D"), ("DR-36", ["peer_network"], 0, "D"),
    ("DR-37", ["peer_network", "peer_support", "stay_play_talk", "peer_modelling", "pbii"], 70, "D"),
    ("DR-38", ["peer_network", "peer_support", "stay_play_talk", "peer_modelling", "pbii"], 50, "D"),
    ("DR-39", ["peer_network", "peer_support", "stay_play_talk", "peer_modelling", "pbii"], 80, "D"),
    ("DR-40", ["peer_partners", "course"], 20, "D"), ("DR-41", ["peer_partners"], 50, "D"),
    ("DR-42", ["peer_network", "peer_support"], None, "D"), ("DR-43", ["peer_partners", "course"], 70, "D"),
    ("DR-44", ["course"], 2, "D"), ("DR-45", ["all"], 80, "K"), ("DR-46", ["peer_partners", "course"], None, "D"),
    ("DR-50", ["all"], None, "D"), ("DR-51", ["all"], 2, "D"), ("DR-52", ["all"], None, "D"),
    ("DR-53", ["all"], 100, "D"), ("DR-54", ["all"], 2, "D"), ("DR-55", ["cwpt", "pals"], 3, "D"),
]  # fmt: skip
# id -> how far back, as the table says.
WINDOWS = {
    "DR-05": (3, "session"), "DR-06": (4, "session"), "DR-07": (4, "week"), "DR-10": (2, "observation"),
    "DR-12": (2, "observation"), "DR-14": (3, "session"), "DR-15": (6, "session"), "DR-16": (2, "guide"),
    "DR-17": (2, "week"), "DR-18": (2, "week"), "DR-19": (2, "week"), "DR-20": (2, "session"),
    "DR-21": (3, "session"), "DR-22": (4, "point"), "DR-23": (4, "point"), "DR-24": (9, "point"),
    "DR-25": (3, "check"), "DR-26": (2, "week"), "DR-27": (5, "point"), "DR-28": (3, "session"),
    "DR-29": (2, "observation"), "DR-30": (3, "observation"), "DR-31": (3, "session"), "DR-32": (2, "session"),
    "DR-35": (3, "week"), "DR-36": (3, "week"), "DR-37": (2, "probe"), "DR-38": (2, "probe"), "DR-40": (4, "week"),
    "DR-44": (2, "week"), "DR-45": (2, "check"), "DR-54": (2, "answer"), "DR-55": (4, "week"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "practices", "threshold", "tag"), RULES, ids=[row[0] for row in RULES]
)
def test_a_rule_says_what_the_table_says(key, practices, threshold, tag):
    rule = rule_book().of(key)
    assert (list(rule.practices), rule.tag) == (practices, tag)
    first = rule.conditions[0]
    between = (first.between.min, first.between.max) if first.between else None
    assert (between or first.value) == threshold
    if key in WINDOWS:
        assert (first.window.last, first.window.unit) == WINDOWS[key]


def test_the_book_holds_these_rules_and_no_other():
    assert [rule.id for rule in rule_book().rules] == [row[0] for row in RULES]
    assert rule_book().order_of_checks == (
        "dose", "fidelity", "pairing", "difficulty", "motivation", "access", "skill",
    )  # fmt: skip
    assert rule_book().of("DR-99") is None


def test_only_safety_acts_by_itself():
    assert [rule.id for rule in rule_book().rules if rule.acts] == [
        "DR-50",
        "DR-51",
        "DR-52",
        "DR-53",
    ]


def test_a_rule_may_speak_of_some_versions_only():
    pals = shipped()["pals_reading_2_6"]
    assert applies(rule_book().of("DR-02"), pals)
    assert not applies(rule_book().of("DR-03"), pals)
    copy = pals.model_copy(update={"id": "ours", "based_on": "pals_reading_2_6"})
    assert applies(rule_book().of("DR-02"), copy)
    assert not applies(rule_book().of("DR-01"), pals)


def test_the_questions_of_figure_2_are_all_there():
    codes = [one.figure_2 for found in questions().sets for one in found.questions]
    assert codes == [
        *(f"F2-P{n}" for n in range(1, 9)),
        *(f"F2-S{n}" for n in range(1, 8)),
        "O1",
        "O2",
        "O3",
        "O4",
    ]
    pausing = [
        one.figure_2 for found in questions().sets for one in found.questions if one.no_pauses
    ]
    assert pausing == ["F2-S7"]
    assert all("skip" in one.modes for found in questions().sets for one in found.questions)


def test_adults_have_six_levels_fourteen_strategies_and_a_ladder():
    assert [one.level for one in facilitation().levels] == [5, 4, 3, 2, 1, 0]
    assert [one.id for one in facilitation().strategies] == [f"fs{n}" for n in range(1, 15)]
    assert [one.id for one in facilitation().strategies if one.noted == "checklist"] == [
        "fs2",
        "fs13",
    ]
    assert [one.id for one in facilitation().ladder] == [
        "wait", "encourage", "ask", "hint", "point", "model", "together", "do_for",
    ]  # fmt: skip


def test_forty_five_roles_can_be_given_and_received():
    roles = reciprocal_roles().roles
    assert len(roles) == len({role.id for role in roles}) == 45
    assert all(role.reversible for role in roles)
    assert [role.origin for role in roles[:4]] == ["Inclusive Schools Network"] * 4
    assert len({role.origin for role in roles[4:]}) == 1
    assert all(role.brings for role in roles), "each giving side says how it can be done"
    idea = reciprocal_roles().add_an_idea
    assert (idea.balance_weeks, idea.balance_low_pct) == (4, 20)
    assert [field.id for field in idea.review] == ["safe", "dignified", "both_ways"]


def test_a_school_adds_roles_of_its_own(tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text(
        'id = "our_roles"\nversion = 1\n[[roles]]\nid = "tea"\nname = "Tea round"\nsetting = "class"\n'
        'grades = ["9"]\ngives = "Pours."\nreceives = "Gets a cup."\nminutes = 5\nprepare = "Tea"\n'
        'supports = "A light pot"\norigin = "Ms. Ortiz"\n',
        "utf-8",
    )
    own = read_shared(ReciprocalRoles, path)
    assert [fault.code for fault in shared_faults(own, "ours.toml")] == ["no_tag"]
    path.write_text(path.read_text("utf-8").replace("minutes = 5", "minutes = 'five'"), "utf-8")
    with pytest.raises(
        BadPlaybook, match=r"^ours.toml, roles 1, minutes: a whole number is needed"
    ):
        read_shared(ReciprocalRoles, path)


def test_a_behaviour_has_both_sides_and_a_method_that_suits_it():
    book = dictionary()
    assert len(book.behaviours) == len({one.id for one in book.behaviours})
    assert book.of("initiation").method == "event"
    assert book.of("proximity").method == "momentary_time_sampling"
    assert "momentary_time_sampling" not in (book.of("greeting").method, *book.of("greeting").also)
    assert book.of("nothing") is None
    for one in book.behaviours:
        assert one.example != one.non_example
        if one.method in ("partial_interval", "momentary_time_sampling", "whole_interval"):
            assert one.unit == "% of intervals", "never per cent of time"


def test_everything_shipped_is_sound():
    found = check_shipped()
    assert {one.file for one in found} >= {f"{name}.toml" for name in SHARED} | {"versions.lock"}
    assert [str(fault) for one in found for fault in one.faults] == []


def test_a_shared_file_with_faults_is_named(monkeypatch, tmp_path):
    (tmp_path / "rules.toml").write_text("id = 3", "utf-8")
    monkeypatch.setattr("kithwork.playbooks.checking.HERE", tmp_path)
    monkeypatch.setattr("kithwork.playbooks.checking.SHARED", {"rules": RuleBook})
    said = [str(fault) for one in check_shipped() for fault in one.faults]
    assert 'rules.toml, id: one of "rules" is needed, not 3.' in said


def test_a_shipped_file_is_named_after_its_id(monkeypatch, tmp_path):
    put(tmp_path, "ours").rename(tmp_path / "theirs.toml")
    monkeypatch.setattr("kithwork.playbooks.checking.LIBRARY", tmp_path)
    said = [str(fault) for one in check_shipped() for fault in one.faults]
    assert said == ["theirs.toml, id: a shipped file is named after its id: ours.toml."]


def test_a_shared_rule_is_held_to_the_same_words():
    rule = (
        rule_book().of("DR-10").model_copy(update={"says": "The helper must stop automatically."})
    )
    book = rule_book().model_copy(update={"rules": (rule,)})
    assert {fault.code for fault in shared_faults(book, "rules.toml")} == {"word", "rule"}
