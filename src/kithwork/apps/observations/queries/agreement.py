"""How much two people observed, and how well they agreed: by student, form, phase and pad, and by observer over weeks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.models import Observation
from kithwork.apps.observations.policies import visible_observations
from kithwork.apps.observations.queries.watch import agreement_of, in_force
from kithwork.apps.people.models import Student
from kithwork.evidence.agreement.coverage import Coverage, Scored, coverage
from kithwork.playbooks import rule_book

# The rule that speaks of observers who differ, and how often in a row they did.
RULE = "DR-45"


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One student, form, phase and pad: the library's figures, with names."""

    student: Student
    form: str
    phase: str
    pad: str
    found: Coverage
    is_short: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """One observation that two people made: when, with whom, and the agreement of its pads on average."""

    on: date
    partner: str
    mean_pct: int


@dataclass(frozen=True, slots=True)
class ObserverLine:
    """One observer over the weeks, the oldest first; whether the last two were below the rule's value."""

    user_id: int
    name: str
    shared: list[Shared]
    says: str
    # as many of the last as the rule looks at
    how_many: int = 1


@dataclass(frozen=True, slots=True)
class AgreementPage:
    lines: list[CoverageLine]
    observers: list[ObserverLine]


@dataclass(frozen=True, slots=True)
class _Pair:
    first: Observation
    second: Observation | None
    # pad label -> agreement, None where the index is not defined
    values: Mapping[str, float | None]


def agreement_page(viewer: Viewer) -> AgreementPage:
    pairs = list(_pairs(viewer))
    return AgreementPage(_lines(pairs), _observers(pairs))


def _pairs(viewer: Viewer) -> Iterator[_Pair]:
    rows = in_force(
        list(
            visible_observations(viewer)
            .filter(watch__isnull=False, is_usable=True)
            .select_related("watch__plan", "student", "instrument", "by", "envelope")
            .order_by("watch__on", "pk")
        )
    )
    seconds = {one.watch_id: one for one in rows if one.is_second}
    for one in rows:
        if one.is_second:
            continue
        second = seconds.get(one.watch_id)
        compared = agreement_of(one, second) if second else []
        values = {row.pad.label: row.indices[0].value for row in compared}
        yield _Pair(one, second, values or dict.fromkeys(_labels(one)))


def _labels(one: Observation) -> list[str]:
    return [pad["label"] for pad in one.instrument.text["pads"]]


def _lines(pairs: list[_Pair]) -> list[CoverageLine]:
    scored, students, shares = [], {}, {}
    for pair in pairs:
        one = pair.first
        assert one.watch is not None
        case = f"{one.student_id}\x1f{one.instrument.name}"
        students[case] = one.student
        shares[case, one.get_phase_display()] = one.watch.plan.share_pct
        scored += [
            Scored(
                case=case,
                phase=one.get_phase_display(),
                outcome=label,
                session=float(one.watch_id or 0),
                twice=pair.second is not None,
                agreement=value if pair.second is not None else None,
            )
            for label, value in pair.values.items()
        ]
    return [
        CoverageLine(
            student=students[found.case],
            form=found.case.partition("\x1f")[2],
            phase=found.phase,
            pad=found.outcome,
            found=found,
            is_short=100 * found.share < shares[found.case, found.phase],
        )
        for found in coverage(scored)
    ]


def _observers(pairs: list[_Pair]) -> list[ObserverLine]:
    shared: dict[int, list[Shared]] = {}
    names: dict[int, str] = {}
    for pair in pairs:
        known = [value for value in pair.values.values() if value is not None]
        if pair.second is None or not known or pair.first.watch is None:
            continue
        mean = round(100 * sum(known) / len(known))
        for own, other in ((pair.first, pair.second), (pair.second, pair.first)):
            line = Shared(pair.first.watch.on, other.by.name, mean)
            shared.setdefault(own.by_id, []).append(line)
            names[own.by_id] = own.by.name
    return [
        ObserverLine(user_id, name, shared[user_id], _said(shared[user_id]), _how_many())
        for user_id, name in sorted(names.items(), key=lambda one: (one[1], one[0]))
    ]


def _how_many() -> int:
    rule = rule_book().of(RULE)
    return (rule.conditions[0].how_many or 1) if rule is not None else 1


def _said(rows: list[Shared]) -> str:
    """The rule's own words when as many as it asks for, the last ones, lie below its value."""
    rule = rule_book().of(RULE)
    if rule is None:
        return ""
    (condition,) = rule.conditions
    last = rows[-(condition.how_many or 1) :]
    is_met = len(last) == condition.how_many and all(
        one.mean_pct < float(str(condition.value)) for one in last
    )
    return rule.says if is_met else ""
