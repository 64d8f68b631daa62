"""Behaviours or places of one student are the tiers of a study: called so, and never taken for several people."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.tests.making import measure_of
from kithwork.apps.studies import actions
from kithwork.apps.studies.chance import plan_of
from kithwork.apps.studies.extract import codebook, files_of, risk_of
from kithwork.apps.studies.gathered import gathered
from kithwork.apps.studies.models import Outcome, Study
from kithwork.apps.studies.queries import guard_page, report_page
from kithwork.apps.studies.tests.conftest import TIERS, keep, series, start
from kithwork.apps.studies.tests.following import add, codes, follow, withdraw
from tests.cast import give_permission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]

BEHAVIOURS = {"B1": "initiation", "B2": "response", "B3": "sharing"}
PLACES = {"S1": "lunch", "S2": "recess", "S3": "hallway"}


def behaviours_of(cast: Any, student: Any) -> dict[str, Any]:
    """Three behaviours of one student, each in a run of its own."""
    return {
        code: follow(cast, student, *tier, behaviour=what, name=f"Does {what}")
        for (code, what), tier in zip(BEHAVIOURS.items(), TIERS.values(), strict=True)
    }


def places_of(cast: Any, student: Any) -> dict[str, Any]:
    return {
        code: follow(cast, student, *tier, setting=where)
        for (code, where), tier in zip(PLACES.items(), TIERS.values(), strict=True)
    }


def tiered(cast: Any, across: str, measures: dict[str, Any], **more: Any) -> Study:
    made = start(cast.rosa, across=across, **more)
    for code, measure in measures.items():
        add(made, measure, code, by=cast.rosa)
    return made


@pytest.fixture
def malik(cast):
    give_permission([cast.malik, cast.sora], "research")
    return cast.malik


# ------------------------------------------------------------------ what it is called, and what it can say


@pytest.mark.parametrize(
    ("across", "made"), [("behaviours", behaviours_of), ("settings", places_of)]
)
def test_tiers_of_one_student_are_called_what_they_are(cast, malik, client_for, across, made):
    study = tiered(cast, across, made(cast, malik))
    (check,) = guard_page(cast.rosa, study, None).checks
    assert check.design == f"Multiple baseline across {across}"
    assert f"All tiers are {across} of one participant" in check.notes[0]
    rosa = client_for(cast.rosa)
    for page in ("", "guard/", "report/"):
        text = rosa.get(f"/studies/{study.pk}/{page}").content.decode()
        assert f"across {across}" in text, page
        assert "across participants" not in text, page
    report = report_page(cast.rosa, study, None).report
    assert report.between is None
    assert "Between-case" not in rosa.get(f"/studies/{study.pk}/report/").content.decode()
    assert report.to_json()["study"]["across"] == across
    (decision,) = report.decisions
    assert decision.codes == ("IOA_NONE",), "three starts, phases long enough, at the same time"
    assert str(report.figure.kind) == "multiple_baseline"
    assert [panel.name for panel in report.figure.panels] == list(
        BEHAVIOURS if across == "behaviours" else PLACES
    )


def test_students_are_called_participants_and_what_came_in_a_file_nothing(cast, followed, study):
    (check,) = guard_page(cast.rosa, followed, None).checks
    assert (check.design, check.notes) == ("Multiple baseline across participants", ())
    (check,) = guard_page(cast.rosa, study, None).checks
    assert check.design == "Multiple baseline"
    assert report_page(cast.rosa, study, None).report.between is not None


def test_a_file_of_tiers_of_one_student_has_no_effect_over_cases_either(cast):
    made = start(cast.rosa, across="settings")
    keep(made, series(), by=cast.rosa)
    report = report_page(cast.rosa, made, None).report
    assert report.between is None
    assert report.may_claim.endswith("It is about this one student.")


def test_behaviours_meet_in_an_outcome_that_is_called_as_their_unit(cast, malik):
    study = tiered(cast, "behaviours", behaviours_of(cast, malik))
    assert [one.name for one in study.outcomes.all()] == ["Times in 10 minutes"]
    other = follow(cast, malik, [1], [2], behaviour="alone", unit="per cent", scale="percentage")
    with pytest.raises(Problem, match="counted in another way"):
        add(study, other, "B4", outcome=Outcome.objects.get(), by=cast.rosa)


def test_starts_are_sealed_for_each_tier_and_tested(cast, malik):
    study = start(cast.rosa, across="behaviours")
    actions.add_cases(study, list(BEHAVIOURS), by=cast.rosa)
    seal = actions.draw_and_seal(
        study, plan_of("wampold_worsham", list(BEHAVIOURS), 17, "6, 9, 12"), by=cast.rosa
    )
    drawn = dict(zip(seal.content["cases"], seal.content["drawn"], strict=True))
    values = [*TIERS["P1"][0], *TIERS["P1"][1]]
    for code, what in BEHAVIOURS.items():
        first = int(drawn[code]) - 1
        measure = follow(cast, malik, values[:first], values[first:], behaviour=what)
        add(study, measure, code, by=cast.rosa)
    # Phases are as drawn for each tier, so it is tested; the made-up sessions were before the draw, so there is no p.
    test = report_page(cast.rosa, study, None).report.test
    assert (test.found.assignments, test.found.p) == (6, None)
    with pytest.raises(Problem, match="sealed for this design"):
        actions.change_study(study, frame(across="participants"), by=cast.rosa)


# ------------------------------------------------------------------ whose, and under which code


def test_all_tiers_are_of_one_student(cast, malik):
    study = tiered(cast, "settings", places_of(cast, malik))
    with pytest.raises(Problem, match="of one student, and this is another"):
        add(study, follow(cast, cast.sora, [1], [2], setting="club"), "S4", by=cast.rosa)


def test_a_student_added_by_mistake_keeps_the_code_and_the_study_is_free_for_another(cast, malik):
    study = start(cast.rosa, across="settings")
    row = add(study, follow(cast, cast.sora, [1], [2]), "S1", by=cast.rosa)
    actions.take_out(row, by=cast.rosa)
    measure = follow(cast, malik, [1], [2])
    with pytest.raises(Problem, match="S1 is another tier"):
        add(study, measure, "S1", by=cast.rosa)
    add(study, measure, "S2", by=cast.rosa)
    assert codes(study) == ["S2"]


def test_a_tier_has_one_code_and_a_code_one_tier(cast, malik):
    measures = places_of(cast, malik)
    study = tiered(cast, "settings", {"S1": measures["S1"]})
    run = measures["S1"].run
    same_place = measure_of(
        cast, run, student=malik, name="Answers", key="together/response/student/rate", setting="lunch"
    )  # fmt: skip
    with pytest.raises(Problem, match="This tier is S1"):
        add(study, same_place, "S2", by=cast.rosa)
    with pytest.raises(Problem, match="S1 is another tier"):
        add(study, measures["S2"], "S1", by=cast.rosa)
    with pytest.raises(Problem, match="name is in it"):
        add(study, measures["S2"], "Malik at recess", by=cast.rosa)
    add(study, same_place, "S1", by=cast.rosa)
    assert study.cases.count() == 1
    assert study.outcomes.count() == 2


def test_two_tiers_of_one_run_would_begin_on_one_day(cast, malik):
    first = follow(cast, malik, [1, 2], [3])
    study = tiered(cast, "behaviours", {"B1": first})
    second = measure_of(
        cast, first.run, student=malik, name="Answers", key="together/response/student/rate"
    )
    with pytest.raises(Problem, match="B1 is of the same run"):
        add(study, second, "B2", by=cast.rosa)


def test_a_tier_needs_a_place_or_a_run_that_parts_it(cast, malik):
    study = start(cast.rosa, across="settings")
    with pytest.raises(Problem, match="where it is practised"):
        add(study, follow(cast, malik, [1], [2], setting=""), "S1", by=cast.rosa)
    typed_in = measure_of(
        cast, student=malik, name="Words", source=Measure.Source.ENTERED, key="", setting="bus"
    )
    with pytest.raises(Problem, match="no run"):
        add(study, typed_in, "S1", by=cast.rosa)


def frame(design: str = "multiple_baseline", **more: Any) -> Any:
    return actions.StudyFrame("Greetings at lunch", design, **more)


def test_what_the_tiers_are_is_said_before_and_only_of_tiers(cast, malik):
    with pytest.raises(Problem, match="Only in a multiple baseline"):
        actions.start_study(frame("reversal", across="behaviours"), by=cast.rosa)
    with pytest.raises(Problem, match="what starts one after another"):
        actions.start_study(frame(across="people"), by=cast.rosa)
    study = tiered(cast, "settings", {"S1": follow(cast, malik, [1], [2])})
    with pytest.raises(Problem, match="stand for what they stand for"):
        actions.change_study(study, frame(across="behaviours"), by=cast.rosa)


# ------------------------------------------------------------------ leaving, reading, and going out


def test_all_tiers_leave_with_the_yes_of_the_student(cast, malik):
    study = tiered(cast, "settings", places_of(cast, malik))
    laid = actions.lay_out(
        study, Outcome.objects.get(), [cast.sven.user_id, cast.tess.user_id], by=cast.rosa
    )
    assert len(laid.sheets) == 3
    assert "S1" not in json.dumps([laid.sheets, [one.sheets for one in laid.readings.all()]])
    withdraw(malik)
    found = gathered(study)
    assert (found.cases, found.points, found.gone) == ((), {}, 3)
    with pytest.raises(Problem, match="Lay them out anew"):
        actions.open_key(laid, by=cast.rosa)


def test_nobody_reads_masked_who_knows_the_student(cast, malik):
    study = tiered(cast, "settings", places_of(cast, malik))
    with pytest.raises(Problem, match="look into the study"):
        actions.lay_out(
            study, Outcome.objects.get(), [cast.tomas.user_id, cast.tess.user_id], by=cast.rosa
        )


def test_five_tiers_are_one_person_and_do_not_leave(cast, malik):
    measures = places_of(cast, malik)
    measures |= {
        code: follow(cast, malik, [1, 2], [3], setting=where)
        for code, where in (("S4", "club"), ("S5", "bus"))
    }
    study = tiered(cast, "settings", measures)
    for case in study.cases.all():
        actions.say_band(case, "6-8", by=cast.rosa)
    risk = risk_of(gathered(study))
    assert (risk.cases, risk.smallest, risk.has_bands, risk.may_leave) == (1, 1, False, False)
    assert "All tiers are one student's" in " ".join(risk.says)


def test_published_tiers_leave_under_one_code_with_days_moved_together(cast):
    made = start(cast.rosa, across="behaviours", source="published")
    keep(made, series(), by=cast.rosa)
    found = gathered(made)
    risk = risk_of(found)
    files = files_of(found, risk, about={}, chance=random.Random(7))
    rows = json.loads(files["data.json"])["rows"]
    ids = {row["study_id"] for row in rows}
    assert len(ids) == 3
    assert len({one.split("-")[0] for one in ids}) == 1
    moved = {
        (date.fromisoformat(row["date_shifted"]) - series()[0].dates[int(row["session"]) - 1]).days
        for row in rows
    }
    assert len(moved) == 1
    assert "of one student" in codebook(found, risk)[0][2]


# ------------------------------------------------------------------ pages


def test_the_page_offers_what_else_is_followed_of_that_student(cast, malik, client_for):
    measures = places_of(cast, malik)
    follow(cast, cast.sora, [1], [2])
    made, rosa = start(cast.rosa, across="settings"), client_for(cast.rosa)
    address = f"/studies/{made.pk}/measures/"
    first = rosa.get(address).content.decode()
    assert "Measures as tiers" in first
    assert 'value="S1"' in first
    assert "Sora" in first
    assert "at recess, Lunch network" in first, "which of three that are called the same"
    said = {"measure": measures["S1"].pk, "code": "S1", "outcome": "", "since": ""}
    assert rosa.post(address, said).status_code == 302
    then = rosa.get(address).content.decode()
    assert 'value="S2"' in then
    assert "Sora" not in then


def test_a_study_across_behaviours_is_started_on_its_page(cast, client_for):
    rosa = client_for(cast.rosa)
    said = {
        "title": "Talking", "design": "multiple_baseline", "across": "behaviours", "source": "own",
        "is_planned": "yes", "has_confound": "no",
    }  # fmt: skip
    assert rosa.post("/studies/start/", said).status_code == 302
    made = Study.objects.get()
    assert made.is_of_one
    assert "Multiple baseline across behaviours" in rosa.get("/studies/").content.decode()
    refused = rosa.post("/studies/start/", said | {"design": "reversal"})
    assert "Only in a multiple baseline or multiple probe" in refused.content.decode()
    assert Study.objects.count() == 1
