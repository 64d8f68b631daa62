"""A course of Ines's that began eight weeks before the cast's Monday, with Ben in it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kithwork.apps.courses import actions
from tests.cast import MONDAY, give_permission

BEGAN = MONDAY - timedelta(weeks=8)
ENDS = BEGAN + timedelta(weeks=18)


@pytest.fixture(autouse=True)
def _monday(frozen_now):
    return None


@pytest.fixture
def cohort(cast):
    give_permission([cast.ben, cast.sora], "survey")
    made = actions.start_cohort(
        actions.CohortFrame("Peer Collaboration", cast.ines_staff, BEGAN, ENDS), by=cast.rosa
    )
    return actions.add_members(made, [cast.ben, cast.sora], by=cast.rosa)


@pytest.fixture
def ben(cast, cohort):
    return cohort.members.get(student=cast.ben)


@pytest.fixture
def placed(cast, ben):
    frame = actions.PlacementFrame(
        "class", cast.tomas_staff, MONDAY - timedelta(weeks=2), ("2",), section=cast.science
    )
    return actions.place(ben, frame, by=cast.ines)
