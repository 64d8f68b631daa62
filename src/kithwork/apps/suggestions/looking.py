"""One look at a run: every rule of it over every subject, and what would be proposed. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kithwork.apps.runs.models import Run
from kithwork.apps.suggestions.checks import Checks
from kithwork.apps.suggestions.metrics import METRICS, WHOLE_RUN, Found, Subject
from kithwork.apps.suggestions.rules_here import RuleHere, Values, asked, rules_of
from kithwork.apps.suggestions.run_data import RunData
from kithwork.evidence.decisions import Facts, Weighed, decide, weigh
from kithwork.playbooks.schema.quality import Condition

# rule, subject's key, check
Key = tuple[str, str, str]
# Several rules may wait behind one check: it is one suggestion, of the order itself.
ORDER = "order_of_checks"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a rule would propose now: of a subject, or of the check that stands before one."""

    here: RuleHere
    subject: Subject
    check_of: str
    findings: list[dict[str, Any]]

    @property
    def key(self) -> Key:
        return (ORDER if self.check_of else self.here.id), self.subject.key, self.check_of


@dataclass(slots=True)
class Looked:
    """Everything one look found: proposals by key, and the findings of each rule that was asked."""

    rules: tuple[RuleHere, ...]
    proposals: dict[Key, Proposal] = field(default_factory=dict)
    findings: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    has_data: bool = False


def look(run: Run, today: date, values: Values) -> Looked:
    """Read every rule over what is recorded of a run."""
    data = RunData(run, today)
    found = Looked(rules_of(data.playbook, values))
    found.has_data = bool(
        data.logs or data.checks or data.scores or any(one.values for one in data.readings)
    )
    checks, kept = Checks(data, values), _Kept(data)
    for here in found.rules:
        for subject, weighed in _weighed(here, kept):
            told = _told(here, weighed)
            found.findings[here.id, subject.key] = told
            if weighed.fires:
                one = _proposal(here, subject, told, checks)
                # Several students behind one check are one suggestion, and none of them is in it.
                found.proposals.setdefault(one.key, one)
    return found


def _proposal(
    here: RuleHere, subject: Subject, told: list[dict[str, Any]], checks: Checks
) -> Proposal:
    first = checks.first_open(checks.needed(here, subject))
    if first is None:
        return Proposal(here, subject, "", told)
    numbers = {"check": first.check_of, "is_known": first.is_passed is not None, **first.numbers}
    return Proposal(here, WHOLE_RUN, first.check_of, [numbers])


class _Kept:
    """The facts of each condition, read once for all the rules that ask the same."""

    def __init__(self, data: RunData) -> None:
        self.data = data
        self._facts: dict[str, Found] = {}

    def of(self, condition: Condition) -> Found:
        # The threshold changes no fact; what it is measured against and how far back does.
        key = f"{condition.metric} {condition.of} {condition.window!r}"
        if key not in self._facts:
            self._facts[key] = METRICS[condition.metric].facts(self.data, condition)
        return self._facts[key]


def _weighed(here: RuleHere, kept: _Kept) -> list[tuple[Subject, Weighed]]:
    """A rule over each subject: those one of its conditions names, else the run as it is done."""
    facts = [kept.of(one) for one in here.conditions]
    named = {subject: None for one in facts for subject in one if subject != WHOLE_RUN}
    subjects = list(named) or ([WHOLE_RUN] if any(facts) or _asks_what_is_missing(here) else [])
    return [(one, _of(one, here, facts)) for one in subjects]


def _asks_what_is_missing(here: RuleHere) -> bool:
    return any(one.when == "is_missing" for one in here.conditions)


def _of(subject: Subject, here: RuleHere, facts: list[Found]) -> Weighed:
    findings = [
        decide(asked(one), _facts_for(subject, found))
        for one, found in zip(here.conditions, facts, strict=True)
    ]
    return weigh(findings, combine=here.rule.combine)


def _facts_for(subject: Subject, found: Found) -> Facts:
    """A subject's own facts, else those of the whole run; without either nothing is known."""
    return found.get(subject) or found.get(WHOLE_RUN) or Facts()


def _told(here: RuleHere, weighed: Weighed) -> list[dict[str, Any]]:
    return [
        {**finding.to_json(), "window": one.window.model_dump(mode="json", exclude_defaults=True)}
        for one, finding in zip(here.conditions, weighed.findings, strict=True)
    ]


def said_of(here: RuleHere) -> Mapping[str, Any]:
    """The rule as it is when it proposes: kept with the suggestion, whatever becomes of the rule."""
    rule = here.rule
    return {
        "name": rule.name,
        "says": rule.says,
        "suggest": rule.suggest,
        "tag": rule.tag,
        "is_own_value": bool(here.own),
        "check_first": list(rule.check_first),
        "within_days": rule.within_days,
    }
