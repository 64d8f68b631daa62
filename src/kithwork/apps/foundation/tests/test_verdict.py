import pytest

from kithwork.apps.foundation.verdict import YES, Refused, no, require


def test_a_no_carries_its_sentence_to_the_person():
    with pytest.raises(Refused, match="Only the coordinator can publish a plan"):
        require(no("Only the coordinator can publish a plan."))


def test_a_yes_lets_the_action_go_on():
    assert YES
    require(YES)
