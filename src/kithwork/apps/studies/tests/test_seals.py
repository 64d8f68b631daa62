"""Chance draws and rules are sealed before the first point, or not at all; without a draw there is no p-value."""

from __future__ import annotations

import pytest
import time_machine

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.studies import actions
from kithwork.apps.studies.chance import chance_result, holds, plan_of
from kithwork.apps.studies.gathered import gathered
from kithwork.apps.studies.models import Seal
from kithwork.apps.studies.tests.conftest import TIERS, keep, series, start
from kithwork.apps.trail.models import TrailEntry
from kithwork.evidence.faults import BadData

pytestmark = pytest.mark.django_db
BEFORE, AFTER = "2026-09-01T12:00:00+00:00", "2026-11-09T12:00:00+00:00"


@pytest.fixture
def planned(cast):
    with time_machine.travel(BEFORE, tick=False):
        made = start(cast.rosa)
        actions.add_cases(made, list(TIERS), by=cast.rosa)
    return made


def plan(*starts: int):
    return plan_of("wampold_worsham", list(TIERS), 17, ", ".join(map(str, starts)))


def drawn(planned, cast, starts=(6, 9, 12), at=BEFORE):
    with time_machine.travel(at, tick=False):
        return actions.draw_and_seal(planned, plan(*starts), by=cast.rosa)


def as_drawn(seal: Seal, **more):
    """Series whose phases follow what chance drew."""
    tiers = {}
    for case, first in zip(seal.content["cases"], seal.content["drawn"], strict=True):
        tiers[case] = ([2, 3] * 17)[: first - 1], [7] * (18 - first)
    return series(tiers, **more)


def test_the_smallest_p_stands_there_before_anything_is_drawn(cast, planned, client_for):
    rosa = client_for(cast.rosa)
    said = {"scheme": "wampold_worsham", "sessions": "17", "starts": "6, 9, 12", "step": "look"}
    page = rosa.post(f"/studies/{planned.pk}/seals/", said).content.decode()
    assert "the smallest p is 1/6" in page
    assert "can never be below .05" in page
    assert not Seal.objects.exists()
    rosa.post(f"/studies/{planned.pk}/seals/", said | {"step": "draw"})
    seal = Seal.objects.get()
    assert sorted(seal.content["drawn"]) == [6, 9, 12]
    assert holds(seal)


def test_the_page_keeps_the_salt_back_and_the_report_gives_it(cast, planned, client_for):
    seal = drawn(planned, cast)
    rosa = client_for(cast.rosa)
    page = rosa.get(f"/studies/{planned.pk}/seals/").content.decode()
    assert seal.commitment in page
    assert seal.salt not in page
    keep(planned, as_drawn(seal), by=cast.rosa)
    assert seal.salt in rosa.get(f"/studies/{planned.pk}/report/").content.decode()


def test_the_trail_has_the_mark_and_neither_draw_nor_salt(cast, planned):
    seal = drawn(planned, cast)
    line = TrailEntry.objects.get(verb="study.draw_and_seal")
    assert line.detail == {"commitment": seal.commitment}


@pytest.mark.parametrize("field", ["drawn", "seed", "made_at"])
def test_a_plan_that_was_changed_afterwards_does_not_fit(cast, planned, field):
    seal = drawn(planned, cast)
    other = {"drawn": seal.content["drawn"][::-1], "seed": 7, "made_at": AFTER}[field]
    seal.content = {**seal.content, field: other}
    assert not holds(seal)
    found = gathered(planned)
    assert "does not fit" in chance_result(seal, as_drawn(seal), zone="UTC").why_not
    assert not found.has_points


def test_nothing_is_sealed_once_there_are_data(cast, study):
    with pytest.raises(Problem, match="proves nothing"):
        actions.draw_and_seal(study, plan(6, 9, 12), by=cast.rosa)
    with pytest.raises(Problem, match="proves nothing"):
        actions.seal_rules(study, "We look at levels.", by=cast.rosa)


def test_a_second_draw_is_refused(cast, planned):
    drawn(planned, cast)
    with pytest.raises(Problem, match="sealed already"):
        drawn(planned, cast)


def test_rules_are_sealed_word_for_word(cast, planned):
    seal = actions.seal_rules(planned, "  We look at levels.\n", by=cast.rosa)
    assert seal.content == {"text": "We look at levels."}
    assert holds(seal)
    seal.content = {"text": "We look at trends."}
    assert not holds(seal)


def test_the_design_stays_once_something_is_sealed(cast, planned):
    drawn(planned, cast)
    with pytest.raises(Problem, match="Start another"):
        actions.change_study(planned, actions.StudyFrame("Greetings", "reversal"), by=cast.rosa)


def test_a_draw_before_the_first_treatment_session_gives_a_p(cast, planned):
    seal = drawn(planned, cast)
    found = chance_result(seal, as_drawn(seal), zone="America/New_York")
    assert found.why_not == ""
    assert found.found.assignments == 6
    assert found.found.p == pytest.approx(1 / 6)


@pytest.mark.parametrize(
    ("at", "dated", "said"),
    [
        (AFTER, True, "no"),
        (BEFORE, False, "not known"),
        ("2026-09-13T02:00:00+00:00", True, "no"),
    ],
)
def test_no_p_where_nobody_can_see_that_the_draw_came_first(cast, planned, at, dated, said):
    """Drawn after, on the very day (the 12th there, the 13th here), or on days nobody wrote down."""
    seal = drawn(planned, cast, at=at)
    found = chance_result(seal, as_drawn(seal, dated=dated), zone="America/New_York")
    if at.startswith("2026-09-13"):
        first = min(one.runs[1].points[0].on for one in as_drawn(seal))
        assert (found.why_not != "") == (first.isoformat() <= "2026-09-12")
        return
    assert found.found is None or found.found.p is None
    assert said in found.why_not.lower()


def test_no_p_for_phases_other_than_drawn(cast, planned):
    seal = drawn(planned, cast)
    drawn_of = dict(zip(seal.content["cases"], seal.content["drawn"], strict=True))
    turned = {case: 6 if start != 6 else 9 for case, start in drawn_of.items()}
    tiers = {case: ([2] * (first - 1), [7] * (18 - first)) for case, first in turned.items()}
    assert "was drawn" in chance_result(seal, series(tiers), zone="UTC").why_not


def test_without_a_draw_the_report_says_so(cast, study, client_for):
    page = client_for(cast.rosa).get(f"/studies/{study.pk}/report/").content.decode()
    assert "Not randomised" in page
    assert "p = " not in page


@pytest.mark.parametrize(
    ("scheme", "sessions", "starts"),
    [("wampold_worsham", 17, "6, 9"), ("wampold_worsham", 5, "6, 9, 12"), ("ABAB", 10, "5"), ("wampold_worsham", 17, "soon")],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_told(scheme, sessions, starts):
    with pytest.raises(BadData):
        plan_of(scheme, list(TIERS), sessions, starts)


@pytest.mark.parametrize("person", ["pia", "ines", "zed", "rafi", "dora"])
def test_who_does_not_run_the_study_seals_nothing(cast, planned, person):
    with pytest.raises(Refused):
        actions.draw_and_seal(planned, plan(6, 9, 12), by=getattr(cast, person))
