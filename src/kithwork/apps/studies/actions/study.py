"""A study is started, changed, given its cases and outcomes, and opened to a researcher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kithwork.apps.accounts.models import Membership
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.studies.file_read import MOST_CASES, MOST_NAME, MOST_OUTCOMES
from kithwork.apps.studies.live import has_sessions, was_ever_followed
from kithwork.apps.studies.models import Case, Condition, Opening, Outcome, Point, Study
from kithwork.apps.studies.policies import may_run_study, may_start_study
from kithwork.apps.trail.actions import action, note


@dataclass(frozen=True, slots=True)
class StudyFrame:
    """What a study says of itself."""

    title: str
    design: str
    question: str = ""
    source: str = Study.Source.OWN.value
    is_planned: bool = True
    has_confound: bool = False
    across: str = Study.Across.PARTICIPANTS.value


@dataclass(frozen=True, slots=True)
class OutcomeFrame:
    """What is measured, and which way is better."""

    name: str
    improvement: str
    scale: str = "other"
    minutes: float | None = None
    intervals: int | None = None
    goal: float | None = None


@action("study.start")
def start_study(frame: StudyFrame, *, by: Viewer) -> Study:
    """Begin a study: in the coordinator's school, or a researcher's own.

    Raises Refused if `by` may not start one, Problem without a title or with a design nobody knows.
    """
    require(may_start_study(by))
    _check(frame)
    note(design=frame.design)
    return Study.objects.create(
        district_id=by.district_id,
        school_id=by.school_id if by.role == Role.COORDINATOR else None,
        made_by_id=by.user_id,
        **asdict(frame),
    )


@action("study.change")
def change_study(study: Study, frame: StudyFrame, *, by: Viewer) -> Study:
    """Say it anew. Which fields changed stays on the trail; the design stays once something was sealed.

    Raises Refused if `by` does not run it, Problem when the design is sealed.
    """
    require(may_run_study(by, study))
    _check(frame)
    study = Study.objects.select_for_update().get(pk=study.pk)
    said = asdict(frame)
    changed = sorted(name for name, value in said.items() if getattr(study, name) != value)
    if {"design", "across"} & set(changed) and study.seals.exists():
        raise Problem(_("Something was sealed for this design, so it stays. Start another study."))
    if study.source != frame.source and was_ever_followed(study):
        raise Problem(
            _("The school follows measures of this study, so the data are its own records.")
        )
    if "across" in changed and was_ever_followed(study):
        raise Problem(
            _("The codes of this study stand for what they stand for. Start another study.")
        )
    for name in changed:
        setattr(study, name, said[name])
    study.save(update_fields=changed)
    note(fields=changed)
    return study


def _check(frame: StudyFrame) -> None:
    if not frame.title.strip():
        raise Problem(_("Give the study a title."))
    if frame.design not in Study.Design.values or frame.source not in Study.Source.values:
        raise Problem(_("Choose the design and where the data come from."))
    if frame.across not in Study.Across.values:
        raise Problem(_("Choose what starts one after another."))
    if frame.across != Study.Across.PARTICIPANTS and not Study(design=frame.design).is_tiered:
        raise Problem(
            _("Only in a multiple baseline or multiple probe do behaviours or settings start one after another.")
        )  # fmt: skip


@action("study.add_outcome")
def add_outcome(study: Study, frame: OutcomeFrame, *, by: Viewer) -> Outcome:
    """One more thing that is measured. Raises Refused if `by` does not run it, Problem for a name that is there."""
    require(may_run_study(by, study))
    if not frame.name.strip() or frame.improvement not in Outcome.Improvement.values:
        raise Problem(_("Say what is measured, and which way is better."))
    if study.outcomes.count() >= MOST_OUTCOMES:
        raise Problem(_("A study holds at most {n} outcomes.").format(n=MOST_OUTCOMES))
    try:
        with transaction.atomic():
            return Outcome.objects.create(study=study, **asdict(frame))
    except IntegrityError:
        raise Problem(_("There is an outcome of this name already.")) from None


@action("study.add_cases")
def add_cases(study: Study, codes: Sequence[str], *, by: Viewer) -> Study:
    """Codes of the cases, in order. Raises Refused if `by` does not run it, Problem for a code that is there."""
    require(may_run_study(by, study))
    wanted = [" ".join(code.split()) for code in codes if code.strip()]
    known = set(study.cases.values_list("code", flat=True))
    if not wanted:
        raise Problem(_("Write one code on each line, such as P1."))
    if twice := sorted({code for code in wanted if code in known or wanted.count(code) > 1}):
        raise Problem(
            _("{code} is there twice. Give each case a code of its own.").format(code=twice[0])
        )
    if any(len(code) > MOST_NAME for code in wanted) or len(known) + len(wanted) > MOST_CASES:
        raise Problem(
            _("At most {n} cases, with codes of at most {m} letters.").format(
                n=MOST_CASES, m=MOST_NAME
            )
        )
    Case.objects.bulk_create(Case(study=study, code=code) for code in wanted)
    note(count=len(wanted))
    return study


@action("study.say_band")
def say_band(case: Case, band: str, *, by: Viewer) -> Case:
    """In which grades a case is, as wide as an extract may say it. Raises Refused if `by` does not run the study."""
    require(may_run_study(by, case.study))
    if band not in Case.Band.values:
        raise Problem(_("Choose one of the grade bands."))
    case.band = band
    case.save(update_fields=["band"])
    return case


@action("study.name_condition")
def name_condition(
    condition: Condition, *, name: str, is_baseline: bool, criterion: float | None, by: Viewer
) -> Condition:
    """What a phase label means: its name on the figure, whether it is the baseline, the aim it sets.

    Raises Refused if `by` does not run the study, Problem without a name.
    """
    require(may_run_study(by, condition.study))
    if not name.strip():
        raise Problem(_("Give the phase a name."))
    if is_baseline:
        condition.study.conditions.exclude(pk=condition.pk).update(is_baseline=False)
    condition.name, condition.is_baseline, condition.criterion = (
        name.strip(),
        is_baseline,
        criterion,
    )
    condition.save(update_fields=["name", "is_baseline", "criterion"])
    note(label=condition.pk, is_baseline=is_baseline)
    return condition


@action("study.open_to")
def open_to(study: Study, user_id: int, *, by: Viewer) -> Opening:
    """Let a researcher of the district look at this study.

    Raises Refused if `by` does not run it, Problem for somebody who is no researcher here or has it open.
    """
    require(may_run_study(by, study))
    if not researchers(by).filter(user_id=user_id).exists():
        raise Problem(
            _("Only a researcher of your district can be let in. Ask the district to add them.")
        )
    if study.openings.filter(user_id=user_id, ended_at__isnull=True).exists():
        raise Problem(_("The study is open to them already."))
    note(user=user_id)
    return Opening.objects.create(study=study, user_id=user_id, by_id=by.user_id, at=clock.now())


@action("study.close_to")
def close_to(opening: Opening, *, by: Viewer) -> Opening:
    """A researcher does not look at it any more. Raises Refused if `by` does not run it."""
    require(may_run_study(by, opening.study))
    opening.ended_at = opening.ended_at or clock.now()
    opening.save(update_fields=["ended_at"])
    note(user=opening.user_id)
    return opening


def researchers(viewer: Viewer):  # type: ignore[no-untyped-def]
    """Those of the viewer's district who may be let in."""
    return Membership.objects.filter(role=Role.RESEARCHER.value, district_id=viewer.district_id)


def condition_for(study: Study, label: str) -> Condition:
    """The condition of a phase label; the first one a study meets is its baseline until somebody says otherwise."""
    found = study.conditions.filter(label=label).first()
    if found is not None:
        return found
    named = {"A": _("Baseline"), "B": _("Treatment")}.get(label, label)
    return Condition.objects.create(
        study=study, label=label, name=named, is_baseline=not study.conditions.exists()
    )


def has_points(study: Study) -> bool:
    """Whether there was a session, written here or seen of a measure, even of a case that is not in it any more."""
    return Point.objects.filter(case__study=study).exists() or has_sessions(study)
