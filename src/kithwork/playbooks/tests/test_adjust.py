"""A school's values, a grade's values and a version of the practice, each in its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kithwork.playbooks import adjusted, as_variant, check, shipped
from kithwork.playbooks.schema.base import GRADES

CWPT = shipped()["cwpt"]


def test_a_value_reaches_every_place_that_follows_it():
    book = adjusted(
        CWPT, {"half_minutes": 7, "silent_seconds": 8, "posting": "individual", "contest": False}
    )
    halves = [step.minutes for step in book.session("tutoring").steps if step.first]
    assert halves == [7, 7]
    assert book.session("tutoring").minutes == 24
    assert book.correction("standard").state("respond").wait_seconds == 8
    assert (book.scoring.posting, book.scoring.contest) == ("individual", False)
    assert CWPT.session("tutoring").minutes == 30


def test_what_a_school_chose_goes_before_the_grade():
    assert adjusted(CWPT, {"half_minutes": 9}, grade="K").session("tutoring").minutes == 28


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"colour": 3}, '"colour" is not a value of cwpt that can be changed.'),
        ({"half_minutes": 16}, "Minutes of each half: choose from 5 to 15."),
        ({"half_minutes": "ten"}, "Minutes of each half: 'ten' is not this kind of value."),
        ({"half_minutes": True}, "Minutes of each half: True is not this kind of value."),
        (
            {"posting": "all"},
            "What the board shows: choose one of team_only, team_and_personal_best, individual.",
        ),
        ({"contest": 1}, "Teams compete: 1 is not this kind of value."),
    ],
)
def test_a_value_outside_its_limits_is_refused(values, said):
    with pytest.raises(ValueError) as refused:
        adjusted(CWPT, values)
    assert str(refused.value) == said


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    half=st.integers(5, 15),
    wait=st.integers(3, 30),
    grade=st.sampled_from([None, *GRADES]),
    correction=st.sampled_from(["standard", "single_reask"]),
)
def test_an_adjusted_playbook_is_as_sound_as_before(half, wait, grade, correction):
    values = {"half_minutes": half, "silent_seconds": wait, "correction": correction}
    book = adjusted(CWPT, values, grade=grade)
    # Only the equality of the default and the place that follows it is gone.
    assert {fault.code for fault in check(book)} <= {"follows"}
    tutoring = book.session("tutoring")
    assert tutoring.minutes == sum(step.minutes or 0 for step in tutoring.steps)


def test_a_version_has_its_own_sessions_pairing_and_tests():
    book = as_variant(CWPT, "passages")
    assert [session.id for session in book.sessions] == ["passages"]
    assert book.pairing.rule == "neighbours"
    assert [test.measure for test in book.tests] == ["wcpm", "wcpm", "comp_pct"]
    assert as_variant(CWPT, "facts").pairing == CWPT.pairing
    with pytest.raises(KeyError):
        as_variant(CWPT, "history")


def test_a_session_without_minutes_stays_so():
    session = CWPT.session("tutoring")
    open_ended = session.model_copy(
        update={
            "minutes": None,
            "steps": tuple(
                step.model_copy(update={"minutes": None, "follows": {}}) for step in session.steps
            ),
        }
    )
    book = adjusted(CWPT.model_copy(update={"sessions": (open_ended,)}))
    assert book.sessions == (open_ended,)


def test_words_take_a_schools_value_and_leave_the_rest():
    card = CWPT.cue_card("tutor_card").model_copy(
        update={"lines": ("Wait {silent_seconds} s.", "{other}")}
    )
    book = adjusted(CWPT.model_copy(update={"cue_cards": (card,)}), {"silent_seconds": 9})
    assert book.cue_cards[0].lines == ("Wait 9 s.", "{other}")


def test_a_version_may_leave_tests_as_they_are():
    bare = CWPT.variants[0].model_copy(update={"tests": ()})
    assert as_variant(CWPT.model_copy(update={"variants": (bare,)}), "spelling").tests == CWPT.tests
