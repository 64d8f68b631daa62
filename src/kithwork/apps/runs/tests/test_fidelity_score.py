"""Scores of checklists: yes over yes and no, key steps, bands; nothing is averaged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.apps.runs.fidelity import missed_twice, parts_of, score, short_list
from kithwork.playbooks import shipped

CHECKLIST = shipped()["cwpt"].fidelity
IDS = [item.id for item in CHECKLIST.items]


def answered(yes, no, na=0):
    given = ["yes"] * yes + ["no"] * no + ["na"] * na
    return dict(zip(IDS, given, strict=False))


@pytest.mark.parametrize(
    ("yes", "no", "na", "pct", "band"),
    [
        (8, 2, 0, 80, "good"),
        (8, 2, 9, 80, "good"),  # what did not apply is left out
        (15, 4, 0, 78, "coach"),  # 78.9
        (6, 4, 0, 60, "coach"),
        (10, 7, 2, 58, "stop"),
        (0, 1, 0, 0, "stop"),
        (0, 0, 3, None, None),
        (0, 0, 0, None, None),
    ],
)
def test_a_score_counts_what_was_seen(yes, no, na, pct, band):
    found = score(answered(yes, no, na), CHECKLIST)
    assert (found.yes, found.no, found.pct, found.band) == (yes, no, pct, band)


def test_a_key_step_missed_is_named_even_where_the_total_is_good():
    found = score(answered(0, 0) | dict.fromkeys(IDS, "yes") | {"f14": "no"}, CHECKLIST)
    assert found.band == "good"
    assert found.missed == ("f14",)


def test_missed_twice_is_about_key_steps_alone():
    first, second = {"f14": "no", "f1": "no"}, {"f14": "no", "f1": "no", "f2": "no"}
    assert missed_twice([first, second], CHECKLIST) == ("f14",)


def test_each_part_has_a_score_of_its_own():
    teacher, pairs = parts_of(CHECKLIST)
    assert (len(teacher.items), len(pairs.items)) == (9, 10)
    answers = dict.fromkeys([item.id for item in teacher.items], "yes") | {"f11": "no"}
    assert score(answers, CHECKLIST, items=teacher.items).pct == 100
    assert score(answers, CHECKLIST, items=pairs.items).pct == 0


@given(st.dictionaries(st.sampled_from(IDS), st.sampled_from(["yes", "no", "na"])))
def test_parts_add_up_and_what_did_not_apply_changes_nothing(answers):
    whole = score(answers, CHECKLIST)
    parts = [score(answers, CHECKLIST, items=one.items) for one in parts_of(CHECKLIST)]
    assert whole.yes == sum(one.yes for one in parts)
    assert whole.seen == sum(one.seen for one in parts)
    assert whole == score({k: v for k, v in answers.items() if v != "na"}, CHECKLIST)


@pytest.mark.parametrize("key", sorted(shipped()))
def test_the_short_list_holds_key_steps_in_the_order_of_the_checklist(key):
    fidelity = shipped()[key].fidelity
    found = short_list(fidelity)
    assert 0 < len(found) <= 6
    ids = [item.id for item in fidelity.items]
    assert [item.id for item in found] == [one for one in ids if one in {i.id for i in found}]
    key_steps = sum(item.critical for item in fidelity.items)
    assert sum(item.critical for item in found) == min(6, key_steps)
