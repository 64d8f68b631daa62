"""The orientation set: short, readable, the same in both languages, and complete."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

from kithwork.apps.needs.models import PeerRole
from kithwork.apps.training.orientation import (
    LANGUAGES,
    Piece,
    digest_of,
    pieces,
    pieces_for,
    role_words,
)
from tests.reading import grade

HERE = Path(__file__).parent
SPRITE = HERE.parents[1] / "ui/static/ui/icons.svg"
LOCK = HERE.parent / "pieces" / "versions.lock"
# Practices 0.2 and ux 8.4: words that stand nowhere.
NEVER = re.compile(r"\b(help|helper|helped|normal|typical|special needs|target|suffers)\b", re.I)
STAFF = 8


def texts(piece: Piece) -> list[str]:
    found = [piece.title, *(card.text for card in piece.cards)]
    found += [piece.example, piece.not_example, piece.try_it]
    for one in piece.check:
        found += [one.asks, one.because, *(option.text for option in one.options)]
    return found


def whole(piece: Piece) -> str:
    return " ".join(text if text[-1] in ".?!" else f"{text}." for text in texts(piece))


def test_the_eight_topics_of_ziegler_and_the_seven_others_are_there():
    topics = {part.strip() for one in pieces_for("peer") for part in one.topic.split(",")}
    assert {f"Z{n}" for n in range(1, 9)} <= topics
    assert {"1", "11", "12", "13", "15", "16", "18", "19"} <= topics
    assert len(pieces_for("facilitator")) == 3
    assert len(pieces_for("observer")) == 2


@pytest.mark.parametrize(
    "piece", pieces_for("facilitator") + pieces_for("observer"), ids=lambda piece: piece.id
)
def test_what_adults_read_is_easy_too(piece):
    assert grade(texts(piece)) <= STAFF


@pytest.mark.parametrize("language", LANGUAGES)
def test_pieces_and_pictures_are_complete_in_each_language(language):
    sprite = SPRITE.read_text()
    for piece in pieces(language):
        assert not NEVER.search(whole(piece)), piece.id
        for each in (*piece.cards, *(option for one in piece.check for option in one.options)):
            assert f'id="i-{each.icon}"' in sprite, each.icon
    assert set(role_words(language).role) == set(PeerRole.values)
    assert len(role_words(language).scenes) == 8
    assert len(role_words(language).every) == len(role_words("en").every)


def test_spanish_is_spanish_and_the_same_pieces():
    for english, spanish in zip(pieces("en"), pieces("es"), strict=True):
        assert english.key == spanish.key
        assert english.title != spanish.title
        assert [one.right for one in english.check] == [one.right for one in spanish.check]


def test_every_question_of_confidentiality_is_critical():
    (private,) = [one for one in pieces() if one.topic == "12"]
    assert private.critical == {one.id for one in private.check}


def test_the_right_answer_is_not_always_in_the_same_place():
    first = [one.right == 0 for piece in pieces() for one in piece.check]
    assert 0.25 < sum(first) / len(first) < 0.6


def test_a_changed_piece_has_another_version():
    """When a piece teaches something else: raise its version, then write its line in versions.lock anew."""
    kept = dict(line.rsplit(" ", 1) for line in LOCK.read_text().splitlines())
    assert {one.key: digest_of(one) for one in pieces()} == kept


@pytest.mark.parametrize(
    "change",
    [{"minutes": 6}, {"colour": "red"}, {"cards": ()}, {"version": 0}, {"check": ()}],
)
def test_a_piece_that_is_none_is_refused(change):
    good = pieces()[0].model_dump()
    Piece(**good)
    with pytest.raises(ValidationError):
        Piece(**{**good, **change})


def test_a_right_answer_that_is_not_there_is_refused():
    good = pieces()[0].model_dump()
    question = {**good["check"][0], "right": 9}
    with pytest.raises(ValidationError, match="none of its options"):
        Piece(**{**good, "check": (question, question)})


def test_the_files_are_plain_toml():
    for name in ("en", "es", "checklist"):
        assert tomllib.loads((HERE.parent / "pieces" / f"{name}.toml").read_text())
