"""The report says what the library says, again the same for the same data, and never that something worked."""

from __future__ import annotations

import html
import json
import re

import pytest

from kithwork.apps.studies import actions
from kithwork.apps.studies.gathered import gathered
from kithwork.apps.studies.models import Point
from kithwork.apps.studies.queries import guard_page, report_page
from kithwork.apps.studies.report_made import report_of
from kithwork.apps.studies.tests.conftest import keep, series, start
from kithwork.evidence.design import wwc_scd
from kithwork.evidence.effects import USUAL, effect_size
from kithwork.evidence.effects.bcsmd import bc_smd
from kithwork.evidence.files import Choices, series_from, write_long_csv
from kithwork.evidence.series import Series

pytestmark = pytest.mark.django_db
CLAIMS = re.compile(
    r"\b(effective|proven|works|worked|successful|improved because)\b", re.IGNORECASE
)


def words(answer) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_every_number_is_the_library_s(cast, study, client_for):
    said = json.loads(client_for(cast.rosa).get(f"/studies/{study.pk}/report.json").content)
    for one in series():
        before, after = (list(run.scores) for run in one.runs)
        for index in USUAL:
            wanted = effect_size(before, after, index=index, improvement="increase", scale="count")
            (row,) = [
                each
                for each in said["effects"]
                if (each["case"], each["index"]) == (one.case, index)
            ]
            assert row["value"] == wanted.value
            assert row["ci"] == (list(wanted.ci) if wanted.ci else None)
            assert row["se"] == wanted.se
    assert said["between_cases"]["value"] == bc_smd(series(), "MB", baseline="A").value


def test_the_same_data_give_the_same_report_and_other_data_another_mark(cast, study):
    first = report_page(cast.rosa, study, None).report
    again = report_page(cast.rosa, study, None).report
    assert first.to_json() == again.to_json()
    Point.objects.filter(session=1, case__code="P1").update(value=4)
    assert report_page(cast.rosa, study, None).report.inputs_sha256 != first.inputs_sha256


def test_the_page_shows_ruleset_library_and_mark(cast, study, client_for):
    page = words(client_for(cast.rosa).get(f"/studies/{study.pk}/report/"))
    report = report_page(cast.rosa, study, None).report
    assert report.inputs_sha256 in page
    assert "wwc-scd-table-v1 version" in page
    assert "Kithwork 0.1.0" in page


@pytest.mark.parametrize(
    "design",
    ["multiple_baseline", "before_after", "reversal", "changing_criterion", "multiple_probe"],
)
def test_no_report_of_any_design_says_that_something_worked(cast, client_for, design):
    made = start(cast.rosa, design)
    keep(made, series(), by=cast.rosa)
    page = words(client_for(cast.rosa).get(f"/studies/{made.pk}/report/"))
    # The library's own caution says that it does not rate "whether anything worked".
    assert not CLAIMS.search(page.replace("not whether anything worked", ""))


def test_before_and_after_is_called_watching(cast, client_for):
    made = start(cast.rosa, "before_after")
    keep(made, series({"P1": ([1, 2, 1], [6, 7, 8])}), by=cast.rosa)
    page = words(client_for(cast.rosa).get(f"/studies/{made.pk}/report/"))
    assert "this cannot show what changed it" in page
    assert "Meets the table" not in page


def test_the_guard_says_what_the_library_says_is_needed(cast):
    made = start(cast.rosa)
    short = {"P1": ([2, 3, 2], [5, 6]), "P2": ([1, 2, 1, 2, 1], []), "P3": ([2, 2, 3, 2, 2], [])}
    keep(made, series(short), by=cast.rosa)
    page = guard_page(cast.rosa, made, None)
    outcome = page.outcome
    decision = wwc_scd(gathered(made).facts(outcome)[0])
    (check,) = page.checks
    assert [rule.code for rule in check.rules] == [failing.code for failing in decision.failing]
    sentences = [need.sentence for needed in check.needed for need in needed.needs]
    assert any("P1" in one or "tier 1" in one for one in sentences)
    assert sentences


def test_a_gap_is_named_and_is_no_point(cast, client_for):
    made = start(cast.rosa)
    keep(made, series({"P1": ([2, None, 2, 3], [5, 6]), "P2": ([1, 2, 1, 2], [4])}), by=cast.rosa)
    line = guard_page(cast.rosa, made, None).lines[0]
    assert (line.case, line.n, line.gaps) == ("P1", 3, "2")
    page = words(client_for(cast.rosa).get(f"/studies/{made.pk}/guard/"))
    assert "session 2" in page
    assert "no data" in words(client_for(cast.rosa).get(f"/studies/{made.pk}/"))


