"""Golden cases of agreement and groups, and pages that say today's numbers."""

from __future__ import annotations

import pytest

from kithwork.evidence.tests.golden_calls import PAGES, cases_of, keys, page_of, part_of, run

CASES = [(key, case) for key in keys() for case in cases_of(key)]


@pytest.mark.parametrize(("key", "case"), CASES, ids=[key for key, _ in CASES])
def test_golden_case(key, case):
    found = run(key, case)
    for name, value in case["expected"].items():
        assert part_of(found, name) == pytest.approx(value, rel=1e-6, abs=1e-9), name


@pytest.mark.parametrize("key", keys())
def test_its_page_is_what_the_card_and_the_code_say(key):
    """`python -m kithwork.evidence.tests.method_pages` writes the pages anew."""
    assert (PAGES / f"{key}.md").read_text() == page_of(key)
