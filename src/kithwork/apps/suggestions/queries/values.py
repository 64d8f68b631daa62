"""The rules with their numbers as they hold at a school: which are ours and may be changed, and which stay."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.runs.models import Run
from kithwork.apps.suggestions.metrics import ELSEWHERE, METRICS
from kithwork.apps.suggestions.models import SealedRules
from kithwork.apps.suggestions.rules_here import OURS, bounds_of, value_in, values_of
from kithwork.apps.suggestions.sentences import source_words
from kithwork.playbooks import rule_book
from kithwork.playbooks.schema.quality import Condition, Rule


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One number of a rule: ours, the school's where it has one, and its bounds."""

    place: int
    what: str
    when: str
    unit: str
    ours: float
    own: float | None
    least: float
    most: float

    @property
    def holds(self) -> float:
        return self.ours if self.own is None else self.own


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule with its numbers. ``may_change`` only where the numbers are our defaults."""

    rule: Rule
    source: str
    may_change: bool
    acts: bool
    values: tuple[ValueLine, ...]


def rule_lines(viewer: Viewer) -> list[RuleLine]:
    own = values_of(viewer.school_id or 0)
    return [
        RuleLine(
            rule,
            source_words(rule.tag),
            rule.tag == OURS and not rule.acts and not _is_elsewhere(rule),
            _is_elsewhere(rule),
            tuple(
                _line(one, place, own.get((rule.id, place)))
                for place, one in enumerate(rule.conditions)
                if value_in(one) is not None
            ),
        )
        for rule in rule_book().rules
    ]


def _is_elsewhere(rule: Rule) -> bool:
    return any(one.metric in ELSEWHERE for one in rule.conditions)


def _line(condition: Condition, place: int, own: float | None) -> ValueLine:
    metric = METRICS.get(condition.metric) or ELSEWHERE[condition.metric]
    limits = bounds_of(condition)
    return ValueLine(
        place=place,
        what=str(metric.label),
        when=condition.when,
        unit=limits.unit,
        ours=value_in(condition) or 0,
        own=own,
        least=limits.least,
        most=limits.most,
    )


def sealed_or_404(run: Run, number: int) -> SealedRules:
    return first_or_404(
        SealedRules.objects.filter(run=run, number=number).select_related("sealed_by")
    )


@dataclass(frozen=True, slots=True)
class SealedLine:
    """One rule as it was sealed: its words, and each condition in plain text."""

    name: str
    says: str
    source: str
    conditions: tuple[str, ...]


def sealed_rules(sealed: SealedRules) -> list[SealedLine]:
    rows = json.loads(sealed.text)["rules"]
    return [
        SealedLine(
            row["name"],
            row["says"],
            source_words(row.get("tag")),
            tuple(_condition_words(one) for one in row["conditions"]),
        )
        for row in rows
    ]


def _condition_words(one: dict[str, Any]) -> str:
    """fidelity below 80 pct, 2 of the last 2 observation: as the file says it, for whoever checks the seal."""
    metric = METRICS.get(one["metric"])
    words = [str(metric.label) if metric else one["metric"], one["when"].replace("_", " ")]
    span = one.get("between")
    if span:
        words.append(f"{span['min']:g}-{span.get('max', span['min']):g}")
    if "value" in one:
        words.append(f"{one['value']:g}")
    words += [one[key].replace("_", " ") for key in ("unit", "of") if key in one]
    window = one["window"]
    if "last" in window:
        words.append(f"({window['last']} {window['unit']})")
    return " ".join(words)
