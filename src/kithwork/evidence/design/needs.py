"""What a running study still needs for a rating, in sentences and numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from kithwork.evidence.design.paths import Path, Wanted, alternation, next_phases, next_tiers
from kithwork.evidence.design.rules import double_percent, needed_phases, place_of
from kithwork.evidence.design.ruleset import DEFAULT, WITH, WITHOUT, Ruleset
from kithwork.evidence.design.ruleset import ruleset as find_ruleset
from kithwork.evidence.design.study import Design, Study
from kithwork.evidence.design.words import Need, counted

TARGETS = (WITHOUT, WITH)


@dataclass(frozen=True, slots=True)
class StillNeeded:
    """Everything between the study as it stands and one rating.

    ``reached``: nothing is. ``reachable`` False: something can no longer be mended in this study,
    and the needs that are not ``possible`` say what.
    """

    target: str
    reached: bool
    reachable: bool
    needs: tuple[Need, ...]

    def to_json(self) -> dict[str, Any]:
        plain = asdict(self)
        plain["needs"] = [need.to_json() for need in self.needs]
        return plain


def still_needed(study: Study, *, ruleset: str = DEFAULT) -> tuple[StillNeeded, ...]:
    """What is still needed to meet the table without reservations, and with them.

    Parameters
    ----------
    study
        The study as it stands. A phase counts as over when a later one has points.
    ruleset
        Id of a table in ``design/rulesets``.

    Returns
    -------
    tuple of StillNeeded
        One for "without_reservations", one for "with_reservations". Each need has a sentence
        ("Two more baseline points for tier 3.") and the same in fields: code, number, unit, tier,
        phase, and whether it is still possible.

    Raises
    ------
    BadData
        When there is no such ruleset.

    Notes
    -----
    Where several parts of the study could carry the rating, the one with the least to do is
    planned. New points need double scoring too: the needs for double scoring reckon with the phase
    as long as it will have to be.

    Source: the table itself (`wwc_scd`). Worked example:
    ``tests/golden/still_needed_kithwork_2026.toml``.
    """
    rules = find_ruleset(ruleset)
    return tuple(_towards(study, rules, target) for target in TARGETS)


def _towards(study: Study, rules: Ruleset, target: str) -> StillNeeded:
    wanted = _wanted(study, rules, target)
    if study.design.tiered:
        path = next_tiers(study, wanted)
    elif study.design is Design.ALTERNATING_TREATMENTS:
        path = alternation(study, wanted)
    else:
        path = next_phases(study, wanted)
    needs = (*_conduct(study), *path.needs, *_scoring(path, wanted, rules), *_quality(study, rules))
    return StillNeeded(target, not needs, all(need.possible for need in needs), needs)


def _wanted(study: Study, rules: Ruleset, target: str) -> Wanted:
    numbers = rules.thresholds
    grade = "full" if target == WITHOUT else "some"
    kind = "alternating" if study.design is Design.ALTERNATING_TREATMENTS else "points"
    suffix = "" if target == WITHOUT else "_some"
    phases = "phases_reversal" if study.design is Design.REVERSAL else "phases_criterion"
    return Wanted(
        points=int(numbers[f"{kind}_{grade}"]),
        tiers=int(numbers["tiers"]),
        phases=int(numbers[phases]),
        conditions=int(numbers["alternating_conditions"]),
        run=int(numbers["alternating_run"]),
        probes_initial=int(numbers[f"probe_initial{suffix}"]),
        probes_prior=int(numbers[f"probe_prior{suffix}"]),
    )


def _conduct(study: Study) -> Iterator[Need]:
    if not study.data_available:
        yield Need("DATA", 1, "record", "Keep the score of every session, for each case and phase.")
    if not study.iv_manipulated:
        yield Need(
            "IV", 1, "study", possible=False,
            sentence="A new study, in which you decide when the intervention starts and stops.",
        )  # fmt: skip
    if study.confound:
        yield Need(
            "CONFOUND", 1, "study", possible=False,
            sentence="A new study, in which nothing else goes with the intervention.",
        )  # fmt: skip


def _scoring(path: Path, wanted: Wanted, rules: Ruleset) -> Iterator[Need]:
    """Sessions to be double-scored in each phase the rating will rest on."""
    study = path.study
    for tier, phase in needed_phases(study):
        final = max(phase.n, wanted.points)
        number = _sessions_to_score(
            phase.n, final, phase.double_scored, double_percent(study, tier, phase), rules
        )
        if number:
            code = _scoring_code(study, double_percent(study, tier, phase), phase.n)
            sessions = counted(number, "more session" if code == "IOA_FREQ" else "session")
            yield Need(
                code, number, "sessions",
                f"Double-score {sessions} in {place_of(study, tier, phase)}.",
                tier=tier.name if study.design.tiered else "", phase=phase.label,
            )  # fmt: skip


def _scoring_code(study: Study, percent: float, n: int) -> str:
    if study.agreement is None:
        return "IOA_NONE"
    return "IOA_FREQ" if percent and n else "IOA_ALLPHASES"


def _sessions_to_score(
    n: int, final: int, counted_twice: int | None, percent: float, rules: Ruleset
) -> int:
    """How many sessions short of the wanted share the phase will be at its final length.

    Where only a percentage is known, a share that is kept up is trusted to stay as it is.
    """
    want = rules.thresholds["double_scored_percent"]
    needed = ceil(Fraction(want) * final / 100)
    if counted_twice is not None and n:
        return max(0, needed - counted_twice)
    if percent >= want:
        return 0
    return max(1, needed - floor(Fraction(percent) * n / 100))


def _quality(study: Study, rules: Ruleset) -> Iterator[Need]:
    if study.agreement is None:
        return
    method, value = study.agreement.method, study.agreement.value
    want = rules.thresholds[f"agreement_{method}"]
    name = "Mean agreement" if method == "percent" else "Kappa"
    unit = "percent" if method == "percent" else "kappa"
    if value is None:
        yield Need("IOA_QUALITY", want, unit, f"{name} worked out, and at least {want:g}.")
    elif value < want:
        yield Need(
            "IOA_QUALITY", want - value, unit,
            f"{name} raised from {value:g} to at least {want:g}: train the observers again.",
        )  # fmt: skip
