"""The questionnaires as files: both languages, words a fifth-grader reads, and what they are honest about."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from kithwork.apps.reflections.own_words import own_words
from kithwork.apps.reflections.questionnaire import (
    LANGUAGES,
    OtherWords,
    Questionnaire,
    digest_of,
    in_language,
    questionnaires,
)
from tests.house.test_words_and_files import BANNED_WORDS

LOCK = Path(__file__).parents[1] / "questionnaires" / "versions.lock"


def test_a_changed_questionnaire_has_another_version():
    """When it asks something else: raise its version, then write its line in versions.lock anew."""
    kept = dict(line.rsplit(" ", 1) for line in LOCK.read_text().splitlines())
    assert {one.key: digest_of(one) for one in questionnaires().values()} == kept


@pytest.mark.parametrize("key", sorted(questionnaires()))
def test_both_languages_ask_the_same(key):
    english, spanish = in_language(key, "en"), in_language(key, "es")
    assert [one.id for one in spanish.items] == [one.id for one in english.items]
    for item, other in zip(english.items, spanish.items, strict=True):
        assert item.text != other.text
        assert not BANNED_WORDS.search(f"{item.text} {item.adult}")


def test_the_frame_around_the_questions_is_in_both_languages():
    assert own_words("es").keys() == own_words("en").keys()


def test_the_inventory_says_what_is_known_and_what_is_ours():
    """Practices P11.2 and P11.3: ten gains found, one significant, the instrument not published."""
    inventory = questionnaires()["collaboration_skills"]
    assert len(inventory.items) == 23
    gains = [one for one in inventory.items if one.status != "ours"]
    assert [one.id for one in gains if one.status == "gain_significant"] == ["uses_feedback"]
    assert len(gains) == 10
    assert all(one.tag == ("V" if one in gains else "D") for one in inventory.items)
    assert all(one.p21 for one in inventory.items)
    assert "ours, not the published instrument" in inventory.caution
    assert "11 of 23" in inventory.caution
    assert "low strength" in inventory.caution


def test_a_question_on_a_protected_topic_is_marked():
    marked = {one.id for one in questionnaires()["belonging"].sensitive}
    assert marked == {"as_i_am", "my_place", "friend"}


@pytest.mark.parametrize(
    "change",
    [{"items": ()}, {"voices": ()}, {"colour": "red"}, {"version": 0}, {"least_answered_pct": 0}, {"answers": {}}],
)  # fmt: skip
def test_a_questionnaire_that_is_none_is_refused(change):
    good = questionnaires()["belonging"].model_dump()
    Questionnaire(**good)
    with pytest.raises(ValidationError):
        Questionnaire(**{**good, **change})


def test_words_of_another_language_cover_every_item():
    one = in_language("belonging", "es")
    words = {"title": "T", "short": "S", "intro": "I", "answers": {}, "items": {"hello": ("Hola",)}}
    with pytest.raises(ValueError, match="items differ"):
        OtherWords(**words).over(one)
    assert set(LANGUAGES) == {"en", "es"}