def test_agreement_of_two_is_counted_by_phase(cast, study):
    lines = guard_page(cast.rosa, study, None).lines
    assert [(one.phase, one.twice_pct, one.agreement_pct) for one in lines[:2]] == [
        ("Baseline", 40, 90),
        ("Treatment", 33, 90),
    ]


def alternating() -> Series:
    labels = ["A"] * 3 + ["X", "Y"] * 5
    return Series("P1", "Talks", range(1, 14), [1, 2, 1] + [5, 3] * 5, labels, "increase", "count")


def test_an_alternating_design_counts_conditions_and_turns(cast):
    made = start(cast.rosa, "alternating_treatments")
    keep(made, [alternating()], by=cast.rosa)
    (facts,) = gathered(made).facts(gathered(made).outcomes[0])
    assert [(one["label"], one["n"]) for one in facts["phases"]] == [("X", 5), ("Y", 5)]
    assert facts["max_consecutive_same"] == 1
    assert "ATD_POINTS" not in wwc_scd(facts).codes


def test_a_reversal_is_judged_case_by_case_and_drawn_as_one(cast):
    made = start(cast.rosa, "reversal")
    labels = "A" * 5 + "B" * 5 + "A" * 5 + "B" * 5
    one = Series(
        "P1",
        "Talks",
        range(1, 21),
        [1] * 5 + [5] * 5 + [2] * 5 + [6] * 5,
        labels,
        "increase",
        "count",
    )
    keep(made, [one], by=cast.rosa, every=3)
    found = gathered(made)
    assert str(found.figure_of(found.outcomes[0]).kind) == "reversal"
    (facts,) = found.facts(found.outcomes[0])
    assert [each["n"] for each in facts["phases"]] == [5, 5, 5, 5]
    assert wwc_scd(facts).rating == "without_reservations"


def test_a_changing_criterion_draws_the_aims_that_were_said(cast):
    made = start(cast.rosa, "changing_criterion")
    labels = ["A"] * 3 + ["S1"] * 3 + ["S2"] * 3
    one = Series(
        "P1", "Talks", range(1, 10), [1, 2, 1, 3, 3, 3, 5, 5, 5], labels, "increase", "count"
    )
    keep(made, [one], by=cast.rosa)
    condition = made.conditions.get(label="S1")
    actions.name_condition(
        condition, name="At least 3", is_baseline=False, criterion=3, by=cast.rosa
    )
    found = gathered(made)
    drawn = found.figure_of(found.outcomes[0])
    assert "g-cr" in drawn.svg()
    assert "At least 3" in drawn.svg()


def test_the_report_is_a_tagged_pdf(cast, study, client_for):
    answer = client_for(cast.rosa).get(f"/reports/studies/{study.pk}/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"/MarkInfo" in answer.content or b"StructTreeRoot" in answer.content


# ------------------------------------------------------------------ published series, from the shared folder alone


def published(shared, name: str):
    read = json.loads((shared / "evidence" / "conformance_published.json").read_text())
    return [case for case in read["cases"] if case["study"] == name]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["English1997", "Schmidt2012"])
def test_published_series_come_in_and_every_index_is_as_expected(cast, shared, client_for, name):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from kithwork.apps.studies.models import Study
    from kithwork.apps.studies.tests.test_bring_in import form_of

    cases = published(shared, name)
    text = write_long_csv([series_from(case, 1, Choices()) for case in cases])
    rafi = client_for(cast.rafi)
    first = rafi.post(
        "/studies/bring-in/", {"file": SimpleUploadedFile("study.csv", text.encode())}
    )
    said = form_of(first, title=name, design="multiple_baseline", source="published", step="keep")
    assert rafi.post("/studies/bring-in/", said).status_code == 302
    study = Study.objects.get()
    found = gathered(study)
    compared = 0
    for outcome in found.outcomes:
        report = report_of(found, outcome, [], zone="UTC")
        got = {(one.case, one.estimate.index): one.estimate for one in report.effects}
        for case in (one for one in cases if one["outcome"] == outcome.name):
            for index, wanted in case["expected"].items():
                if index not in USUAL or "est" not in wanted:
                    continue
                value = got[case["case"], index].value
                if wanted["est"] is None:
                    assert value is None, (case["id"], index)
                else:
                    assert value == pytest.approx(wanted["est"], rel=1e-6, abs=1e-9), (
                        case["id"],
                        index,
                    )
                compared += 1
        assert report.decisions[0].to_json() == wwc_scd(found.facts(outcome)[0]).to_json()
        assert str(report.figure.kind) == "multiple_baseline"
    assert compared > 40
