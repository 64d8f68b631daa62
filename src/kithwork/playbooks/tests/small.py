"""The starter playbook with something changed, for tests that need one small thing wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kithwork.playbooks import BadPlaybook, Playbook, parse
from kithwork.playbooks.lint import check
from kithwork.playbooks.starter import STARTER

TEXT = STARTER.read_text("utf-8")


def text(*changes: tuple[str, str], more: str = "") -> str:
    """The starter with each ``(old, new)`` done once, and ``more`` tables at its end."""
    said = TEXT
    for old, new in changes:
        assert said.count(old) >= 1, f"the starter does not say {old!r}"
        said = said.replace(old, new, 1)
    return f"{said}\n{more}"


def small(*changes: tuple[str, str], more: str = "") -> Playbook:
    return parse(text(*changes, more=more), file="small.toml")


def said_of(*changes: tuple[str, str], more: str = "") -> list[str]:
    """What the check says of the starter so changed."""
    return [str(fault) for fault in check(small(*changes, more=more), "small.toml")]


def refused(*changes: tuple[str, str], more: str = "", file: str = "small.toml") -> list[str]:
    with pytest.raises(BadPlaybook) as bad:
        parse(text(*changes, more=more), file=file)
    return [str(fault) for fault in bad.value.faults]


def put(folder: Path, key: str, *changes: tuple[str, str], more: str = "") -> Path:
    path = folder / f"{key}.toml"
    renamed = (('id = "our_practice"', f'id = "{key}"'), *changes)
    path.write_text(text(*renamed, more=more), "utf-8")
    return path
