"""The list of studies, and one study with its figure and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.studies import policies
from kithwork.apps.studies.actions.measure import why_closed
from kithwork.apps.studies.actions.study import has_points, researchers
from kithwork.apps.studies.gathered import Gathered, gathered
from kithwork.apps.studies.live import cases_in, gone_of, misses_a_case, was_ever_followed
from kithwork.apps.studies.models import (
    Case,
    Condition,
    DataFile,
    Opening,
    Outcome,
    Reading,
    Release,
    Seal,
    Study,
)
from kithwork.apps.studies.report_made import SealLine, drawn_of, seal_line
from kithwork.evidence.graph import Figure


@dataclass(frozen=True, slots=True)
class StudiesPage:
    """What is open to the viewer: studies, readings that wait, extracts that wait."""

    studies: Sequence[Study]
    to_read: Sequence[Reading]
    to_decide: Sequence[Release]
    may_start: bool
    decides: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a study: what it is, how far it is, and where to do it."""

    title: str
    said: str
    url: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class StudyPage:
    """One study: figure, table and sentence of an outcome; its steps; whom it is open to; what is in it."""

    study: Study
    outcome: Outcome | None
    outcomes: Sequence[Outcome]
    figure: Figure | None
    steps: Sequence[Step]
    conditions: Sequence[Condition]
    cases: Sequence[Case]
    files: Sequence[DataFile]
    openings: Sequence[Opening]
    may_run: bool
    is_followed: bool
    may_follow: bool
    says_gone: str

    @property
    def next_step(self) -> Step | None:
        return next((one for one in self.steps if not one.is_done), None)


def studies_page(viewer: Viewer) -> StudiesPage:
    studies = policies.visible_studies(viewer).select_related("school")
    counted = studies.annotate(n_cases=Count("cases", distinct=True))
    waiting = policies.own_readings(viewer).filter(read_at__isnull=True).order_by("pk")
    decides = viewer.role == Role.DISTRICT_ADMINISTRATOR
    asked = policies.visible_releases(viewer).filter(state=Release.State.ASKED)
    found = list(counted)
    gone = gone_of(found)
    for one in found:
        one.n_cases -= gone.get(one.pk, 0)
    return StudiesPage(
        found, [one for one in waiting.select_related("round__study__school") if not misses_a_case(one.round)],
        list(asked.select_related("study__school")) if decides else [],
        bool(policies.may_start_study(viewer)), decides,
    )  # fmt: skip


def study_or_404(viewer: Viewer, study_id: int) -> Study:
    return first_or_404(
        policies.visible_studies(viewer).select_related("school").filter(pk=study_id)
    )


def _row_or_404(viewer: Viewer, rows: Any, pk: int) -> Any:
    found = (
        rows.filter(study__in=policies.visible_studies(viewer), pk=pk)
        .select_related("study")
        .first()
    )
    if found is None:
        raise Http404
    return found


def case_or_404(viewer: Viewer, case_id: int) -> Case:
    return _row_or_404(viewer, Case.objects.all(), case_id)


def condition_or_404(viewer: Viewer, condition_id: int) -> Condition:
    return _row_or_404(viewer, Condition.objects.all(), condition_id)


def outcome_or_404(viewer: Viewer, outcome_id: int) -> Outcome:
    return _row_or_404(viewer, Outcome.objects.all(), outcome_id)


def opening_or_404(viewer: Viewer, opening_id: int) -> Opening:
    return _row_or_404(viewer, Opening.objects.all(), opening_id)


def outcome_of(found: Gathered, asked: str | None) -> Outcome | None:
    """The outcome an address asks for by its number, or the first."""
    is_number = asked and asked.isascii() and asked.isdecimal() and len(asked) < 10
    return found.outcome(int(asked) if is_number and asked else None)


