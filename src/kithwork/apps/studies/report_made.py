"""The report of a study, made of what is in it and nothing else: the same input gives the same report, and says so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from kithwork import __version__
from kithwork.apps.studies.chance import Tested, chance_result, holds
from kithwork.apps.studies.gathered import Gathered
from kithwork.apps.studies.models import Outcome, Point, Seal, Study
from kithwork.evidence.batch import Case as Pair
from kithwork.evidence.batch import effect_sizes
from kithwork.evidence.design import Decision, ruleset, wwc_scd
from kithwork.evidence.design.parts import MOST_TIERS
from kithwork.evidence.design.ruleset import DEFAULT
from kithwork.evidence.effects import USUAL
from kithwork.evidence.effects.bcsmd import bc_smd
from kithwork.evidence.estimate import REASONS, Estimate
from kithwork.evidence.faults import BadData
from kithwork.evidence.files import pairs_of
from kithwork.evidence.graph import Figure
from kithwork.evidence.registry import Card, card
from kithwork.evidence.trend import autocorrelation

LEVEL = 0.95
# What stands on the page; the file holds every usual index.
SHOWN = ("NAP", "Tau_BC", "SMD_baseline")
RESPONSE_RATIO = {"increase": "LRRi", "decrease": "LRRd"}
BETWEEN = {"multiple_baseline": "MB", "multiple_probe": "MB", "reversal": "ABk"}


@dataclass(frozen=True, slots=True)
class Effect:
    """One index of one case and pair of phases."""

    case: str
    pair: int
    estimate: Estimate

    @property
    def card(self) -> Card:
        return card(self.estimate.index)

    @property
    def why(self) -> str:
        return " ".join(REASONS[code] for code in self.estimate.reasons)

    @property
    def is_shown(self) -> bool:
        return self.estimate.index in SHOWN or self.estimate.index in RESPONSE_RATIO.values()


@dataclass(frozen=True, slots=True)
class SealLine:
    """One seal: what, when, its mark, and whether what is kept still fits it."""

    kind: str
    at: str
    commitment: str
    salt: str
    holds: bool
    said: str


@dataclass(frozen=True, slots=True)
class Report:
    """All of it, for one outcome."""

    study: Study
    outcome: Outcome
    figure: Figure | None
    notes: tuple[str, ...]
    effects: tuple[Effect, ...]
    between: Estimate | None
    carry_over: tuple[tuple[str, Estimate], ...]
    decisions: tuple[Decision, ...]
    may_claim: str
    test: Tested
    seals: tuple[SealLine, ...]
    agreement: tuple[Any, ...]
    inputs_sha256: str
    ruleset: str
    versions: Mapping[str, str]

    @property
    def shown(self) -> list[Effect]:
        wanted = {*SHOWN, RESPONSE_RATIO[self.outcome.improvement]}
        if self.outcome.goal is not None:
            wanted.add("PoGO")
        return [one for one in self.effects if one.estimate.index in wanted]

    @property
    def cautions(self) -> list[Card]:
        """What each number that is shown does not say, once."""
        found = list(dict.fromkeys(one.estimate.index for one in self.shown))
        if self.between is not None and self.between.value is not None:
            found.append(self.between.index)
        return [card(index) for index in found]

    def to_json(self) -> dict[str, Any]:
        """Everything at full precision, as a file others can check."""
        found = self.test.found
        return {
            "format": "kithwork-study-report/1",
            "study": {"title": self.study.title, "question": self.study.question, "design": self.study.design,
                      "across": self.study.across if self.study.is_of_one else None},
            "outcome": _facts(self.outcome),
            "inputs_sha256": self.inputs_sha256,
            "ruleset": self.ruleset,
            "versions": dict(self.versions),
            "effects": [{"case": one.case, "pair": one.pair, **one.estimate.to_json()} for one in self.effects],
            "between_cases": self.between.to_json() if self.between else None,
            "autocorrelation": [{"case": case, **one.to_json()} for case, one in self.carry_over],
            "design": [one.to_json() for one in self.decisions],
            "may_claim": self.may_claim,
            "randomization_test": found.to_json() if found else None,
            "no_p_because": self.test.why_not,
            "seals": [asdict(one) for one in self.seals],
            "agreement": [one.to_json() for one in self.agreement],
            "figure": self.figure.to_json() if self.figure else None,
            "notes": list(self.notes),
        }  # fmt: skip


def report_of(found: Gathered, outcome: Outcome, seals: Sequence[Seal], *, zone: str) -> Report:
    """Work everything out anew from the points in force."""
    series = found.series_of(outcome)
    told = pairs_of(series, baseline=found.baseline)
    starts = next((one for one in seals if one.kind == Seal.Kind.STARTS), None)
    decisions = decisions_of(found, outcome)
    return Report(
        study=found.study, outcome=outcome, figure=found.figure_of(outcome),
        notes=(*told.notes, *filter(None, [found.says_gone])),
        effects=_effects(told.cases), between=_between(found, series), carry_over=tuple(
            (one.case, autocorrelation(*[list(run.scores) for run in one.runs])) for one in series
        ),
        decisions=decisions, may_claim=may_claim(found.study, decisions),
        test=chance_result(starts, series, zone=zone) if series else Tested(None, _("There are no data yet.")),
        seals=tuple(seal_line(one) for one in seals), agreement=tuple(found.coverage_of(outcome)),
        inputs_sha256=inputs_mark(found, outcome, seals), ruleset=ruleset(DEFAULT).label,
        versions={"kithwork": __version__, "ruleset": f"{ruleset(DEFAULT).id} version {ruleset(DEFAULT).version}"},
    )  # fmt: skip


def _effects(pairs: Sequence[Pair]) -> tuple[Effect, ...]:
    rows = effect_sizes(pairs, USUAL, level=LEVEL)
    return tuple(Effect(row.case.id, row.case.pair, row.estimate) for row in rows)


def _between(found: Gathered, series: Sequence[Any]) -> Estimate | None:
    design = BETWEEN.get(found.study.design)
    # Tiers of one student are not cases: the model would take their likeness for that of people.
    if design is None or found.study.is_of_one or not series or found.baseline is None:
        return None
    try:
        return bc_smd(list(series), design, baseline=found.baseline, level=LEVEL)
    except BadData:
        return None  # more than two conditions, or sessions that are no whole numbers: the model has no place for them


def decisions_of(found: Gathered, outcome: Outcome) -> tuple[Decision, ...]:
    """What the table says of the design; nothing of more tiers than it can compare."""
    if found.study.is_tiered and len(found.series_of(outcome)) > MOST_TIERS:
        return ()
    return tuple(wwc_scd(facts) for facts in found.facts(outcome))


def may_claim(study: Study, decisions: Sequence[Decision]) -> str:
    """What the design lets anybody say. Never that something worked: that is for readers of the figure to judge."""
    if study.design == Study.Design.BEFORE_AFTER:
        return _(
            "One phase before and one after is watching. Whatever changed, this cannot show what changed it."
        )
    if not decisions and study.is_tiered and study.cases.count() > MOST_TIERS:
        return _(
            "The design of more than {n} tiers is not judged here. Bring them in as several studies."
        ).format(n=MOST_TIERS)
    if not decisions:
        return _("There are no data yet, so there is nothing to say.")
    if any(one.rating == "does_not_meet" for one in decisions):
        return _(
            "As it stands the design does not carry a conclusion about cause. Read the numbers as a description."
        )
    said = _(
        "The design carries a conclusion about cause, if the figure shows a change each time it should."
    )
    if any(one.rating == "with_reservations" for one in decisions):
        said = _(
            "The design carries a conclusion about cause with reservations, if the figure shows a change"
            " each time it should."
        )
    if study.is_of_one:
        said += " " + _("It is about this one student.")
    return said


def drawn_of(one: Seal) -> list[tuple[str, int]]:
    """What chance chose: the first treatment session of each case, or the three changes of a reversal."""
    plan = one.content
    names = (
        [_("Change {n}").format(n=n) for n in (1, 2, 3)]
        if plan["design"] == "ABAB"
        else plan["cases"]
    )
    return list(zip(names, plan["drawn"], strict=True))


def seal_line(one: Seal) -> SealLine:
    if one.kind == Seal.Kind.RULES:
        said = str(one.content["text"])
    else:
        drawn = ", ".join(f"{who}: {start}" for who, start in drawn_of(one))
        said = _("Drawn: {drawn}. Seed {seed}.").format(drawn=drawn, seed=one.content["seed"])
    return SealLine(
        kind=one.get_kind_display(), at=one.at.strftime("%Y-%m-%d %H:%M UTC"), commitment=one.commitment,
        salt=one.salt, holds=holds(one), said=said,
    )  # fmt: skip


def inputs_mark(found: Gathered, outcome: Outcome, seals: Sequence[Seal]) -> str:
    """A mark of everything the report is made of: the same points, facts and seals give the same one."""
    inputs: dict[str, Any] = {
        "design": found.study.design,
        "planned": found.study.is_planned,
        "confound": found.study.has_confound,
        "outcome": _facts(outcome),
        "conditions": [[one.label, one.name, one.is_baseline, one.criterion] for one in found.conditions],
        "points": [_plain(case.code, point) for case in found.cases for point in found.points_of(case, outcome)],
        "seals": [[one.kind, one.commitment] for one in seals],
    }  # fmt: skip
    if found.study.is_of_one:
        inputs["across"] = found.study.across
    text = json.dumps(inputs, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(code: str, point: Point) -> list[Any]:
    on = point.on.isoformat() if point.on else None
    return [code, point.session, point.phase, point.value, on, point.is_twice, point.agreement_pct]


def _facts(outcome: Outcome) -> dict[str, Any]:
    return {
        name: getattr(outcome, name)
        for name in ("name", "improvement", "scale", "minutes", "intervals", "goal")
    }
