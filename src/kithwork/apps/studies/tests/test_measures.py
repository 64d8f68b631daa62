"""What the school follows is a case under a code: live, never a copy, and gone the moment the yes is taken back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.measures.readings import reading_of
from kithwork.apps.measures.tests.making import measure_of, network, observe
from kithwork.apps.observations.models import Instrument, ObservationPlan, Watch
from kithwork.apps.observations.tests.conftest import tap, written
from kithwork.apps.runs.models import Phase
from kithwork.apps.studies import actions
from kithwork.apps.studies.chance import plan_of
from kithwork.apps.studies.gathered import gathered
from kithwork.apps.studies.models import CaseMeasure, Outcome, Point, Study
from kithwork.apps.studies.queries import guard_page
from kithwork.apps.studies.tests.conftest import keep, series, start
from kithwork.apps.studies.tests.following import NAMES, add, day, follow
from kithwork.apps.trail.models import TrailEntry
from kithwork.evidence.design import wwc_scd
from kithwork.evidence.effects import USUAL, effect_size
from tests.cast import MONDAY, give_permission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


# ------------------------------------------------------------------ live


def test_nothing_is_copied_and_every_number_is_the_library_s(cast, followed, measures, client_for):
    assert not Point.objects.exists()
    found = gathered(followed)
    (outcome,) = found.outcomes
    assert (outcome.improvement, outcome.scale) == ("increase", "rate")
    for one in found.series_of(outcome):
        own = reading_of(measures[one.case], MONDAY).series
        assert (one.values, one.phases, one.dates) == (own.values, own.phases, own.dates)
        assert list(one.sessions) == list(range(1, 18))
    said = json.loads(client_for(cast.rosa).get(f"/studies/{followed.pk}/report.json").content)
    for code, measure in measures.items():
        before, after = ([*run.scores] for run in reading_of(measure, MONDAY).series.runs)
        for index in USUAL:
            wanted = effect_size(before, after, index=index, improvement="increase", scale="rate")
            rows = [
                each for each in said["effects"] if (each["case"], each["index"]) == (code, index)
            ]
            assert [(row["value"], row["se"]) for row in rows] == [(wanted.value, wanted.se)]
    assert said["design"] == [wwc_scd(found.facts(outcome)[0]).to_json()]


def test_the_guard_hears_a_session_the_moment_it_is_observed(cast, followed):
    before = guard_page(cast.rosa, followed, None).lines
    observe(cast, day(18), 0.9, student=cast.malik)
    after = guard_page(cast.rosa, followed, None).lines
    assert [one.n - then.n for one, then in zip(after, before, strict=True)] == [0, 1, 0, 0, 0, 0]
    assert [one.phase for one in after[:2]] == ["Before it begins", "Practice"]


def test_a_session_is_one_day_of_the_whole_study_and_a_planned_day_without_a_record_a_gap(cast):
    give_permission([cast.malik, cast.sora], "research")
    made = start(cast.rosa)
    add(made, follow(cast, cast.malik, [1, 2], [3]), "P1", by=cast.rosa)
    run = network(cast, focus_student=cast.sora, students=[cast.sora])
    observe(cast, day(2), 0.1, student=cast.sora)
    observe(cast, day(6), 0.2, student=cast.sora)
    planned(cast, cast.sora, day(4))
    add(made, measure_of(cast, run, student=cast.sora), "P2", by=cast.rosa)
    found = gathered(made)
    told = [(one.sessions, one.values) for one in found.series_of(found.outcomes[0])]
    assert told[0] == ((1, 2, 3), (1, 2, 3))
    assert told[1] == ((2, 4, 5), (1, None, 2))
    said = found.figure_of(found.outcomes[0]).sentence
    assert "No data at session 4." in said  # session 3 was a day of the other case alone
    assert "session 3." not in said


def planned(cast: Any, student: Any, on: date, *, second: Any = None) -> Watch:
    instrument = Instrument.objects.get(key="together")
    plan = ObservationPlan.objects.create(
        school=cast.school, instrument=instrument, observer=cast.tomas_staff, phase="baseline",
        setting="lunch", starts_on=on, ends_on=on, seed=1,
    )  # fmt: skip
    return Watch.objects.create(
        plan=plan, student=student, on=on, label="Lunch", starts_at="11:00", ends_at="11:10", nth=1, of=1,
        observer_id=cast.tomas.user_id, second_observer_id=second.user_id if second else None, code="ABCD",
    )  # fmt: skip


def test_two_who_observed_count_as_the_library_agrees_and_neither_looks_at_the_other_first(cast):
    give_permission([cast.malik], "research")
    measure = follow(cast, cast.malik, [1, 2, 1], [4])
    made = start(cast.rosa)
    add(made, measure, "P1", by=cast.rosa)
    watch = planned(cast, cast.malik, day(9), second=cast.rosa)
    taken(cast, watch, cast.tomas, 10, 30)
    # Rosa is the second observer herself: a gap, until her own record is in. To others it is there, scored by one.
    assert last(made, cast.rosa).value is None
    assert (last(made, cast.pia).value, last(made, cast.pia).is_twice) == (4, False)
    taken(cast, watch, cast.rosa, 11, second=True)
    point = last(made, cast.rosa)
    assert (point.value, point.is_twice, point.agreement_pct) == (4, True, 50)
    line = guard_page(cast.rosa, made, None).lines[-1]
    assert (line.twice_pct, line.agreement_pct) == (50, 50)


def taken(cast: Any, watch: Watch, by: Any, *at: float, second: bool = False) -> None:
    row = observe(
        cast, watch.on, 0.4, student=watch.student, watch=watch, is_second=second, by_id=by.user_id
    )
    text = written(
        cast, row.instrument, *(tap(one, "a") for one in at), student=watch.student_id, is_second=second
    )  # fmt: skip
    type(row.envelope).objects.filter(pk=row.envelope_id).update(text=text)


def last(study: Study, viewer: Any) -> Point:
    (points,) = gathered(study, viewer).points.values()
    return points[-1]


def test_a_phase_that_comes_back_is_one_condition_and_a_criterion_step_its_own(cast):
    give_permission([cast.malik], "research")
    measure = follow(cast, cast.malik, [1, 1], [5, 5])
    Phase.objects.create(run=measure.run, kind="baseline", starts_on=day(5), reason="Taken back")
    Phase.objects.create(run=measure.run, kind="intervention", starts_on=day(7))
    for session, value in zip(range(5, 9), (0.2, 0.2, 0.6, 0.6), strict=True):
        observe(cast, day(session), value, student=cast.malik)
    for design, labels in (
        ("reversal", ["baseline", "intervention"] * 2),
        ("changing_criterion", ["baseline", "intervention", "baseline 2", "intervention 2"]),
    ):
        made = start(cast.rosa, design)
        add(made, measure, "P1", by=cast.rosa)
        found = gathered(made)
        (one,) = found.series_of(found.outcomes[0])
        assert [run.label for run in one.runs] == labels
        assert found.baseline == "baseline"


# ------------------------------------------------------------------ who, and under which code


@pytest.mark.parametrize("who", ["pia", "rafi", "tomas", "zed"])
def test_only_who_runs_the_study_adds_and_takes_out(cast, followed, measures, who):
    viewer = getattr(cast, who)
    with pytest.raises(Refused):
        add(followed, measures["P1"], "P9", by=viewer)
    with pytest.raises(Refused):
        actions.take_out(followed.measures.first(), by=viewer)


def test_a_researcher_s_own_and_published_data_follow_nobody(cast, measures):
    with pytest.raises(Refused, match="outside any school"):
        add(start(cast.rafi), measures["P1"], "P1", by=cast.rafi)
    with pytest.raises(Problem, match="published data follows nobody"):
        add(start(cast.rosa, source="published"), measures["P1"], "P1", by=cast.rosa)


def test_a_study_that_follows_does_not_turn_into_published_data(cast, followed):
    with pytest.raises(Problem, match="its own records"):
        actions.change_study(
            followed, actions.StudyFrame("X", "multiple_baseline", source="published"), by=cast.rosa
        )


def test_without_permission_for_research_nobody_is_added(cast):
    measure, made = follow(cast, cast.malik, [1], [2]), start(cast.rosa)
    with pytest.raises(Problem, match="no permission for research"):
        add(made, measure, "P1", by=cast.rosa)
    assert not made.cases.exists()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("Malik", "name is in it"),
        ("case stone", "name is in it"),
        (" ", "Give the case a code"),
        ("P1", "somebody else"),
    ],
)
def test_a_code_is_one_student_s_and_never_a_name(cast, measures, code, said):
    made = start(cast.rosa)
    add(made, measures["P2"], "P1", by=cast.rosa)
    with pytest.raises(Problem, match=said):
        add(made, measures["P1"], code, by=cast.rosa)


def test_a_student_has_one_code_for_all_outcomes(cast, measures):
    made = start(cast.rosa)
    add(made, measures["P1"], "P1", by=cast.rosa)
    other = measure_of(
        cast, measures["P1"].run, student=cast.malik, name="Answers", key="together/peer_initiation/partner/rate"
    )  # fmt: skip
    with pytest.raises(Problem, match="is P1 in this study already"):
        add(made, other, "P2", by=cast.rosa)
    with pytest.raises(Problem, match="is that outcome already"):
        add(made, other, "P1", outcome=Outcome.objects.get(study=made), by=cast.rosa)
    add(made, other, "P1", by=cast.rosa)
    first = f"{measures['P1'].name}, {measures['P1'].unit}"
    assert [one.name for one in made.outcomes.all()] == [first, f"Answers, {other.unit}"]


def test_an_outcome_has_one_unit(cast, measures):
    made = start(cast.rosa)
    add(made, measures["P1"], "P1", by=cast.rosa)
    type(measures["P2"]).objects.filter(pk=measures["P2"].pk).update(unit="times in a minute")
    measures["P2"].refresh_from_db()
    with pytest.raises(Problem, match="counted in another way"):
        add(made, measures["P2"], "P2", outcome=Outcome.objects.get(study=made), by=cast.rosa)


def test_an_outcome_fits_or_the_sentence_says_so(cast, measures):
    made = start(cast.rosa)
    frame = actions.OutcomeFrame("Alone", improvement="decrease", scale="rate")
    outcome = actions.add_outcome(made, frame, by=cast.rosa)
    with pytest.raises(Problem, match="Choose an outcome that fits"):
        add(made, measures["P1"], "P1", outcome=outcome, by=cast.rosa)


def test_a_study_is_of_files_or_of_measures(cast, followed, measures):
    of_files = start(cast.rosa)
    keep(of_files, series(), by=cast.rosa)
    with pytest.raises(Problem, match="from a file or written in"):
        add(of_files, measures["P1"], "P9", by=cast.rosa)
    with pytest.raises(Problem, match="read from measures"):
        keep(followed, series(), by=cast.rosa)
    frame = actions.PointFrame(followed.cases.first(), followed.outcomes.first(), 99, "A", 3)
    with pytest.raises(Problem, match="read from measures"):
        actions.write_point(followed, frame, by=cast.rosa)


def test_the_trail_says_who_added_and_took_out(cast, followed):
    actions.take_out(followed.measures.first(), by=cast.rosa)
    told = TrailEntry.objects.filter(verb__in=["study.add_measure", "study.take_out"])
    assert list(told.order_by("pk").values_list("verb", "by_id")) == [
        *[("study.add_measure", cast.rosa.user_id)] * 3,
        ("study.take_out", cast.rosa.user_id),
    ]
    assert not any(name in json.dumps(one.detail) for one in told for name in NAMES)


# ------------------------------------------------------------------ sealed before the data


def test_starts_are_drawn_for_codes_before_and_not_once_there_was_a_session(cast, measures):
    made = start(cast.rosa)
    actions.add_cases(made, ["P1", "P2", "P3"], by=cast.rosa)
    plan = plan_of("wampold_worsham", ["P1", "P2", "P3"], 20, "6, 9, 12")
    actions.draw_and_seal(made, plan, by=cast.rosa)
    row = add(made, measures["P1"], "P1", by=cast.rosa)
    with pytest.raises(Problem, match="data already"):
        actions.seal_rules(made, "Look at the graph.", by=cast.rosa)
    actions.take_out(row, by=cast.rosa)  # what was seen was seen
    with pytest.raises(Problem, match="data already"):
        actions.seal_rules(made, "Look at the graph.", by=cast.rosa)


def test_sessions_count_from_a_day(cast, measures):
    made = start(cast.rosa)
    add(made, measures["P1"], "P1", since=day(3), by=cast.rosa)
    (points,) = gathered(made).points.values()
    assert (points[0].on, points[0].session, len(points)) == (day(3), 1, 15)


# ------------------------------------------------------------------ pages


def test_a_measure_is_added_and_taken_out_on_its_page(cast, measures, client_for):
    follow(cast, cast.ben, [1], [2])  # nobody asked about research
    made, rosa = start(cast.rosa), client_for(cast.rosa)
    address = f"/studies/{made.pk}/measures/"
    first = rosa.get(address).content.decode()
    assert "Malik Stone" in first
    assert "Ben Hollis" not in first
    assert "1 measure is not listed" in first
    answer = rosa.post(address, {"measure": measures["P1"].pk, "code": "Malik", "outcome": ""})
    assert answer.status_code == 422
    said = {"measure": measures["P1"].pk, "code": "P1", "outcome": "", "since": ""}
    assert rosa.post(address, said).status_code == 302
    row = CaseMeasure.objects.get()
    page = rosa.get(address).content.decode()
    assert page.index("P1") < page.index("Malik Stone")
    study_page = rosa.get(f"/studies/{made.pk}/").content.decode()
    assert "17 sessions, read from measures" in study_page
    assert "Write in a session" not in study_page
    assert rosa.post(f"/studies/measures/{row.pk}/take-out/").status_code == 302
    assert gathered(made).gone == 1


def test_a_researcher_sees_codes_on_every_page_and_never_the_page_with_names(
    cast, followed, client_for
):
    actions.open_to(followed, cast.rafi.user_id, by=cast.rosa)
    rafi = client_for(cast.rafi)
    for page in ("", "guard/", "report/", "report.json", "extract/", "readings/", "seals/"):
        text = rafi.get(f"/studies/{followed.pk}/{page}").content.decode()
        assert not any(name in text for name in NAMES), page
    assert "P1" in rafi.get(f"/studies/{followed.pk}/").content.decode()
    assert rafi.get(f"/studies/{followed.pk}/measures/").status_code == 403
    row = followed.measures.first()
    assert rafi.post(f"/studies/measures/{row.pk}/take-out/").status_code == 404
