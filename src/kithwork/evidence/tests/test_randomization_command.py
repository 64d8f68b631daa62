"""`kithwork randomization-test`: the plan's promise, the sentence, and a start that was not drawn."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from kithwork.cli import app

PLAN = {
    "design": "AB", "cases": ["Ana"], "sessions": 6, "choices": [[3, 4, 5]], "drawn": [4],
    "made_at": "2026-09-01T08:00:00+00:00", "made_by": "Rosa",
}  # fmt: skip
HEAD = "case,session,phase,value\n"
DATA = HEAD + "".join(
    f"Ana,{n},{'A' if n < 4 else 'B'},{v}\n" for n, v in enumerate([1, 2, 1, 5, 6, 5], start=1)
)


@pytest.fixture
def run(tmp_path):
    def of(plan, data: str = DATA, *words: str):
        (tmp_path / "plan.json").write_text(plan if isinstance(plan, str) else json.dumps(plan))
        (tmp_path / "data.csv").write_text(data)
        paths = [str(tmp_path / "plan.json"), str(tmp_path / "data.csv")]
        return CliRunner().invoke(
            app, ["randomization-test", *paths, "--improvement", "increase", *words]
        )

    return of


def test_promise_and_sentence(run):
    done = run(PLAN)
    assert done.exit_code == 0
    assert "3 assignments are possible, so the smallest p is 1/3." in done.stdout
    assert "The difference is 4. 1 of 3 assignments give one as large: p = 0.3333." in done.stdout
    told = json.loads(run(PLAN, DATA, "--json").stdout)
    assert (told["count_ge"], told["assignments"], told["is_exact"]) == (1, 3, True)


def test_a_session_without_data_may_be_left_out(run):
    done = run(PLAN, DATA.replace("Ana,2,A,2\n", ""))
    assert "The difference is 4.33333." in done.stdout


def test_what_was_not_randomised_has_no_p(run):
    bare = run({**PLAN, "drawn": []})
    assert bare.exit_code == 0 and "no p-value" in bare.stdout
    late = run(PLAN, DATA, "--first-treatment", "2026-08-30T08:00:00+00:00")
    assert "drawn after treatment had begun" in late.stdout
    empty = run(PLAN, DATA.replace("A,1", "A,").replace("A,2", "A,"))
    assert "A phase has no scores." in empty.stdout


def test_many_assignments_are_sampled_and_said(run):
    plan = {**PLAN, "design": "marascuilo_busk", "cases": list("abcdef"), "sessions": 20,
            "choices": [list(range(4, 16))] * 6, "drawn": [5, 7, 9, 11, 13, 15]}  # fmt: skip
    rows = [
        f"{case},{n},{'A' if n < start else 'B'},{n % 3 + (n >= start)}\n"
        for case, start in zip("abcdef", plan["drawn"], strict=True) for n in range(1, 21)
    ]  # fmt: skip
    done = run(plan, HEAD + "".join(rows), "--draws", "500", "--seed", "4")
    assert "of 501 drawn (seed 4)" in done.stdout


@pytest.mark.parametrize(
    ("plan", "data", "said"),
    [
        (PLAN, DATA.replace("Ana,4,B", "Ana,4,A"), "row 6, column phase: Ana changed phase at session 5, but 4 was drawn."),
        (PLAN, HEAD + "Ana,1,A,1\n", "changed phase at session none"),
        (PLAN, DATA + "Ana,7,B,5\n", "row 8, column session: Ana has a session 7, which the plan does not have."),
        ("\n", DATA, "row 1: The plan is empty."),
        ('{"design": "AB", "sessions": NaN}', DATA, "NaN is not a number. Use null"),
        (PLAN, DATA.replace("Ana", "Ben"), "The plan is for Ana."),
        (PLAN, DATA.replace(",6\n", ",six\n"), "row 6, column value: 'six' is not a number."),
        ({**PLAN, "drawn": [9]}, DATA, "[9] was not among the choices of this plan."),
        ("{", DATA, "row 1: The plan is no JSON"),
        ("[]", DATA, "The plan is not an object"),
        (PLAN, "case,outcome,session,phase,value\n" + "".join(
            f"Ana,{o},{n},{'A' if n < 4 else 'B'},1\n" for o in "xy" for n in range(1, 7)), "row 8, column outcome: Ana has two outcomes."),
    ],
)  # fmt: skip
def test_bad_input_is_answered_with_its_place(run, plan, data, said):
    done = run(plan, data)
    assert done.exit_code == 2
    assert said in done.stderr
    assert json.loads(run(plan, data, "--json").stderr)[0]["code"]


def test_cases_with_different_directions_are_not_one_test(run):
    plan = {
        **PLAN,
        "design": "wampold_worsham",
        "cases": ["Ana", "Ben"],
        "choices": [[3, 5]],
        "drawn": [3, 5],
    }
    data = "case,session,phase,value,improvement\n" + "".join(
        f"{case},{n},{'A' if n < start else 'B'},{n},{way}\n"
        for case, start, way in (("Ana", 3, "increase"), ("Ben", 5, "decrease")) for n in range(1, 7)
    )  # fmt: skip
    done = run(plan, data)
    assert done.exit_code == 2
    assert (
        "row 8, column improvement: Better is decrease for Ben and increase for Ana." in done.stderr
    )
    assert run(plan, data.replace("decrease", "increase")).exit_code == 0


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-08-31", "drawn after treatment had begun"),
        ("2026-09-01", "taken on trust"),
        ("2026-09-02", "p = 0.3333."),
        ("", "taken on trust"),
    ],
)
def test_dates_in_the_data_tell_when_treatment_began(run, day, said):
    rows = DATA.replace(HEAD, "case,session,phase,value,date\n").replace(
        "Ana,4,B,5\n", f"Ana,4,B,5,{day}\n"
    )
    done = run(PLAN, rows)
    assert done.exit_code == 0 and said in done.stdout + done.stderr
    assert ("taken on trust" in done.stderr) == (said == "taken on trust")
    later = run(PLAN, rows, "--first-treatment", "2026-09-09T08:00:00+00:00")
    assert "p = 0.3333." in later.stdout and "trust" not in later.stderr


@pytest.mark.parametrize(
    ("statistic", "said"),
    [("NAP", "NAP is 1."), ("median_difference", "The difference of medians is 4."), ("mean_difference", "The difference is ")],
)  # fmt: skip
def test_another_statistic_and_what_is_taken_on_trust(run, statistic, said):
    done = run(PLAN, DATA, "--statistic", statistic)
    assert (done.exit_code, said in done.stdout, "taken on trust" in done.stderr) == (0, True, True)
    assert "is no statistic" in run(PLAN, DATA, "--statistic", "mode").stderr


def test_a_plan_nested_without_end_is_refused(run):
    done = run("[" * 100_000, DATA)
    assert (done.exit_code, "nested too deeply" in done.stderr) == (2, True)
