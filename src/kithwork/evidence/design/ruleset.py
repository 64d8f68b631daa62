"""A ruleset: a decision table in a TOML file, with its source and whoever checked it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kithwork.evidence.faults import refuse

WITHOUT, WITH, NOT = "without_reservations", "with_reservations", "does_not_meet"
# From best to worst: the rating of a study is the worst of its rules.
RATINGS = (WITHOUT, WITH, NOT)
DEFAULT = "wwc-scd-table-v1"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table. ``mark`` "c": long-standing; "v": to be confirmed by a person."""

    code: str
    step: str
    mark: str
    rule: str
    fault: str = ""
    fault_run: str = ""
    fault_unknown: str = ""
    fails: str = NOT
    short: str = WITH
    designs: tuple[str, ...] = ()
    reviewer: bool = False

    def applies(self, design: str) -> bool:
        """Whether the row speaks of this design; a row that names none speaks of all."""
        return not self.designs or design in self.designs


@dataclass(frozen=True, slots=True)
class Ruleset:
    """The whole table, by code, with its numbers."""

    id: str
    version: int
    title: str
    source: str
    date: str
    verifier: str
    verified: str
    unverified: str
    thresholds: Mapping[str, float]
    rules: Mapping[str, Rule]

    @property
    def label(self) -> str:
        """What must stand beside every result."""
        checked = (
            f"confirmed by {self.verifier} on {self.verified}" if self.verifier else self.unverified
        )
        return f"{self.title}, {self.id}: {checked}"


@cache
def ruleset(name: str = DEFAULT) -> Ruleset:
    """The ruleset of this id.

    Raises
    ------
    BadData
        When there is none of this id.
    """
    folder = files("kithwork.evidence.design.rulesets")
    known = sorted(
        page.name.removesuffix(".toml") for page in folder.iterdir() if page.name.endswith(".toml")
    )
    if name not in known:
        raise refuse(
            "no_ruleset", f"{name!r} is not a ruleset. Use: {', '.join(known)}.", column="ruleset"
        )
    table = tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
    rules = [_rule(row) for row in table.pop("rule")]
    table["date"] = str(table["date"])
    return Ruleset(rules={rule.code: rule for rule in rules}, **table)


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(**{**row, "designs": tuple(row.get("designs", ()))})
