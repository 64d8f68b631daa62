"""`kithwork match`, as a person at a terminal and a program in a pipe meet it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
import typer
from typer.testing import CliRunner

from kithwork.cli_match import _lines, match
from kithwork.matching import Progress, generate_school, read_plan, violations, write_problem
from kithwork.matching.problem import as_json

app = typer.Typer()
app.command()(match)


@pytest.fixture
def problem_file(tmp_path):
    write_problem(generate_school(students=60, seed=1), tmp_path / "problem.json")
    return tmp_path / "problem.json"


def ask(*words: object):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_problem_in_a_plan_out(problem_file, tmp_path):
    answer = ask(problem_file, "-o", tmp_path / "plan.json", "--aim", "time", "--iterations", 200)

    plan = read_plan(tmp_path / "plan.json")
    assert answer.exit_code == 0, answer.output
    assert list(violations(generate_school(students=60, seed=1), plan)) == []
    assert (plan.aim, plan.iterations, plan.seed) == ("time", 200, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.json", "problem.json"]


def test_the_same_words_give_the_same_file_but_for_the_seconds(problem_file, tmp_path):
    for name in ("one", "two"):
        ask(problem_file, "-o", tmp_path / name, "--iterations", 150, "--seed", 5)

    one, two = (json.loads((tmp_path / name).read_text()) for name in ("one", "two"))
    one.pop("seconds")
    two.pop("seconds")
    assert one == two


def test_progress_comes_as_lines_of_json(problem_file, tmp_path):
    answer = ask(problem_file, "-o", tmp_path / "plan.json", "--seconds", 2, "--progress")

    said = [json.loads(line) for line in answer.stderr.splitlines()]
    assert {"stage", "utility", "bound", "seconds"} <= said[0].keys()
    at = [one["seconds"] for one in said]
    assert len(said) >= 4
    assert at == sorted(at)
    best = [one["utility"] for one in said]
    assert best[0] <= best[-1] <= said[-1]["bound"]


def test_a_long_silent_step_repeats_what_was_said_last(monkeypatch, capsys):
    monkeypatch.setattr("kithwork.cli_match.SILENT_FOR_S", 0.01)
    with _lines() as tell:
        tell(Progress("Looking for the bound", "time", 0, 0, 0, 9, 1.0))
        wait_until(lambda: capsys.readouterr().err.count("Looking for the bound") > 0)
        wait_until(lambda: capsys.readouterr().err.count("Looking for the bound") > 0)


def wait_until(is_so):
    for _ in range(1000):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError("never so")


def spoil(body):
    body["needs"][0]["student"] = "nobody"
    body["needs"][1]["slots"] = [999]
    body["peers"][0]["max_sessions"] = -1
    body["peers"].append({**body["peers"][1], "student": "a ghost"})
    body["students"].append(body["students"][0])


def test_every_fault_is_said_in_a_sentence_and_nothing_is_written(tmp_path):
    body = as_json(generate_school(students=60, seed=1))
    spoil(body := json.loads(json.dumps(body)))
    (tmp_path / "bad.json").write_text(json.dumps(body))

    answer = ask(tmp_path / "bad.json", "-o", tmp_path / "plan.json")

    assert answer.exit_code == 2
    lines = answer.stderr.splitlines()
    for word in ("nobody", "999", "below zero", "a ghost", "twice"):
        assert sum(word in line for line in lines) == 1, (word, lines)
    assert not (tmp_path / "plan.json").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--seconds", "1", "--iterations", "5"), "not both"),
        (("-o", "no/such/folder/plan.json"), "no such folder"),
        (("-o", "."), "is a folder"),
        (("-o", "x" * 300), "cannot be written here (File name too long)"),
        (("-o", "problem.json"), "is the problem itself"),
    ],
)
def test_choices_that_cannot_be_followed_are_refused(
    problem_file, tmp_path, monkeypatch, words, sentence
):
    monkeypatch.chdir(tmp_path)
    before = problem_file.read_bytes()
    answer = ask(problem_file, "-o", tmp_path / "plan.json", *words)

    assert answer.exit_code == 2
    assert sentence in answer.stderr
    assert not (tmp_path / "plan.json").exists()
    assert problem_file.read_bytes() == before


def test_a_link_and_a_pipe_are_written_through_and_stay_what_they_are(problem_file, tmp_path):
    link, pipe = tmp_path / "link.json", tmp_path / "pipe"
    link.symlink_to(tmp_path / "real.json")
    ask(problem_file, "-o", link, "--iterations", 5)
    assert link.is_symlink()
    assert read_plan(tmp_path / "real.json").iterations == 5

    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE, text=True)
    with reader:
        ask(problem_file, "-o", pipe, "--iterations", 5)
        got = reader.stdout.read()
    assert json.loads(got)["iterations"] == 5
    assert pipe.is_fifo()


def test_a_file_that_is_not_there_is_said(tmp_path):
    answer = ask(tmp_path / "none.json", "-o", tmp_path / "plan.json")

    assert answer.exit_code == 2
    assert "cannot be read" in answer.stderr


def test_an_interrupt_keeps_the_best_plan(problem_file, tmp_path):
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    words = ["-m", "kithwork.cli", "match", str(problem_file), "-o", str(tmp_path / "plan.json")]
    process = subprocess.Popen(
        [sys.executable, *words, "--seconds", "60", "--progress"],
        env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        for line in process.stderr:
            if "Improving" in line:
                break
        process.send_signal(signal.SIGINT)
        asked = time.monotonic()
        process.stderr.read()
        code = process.wait(timeout=30)

    assert code == 0
    assert time.monotonic() - asked < 20
    assert read_plan(tmp_path / "plan.json").status in {"stopped", "optimal"}
