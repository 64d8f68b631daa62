"""From a file to a report: a researcher brings series in, looks at figure and guard, and reads the library's numbers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kithwork.apps.studies.models import Study
from kithwork.apps.studies.tests.conftest import series
from kithwork.evidence.design import wwc_scd
from kithwork.evidence.effects import effect_size
from kithwork.evidence.files import Choices, series_from, write_long_csv
from tests.browser import assert_accessible, assert_fits, resize, sign_in_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def made_up(_request: Any) -> list[Any]:
    return series()


def published(name: str) -> Any:
    def read(request: Any) -> list[Any]:
        """From the shared folder alone: these series are nobody's to copy."""
        shared = request.getfixturevalue("shared")
        text = (shared / "evidence" / "conformance_published.json").read_text()
        return [
            series_from(one, 1, Choices())
            for one in json.loads(text)["cases"]
            if one["study"] == name
        ]

    return read


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(made_up, id="made_up"),
        pytest.param(published("English1997"), id="English1997", marks=pytest.mark.shared),
        pytest.param(published("Schmidt2012"), id="Schmidt2012", marks=pytest.mark.shared),
    ],
)
def test_from_a_file_to_a_report(cast, page, live_server, tmp_path, request, source):
    given = source(request)
    file = tmp_path / "study.csv"
    file.write_text(write_long_csv(given))
    sign_in_as(page, live_server, cast.rafi)
    resize(page, "laptop")
    page.goto(f"{live_server.url}/studies/bring-in/")
    page.get_by_label("File").set_input_files(file)
    press(page, "Look at this file")
    assert not Study.objects.exists()
    page.get_by_label("Title of the study").fill("Greetings")
    page.get_by_label("Design", exact=True).select_option("multiple_baseline")
    page.get_by_label("Where the data come from").select_option("published")
    if source is made_up:
        assert_accessible(page, "the file")
    press(page, "Keep it as a study")
    study, first = Study.objects.get(), [one for one in given if one.outcome == given[0].outcome]
    assert page.locator("svg.g-fig circle").count() == sum(len(one.sessions) for one in first)
    assert page.locator("svg.g-fig .g-pc").count() >= 1
    if source is made_up:
        assert_accessible(page, "the study")
        resize(page, "phone")
        assert_fits(page)
        page.reload()  # a phone opens it at its own width
        plot = page.locator("[data-newest]")
        assert plot.evaluate(
            "p => p.scrollLeft + p.clientWidth >= p.scrollWidth - 1 && p.scrollLeft > 0 || p.scrollWidth <= p.clientWidth"
        )
        resize(page, "laptop")
    go(page, "Design guard")
    decision = wwc_scd(facts_of(study))
    for code in decision.codes:
        assert page.get_by_text(code, exact=True).first.is_visible()
    page.goto(f"{live_server.url}/studies/{study.pk}/report/")
    text = page.locator("main").inner_text()
    for one in first:
        before, after = (list(run.scores) for run in one.runs)
        nap = effect_size(before, after, index="NAP", improvement="increase", scale=one.scale).value
        assert f"{one.case}\tNonoverlap of all pairs\t{shown(nap)}\t" in text
    assert "Not randomised" in text
    if source is made_up:
        assert_accessible(page, "the report")
        resize(page, "phone")
        assert_fits(page)


def shown(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".") if number % 1 else f"{number:g}"


def facts_of(study: Study) -> Any:
    from kithwork.apps.studies.gathered import gathered

    found = gathered(study)
    return found.facts(found.outcomes[0])[0]


def press(page: Any, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def go(page: Any, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()
