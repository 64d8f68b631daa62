"""What others read of the library is what the library says now."""

from __future__ import annotations

from pathlib import Path

import pytest

import kithwork.playbooks as front
from kithwork.playbooks.published import schema_text

ROOT = Path(__file__).resolve().parents[4]


def test_the_published_schema_is_fresh():
    """Write it again with: kithwork playbook schema > docs/reference/playbook.schema.json"""
    published = (ROOT / "docs" / "reference" / "playbook.schema.json").read_text("utf-8")
    assert published == schema_text()


@pytest.mark.parametrize("name", dir(front))
def test_the_front_door_opens(name):
    assert getattr(front, name) is not None


def test_what_is_not_behind_the_door():
    with pytest.raises(AttributeError, match="has no 'nothing'"):
        _ = front.nothing
