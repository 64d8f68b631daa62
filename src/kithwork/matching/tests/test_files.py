import json

import pytest
from typer.testing import CliRunner

from kithwork.cli import app
from kithwork.matching import (
    BadProblem,
    generate_school,
    plan_from,
    problem_from,
    read_plan,
    read_problem,
    solve,
    violations,
    write_plan,
    write_problem,
)
from kithwork.matching.problem import as_json
from kithwork.matching.tests.small import two_in_art


def body(**changes):
    return {**as_json(two_in_art()), **changes}


def test_a_problem_and_a_plan_survive_being_written_and_read(tmp_path):
    problem = generate_school(students=60, seed=1)
    plan = solve(problem, iterations=100, fixes=3)
    write_problem(problem, tmp_path / "problem.json")
    write_plan(plan, tmp_path / "plan.json")
    assert read_problem(tmp_path / "problem.json") == problem
    again = read_plan(tmp_path / "plan.json")
    assert again == plan
    assert list(violations(problem, again)) == []


def student(at, **more):
    return {"id": "x", "grade": 7, "at": at, **more}


BAD = [
    ({"schema": "kithwork-matching/9"}, "schema"),
    ({"days": 0}, "below 1"),
    ({"periods": "seven"}, "whole number"),
    ({"days": True}, "whole number"),
    ({"students": "all"}, "must be a list"),
    ({"students": [student(["art"])], "peers": [], "needs": []}, "places, one a slot"),
    ({"students": [student(["art", 3])], "peers": [], "needs": []}, "at may hold"),
    ({"students": [student(["art", None]), student(["art", None])], "peers": [], "needs": []}, "is there twice"),
    ({"peers": [{"student": "nobody", "roles": [], "max_sessions": 1, "max_per_day": 1, "max_partners": 1}]}, "not in the roster"),
    ({"peers": [{"student": "ben", "roles": [], "max_sessions": -1, "max_per_day": 1, "max_partners": 1}]}, "below zero"),
    ({"peers": [{"student": "ben", "roles": "tutor", "max_sessions": 1, "max_per_day": 1, "max_partners": 1}]}, "list of texts"),
    ({"peers": [{"student": "ben", "roles": [], "max_sessions": 1.5, "max_per_day": 1, "max_partners": 1}]}, "whole number"),
    ({"wants": [["ada", "zoe"]]}, "unknown student zoe"),
    ({"wants": [["ada"]]}, "two student ids"),
    ({"locks": [["n1", 5, "ben"]]}, "slot 5"),
    ({"locks": [["n7", 0, "ben"]]}, "no need"),
    ({"locks": [["n1", 0, "ada"]]}, "not a peer"),
    ({"overlaps": [[0, 0]]}, "two different periods"),
    ({"supervision": {"x": -2}}, "below zero"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), BAD)
def test_a_bad_problem_is_refused_with_its_place_and_mend(change, said):
    with pytest.raises(BadProblem) as caught:
        problem_from(body(**change))
    assert any(said in fault for fault in caught.value.faults), caught.value.faults


BAD_NEEDS = [
    ({"student": "zoe"}, "'zoe' is not in the roster"),
    ({"slots": [9]}, "slot 9 is out of range"),
    ({"slots": [0, 0]}, "listed twice"),
    ({"setting": "gym"}, "setting must be"),
    ({"sessions": 0}, "below 1"),
    ({"min_peers": 3, "max_peers": 1}, "below min_peers"),
    ({"team_max": 1, "min_peers": 2, "max_peers": 2}, "no session could be held"),
    ({"supervision": "nowhere"}, "not listed under supervision"),
    ({"role": ""}, "role must be"),
    ({"slots": "all"}, "list of slot numbers"),
]


@pytest.mark.parametrize(("change", "said"), BAD_NEEDS)
def test_a_bad_need_is_refused_with_its_place_and_mend(change, said):
    needs = [{**as_json(two_in_art())["needs"][0], **change}]
    with pytest.raises(BadProblem) as caught:
        problem_from(body(needs=needs))
    assert any("needs, row 1 (n1)" in fault and said in fault for fault in caught.value.faults)


def test_every_fault_is_named_not_only_the_first():
    with pytest.raises(BadProblem) as caught:
        problem_from(body(wants=[["ada", "zoe"], ["kim", "ben"]], overlaps=[[0, 5]]))
    assert len(caught.value.faults) == 3


def test_unknown_keys_are_ignored():
    assert problem_from(body(source="somewhere", best_known={"utility": 1})) == problem_from(body())


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"days": NaN}', "[" * 100_000, "\x00"])
def test_a_file_that_is_no_problem_is_refused(tmp_path, text):
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(BadProblem):
        read_problem(path)


def test_a_plan_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="schema"):
        plan_from({"schema": "x"})


def test_the_command_writes_a_plan(tmp_path):
    write_problem(generate_school(students=60, seed=1), tmp_path / "p.json")
    arguments = [
        "match",
        str(tmp_path / "p.json"),
        "-o",
        str(tmp_path / "plan.json"),
        "--iterations",
        "200",
        "--progress",
    ]
    answer = CliRunner().invoke(app, arguments)
    assert answer.exit_code == 0, answer.output
    assert read_plan(tmp_path / "plan.json").sessions
    said = [json.loads(line) for line in answer.stderr.splitlines()]
    assert {"stage", "utility", "bound", "seconds"} <= set(said[0])


def test_the_command_refuses_a_bad_file_with_exit_2_and_writes_nothing(tmp_path):
    (tmp_path / "p.json").write_text(json.dumps(body(wants=[["ada", "zoe"]], days=2)))
    answer = CliRunner().invoke(
        app, ["match", str(tmp_path / "p.json"), "-o", str(tmp_path / "plan.json")]
    )
    assert answer.exit_code == 2
    assert "unknown student zoe" in answer.stderr
    assert not (tmp_path / "plan.json").exists()
