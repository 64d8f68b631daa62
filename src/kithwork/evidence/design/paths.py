"""The shortest way from a running study to a rating: which tiers or phases, and what they lack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from kithwork.evidence.design.rules import longest_turn, name_of, place_of, together
from kithwork.evidence.design.study import Design, Stretch, Study, Tier, plain
from kithwork.evidence.design.words import Need, begun, counted


@dataclass(frozen=True, slots=True)
class Wanted:
    """The numbers of the table for one rating."""

    points: int
    tiers: int
    phases: int
    conditions: int
    run: int
    probes_initial: int
    probes_prior: int


@dataclass(frozen=True, slots=True)
class Path:
    """The part of the study the plan rests on, and what it lacks (double scoring apart)."""

    study: Study
    needs: tuple[Need, ...]


def _points(study: Study, tier: Tier, phase: Stretch, wanted: Wanted) -> Iterator[Need]:
    """The points one phase lacks, in the words of the place."""
    short = wanted.points - phase.n
    if short <= 0:
        return
    code = "ATD_POINTS" if study.design is Design.ALTERNATING_TREATMENTS else "POINTS"
    more = counted(short, "more point")
    where = place_of(study, tier, phase)
    if study.design.tiered:
        kind = "baseline" if phase is tier.phases[0] else "treatment"
        more, where = counted(short, f"more {kind} point"), name_of(tier)
    elif study.design is Design.ALTERNATING_TREATMENTS:
        where = f"condition {phase.label}"
    yield Need(
        code, short, "points", begun(f"{more} for {where}."),
        tier=tier.name if study.design.tiered else "", phase=phase.label,
    )  # fmt: skip


# Tiers


def next_tiers(study: Study, wanted: Wanted) -> Path:
    """The three tiers with the least to do, or those that can be kept and how many to add."""
    if study.concurrent is False:
        return Path(study, (_anew(wanted, "whose baselines run side by side"),))
    tiers = [_with_treatment(tier) for tier in study.tiers]
    usable = [tier for tier in tiers if _usable(study, tier, wanted)]
    plans = [
        (sum(need.number for need in needs), place, chosen, needs)
        for place, chosen in enumerate(combinations(usable, wanted.tiers))
        if _compatible(study, chosen)
        for needs in [_tier_needs(study, chosen, wanted)]
    ]
    if plans:
        _, _, best, needs = min(plans, key=lambda plan: plan[:2])
        return Path(replace(study, tiers=best), needs)
    waiting = tuple(tier for tier in usable if not tier.started)
    if not any(tier.started for tier in tiers):
        # Nothing has started yet: a new tier can still overlap with those that are there.
        waiting = waiting[: wanted.tiers - 1]
        new = _new_tiers(wanted.tiers - len(waiting), wanted)
        return Path(replace(study, tiers=waiting), (*_tier_needs(study, waiting, wanted), new))
    return Path(study, (_anew(wanted, "because fewer than three can still count together"),))


def _with_treatment(tier: Tier) -> Tier:
    """A tier still in baseline, with its treatment phase to come."""
    if len(tier.phases) > 1:
        return tier
    label = "B" if tier.phases[0].label != "B" else "treatment"
    return replace(tier, phases=(*tier.phases, Stretch(label, 0)))


def _usable(study: Study, tier: Tier, wanted: Wanted) -> bool:
    """Whether what the tier lacks can still be had: a phase that is over grows no more."""
    baseline, treatment = tier.phases[:2]
    over = any(phase.n for phase in tier.phases[2:])
    return (
        (baseline.n >= wanted.points or not tier.started)
        and (treatment.n >= wanted.points or not over)
        and _probes_usable(study, tier, wanted)
    )


def _probes_usable(study: Study, tier: Tier, wanted: Wanted) -> bool:
    probe = study.probe_of(tier)
    if study.design is not Design.MULTIPLE_PROBE or probe is None:
        return True
    return (
        probe.initial_overlap_points >= wanted.probes_initial
        and probe.probe_when_other_starts
        and (probe.points_just_before_start >= wanted.probes_prior or not tier.started)
    )


def _compatible(study: Study, tiers: Sequence[Tier]) -> bool:
    """Whether they start at different times, each while the later ones are in baseline."""
    return all(_pair(study, one, other) for one, other in combinations(tiers, 2))


def _pair(study: Study, one: Tier, other: Tier) -> bool:
    if not one.started and not other.started:
        return True  # their starts are still to be chosen
    earlier, later = sorted((one, other), key=lambda tier: (not tier.started, tier.starts_at))
    if later.started and earlier.starts_at == later.starts_at:
        return False
    return together(study, earlier, later)


def _tier_needs(study: Study, tiers: Sequence[Tier], wanted: Wanted) -> tuple[Need, ...]:
    needs: list[Need] = []
    for place, tier in enumerate(tiers):
        needs += _own_start(tier, [*tiers[:place], *(one for one in tiers if one.started)])
        needs += _points(study, tier, tier.phases[0], wanted)
        needs += _prior_probes(study, tier, wanted)
        needs += _points(study, tier, tier.phases[1], wanted)
    return tuple(needs)


def _own_start(tier: Tier, others: Sequence[Tier]) -> Iterator[Need]:
    """A planned start that another tier has already: two at once are one demonstration."""
    if tier.started or tier.start is None or tier.start not in {one.start for one in others}:
        return
    sentence = f"A start of its own for {name_of(tier)}, not session {tier.start:g}."
    yield Need("ATTEMPTS", 1, "starts", sentence, tier=tier.name)


def _prior_probes(study: Study, tier: Tier, wanted: Wanted) -> Iterator[Need]:
    probe = study.probe_of(tier)
    if study.design is not Design.MULTIPLE_PROBE or probe is None or tier.started:
        return
    short = wanted.probes_prior - probe.points_just_before_start
    if short > 0:
        more = counted(short, "more probe")
        yield Need(
            "PROBE_PRIOR", short, "probes",
            begun(f"{more} in a row just before the start of {name_of(tier)}."),
            tier=tier.name, phase=tier.phases[0].label,
        )  # fmt: skip


def _new_tiers(number: int, wanted: Wanted) -> Need:
    each = f"{wanted.points} baseline and {wanted.points} treatment points"
    return Need(
        "PHASES", number, "tiers",
        begun(f"{counted(number, 'more tier')} with {each}, each starting at its own time."),
    )  # fmt: skip


def _anew(wanted: Wanted, why: str) -> Need:
    return Need(
        "CONCURRENCY", wanted.tiers, "tiers", possible=False,
        sentence=begun(f"{counted(wanted.tiers, 'new tier')}, {why}."),
    )  # fmt: skip


# Phases one after another


def next_phases(study: Study, wanted: Wanted) -> Path:
    """The stretch of phases that needs the fewest new points; it may reach into the future."""
    tier = study.tiers[0]
    last = _reached(tier)
    plans = [
        plan
        for start in range(last + 1)
        for plan in [_from(study, tier, start, last, wanted)]
        if plan
    ]
    _, _, path = min(plans, key=lambda plan: plan[:2])
    return path


def _reached(tier: Tier) -> int:
    """The place of the phase the study is in: the last that has points."""
    return max((place for place, phase in enumerate(tier.phases) if phase.n), default=0)


def _from(
    study: Study, tier: Tier, start: int, last: int, wanted: Wanted
) -> tuple[int, int, Path] | None:
    """The plan that begins with this phase; None where a phase that is over is too short."""
    chosen = tier.phases[start : min(last + 1, start + wanted.phases)]
    part = replace(tier, phases=chosen)
    in_turn = study.design is not Design.REVERSAL or len(chosen) == longest_turn(part)
    over = chosen if start + len(chosen) <= last else chosen[:-1]
    if not in_turn or any(phase.n < wanted.points for phase in over):
        return None
    needs = list(_points(study, part, chosen[-1], wanted))
    missing = wanted.phases - len(chosen)
    if missing:
        needs.append(_new_phases(study, chosen, missing, wanted))
    cost = max(0, wanted.points - chosen[-1].n) + missing * wanted.points
    return cost, start, Path(replace(study, tiers=(part,)), tuple(needs))


def _new_phases(study: Study, chosen: Sequence[Stretch], missing: int, wanted: Wanted) -> Need:
    if study.design is Design.REVERSAL:
        then = ": " + ", ".join(_turns(chosen, missing)) if len(chosen) > 1 else ", in turn"
        more = f"{counted(missing, 'more phase')} of {wanted.points} points{then}."
    else:
        more = f"{counted(missing, 'more criterion step')} of {wanted.points} points."
    return Need("PHASES", missing, "phases", begun(more))


def _turns(chosen: Sequence[Stretch], missing: int) -> Iterator[str]:
    """The labels that follow when two conditions go on taking turns."""
    pair = (plain(chosen[-2].label), plain(chosen[-1].label))
    return (pair[place % 2] for place in range(missing))


# Alternating treatments


def alternation(study: Study, wanted: Wanted) -> Path:
    """Points for each condition; a condition still to be added; too long a run is past mending."""
    tier = study.tiers[0]
    needs = [need for phase in tier.phases for need in _points(study, tier, phase, wanted)]
    missing = wanted.conditions - len(tier.phases)
    if missing > 0:
        more = f"{counted(missing, 'more condition')} of {wanted.points} points, in alternation."
        needs.append(Need("ATTEMPTS", missing, "conditions", begun(more)))
    run = study.max_consecutive_same
    if run is not None and run > wanted.run:
        most = counted(wanted.run, "session")
        anew = f"A new alternation, with at most {most} of one condition in a row."
        needs.append(Need("ATD_POINTS", run, "sessions", anew, possible=False))
    return Path(study, tuple(needs))
