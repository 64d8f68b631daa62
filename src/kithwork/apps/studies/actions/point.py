"""One session written in by hand, and a slip put right: the old row stays and says when it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.studies.actions.study import condition_for
from kithwork.apps.studies.file_read import too_large
from kithwork.apps.studies.live import was_ever_followed
from kithwork.apps.studies.models import Case, Outcome, Point, Study
from kithwork.apps.studies.policies import may_run_study
from kithwork.apps.trail.actions import action
from kithwork.evidence.series import Scale, value_fault


@dataclass(frozen=True, slots=True)
class PointFrame:
    """What was scored in one session; no value where there are no data."""

    case: Case
    outcome: Outcome
    session: float
    phase: str
    value: float | None = None
    on: date | None = None
    is_twice: bool = False
    agreement_pct: float | None = None


@action("study.write_point")
def write_point(study: Study, frame: PointFrame, *, by: Viewer) -> Point:
    """Keep one session.

    Raises Refused if `by` does not run it, Problem for a session that is there or a score that cannot be.
    """
    require(may_run_study(by, study))
    _check(study, frame)
    if _standing(frame) is not None:
        raise Problem(
            _("This session is there already. Correct it instead; the first entry stays on record.")
        )
    return _keep(study, frame, by)


@action("study.correct_point")
def correct_point(study: Study, frame: PointFrame, *, by: Viewer) -> Point:
    """Put a slip right. Raises Refused if `by` does not run it, Problem where there is nothing to correct."""
    require(may_run_study(by, study))
    _check(study, frame)
    old = _standing(frame)
    if old is None:
        raise Problem(_("There is no such session yet. Write it in."))
    old.ended_at = clock.now()
    old.save(update_fields=["ended_at"])
    return _keep(study, frame, by)


def _standing(frame: PointFrame) -> Point | None:
    return Point.objects.filter(
        case=frame.case, outcome=frame.outcome, session=frame.session, ended_at__isnull=True
    ).first()


def _check(study: Study, frame: PointFrame) -> None:
    if was_ever_followed(study):
        raise Problem(
            _("Its sessions are read from measures. Put a slip right where it was recorded.")
        )
    if frame.case.study_id != study.pk or frame.outcome.study_id != study.pk:
        raise Problem(_("This case or outcome is of another study."))
    if not frame.phase.strip():
        raise Problem(_("Say in which phase the session was."))
    if fault := value_fault(frame.value, Scale(frame.outcome.scale)):
        raise Problem(fault[1])
    if said := too_large(frame.session, frame.value):
        raise Problem(said)
    if frame.agreement_pct is not None and not frame.is_twice:
        raise Problem(
            _("An agreement needs two who scored. Tick that, or leave the agreement empty.")
        )


def _keep(study: Study, frame: PointFrame, by: Viewer) -> Point:
    condition = condition_for(study, " ".join(frame.phase.split()))
    return Point.objects.create(
        case=frame.case, outcome=frame.outcome, session=frame.session, phase=condition.label,
        value=frame.value, on=frame.on, is_twice=frame.is_twice, agreement_pct=frame.agreement_pct,
        by_id=by.user_id, at=clock.now(),
    )  # fmt: skip
