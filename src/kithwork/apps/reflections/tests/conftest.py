"""Rosa asks Ben, Sora and Ada; all of them have permission for questions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kithwork.apps.reflections import actions
from tests.cast import MONDAY, give_permission


@pytest.fixture(autouse=True)
def _monday(frozen_now):
    return None


def frame(questionnaire="belonging", **fields):
    waves = (
        actions.WaveFrame("start", MONDAY, MONDAY + timedelta(days=13)),
        actions.WaveFrame("end", MONDAY + timedelta(weeks=10), MONDAY + timedelta(weeks=11)),
    )
    return actions.SurveyFrame(questionnaire, "Lunch club", waves, **fields)


@pytest.fixture
def survey(cast):
    give_permission([cast.ben, cast.sora, cast.ada], "survey")
    made = actions.start_survey(frame(), by=cast.rosa)
    actions.ask_students(made, [cast.ben, cast.ada], by=cast.rosa)
    actions.ask_students(made, [cast.sora], "comparison", by=cast.rosa)
    return made


@pytest.fixture
def start(survey):
    return survey.waves.get(kind="start")
