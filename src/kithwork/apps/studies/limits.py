"""The numbers of this room, from limits.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def limit(name: str) -> int:
    """The value of one limit. KeyError for a name that is not in the file."""
    table = tomllib.loads((files("kithwork.apps.studies") / "limits.toml").read_text("utf-8"))
    return int(table[name]["value"])
