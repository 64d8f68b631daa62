"""Two real schools, where the shared folder is (docs/benchmarks.md has their figures)."""

import json

import pytest

from kithwork.matching import read_problem, solve, violations

pytestmark = pytest.mark.shared


@pytest.mark.parametrize("name", ["thiers13", "kottenpark2003"])
def test_real_schools_reach_their_figures(shared, name):
    path = shared / "matching" / "instances" / f"{name}.json"
    known = json.loads(path.read_text())["best_known"]
    problem = read_problem(path)

    plan = solve(problem, aim="time", iterations=30_000, seed=1)

    assert list(violations(problem, plan)) == []
    assert 0.995 * known["utility"] <= plan.utility <= known["utility_ub"]
