"""The rules of permission against a second implementation that was written apart from the first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.apps.consents.ledger import (
    EVERY,
    NO,
    ONE,
    ONE_AND_NO_NO,
    STUDENT,
    TAKEN_BACK,
    YES,
    Line,
    State,
    standing,
)

DAY = date(2026, 11, 9)
ADULTS = ["guardian 1", "guardian 2", "name marta"]


def word_of(voice, lines, on) -> str:
    """What one voice says now: its last word, `over` for a yes whose day has passed. Only a yes undoes a withdrawal."""
    spoken = "nothing"
    for line in lines:
        if line.voice == voice and not (spoken == TAKEN_BACK and line.said != YES):
            is_over = line.said == YES and not (line.until and line.until >= on)
            spoken = "over" if is_over else line.said
    return spoken


def may(lines, *, rule, on, expected, barred, asks_student, is_of_age) -> bool:
    """Is there permission? Asked of every voice by itself, in the plainest words there are."""
    student = word_of(STUDENT, lines, on)
    if is_of_age or student in (NO, TAKEN_BACK):
        return student == YES
    if asks_student and student != YES:
        return False
    heard = {line.voice for line in lines} - {STUDENT} - set(barred)
    adults = [word_of(one, lines, on) for one in heard]
    if TAKEN_BACK in adults or YES not in adults or (NO in adults and rule != ONE):
        return False
    wanted = heard | (set(expected) - set(barred))
    return rule != EVERY or all(word_of(one, lines, on) == YES for one in wanted)


days = st.integers(-40, 40).map(lambda n: DAY + timedelta(days=n))
lines = st.lists(
    st.builds(
        lambda voice, said, until: Line(voice, said, until if said == YES else None),
        st.sampled_from([STUDENT, *ADULTS]),
        st.sampled_from([YES, YES, NO, TAKEN_BACK]),
        days,
    ),
    max_size=12,
)
cases = {
    "rule": st.sampled_from([EVERY, ONE, ONE_AND_NO_NO]),
    "on": days,
    "expected": st.sets(st.sampled_from(ADULTS[:2])),
    "barred": st.sets(st.sampled_from(ADULTS[:2])),
    "asks_student": st.booleans(),
    "is_of_age": st.booleans(),
}


@given(lines=lines, case=st.fixed_dictionaries(cases))
def test_two_implementations_say_the_same(lines, case):
    assert standing(lines, **case).is_given == may(lines, **case)


@given(lines=lines, case=st.fixed_dictionaries(cases))
def test_a_permission_holds_to_its_last_day_and_no_longer(lines, case):
    found = standing(lines, **case)
    if not found.is_given:
        assert found.until is None
        return
    assert found.until is not None
    assert found.until >= case["on"]
    assert may(lines, **{**case, "on": found.until})
    assert not may(lines, **{**case, "on": found.until + timedelta(days=1)})


@given(
    lines=lines, case=st.fixed_dictionaries(cases), voice=st.sampled_from([STUDENT, *ADULTS[:2]])
)
def test_what_is_taken_back_ends_at_once_whatever_the_rule(lines, case, voice):
    if voice in case["barred"] or (case["is_of_age"] and voice != STUDENT):
        return
    assert not standing([*lines, Line(voice, TAKEN_BACK)], **case).is_given


@given(
    lines=lines, case=st.fixed_dictionaries(cases), voice=st.sampled_from([STUDENT, *ADULTS[:2]])
)
def test_a_withdrawal_sent_twice_stays_one(lines, case, voice):
    """The second sending finds a withdrawal, no yes, and is kept as a no."""
    if voice in case["barred"] or (case["is_of_age"] and voice != STUDENT):
        return
    twice = [*lines, Line(voice, TAKEN_BACK), Line(voice, NO)]
    assert not standing(twice, **case).is_given


@given(lines=lines, case=st.fixed_dictionaries(cases), more=lines)
def test_a_barred_adult_changes_nothing(lines, case, more):
    barred = {ADULTS[0]}
    case = {**case, "barred": barred}
    theirs = [line for line in more if line.voice in barred]
    assert standing([*lines, *theirs], **case) == standing(lines, **case)


UNTIL = DAY + timedelta(days=30)
BOTH = [Line("guardian 1", YES, UNTIL), Line(STUDENT, YES, DAY + timedelta(days=10))]


@pytest.mark.parametrize(
    ("said", "rule", "state"),
    [
        ([], ONE_AND_NO_NO, State.NOT_ASKED),
        (BOTH[:1], ONE_AND_NO_NO, State.STUDENT_NOT_ASKED),
        (BOTH[1:], ONE_AND_NO_NO, State.NOT_ASKED),
        (BOTH, ONE_AND_NO_NO, State.GIVEN),
        (BOTH, EVERY, State.WAITING),
        ([*BOTH, Line("guardian 2", NO)], ONE_AND_NO_NO, State.NOT_ALIKE),
        ([*BOTH, Line("guardian 2", NO)], ONE, State.GIVEN),
        ([*BOTH, Line("guardian 2", TAKEN_BACK)], ONE, State.TOOK_BACK),
        ([*BOTH, Line("guardian 2", TAKEN_BACK), Line("guardian 2", NO)], ONE, State.TOOK_BACK),
        ([*BOTH, Line(STUDENT, NO)], ONE, State.STUDENT_NO),
        ([*BOTH, Line("guardian 1", NO)], ONE, State.SAID_NO),
        ([*BOTH, Line("guardian 1", YES, DAY - timedelta(days=1))], ONE, State.RAN_OUT),
    ],
)
def test_each_state_has_its_cause(said, rule, state):
    found = standing(said, rule=rule, on=DAY, expected={"guardian 1", "guardian 2"})
    assert found.state is state


def test_the_shorter_of_the_two_ends_it():
    assert standing(BOTH, rule=ONE, on=DAY).until == DAY + timedelta(days=10)


def test_answers_that_are_not_alike_are_shown_even_where_the_yes_stands():
    found = standing([*BOTH, Line("guardian 2", NO)], rule=ONE, on=DAY)
    assert found.is_given
    assert found.is_not_alike
