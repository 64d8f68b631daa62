"""Every index has a card, a golden case that holds, and a page that says today's numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from kithwork.evidence.effects import INDICES
from kithwork.evidence.registry import card
from kithwork.evidence.tests.golden_effects import cases_of, run
from kithwork.evidence.tests.method_pages import page_of

PAGES = Path(__file__).parents[4] / "docs" / "methods"
CASES = [(index, case) for index in INDICES for case in cases_of(index)]


@pytest.mark.parametrize(("index", "case"), CASES, ids=[f"{i}-{c['name']}" for i, c in CASES])
def test_golden_effect_size(index, case):
    found = run(index, case)
    for name, value in case["expected"].items():
        assert getattr(found, name) == pytest.approx(value, rel=1e-6, abs=1e-9), name


@pytest.mark.parametrize("index", list(INDICES))
def test_its_page_is_what_the_card_and_the_code_say(index):
    """`python -m kithwork.evidence.tests.method_pages` writes the pages anew."""
    assert (PAGES / f"{index}.md").read_text() == page_of(index)
    assert card(index).options
