"""The conformance files, and how near is near enough."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SHARED = Path(__file__).parents[5] / "shared" / "evidence"


@cache
def synthetic() -> dict[str, Any]:
    """Our own data with expected values; a fixture of the project."""
    found: dict[str, Any] = json.loads((HERE / "conformance_synthetic.json").read_text())
    return found


@cache
def shared(name: str) -> dict[str, Any]:
    """A file of published sessions, read where the shared folder is and never kept here."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"LEFT OUT: {path} is not there, so the published series were not tested")
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def close(found: float | None, wanted: float | None, relative: float = 1e-6) -> bool:
    """Equal within the tolerance of the specification; None only to None."""
    if found is None or wanted is None:
        return found is wanted
    return abs(found - wanted) <= max(relative * abs(wanted), 1e-9)


def same(one: Any, two: Any) -> bool:
    """Equal part by part, numbers to 1e-12."""
    if isinstance(one, dict):
        return one.keys() == two.keys() and all(same(one[name], two[name]) for name in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, float) and isinstance(two, float):
        return math.isclose(one, two, rel_tol=1e-12, abs_tol=1e-13)
    return bool(one == two)
