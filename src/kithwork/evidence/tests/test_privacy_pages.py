"""The worked examples of the method pages give what the pages say."""

import doctest
import json
from pathlib import Path

import pytest

from kithwork.evidence.design import read_study, wwc_scd

PAGES = Path(__file__).parents[4] / "docs" / "methods"


def page(name):
    return (PAGES / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize(
    "name", ["suppress_table", "suppression_attack", "suppress_rates", "suppress_means"]
)
def test_examples_in_python(name):
    example = doctest.DocTestParser().get_doctest(page(name), {}, name, name, 0)
    assert example.examples
    assert doctest.DocTestRunner().run(example).failed == 0


@pytest.mark.parametrize("name", ["wwc_scd", "still_needed"])
def test_studies_as_json(name):
    text = page(name).replace("\n", " ")
    start = text.index('{"design"')
    study, _ = json.JSONDecoder().raw_decode(text[start:])
    decision = wwc_scd(read_study(study))
    if name == "wwc_scd":
        assert decision.rating == "without_reservations"
        assert decision.notes[0] in text
    else:
        assert decision.still_needed[0].needs
        assert all(f"- {need.sentence}" in text for need in decision.still_needed[0].needs)
