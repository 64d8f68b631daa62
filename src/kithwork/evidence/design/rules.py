"""The rules one by one: what fails, where, and by how much. All of them run; none stops another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import combinations
from typing import Any

from kithwork.evidence.design.ruleset import Ruleset
from kithwork.evidence.design.study import Design, Probe, Stretch, Study, Tier, plain


@dataclass(frozen=True, slots=True)
class Failing:
    """One place where one rule fails. ``rating`` is what the study cannot rise above."""

    code: str
    rating: str
    sentence: str
    tier: str = ""
    phase: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def failings(study: Study, rules: Ruleset) -> Iterator[Failing]:
    """Every place where the study fails a rule of the table, in the table's order."""
    for check in _CHECKS:
        yield from check(study, rules)


def _failing(
    rules: Ruleset, code: str, *, short: bool = False, template: str = "fault", **words: Any
) -> Failing:
    rule = rules.rules[code]
    numbers: dict[str, float] = {key: words[key] for key in ("have", "want") if key in words}
    shown = {key: f"{value:g}" for key, value in numbers.items()}
    sentence = getattr(rule, template).format(**{**words, **shown})
    return Failing(
        code,
        rule.short if short else rule.fails,
        sentence[0].upper() + sentence[1:],
        words.get("tier", ""),
        words.get("phase", ""),
        numbers,
    )


def name_of(tier: Tier) -> str:
    """The tier in words: its number, and its name where it has one of its own."""
    return f"tier {tier.number}" + ("" if tier.name == str(tier.number) else f" ({tier.name})")


def place_of(study: Study, tier: Tier, phase: Stretch) -> str:
    """A phase in words. Where a label returns, say which time."""
    label = f"phase {phase.label}" + (f" (time {phase.time})" if phase.time else "")
    return f"{label} of {name_of(tier)}" if study.design.tiered else label


def _words(study: Study, tier: Tier, phase: Stretch) -> dict[str, Any]:
    """What the sentence and the fields of a failing phase name."""
    name = tier.name if study.design.tiered else ""
    return {"place": place_of(study, tier, phase), "tier": name, "phase": phase.label}


def needed_phases(study: Study) -> Iterator[tuple[Tier, Stretch]]:
    """The phases the rating rests on: in a tier its first two, otherwise all of them."""
    for tier in study.tiers:
        for phase in tier.phases[:2] if study.design.tiered else tier.phases:
            yield tier, phase


def _conduct(study: Study, rules: Ruleset) -> Iterator[Failing]:
    if not study.data_available:
        yield _failing(rules, "DATA")
    if not study.iv_manipulated:
        yield _failing(rules, "IV")


def double_percent(study: Study, tier: Tier, phase: Stretch) -> float:
    """Percent of the phase's points scored twice, from counts where they are given."""
    if phase.double_scored is not None and phase.n:
        return 100 * phase.double_scored / phase.n
    return study.agreement.percent(tier.name, phase.label) if study.agreement else 0.0


def _agreement(study: Study, rules: Ruleset) -> Iterator[Failing]:
    if study.agreement is None:
        yield _failing(rules, "IOA_NONE")
        return
    want = rules.thresholds["double_scored_percent"]
    for tier, phase in needed_phases(study):
        if not phase.n:
            continue  # nothing to score yet; the points rules speak of it
        percent = double_percent(study, tier, phase)
        words = _words(study, tier, phase)
        if percent == 0:
            yield _failing(rules, "IOA_ALLPHASES", have=0.0, want=want, **words)
        elif percent < want:
            yield _failing(rules, "IOA_FREQ", have=percent, want=want, **words)
    want = rules.thresholds[f"agreement_{study.agreement.method}"]
    value = study.agreement.value
    if value is None:
        yield _failing(
            rules, "IOA_QUALITY", template="fault_unknown", method=study.agreement.method, want=want
        )
    elif value < want:
        yield _failing(rules, "IOA_QUALITY", method=study.agreement.method, have=value, want=want)


def _confound(study: Study, rules: Ruleset) -> Iterator[Failing]:
    if study.confound:
        yield _failing(rules, "CONFOUND")


def complete(study: Study) -> list[Tier]:
    """The tiers that have both a baseline and a treatment phase."""
    return [tier for tier in study.tiers if len(tier.phases) > 1]


def longest_turn(tier: Tier) -> int:
    """How many phases take turns between two conditions at most: A B A B C gives 4."""
    labels = [plain(phase.label) for phase in tier.phases]
    best = run = 1
    for place in range(1, len(labels)):
        if labels[place] == labels[place - 1]:
            run = 1
        elif place > 1 and labels[place] == labels[place - 2]:
            run += 1
        else:
            run = 2
        best = max(best, run)
    return best


def chances_and_phases(study: Study, rules: Ruleset) -> tuple[int, int, int, int]:
    """Chances to show the effect, how many are wanted; needed phases there, and how many."""
    want = rules.thresholds
    if study.design.tiered:
        tiers = complete(study)
        starts = len({tier.starts_at for tier in tiers})
        return starts, int(want["attempts"]), 2 * len(tiers), 2 * int(want["tiers"])
    if study.design is Design.REVERSAL:
        phases, needed = longest_turn(study.tiers[0]), int(want["phases_reversal"])
    else:
        phases, needed = len(study.tiers[0].phases), int(want["phases_criterion"])
    return phases - 1, int(want["attempts"]), phases, needed


