"""A study as the design standards see it: phases, their points, and how it was watched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

ANY_TIER = ""
DEFAULT_PHASE = "default"


class Design(StrEnum):
    """How the study tries to show that the intervention, and nothing else, made the change."""

    REVERSAL = "reversal"
    MULTIPLE_BASELINE = "multiple_baseline"
    MULTIPLE_PROBE = "multiple_probe"
    ALTERNATING_TREATMENTS = "alternating_treatments"
    CHANGING_CRITERION = "changing_criterion"

    @property
    def tiered(self) -> bool:
        """Whether the study is made of tiers that start at different times."""
        return self in (Design.MULTIPLE_BASELINE, Design.MULTIPLE_PROBE)


class Across(StrEnum):
    """What the tiers of a tiered design are."""

    PARTICIPANTS = "participants"
    BEHAVIOURS = "behaviours"
    SETTINGS = "settings"

    @property
    def of_one(self) -> bool:
        """Whether all tiers are of one participant."""
        return self is not Across.PARTICIPANTS


@dataclass(frozen=True, slots=True)
class Stretch:
    """The points under one condition.

    ``double_scored`` None: only the study's percentages say. ``time`` counts the returns of a
    label: 1 and 2 for the two A phases of A B A B, 0 where the label comes only once.
    """

    label: str
    n: int
    double_scored: int | None = None
    time: int = 0


@dataclass(frozen=True, slots=True)
class Probe:
    """What a multiple probe design must show; the counts are of the tier that has fewest.

    ``initial_overlap_points``: probes within the first sessions, in which all tiers have data.
    ``points_just_before_start``: probes in a row before the intervention.
    ``probe_when_other_starts``: each untreated tier had one when another tier started.
    """

    initial_overlap_points: int
    points_just_before_start: int
    probe_when_other_starts: bool


@dataclass(frozen=True, slots=True)
class Tier:
    """One case, setting or behaviour. Designs without tiers have a single one.

    ``start`` is the first session of the second phase, planned or real; ``sessions`` the first
    and the last session with data, None where nobody said.
    """

    name: str
    phases: tuple[Stretch, ...]
    number: int = 1
    start: float | None = None
    sessions: tuple[float, float] | None = None
    probe: Probe | None = None

    @property
    def started(self) -> bool:
        """Whether the second phase has data."""
        return len(self.phases) > 1 and self.phases[1].n > 0

    @property
    def starts_at(self) -> float:
        """First session of the second phase; reckoned from the baseline where it is not given."""
        if self.start is not None:
            return self.start
        first = self.sessions[0] if self.sessions else 1
        return first + self.phases[0].n


@dataclass(frozen=True, slots=True)
class Agreement:
    """Double scoring: percent of sessions by (tier, phase), and how well the two agreed.

    ``value`` is in percent for the method "percent" and the coefficient itself for "kappa".
    """

    method: str
    value: float | None
    percents: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def percent(self, tier: str, label: str) -> float:
        """Percent of this phase's sessions that were double-scored; 0 where nothing is said."""
        for key in (
            (tier, label),
            (ANY_TIER, label),
            (tier, plain(label)),
            (ANY_TIER, plain(label)),
            (tier, DEFAULT_PHASE),
            (ANY_TIER, DEFAULT_PHASE),
        ):
            if key in self.percents:
                return self.percents[key]
        return 0.0


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a reviewer decided where the table leaves it to a person."""

    code: str
    decision: str
    by: str
    on: str


@dataclass(frozen=True, slots=True)
class Study:
    """One study of one outcome. Made by `read_study` or `read_studies`, which check it.

    ``across`` None: nobody said what the tiers are.
    """

    id: str
    design: Design
    tiers: tuple[Tier, ...]
    iv_manipulated: bool
    data_available: bool
    agreement: Agreement | None = None
    concurrent: bool | None = None
    probe: Probe | None = None
    confound: bool = False
    max_consecutive_same: int | None = None
    recorded: tuple[Recorded, ...] = ()
    unread: tuple[str, ...] = ()
    across: Across | None = None

    @property
    def design_words(self) -> str:
        """The design as a reader of the field calls it: multiple baseline across behaviours."""
        name = self.design.replace("_", " ")
        return f"{name} across {self.across}" if self.across else name

    def probe_of(self, tier: Tier) -> Probe | None:
        """The tier's own probe facts, or the study's."""
        return tier.probe or self.probe


def plain(label: str) -> str:
    """A label without its running number: A1 and A2 are both A. C alone stays C."""
    return label.rstrip("0123456789").rstrip() or label
