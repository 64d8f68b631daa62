"""Each shipped playbook held against the numbers of the field's descriptions.

``numbers/<id>.toml`` holds the numbers as a person read them in print, typed a second time and apart from
the playbook: minutes, points, pair life, teams, what follows an error, critical steps, and tags. A playbook
that drifts from them fails here.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kithwork.playbooks import adjusted, as_variant, shipped
from kithwork.playbooks.load import LIBRARY
from kithwork.playbooks.tests.places import look_up

NUMBERS = Path(__file__).parent / "numbers"
BOOKS = sorted(path.stem for path in LIBRARY.glob("*.toml"))


def numbers_of(key: str) -> dict[str, Any]:
    return tomllib.loads((NUMBERS / f"{key}.toml").read_text("utf-8"))


def rows(section: str) -> list[Any]:
    """``(playbook, place, value)`` for every row of a section, so that each is a test of its own."""
    return [
        pytest.param(path.stem, place, value, id=f"{path.stem}: {place}")
        for path in sorted(NUMBERS.glob("*.toml"))
        for place, value in numbers_of(path.stem).get(section, {}).items()
    ]


def listed(section: str) -> list[Any]:
    return [
        pytest.param(path.stem, row, id=f"{path.stem}: {number}")
        for path in sorted(NUMBERS.glob("*.toml"))
        for number, row in enumerate(numbers_of(path.stem).get(section, []), 1)
    ]


@pytest.mark.parametrize("key", BOOKS)
def test_every_shipped_playbook_has_its_numbers(key):
    """A numbers file says at least how long, with whom for how long, what earns what, what is critical."""
    said = numbers_of(key)
    assert said["from"], "where in the description the numbers stand"
    places = said["values"]
    book = shipped()[key]
    for session in book.sessions:
        if session.minutes is not None:
            assert f"sessions.{session.id}.minutes" in places
    for award in book.scoring.awards:
        assert f"scoring.awards.{award.id}.points" in places
    if book.pair_life():
        assert "rotation.pair.every" in places
    for name in ("pairing.rule", "group.min", "group.max", "fading.start", "fading.goal"):
        assert name in places
    walked = {row["correction"] for row in said.get("walks", [])}
    assert walked == {one.id for one in book.corrections}
    assert said["tags"], "where some of them come from"


@pytest.mark.parametrize(("key", "place", "value"), rows("values"))
def test_the_number(key, place, value):
    assert look_up(shipped()[key], place)[0] == value


@pytest.mark.parametrize(("key", "place", "value"), rows("tags"))
def test_where_it_comes_from(key, place, value):
    assert look_up(shipped()[key], place)[1] == value


@pytest.mark.parametrize("key", BOOKS)
def test_critical_steps(key):
    critical = [item.id for item in shipped()[key].fidelity.items if item.critical]
    assert critical == numbers_of(key)["critical"]


@pytest.mark.parametrize(("key", "row"), listed("walks"))
def test_what_follows_an_error(key, row):
    """Events in order, from the start of a correction: the points they earn, and where they lead."""
    book = shipped()[key]
    correction = book.correction(row["correction"])
    state, points, flags = correction.state(correction.start), 0, []
    for event in row["events"]:
        went = state.on(event)
        assert went is not None, f"{event} cannot happen in {state.id}"
        points += book.points(went.award)
        flags += [went.flag] if went.flag else []
        state = correction.state(went.to)
    assert (points, state.id, state.ends) == (row["points"], row["to"], row.get("ends", True))
    assert flags == row.get("flags", [])


@pytest.mark.parametrize(("key", "row"), listed("graded"))
def test_another_default_for_some_grades(key, row):
    book = adjusted(shipped()[key], row.get("values"), grade=row["grade"])
    assert look_up(book, row["place"])[0] == row["value"]


@pytest.mark.parametrize(("key", "row"), listed("variants"))
def test_a_version_of_the_practice(key, row):
    book = as_variant(shipped()[key], row["variant"])
    assert look_up(book, row["place"])[0] == row["value"]


@pytest.mark.parametrize(("key", "row"), listed("weeks"))
def test_steps_of_a_week(key, row):
    steps = shipped()[key].steps_in_week(row["session"], row["week"])
    assert [step.id for step in steps if not step.during] == row["steps"]
