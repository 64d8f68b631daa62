"""A playbook: one practice, whole. Everything a school needs to run it, and nothing that runs by itself."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256
from typing import Annotated, Literal, TypeVar

from pydantic import ConfigDict, Field, PrivateAttr

from kithwork.playbooks.schema.base import (
    GradeBand,
    Named,
    RuleId,
    Setting,
    ShortWords,
    Slug,
    Strict,
    Words,
)
from kithwork.playbooks.schema.people import (
    Adaptation,
    Criterion,
    Fading,
    Group,
    Pairing,
    Role,
    Rotation,
    SetUp,
    Situation,
    Skill,
)
from kithwork.playbooks.schema.quality import (
    Award,
    Caution,
    Collect,
    Evidence,
    Fidelity,
    GradePart,
    Indicator,
    Measure,
    Rule,
    Scoring,
    Source,
    Test,
)
from kithwork.playbooks.schema.sessions import (
    Correction,
    CueCard,
    DayPlan,
    Lesson,
    Session,
    Stage,
    Step,
)
from kithwork.playbooks.schema.voice import (
    Adjustable,
    Content,
    Ending,
    Form,
    Inventory,
    Material,
    Reflection,
    Template,
    Variant,
)

Kind = TypeVar("Kind", bound=Named)
Subject = Literal[
    "reading", "spelling", "maths", "vocabulary", "science", "social_studies", "writing", "content",
    "social", "communication", "school_life", "any",
]  # fmt: skip
Permission = Literal[
    "focus_family", "peer_family", "assent", "off_site", "photo_video", "transport", "survey"
]


class Playbook(Strict):
    """One practice as a file says it. Frozen; ``text`` is what it was read from, to the letter."""

    model_config = ConfigDict(title="Kithwork playbook")

    id: Slug
    version: Annotated[int, Field(ge=1, le=9999)]
    name: ShortWords
    # Versions of one practice share this word; ``based_on`` is the playbook a copy began as.
    practice: Slug
    based_on: Slug | None = None
    aliases: tuple[ShortWords, ...] = ()
    family: Literal["class_wide", "individualised", "program"]
    scope: Literal["class", "focus_student", "group", "program"]
    grade_bands: Annotated[tuple[GradeBand, ...], Field(min_length=1)]
    settings: Annotated[tuple[Setting, ...], Field(min_length=1)]
    subjects: Annotated[tuple[Subject, ...], Field(min_length=1)]
    purpose: ShortWords
    about: Words | None = None
    attribution: Words | None = None
    permissions: tuple[Permission, ...] = ("assent",)
    # The shared questions of Figure 2 this practice asks: see questions.toml.
    question_sets: tuple[Slug, ...] = ()
    # The library of reciprocal roles stands open beside this practice.
    offers_reciprocal_roles: bool = False
    rules: tuple[RuleId, ...] = ()

    group: Group
    pairing: Pairing
    rotation: tuple[Rotation, ...] = ()
    roles: tuple[Role, ...]
    fit: tuple[Criterion, ...] = ()
    skills: tuple[Skill, ...] = ()
    set_up: tuple[SetUp, ...] = ()
    materials: tuple[Material, ...] = ()
    content: tuple[Content, ...] = ()
    sessions: tuple[Session, ...]
    stages: tuple[Stage, ...] = ()
    days: tuple[DayPlan, ...] = ()
    cue_cards: tuple[CueCard, ...] = ()
    corrections: tuple[Correction, ...] = ()
    scoring: Scoring
    grading: tuple[GradePart, ...] = ()
    tests: tuple[Test, ...] = ()
    fidelity: Fidelity
    measures: tuple[Measure, ...]
    collect: Collect
    indicators: tuple[Indicator, ...] = ()
    own_rules: tuple[Rule, ...] = ()
    fading: Fading
    forms: tuple[Form, ...] = ()
    inventories: tuple[Inventory, ...] = ()
    reflection: tuple[Reflection, ...] = ()
    situations: tuple[Situation, ...] = ()
    adaptations: tuple[Adaptation, ...] = ()
    templates: tuple[Template, ...] = ()
    adjustable: tuple[Adjustable, ...] = ()
    variants: tuple[Variant, ...] = ()
    sources: tuple[Source, ...] = ()
    evidence: tuple[Evidence, ...]
    cautions: tuple[Caution, ...]
    ending: Ending | None = None
    training: tuple[Lesson, ...]

    _text: str = PrivateAttr(default="")

    @property
    def text(self) -> str:
        """The exact text it was read from, lessons included: reading it again gives an equal playbook."""
        return self._text

    @property
    def digest(self) -> str:
        """SHA-256 of the text, the same whatever a system calls the end of a line."""
        return sha256(self._text.replace("\r\n", "\n").encode()).hexdigest()

    def role(self, key: str) -> Role:
        """The role of this id. KeyError when there is none."""
        return _by_id(self.roles, key)

    def session(self, key: str) -> Session:
        """The session of this id. KeyError when there is none."""
        return _by_id(self.sessions, key)

    def correction(self, key: str) -> Correction:
        """The correction of this id. KeyError when there is none."""
        return _by_id(self.corrections, key)

    def cue_card(self, key: str) -> CueCard:
        """The cue card of this id. KeyError when there is none."""
        return _by_id(self.cue_cards, key)

    def award(self, key: str) -> Award:
        """The award of this id. KeyError when there is none."""
        return _by_id(self.scoring.awards, key)

    def setting(self, key: str) -> Adjustable:
        """The adjustable value of this id. KeyError when there is none."""
        return _by_id(self.adjustable, key)

    def points(self, award: str | None) -> int:
        """Points of an award; none is 0."""
        return 0 if award is None else self.award(award).points

    def pair_life(self) -> Rotation | None:
        """When partners change, or None where they stay."""
        return next((one for one in self.rotation if one.what == "pair"), None)

    def triad_share(self) -> Fraction:
        """What a point of a triad's member counts for the team: 1 unless the playbook says less."""
        triad = self.group.triad
        if triad is None or not triad.points_times or not triad.points_over:
            return Fraction(1)
        return Fraction(triad.points_times, triad.points_over)

    def steps_in_week(self, session: str, week: int) -> tuple[Step, ...]:
        """The steps in use in a week of the run (1 is the first), while a class is learning them.

        Empty before the first stage: that week has lessons only. All of them after the last.
        """
        steps = self.session(session).steps
        stages = [stage for stage in self.stages if stage.session == session]
        if stages and week < min(stage.from_week for stage in stages):
            return ()
        for stage in stages:
            if stage.from_week <= week <= (stage.to_week or week):
                return tuple(step for step in steps if step.id in stage.steps)
        return steps


def _by_id(parts: tuple[Kind, ...], key: str) -> Kind:
    for part in parts:
        if part.id == key:
            return part
    raise KeyError(key)
