"""The rules of a run as they hold at its school: the practice's, with the school's own values in their places."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from kithwork.apps.suggestions.metrics import ELSEWHERE
from kithwork.apps.suggestions.models import OwnValue
from kithwork.evidence.decisions import Condition as Asked
from kithwork.playbooks import Playbook, rule_book
from kithwork.playbooks.schema.quality import Condition, Rule

OURS = "D"
BOUNDS_FILE = Path(__file__).with_name("bounds.toml")
# rule id, place of the condition -> the school's value
Values = Mapping[tuple[str, int], float]


@dataclass(frozen=True, slots=True)
class RuleHere:
    """A rule with the values that hold here. ``own`` are the places the school changed."""

    rule: Rule
    conditions: tuple[Condition, ...]
    own: frozenset[int] = frozenset()

    @property
    def id(self) -> str:
        return self.rule.id


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between what a school may set a value of a unit, and how the unit is called."""

    least: float
    most: float
    unit: str


def values_of(school_id: int) -> dict[tuple[str, int], float]:
    rows = OwnValue.objects.filter(school_id=school_id, ended_at__isnull=True)
    return {(row.rule, row.place): row.value for row in rows}


def rules_of(playbook: Playbook, values: Values) -> tuple[RuleHere, ...]:
    """The rules a practice names and its own, without those that another room acts on by itself."""
    book = rule_book()
    named = [rule for key in playbook.rules if (rule := book.of(key)) is not None]
    return tuple(
        rule_here(rule, values) for rule in (*named, *playbook.own_rules) if not is_elsewhere(rule)
    )


def is_elsewhere(rule: Rule) -> bool:
    return any(one.metric in ELSEWHERE for one in rule.conditions)


def rule_here(rule: Rule, values: Values) -> RuleHere:
    own = {place for key, place in values if key == rule.id and rule.tag == OURS}
    return RuleHere(
        rule,
        tuple(
            _with(one, values[rule.id, place]) if place in own else one
            for place, one in enumerate(rule.conditions)
        ),
        frozenset(own),
    )


def _with(condition: Condition, value: float) -> Condition:
    if condition.between is None:
        return condition.model_copy(update={"value": value})
    most = condition.between.max
    span = {"min": value, "max": None if most is None else max(most, value)}
    return condition.model_copy(update={"between": condition.between.model_copy(update=span)})


def value_in(condition: Condition) -> float | None:
    """The number a school may change in a condition; None where it has none."""
    return condition.between.min if condition.between is not None else condition.value


def asked(condition: Condition) -> Asked:
    """The same comparison as the evidence library takes it."""
    between, window = condition.between, condition.window
    return Asked(
        metric=condition.metric,
        when=condition.when,
        value=condition.value,
        low=between.min if between else None,
        high=between.max if between else None,
        last=window.last,
        up_to=window.up_to,
        unit=window.unit,
        times=condition.unit == "times",
        how_many=condition.how_many,
    )


@cache
def bounds() -> Mapping[str, Bounds]:
    rows = tomllib.loads(BOUNDS_FILE.read_text("utf-8"))["bounds"]
    return {key: Bounds(**row) for key, row in rows.items()}


def bounds_of(condition: Condition) -> Bounds:
    return bounds()[condition.unit or "number"]


def text_of(rules: Iterable[RuleHere]) -> str:
    """The rules as one text, the same for the same rules: what is sealed."""
    book = rule_book()
    rows = [
        {
            **one.rule.model_dump(mode="json", exclude_defaults=True),
            "conditions": [
                each.model_dump(mode="json", exclude_defaults=True) for each in one.conditions
            ],
        }
        for one in sorted(rules, key=lambda one: one.id)
    ]
    whole = {"rules": rows, "version": book.version, "order_of_checks": list(book.order_of_checks)}
    return json.dumps(whole, sort_keys=True, ensure_ascii=False)


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()
