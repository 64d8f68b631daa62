"""The registry is the only list: each entry has a function, a card, a golden case and a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from kithwork.evidence import registry
from kithwork.evidence.effects import INDICES
from kithwork.evidence.tests.method_pages import index_page

GOLDEN = Path(__file__).parent / "golden"
PAGES = Path(__file__).parents[4] / "docs" / "methods"


@pytest.mark.parametrize("key", list(registry.FUNCTIONS))
def test_each_statistic_has_all_its_parts(key: str):
    told = registry.card(key)
    assert callable(registry.function(key))
    for part in ("name", "family", "range", "null", "ties", "says", "caution", "source"):
        assert getattr(told, part).strip(), part
    assert told.says.endswith(".") and told.caution.endswith(".")
    assert list(GOLDEN.glob(f"{key}_*.toml")), "no golden case"
    assert (PAGES / f"{key}.md").exists(), "no page"


def test_no_card_golden_case_or_page_stands_alone():
    known = set(registry.FUNCTIONS)
    assert set(registry.cards()) == known
    assert set(INDICES) <= known
    stray = [page.name for page in PAGES.glob("*.md") if page.stem not in known | {"README"}]
    assert stray == []
    for golden in GOLDEN.glob("*.toml"):
        assert any(golden.name.startswith(f"{key}_") for key in known), golden.name


def test_the_index_of_the_pages_is_the_registry():
    """`python -m kithwork.evidence.tests.method_pages` writes it anew."""
    assert (PAGES / "README.md").read_text() == index_page()


def test_an_effect_size_is_called_by_its_index():
    assert registry.function("NAP")([1, 2], [3, 4], improvement="increase").value == 1.0
    with pytest.raises(KeyError):
        registry.function("MAP")
    with pytest.raises(KeyError):
        registry.card("MAP")
