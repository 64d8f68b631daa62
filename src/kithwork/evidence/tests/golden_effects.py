"""Golden cases of the effect sizes within one case."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from kithwork.evidence.effects import effect_size
from kithwork.evidence.estimate import Estimate

GOLDEN = Path(__file__).parent / "golden"


def cases_of(index: str) -> list[dict[str, Any]]:
    """The golden cases of one index, from its one file."""
    (path,) = (
        path
        for path in sorted(GOLDEN.glob(f"{index}_*.toml"))
        if tomllib.loads(path.read_text())["statistic"] == index
    )
    found: list[dict[str, Any]] = tomllib.loads(path.read_text())["case"]
    return found


def run(index: str, case: dict[str, Any]) -> Estimate:
    words = {name: value for name, value in case.items() if name not in {"name", "expected"}}
    return effect_size(words.pop("baseline"), words.pop("treatment"), index, **words)