def _chances(study: Study, rules: Ruleset) -> Iterator[Failing]:
    if study.design is Design.ALTERNATING_TREATMENTS:
        return
    chances, wanted, phases, needed = chances_and_phases(study, rules)
    if chances < wanted:
        yield _failing(rules, "ATTEMPTS", have=chances, want=wanted)
    if phases < needed:
        yield _failing(rules, "PHASES", have=phases, want=needed)


def _points(study: Study, rules: Ruleset) -> Iterator[Failing]:
    if study.design is Design.ALTERNATING_TREATMENTS:
        return
    full, some = rules.thresholds["points_full"], rules.thresholds["points_some"]
    for tier, phase in needed_phases(study):
        words = _words(study, tier, phase)
        if phase.n < some:
            yield _failing(rules, "POINTS_3", have=phase.n, want=some, **words)
        elif phase.n < full:
            yield _failing(rules, "POINTS_5", have=phase.n, want=full, **words)


def together(study: Study, earlier: Tier, later: Tier) -> bool:
    """Whether the later tier was in baseline, with data, when the earlier one started.

    Without session numbers a study that calls itself concurrent is believed; one that says
    nothing is held to a baseline without gaps, except that probes leave gaps by design.
    """
    start = earlier.starts_at
    if later.sessions:
        return later.sessions[0] <= start <= later.sessions[1]
    if study.concurrent or study.design is Design.MULTIPLE_PROBE:
        return True
    return later.starts_at - later.phases[0].n <= start


def _concurrency(study: Study, rules: Ruleset) -> Iterator[Failing]:
    if not study.design.tiered:
        return
    if study.concurrent is False:
        yield _failing(rules, "CONCURRENCY", place="A later tier")
        return
    late: dict[str, Tier] = {}
    for one, other in combinations(complete(study), 2):
        earlier, later = sorted((one, other), key=lambda tier: tier.starts_at)
        if earlier.starts_at < later.starts_at and not together(study, earlier, later):
            late[later.name] = later
    for tier in late.values():
        yield _failing(rules, "CONCURRENCY", place=name_of(tier), tier=tier.name)


def _probes(study: Study, rules: Ruleset) -> Iterator[Failing]:
    if study.design is not Design.MULTIPLE_PROBE:
        return
    # Facts said once for the whole study are told once, not for each tier again.
    told: dict[str, tuple[Tier, Probe | None]] = {}
    for tier in complete(study) or study.tiers:
        where = name_of(tier) if tier.probe else "this study"
        told.setdefault(where, (tier, study.probe_of(tier)))
    for where, (tier, probe) in told.items():
        if probe is not None:
            words: dict[str, Any] = {"place": where, "tier": tier.name if tier.probe else ""}
            yield from _initial(probe.initial_overlap_points, rules, words)
            yield from _prior(probe.points_just_before_start, rules, words)
            if not probe.probe_when_other_starts:
                yield _failing(rules, "PROBE_OTHER", **words)


def _initial(points: int, rules: Ruleset, words: dict[str, Any]) -> Iterator[Failing]:
    full, some = (rules.thresholds[key] for key in ("probe_initial", "probe_initial_some"))
    if points < some:
        yield _failing(rules, "PROBE_INITIAL", have=points, want=some, **words)
    elif points < full:
        when = "among its first sessions"
        yield _failing(rules, "PROBE_PRIOR", short=True, have=points, want=full, when=when, **words)


def _prior(points: int, rules: Ruleset, words: dict[str, Any]) -> Iterator[Failing]:
    full, some = (rules.thresholds[key] for key in ("probe_prior", "probe_prior_some"))
    if points < full:
        when = "just before the start"
        yield _failing(
            rules, "PROBE_PRIOR", short=points >= some, have=points, want=full, when=when, **words
        )


def _alternating(study: Study, rules: Ruleset) -> Iterator[Failing]:
    if study.design is not Design.ALTERNATING_TREATMENTS:
        return
    want = rules.thresholds
    conditions = study.tiers[0].phases
    if len(conditions) < want["alternating_conditions"]:
        yield _failing(rules, "ATTEMPTS", have=len(conditions) - 1, want=want["attempts"])
    full, some = want["alternating_full"], want["alternating_some"]
    for phase in conditions:
        if phase.n < full:
            yield _failing(
                rules, "ATD_POINTS", short=phase.n >= some, have=phase.n, want=full,
                place=f"condition {phase.label}", phase=phase.label,
            )  # fmt: skip
    run = study.max_consecutive_same
    if run is not None and run > want["alternating_run"]:
        yield _failing(
            rules, "ATD_POINTS", template="fault_run", have=run, want=want["alternating_run"]
        )


_CHECKS: tuple[Callable[[Study, Ruleset], Iterator[Failing]], ...] = (
    _conduct,
    _agreement,
    _confound,
    _chances,
    _points,
    _concurrency,
    _probes,
    _alternating,
)