def researchers_to_let_in(viewer: Viewer, study: Study) -> list[tuple[int, str]]:
    inside = study.openings.filter(ended_at__isnull=True).values("user_id")
    rows = researchers(viewer).exclude(user_id__in=inside).select_related("user")
    return [(row.user_id, row.user.name) for row in rows if row.user_id != study.made_by_id]


def file_choices(viewer: Viewer) -> list[tuple[int, str]]:
    """Studies a file may be brought into."""
    return [
        (one.pk, one.title)
        for one in policies.visible_studies(viewer)
        if policies.may_run_study(viewer, one)
    ]


def study_page(viewer: Viewer, study: Study, asked: str | None) -> StudyPage:
    found = gathered(study, viewer)
    outcome = outcome_of(found, asked)
    seals = {one.kind for one in study.seals.all()}
    is_followed = was_ever_followed(study)
    return StudyPage(
        study, outcome, found.outcomes, found.figure_of(outcome) if outcome else None,
        _steps(found, seals, is_followed), found.conditions, found.cases, list(study.files.select_related("by")),
        list(study.openings.filter(ended_at__isnull=True).select_related("user")),
        bool(policies.may_run_study(viewer, study)), is_followed,
        bool(policies.may_follow_in(viewer, study)) and not why_closed(study),
        found.says_gone,
    )  # fmt: skip


def _steps(found: Gathered, seals: set[str], is_followed: bool) -> list[Step]:
    study = found.study

    def to(name: str) -> str:
        return reverse(f"studies:{name}", args=[study.pk])

    cases, points = len(found.cases), sum(len(rows) for rows in found.points.values())
    rounds = study.rounds.aggregate(
        all=Count("pk"), opened=Count("pk", filter=Q(opened_at__isnull=False))
    )
    has_frame = bool(cases and found.outcomes)
    sealed = Seal.Kind.STARTS in seals
    said = _("{n} cases, {m} outcomes").format(n=cases, m=len(found.outcomes))
    data = _("{n} sessions kept").format(n=points) if points else _("None yet")
    if is_followed:
        data = _("{n} sessions, read from measures").format(n=points)
    read = _("Under way") if rounds["all"] else _("Not laid out")
    read = _("Opened") if rounds["opened"] else read
    seal_words, is_sealed = _seal_words(seals, bool(points or found.gone)), sealed or bool(points)
    return [
        Step(_("Cases and outcomes"), said, to("set_up"), has_frame),
        Step(_("Sealed starts and rules"), seal_words, to("seals"), is_sealed),
        Step(_("Data"), data, to("measures" if is_followed else "bring_in_more"), bool(points)),
        Step(_("Masked second reading"), read, to("readings"), bool(rounds["opened"])),
    ]


@dataclass(frozen=True, slots=True)
class SealsPage:
    """What is sealed, whether it still can be, and of whom chance would decide."""

    study: Study
    cases: Sequence[Case]
    starts: SealLine | None
    drawn: Sequence[tuple[str, int]]
    rules: SealLine | None
    has_points: bool
    may_run: bool


def seals_page(viewer: Viewer, study: Study) -> SealsPage:
    """The salt stays back while the study goes on: it stands in the report alone."""
    kept = {one.kind: one for one in study.seals.all()}
    starts, rules = kept.get(Seal.Kind.STARTS), kept.get(Seal.Kind.RULES)
    return SealsPage(
        study, cases_in(study), seal_line(starts) if starts else None, drawn_of(starts) if starts else (),
        seal_line(rules) if rules else None, has_points(study), bool(policies.may_run_study(viewer, study)),
    )  # fmt: skip


def _seal_words(seals: set[str], has_points: bool) -> str:
    if Seal.Kind.STARTS in seals and Seal.Kind.RULES in seals:
        return _("Starts and rules are sealed")
    if Seal.Kind.STARTS in seals:
        return _("Starts are sealed")
    if Seal.Kind.RULES in seals:
        return _("Rules are sealed")
    return _("Not randomised") if has_points else _("Before the first session")
