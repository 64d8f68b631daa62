"""Whatever a file holds, the answer is a problem or a list of sentences, never a stack trace."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kithwork.matching import BadProblem, Problem, problem_from, read_problem, solve, violations
from kithwork.matching.problem import as_json

from .crowded import crowded

JUNK = (
    None, True, -1, 0, 3, 10**400, 1.5, float("nan"), "", "s1", "\ud800\x1b[31m", "x" * 500, [], {}, [None], [[]],
    [1, 2], ["s1", "s2"], {"s1": 1},
)  # fmt: skip


def spoil(body: object, draw: Random) -> None:
    """Put junk somewhere inside, at any depth."""
    here = body
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        if not keys:
            return
        key = draw.choice(keys)
        if isinstance(here[key], dict | list) and here[key] and draw.random() < 0.8:
            here = here[key]
            continue
        # A copy: what is spoilt next may be this junk, and it must not end up inside itself.
        here[key] = deepcopy(draw.choice(JUNK))
        return


@settings(max_examples=400, deadline=None, derandomize=True)
@given(seed=st.integers(0, 3), hand=st.integers(0, 10**6))
def test_junk_anywhere_is_refused_in_sentences_or_makes_a_sound_problem(seed, hand):
    body = json.loads(json.dumps(as_json(crowded(seed))))
    draw = Random(hand)
    for _ in range(draw.randint(1, 3)):
        spoil(body, draw)
    try:
        problem = problem_from(body)
    except BadProblem as bad:
        assert bad.faults
        assert all(one.endswith(".") and len(one) < 400 and one.isprintable() for one in bad.faults)
    else:
        assert isinstance(problem, Problem)
        assert list(violations(problem, solve(problem, iterations=5))) == []


@pytest.mark.parametrize("body", [None, [], "text", 3, {}])
def test_a_file_that_holds_something_else_is_refused(body):
    with pytest.raises(BadProblem):
        problem_from(body)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"\xff\xfe\x00", "cannot be read as UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"days": NaN}', "NaN is not a number"),
        (b'{"days": ' + b"9" * 10_000 + b"}", "is not JSON"),
    ],
)
def test_a_file_that_is_no_file_of_ours_is_refused(tmp_path, text, sentence):
    (tmp_path / "problem.json").write_bytes(text)

    with pytest.raises(BadProblem, match=sentence):
        read_problem(tmp_path / "problem.json")


def test_a_folder_is_no_file_and_no_file_is_said(tmp_path):
    with pytest.raises(BadProblem, match=r"cannot be read \(Is a directory\)"):
        read_problem(tmp_path)
    with pytest.raises(BadProblem, match=r"cannot be read \(No such file"):
        read_problem(tmp_path / "none.json")
    with pytest.raises(BadProblem, match="cannot be read"):
        read_problem(tmp_path / "a\0b")


def test_a_device_without_an_end_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr("kithwork.matching.problem.MOST_BYTES", 1_000_000)
    with pytest.raises(BadProblem, match="is larger than 1 MB"):
        read_problem("/dev/zero")
