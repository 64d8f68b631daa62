"""Where a school begins its own practice: a complete small playbook, or a copy of one that exists."""

from __future__ import annotations

import json
import re

from kithwork.playbooks.load import HERE, read_text
from kithwork.playbooks.schema import Playbook

STARTER = HERE / "starter.toml"


def starting_text(key: str, *, copy_of: Playbook | None = None) -> str:
    """The text of a valid playbook named ``key``, to be changed.

    Parameters
    ----------
    key
        The new id: small letters, figures and _.
    copy_of
        A playbook to copy, lessons included. The copy is version 1, says what it began as, and keeps
        every other word.
    """
    if copy_of is None:
        return _renamed(read_text(STARTER), key, key.replace("_", " ").capitalize())
    text = _renamed(copy_of.text, key, f"{copy_of.name}, our version")
    origin = copy_of.based_on or copy_of.id
    text = re.sub(r"^based_on = .*\n", "", text, count=1, flags=re.MULTILINE)
    return re.sub(
        r"^(practice = .*)$", rf'\1\nbased_on = "{origin}"', text, count=1, flags=re.MULTILINE
    )


def _renamed(text: str, key: str, name: str) -> str:
    for field, value in (("id", key), ("version", 1), ("name", name[:200])):
        line = f"{field} = {json.dumps(value, ensure_ascii=False)}"
        # A backslash in a name is no reference to a group.
        line = line.replace("\\", r"\\")
        text = re.sub(rf"^{field} = .*$", line, text, count=1, flags=re.MULTILINE)
    return text
