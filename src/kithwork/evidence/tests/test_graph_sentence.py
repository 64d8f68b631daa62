"""The sentence never contradicts the data: every number, direction and gap it tells is found again."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.evidence.graph import figure
from kithwork.evidence.graph.numbers import listed, plain, told
from kithwork.evidence.series import Series
from kithwork.evidence.tests.graph_studies import alternating, any_series, series, staggered

# What a graph of one phase change may never claim.
CLAIMS = re.compile(
    r"effect|caus|becaus|due to|work(s|ed)|thanks to|led to|prove|significant|improv|success", re.I
)
PHASE = re.compile(r"^(?P<name>\w+): (?P<rest>.*)\.$")


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def near(text: str, value: float) -> bool:
    """Whether a number in a sentence is the number, to the three digits it is told with."""
    return number(text) == pytest.approx(value, rel=0.005, abs=1e-300)


def said(study: Series) -> tuple[str, ...]:
    return figure(study, "single", labels={"A": "Base", "B": "Bee", "C": "Sea"}).sentences


@given(any_series())
def test_each_phase_is_told_as_it_is(study: Series):
    found = [
        one for one in said(study) if (PHASE.match(one) and "session" in one) or "no data" in one
    ]
    phases = [one for one in found if one.split(":")[0] in {"Base", "Bee", "Sea"}]
    assert len(phases) == len(study.runs)
    for sentence, run in zip(phases, study.runs, strict=True):
        _one_phase(sentence, list(run.scores))


def _one_phase(sentence: str, scores: list[float]) -> None:
    rest = PHASE.match(sentence)["rest"]
    if not scores:
        assert rest == "no data"
        return
    if len(scores) == 1:
        assert near(re.fullmatch(r"one session with data, value (\S+)", rest)[1], scores[0])
        return
    count, words = re.fullmatch(r"(\d+) sessions with data, (.*)", rest).groups()
    assert int(count) == len(scores)
    if min(scores) == max(scores):
        assert near(re.fullmatch(r"always (\S+)", words)[1], scores[0])
        return
    if len(scores) == 2:
        first, last = re.fullmatch(r"first (\S+), then (\S+)", words).groups()
        assert near(first, scores[0]) and near(last, scores[1])
        assert (number(first) < number(last)) == (scores[0] < scores[1])
        return
    low, high, middle, way = re.fullmatch(
        r"values (\S+) to (\S+), middle value (\S+), (tending up|tending down|no clear direction)",
        words,
    ).groups()
    assert near(low, min(scores)) and near(high, max(scores)) and near(middle, median(scores))
    assert number(low) <= number(middle) <= number(high) and number(low) < number(high)
    rises = sum(b > a for a, b in combinations(scores, 2))
    falls = sum(b < a for a, b in combinations(scores, 2))
    if way == "tending up":
        assert rises >= 3 * falls and rises
    if way == "tending down":
        assert falls >= 3 * rises and falls
    if way == "no clear direction":
        assert not all(b > a for a, b in pairwise(scores))
        assert not all(b < a for a, b in pairwise(scores))


@given(any_series())
def test_each_comparison_is_true(study: Series):
    text = [one for one in said(study) if one.startswith("The middle value is")]
    shares = [
        one for one in said(study) if " lie" in one and " of " in one and "break" not in one.lower()
    ]
    pairs = [(a, b) for a, b in pairwise(study.runs) if a.scores and b.scores]
    assert len(text) == len(shares) == len(pairs)
    for level, share, (a, b) in zip(text, shares, pairs, strict=True):
        before, after = median(a.scores), median(b.scores)
        if "the same" in level:
            assert before == after
        else:
            word, high, low = re.search(
                r"is (higher|lower) in \w+ \((\S+)\) than in \w+ \((\S+)\)\.", level
            ).groups()
            assert (word == "higher") == (after > before)
            assert (number(high) > number(low)) == (after > before)
            assert near(high, after) and near(low, before)
        count, every, side = re.match(
            r"(\d+) of (\d+) values? in \w+ lies? (above|below)", share
        ).groups()
        assert int(every) == len(b.scores)
        outside = [y > max(a.scores) if side == "above" else y < min(a.scores) for y in b.scores]
        assert int(count) == sum(outside)


@given(any_series())
def test_what_is_missing_is_told_and_nothing_else(study: Series):
    sentences = said(study)
    told_missing = [one for one in sentences if one.startswith("No data at session")]
    every = range(int(study.sessions[0]), int(study.sessions[-1]) + 1)
    scored = {s for s, v in zip(study.sessions, study.values, strict=True) if v is not None}
    missing = {session for session in every if session not in scored}
    assert ("No session is missing." in sentences) == (not missing)
    assert len(told_missing) == bool(missing)
    if missing:
        words = told_missing[0].removeprefix("No data at session").lstrip("s ").rstrip(".")
        found: set[int] = set()
        for part in re.split(r", | and ", words):
            low, _, high = part.partition(" to ")
            found |= set(range(int(low), int(high or low) + 1))
        assert found == missing


@given(any_series(most_phases=2))
def test_one_change_of_phase_never_says_why(study: Series):
    drawn = figure(study, "single")
    assert not CLAIMS.search(drawn.sentence + " ".join(drawn.notes) + drawn.title)
    if len(study.runs) == 2:
        assert drawn.sentences[-1] == (
            "A single change of phase describes what happened. It cannot say why."
        )
    else:
        assert drawn.sentences[-1] == "One phase describes. There is nothing to compare it with."


@pytest.mark.parametrize("study", [staggered(), alternating(), series([1] * 12, "AAABBBAAABBB")])
def test_no_design_claims_a_cause(study):
    drawn = figure(study)
    assert not CLAIMS.search(drawn.sentence)
    assert drawn.sentences[-1].startswith("The graph describes.")


@given(any_series())
def test_the_better_direction_is_said(study: Series):
    way = "Higher" if study.improvement == "increase" else "Lower"
    assert f"{way} is better." in said(study)


def test_directions_that_differ_are_not_said():
    study = [series([1, 2], "AB"), series([1, 2], "AB", outcome="hits", improvement="decrease")]
    assert "is better" not in figure(study).sentence


def test_all_missing_says_so():
    sentence = figure(series([None, None], "AB", case="")).sentence
    assert "Single-case graph. Measure: Talks (count)." in sentence
    assert "Baseline: no data. Treatment: no data. No data at sessions 1 to 2." in sentence


def test_panels_without_a_name_are_this_case():
    sentence = figure([series([1, 2], "AB", case=""), series([1, 2, 1], "AAB", case="Bo")]).sentence
    assert "session 2 for this case and 3 for Bo" in sentence
    assert "this case: Baseline" in sentence


def test_a_study_where_nobody_has_started():
    both = [series([1, 2], "AA"), series([1, 2], "AA", "Bo")]
    sentence = figure(both, "multiple_baseline").sentence
    assert "Not yet changed: Ana and Bo." in sentence
    assert "One phase describes." in sentence


def test_missing_sessions_that_are_not_whole_numbers():
    study = series([1, None, None, 2], "AAAA", sessions=[0.5, 1.5, 2.5, 3])
    assert "No data at sessions 1.5 and 2.5." in figure(study).sentence


@given(st.lists(st.floats(-1e300, 1e300, allow_nan=False), min_size=1, max_size=4))
def test_different_numbers_look_different(numbers):
    texts = told(*numbers)
    assert all(near(text, value) for text, value in zip(texts, numbers, strict=True))
    for (text, value), (other, another) in combinations(zip(texts, numbers, strict=True), 2):
        assert (text == other) == (value == another)


def test_numbers_as_people_write_them():
    assert [plain(x) for x in (0.0, -0.0, -5.0, 12.5, 1e-9, 1234567.0)] == [
        "0", "0", "−5", "12.5", "1e−09", "1234567",
    ]  # fmt: skip
    assert told(22.94446345, 3.0) == ["22.9", "3"]
    assert told(2.0001, 2.0002) == ["2.0001", "2.0002"]
    assert listed(["a"]) == "a" and listed(["a", "b", "c"]) == "a, b and c"
