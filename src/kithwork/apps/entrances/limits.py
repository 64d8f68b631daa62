"""The limits of a student's sign-in, from limits.toml."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("limits.toml")


@cache
def _values() -> dict[str, int]:
    return {name: row["value"] for name, row in tomllib.loads(_FILE.read_text()).items()}


def limit(name: str) -> int:
    """One of the numbers; the file says what each means."""
    return _values()[name]


def minutes(name: str) -> timedelta:
    return timedelta(minutes=limit(name))


def wait_after(wrong: int) -> timedelta:
    """How long a student waits on a device after so many wrong tries in a row: 1, 2, 4 ... 60 seconds."""
    if wrong < 1:
        return timedelta(0)
    longest = limit("most_wait_seconds")
    doubled = limit("first_wait_seconds") * 2 ** min(wrong - 1, longest)
    return timedelta(seconds=min(doubled, longest))
