"""Masked visual analysis: sealed keys, a chain nobody can change, and the p of a guess."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from kithwork.evidence.faults import BadData
from kithwork.evidence.randomization.masked import Key, Log, p_value
from kithwork.evidence.sociometry import Nominations, picture, status
from kithwork.evidence.tests.conformance import synthetic

GOLDEN = Path(__file__).parent / "golden"
KEY = Key(("Cal", "Ana", "Ben"), "a salt long enough")


def at(day: int) -> str:
    return f"2026-10-{day:02d}T08:00:00+00:00"


@pytest.fixture
def log() -> Log:
    return Log.begin(KEY, by="Rosa", at=at(1))


def refused(call) -> str:
    with pytest.raises(BadData) as bad:
        call()
    assert bad.value.faults[0].sentence.endswith(".")
    return bad.value.faults[0].code


def test_right_at_the_second_naming(log):
    log = log.specify(["Ana", "Cal", "Ben"], by="Ines", at=at(2))
    log = log.specify(["Cal", "Ana", "Ben"], by="Ines", at=at(3))
    log = log.reveal(KEY, by="Rosa", at=at(4))
    assert log.tries() == 2
    assert p_value(log.tries(), cases=3) == Fraction(1, 3)
    assert [one.kind for one in log.entries] == ["key", "specification", "specification", "opened"]
    assert log.entries[-1].to_json()["order"] == ["Cal", "Ana", "Ben"]


def test_never_right_is_one(log):
    log = log.specify(["Ben", "Ana", "Cal"], by="Ines", at=at(2)).reveal(KEY, by="Rosa", at=at(3))
    assert log.tries() is None and p_value(None, cases=3) == 1


def test_nothing_out_of_turn(log):
    order = ["Cal", "Ana", "Ben"]
    named = log.specify(order, by="Ines", at=at(2))
    opened = named.reveal(KEY, by="Rosa", at=at(3))
    for call in (
        lambda: Log().specify(order, by="Ines", at=at(2)), lambda: log.reveal(KEY, by="Rosa", at=at(2)),
        lambda: opened.specify(order, by="Ines", at=at(4)), lambda: opened.reveal(KEY, by="Rosa", at=at(4)),
        named.tries,
    ):  # fmt: skip
        assert refused(call) == "out_of_turn"


def test_whoever_made_the_key_cannot_be_the_analyst(log):
    assert refused(lambda: log.specify(["Cal"], by="Rosa", at=at(2))) == "knows_the_key"


def test_another_key_does_not_open_it(log):
    named = log.specify(["Cal", "Ana", "Ben"], by="Ines", at=at(2))
    assert (
        refused(
            lambda: named.reveal(replace(KEY, order=("Ana", "Cal", "Ben")), by="Rosa", at=at(3))
        )
        == "other_key"
    )
    assert (
        refused(
            lambda: named.reveal(replace(KEY, salt="another salt, as long"), by="Rosa", at=at(3))
        )
        == "other_key"
    )
    other = log.specify(["Cal", "Ana", "Dee"], by="Ines", at=at(2))
    assert refused(lambda: other.reveal(KEY, by="Rosa", at=at(3))) == "other_cases"


def test_a_changed_line_shows(log):
    named = log.specify(["Ana", "Cal", "Ben"], by="Ines", at=at(2)).specify(
        ["Ben", "Cal", "Ana"], by="Ines", at=at(3)
    )
    first, second, third = named.entries
    for entries in (
        (first, replace(second, order=("Cal", "Ana", "Ben")), third),
        (first, third), (second, third), (replace(first, by="Ines"), second, third),
    ):  # fmt: skip
        assert refused(Log(entries).check) == "tampered"
    assert (
        refused(lambda: log.specify(["Cal"], by="Ines", at="2026-09-30T08:00:00+00:00"))
        == "time_order"
    )


def test_what_cannot_be_is_refused(log):
    assert refused(lambda: Key(("a",), "short").commitment()) == "short_salt"
    assert refused(lambda: log.specify([], by="Ines", at=at(2))) == "bad_order"
    assert refused(lambda: log.specify(["a", "a"], by="Ines", at=at(2))) == "bad_order"
    assert refused(lambda: log.specify(["a"], by=" ", at=at(2))) == "nobody"
    for when in ("soon", "2026-10-02"):
        assert refused(lambda when=when: log.specify(["a"], by="Ines", at=when)) == "bad_time"
    for words in ({}, {"cases": 3, "orders": 6}, {"cases": 0}, {"orders": -1}):
        assert refused(lambda words=words: p_value(1, **words)) == "bad_orders"
    for tries in (0, 7):
        assert refused(lambda tries=tries: p_value(tries, cases=3)) == "bad_orders"
    assert p_value(2, orders=10) == Fraction(1, 5)


def golden(name: str) -> list[dict]:
    return tomllib.loads((GOLDEN / name).read_text())["case"]


def test_the_golden_cases_hold():
    for case in golden("masked_analysis_ferron_2006.toml"):
        assert p_value(case["tries"], cases=case["cases"]) == Fraction(
            case["numerator"], case["denominator"]
        )
    twelve, five = synthetic()["network"]["cases"]
    [case] = golden("class_picture_wasserman_1994.toml")
    found = picture(Nominations(case["roster"], [tuple(edge) for edge in five["edges"]]))
    for name, wanted in case["expected"].items():
        assert getattr(found, name) == pytest.approx(wanted)
    [case] = golden("sociometric_status_coie_1982.toml")
    both = [
        Nominations(range(12), [tuple(edge) for edge in twelve[name]])
        for name in ("edges", "dislike_edges")
    ]
    assert [one.status for one in status(*both, negative_consent=True).values()] == case["statuses"]


def test_the_examples_of_the_pages():
    five = picture(Nominations(range(5), [(0, 1), (1, 0), (1, 2), (2, 3)]))
    assert (five.density, five.reciprocity_of_ties, five.isolates_no_in, five.components) == (
        0.2,
        0.5,
        1,
        2,
    )
    assert five.reciprocity_of_dyads == pytest.approx(1 / 3)
    four = status(
        Nominations("abcd", [("b", "a"), ("c", "a"), ("d", "a"), ("a", "b")]),
        Nominations("abcd", [("a", "d"), ("b", "d"), ("c", "d")]),
        negative_consent=True,
    )
    assert (four["a"].status, four["d"].status) == ("popular", "rejected")
