"""The rating of a study by a decision table, with everything that fails and what is still needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from kithwork.evidence.design.needs import StillNeeded, still_needed
from kithwork.evidence.design.reading import read_study
from kithwork.evidence.design.rules import Failing, complete, failings, name_of
from kithwork.evidence.design.ruleset import DEFAULT, RATINGS, Rule, Ruleset
from kithwork.evidence.design.ruleset import ruleset as find_ruleset
from kithwork.evidence.design.study import Design, Study

MEETS, NOT_ASKED, REVIEWER = "meets", "not_applicable", "reviewer_decision"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What one row of the table says of the study.

    ``verdict`` is "meets", "with_reservations", "does_not_meet", "not_applicable" or
    "reviewer_decision"; ``mark`` "v" means the row itself awaits confirmation.
    """

    code: str
    step: str
    mark: str
    verdict: str
    rule: str
    sentences: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "step": self.step,
            "mark": self.mark,
            "verdict": self.verdict,
            "rule": self.rule,
            "sentences": list(self.sentences),
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """The rating of one study. ``design`` is its name in words, with what its tiers are where that was said.

    ``rating`` is the worst of the rules for the best complete subset of tiers or phases;
    ``codes`` are all that fail there, in alphabetical order. ``best_subset`` names the tiers (or
    numbers the phases) the rating rests on, None where it rests on all of them; ``notes`` say so
    in words. ``label`` must stand wherever the rating does.
    """

    study: str
    design: str
    rating: str
    codes: tuple[str, ...]
    per_rule: tuple[RuleResult, ...]
    failing: tuple[Failing, ...]
    best_subset: tuple[str, ...] | None
    notes: tuple[str, ...]
    ruleset: str
    label: str
    still_needed: tuple[StillNeeded, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain dictionary, as JSON writes it."""
        return {
            "study": self.study,
            "design": self.design,
            "rating": self.rating,
            "codes": list(self.codes),
            "label": self.label,
            "ruleset": self.ruleset,
            "best_subset": None if self.best_subset is None else list(self.best_subset),
            "notes": list(self.notes),
            "failing": [failing.to_json() for failing in self.failing],
            "per_rule": [result.to_json() for result in self.per_rule],
            "still_needed": [needed.to_json() for needed in self.still_needed],
        }


@dataclass(frozen=True, slots=True)
class _View:
    """A part of the study, judged."""

    study: Study
    failing: tuple[Failing, ...]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(failing.code for failing in self.failing)

    @property
    def rank(self) -> int:
        return max((RATINGS.index(failing.rating) for failing in self.failing), default=0)

    @property
    def order(self) -> tuple[int, int, int]:
        return self.rank, len(self.codes), len(self.failing)


def wwc_scd(study: Study | Mapping[str, Any], *, ruleset: str = DEFAULT) -> Decision:
    """Rate the design of a single-case study by a versioned decision table.

    Parameters
    ----------
    study
        From `read_study` or `read_studies`; or the plain values of one, which `read_study` reads.
    ruleset
        Id of a table in ``design/rulesets``.

    Returns
    -------
    Decision
        Rating "without_reservations", "with_reservations" or "does_not_meet", all failing codes,
        every row of the table with its verdict, and what is still needed for the two upper ratings.

    Raises
    ------
    BadData
        When there is no such ruleset, and as `read_study` does.

    Notes
    -----
    All rules run; the rating is the worst. Where a design has more than it needs, the best complete
    part counts: three good tiers are not pulled down by a short fourth. The rows for exceptions and
    for the finding are a reviewer's: they are shown with what was recorded and never change the
    rating by themselves. The rating speaks of the design only, not of whether anything worked.

    Source: What Works Clearinghouse single-case design standards; the table names its own source
    and whether a person has confirmed it. Worked example:
    ``tests/golden/wwc_scd_kithwork_2026.toml``.
    """
    if not isinstance(study, Study):
        study = read_study(study)
    table = find_ruleset(ruleset)
    best = _best(study, table)
    subset, notes = _said(study, best.study)
    return Decision(
        study=study.id,
        design=study.design_words,
        rating=RATINGS[best.rank],
        codes=tuple(sorted(best.codes)),
        per_rule=tuple(_result(rule, best, study) for rule in table.rules.values()),
        failing=best.failing,
        best_subset=subset,
        notes=(*notes, *_of_one(study), *_unread(study)),
        ruleset=table.id,
        label=table.label,
        still_needed=still_needed(study, ruleset=ruleset),
    )


def _of_one(study: Study) -> tuple[str, ...]:
    """What a reader would otherwise take for several people."""
    if study.across is None or not study.across.of_one:
        return ()
    return (
        f"All tiers are {study.across} of one participant. An effect size over cases needs three participants.",
    )


def _judged(study: Study, rules: Ruleset) -> _View:
    return _View(study, tuple(failings(study, rules)))


def _best(study: Study, rules: Ruleset) -> _View:
    if study.design.tiered:
        return _best_tiers(study, rules)
    if study.design is Design.ALTERNATING_TREATMENTS:
        return _judged(study, rules)
    return _best_phases(study, rules)


def _best_tiers(study: Study, rules: Ruleset) -> _View:
    """The best three complete tiers, and every further one that does no harm."""
    least = int(rules.thresholds["tiers"])
    pool = complete(study)
    if len(pool) < least:
        return _judged(study, rules)
    best = min(
        (_judged(replace(study, tiers=chosen), rules) for chosen in combinations(pool, least)),
        key=lambda view: view.order,
    )
    for tier in pool:
        if tier not in best.study.tiers:
            tiers = sorted((*best.study.tiers, tier), key=lambda one: one.number)
            best = _no_worse(best, _judged(replace(study, tiers=tuple(tiers)), rules))
    return best


def _best_phases(study: Study, rules: Ruleset) -> _View:
    """The best run of as many phases as the design needs, and whatever beside it does no harm."""
    tier = study.tiers[0]
    reversal = study.design is Design.REVERSAL
    least = int(rules.thresholds["phases_reversal" if reversal else "phases_criterion"])
    last = len(tier.phases)

    def view(start: int, stop: int) -> _View:
        part = replace(tier, phases=tier.phases[start:stop])
        return _judged(replace(study, tiers=(part,)), rules)

    starts = range(max(1, last - least + 1))
    start = min(starts, key=lambda start: view(start, start + least).order)
    stop = min(start + least, last)
    best = view(start, stop)
    for further in range(stop + 1, last + 1):
        best = _no_worse(best, view(start, further))
    stop = start + len(best.study.tiers[0].phases)
    for earlier in range(start - 1, -1, -1):
        best = _no_worse(best, view(earlier, stop))
    return best


def _no_worse(best: _View, wider: _View) -> _View:
    """The wider view, if nothing fails there that did not fail before."""
    return wider if wider.codes <= best.codes and wider.rank <= best.rank else best


def _said(study: Study, used: Study) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """Which part the rating rests on, and the sentence that says so."""
    if used.tiers == study.tiers:
        return None, ()
    if study.design.tiered:
        kept = [tier for tier in study.tiers if tier in used.tiers]
        left = [tier for tier in study.tiers if tier not in used.tiers]
        note = f"The rating rests on {_all(map(name_of, kept))}. Set aside: {_all(map(name_of, left))}."
        return tuple(tier.name for tier in kept), (note,)
    whole, part = study.tiers[0].phases, used.tiers[0].phases
    first = next(place for place in range(len(whole)) if whole[place : place + len(part)] == part)
    numbers = tuple(str(place) for place in range(first + 1, first + len(part) + 1))
    note = f"The rating rests on phases {numbers[0]} to {numbers[-1]} of {len(whole)}."
    return numbers, (note,)


def _all(names: Iterable[str]) -> str:
    return ", ".join(names)


def _unread(study: Study) -> tuple[str, ...]:
    if not study.unread:
        return ()
    return (f"These fields of the study were not read: {', '.join(study.unread)}.",)


def _result(rule: Rule, best: _View, study: Study) -> RuleResult:
    sentences = tuple(failing.sentence for failing in best.failing if failing.code == rule.code)
    verdict = MEETS
    if rule.reviewer:
        verdict, sentences = REVIEWER, _recorded(rule, study)
    elif not rule.applies(study.design):
        verdict = NOT_ASKED
    elif sentences:
        worst = max(
            RATINGS.index(failing.rating) for failing in best.failing if failing.code == rule.code
        )
        verdict = RATINGS[worst]
    return RuleResult(rule.code, rule.step, rule.mark, verdict, rule.rule, sentences)


def _recorded(rule: Rule, study: Study) -> tuple[str, ...]:
    found = tuple(
        f"{entry.decision} ({entry.by}, {entry.on})"
        for entry in study.recorded
        if entry.code == rule.code
    )
    return found or ("A reviewer decides. Nothing is recorded yet.",)
