"""A file of two groups, and a survey that both answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kithwork.apps.evaluations import actions
from kithwork.apps.evaluations.file_read import read_sheet
from kithwork.apps.evaluations.models import Evaluation
from tests.cast import MONDAY


@pytest.fixture(autouse=True)
def _monday(frozen_now):
    return None


def frame(**more: Any) -> actions.EvaluationFrame:
    said = {"title": "Skills", "assigned": "chosen", "whole_classes": False, "domain": "behavior"}
    return actions.EvaluationFrame(**{**said, **more})


def score(n: int, group: str, wave: str, item: int) -> float:
    """Made up, and different for everybody: those who take part gain two and a bit."""
    base = (n * 7 + item * 3) % 11 + n / 10
    gain = {"start": 0.0, "middle": 1.0, "end": 2.0}[wave] * (1 if group == "treatment" else 0)
    return round(base + gain + ((n * item * 5) % 7) / 3 * (wave != "start"), 3)


def long_csv(each: int = 12, items: int = 3, lift: float = 0.0) -> str:
    rows = ["person,group,class,wave,scale,item,value"]
    for g, group in enumerate(("treatment", "comparison")):
        for n in range(each):
            for wave in ("start", "middle", "end"):
                for item in range(items):
                    value = score(n, group, wave, item) + (lift if g == 0 else 0)
                    named = f"i{item}" if item else ""
                    rows.append(f"{'TC'[g]}{n:02d},{group},K{g}{n % 3},{wave},asks,{named},{value}")
    return "\n".join(rows) + "\n"


def from_file(by: Any, text: str | None = None, **more: Any) -> Evaluation:
    sheet = read_sheet("scores.csv", text or long_csv())
    return actions.set_up_from_file(frame(**more), sheet, by=by)


def two_waves(questionnaire: str = "belonging") -> Any:
    from kithwork.apps.reflections import actions as reflections

    waves = (
        reflections.WaveFrame("start", MONDAY, MONDAY + timedelta(days=6)),
        reflections.WaveFrame("end", MONDAY + timedelta(weeks=10), MONDAY + timedelta(weeks=11)),
    )
    return reflections.SurveyFrame(questionnaire, "Lunch club", waves)
