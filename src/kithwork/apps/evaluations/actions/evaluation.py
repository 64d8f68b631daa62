"""A comparison set up: once, with what is known of how the groups came about. It is not changed after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kithwork.apps.evaluations.file_read import Sheet
from kithwork.apps.evaluations.models import Evaluation, Value
from kithwork.apps.evaluations.policies import may_set_up
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.reflections.policies import visible_surveys
from kithwork.apps.trail.actions import action, note


@dataclass(frozen=True, slots=True)
class EvaluationFrame:
    """Under what title, how the groups came about, and what kind of thing is measured."""

    title: str
    assigned: str
    whole_classes: bool
    domain: str


@action("evaluations.set_up_from_survey")
def set_up_from_survey(
    frame: EvaluationFrame, survey: Any, voice: str, *, by: Viewer
) -> Evaluation:
    """Raises Refused if `by` sets up nothing, Problem for a survey that asks this voice of nobody or is not theirs."""
    require(may_set_up(by))
    if not visible_surveys(by).filter(pk=survey.pk).exists() or voice not in survey.asks().voices:
        raise Problem(_("Choose a survey of yours, and a voice it asks."))
    if not survey.asked.filter(group="comparison", left_on__isnull=True).exists():
        raise Problem(
            _(
                "Nobody is in the comparison group of this survey. Add people to it under Voices first."
            )
        )
    note(survey=survey.pk)
    return Evaluation.objects.create(survey=survey, voice=voice, **_kept(frame, by))


@action("evaluations.set_up_from_file")
def set_up_from_file(frame: EvaluationFrame, sheet: Sheet, *, by: Viewer) -> Evaluation:
    """Raises Refused if `by` sets up nothing, Problem for a file without both groups at the start and later."""
    require(may_set_up(by))
    if why := cannot(sheet):
        raise Problem(why)
    made = Evaluation.objects.create(
        file_name=sheet.name[-100:], file_sha256=sheet.sha256, **_kept(frame, by)
    )
    Value.objects.bulk_create(
        Value(
            evaluation=made, line=one.line, person=one.person, group=one.group, school_class=one.school_class,
            wave=one.wave, scale=one.scale, item=one.item, value=one.value,
        )
        for one in sheet.lines
    )  # fmt: skip
    note(rows=len(sheet.lines))
    return made


def cannot(sheet: Sheet) -> str:
    """Why nothing can be compared with this file; empty where it can."""
    if not (sheet.people("treatment") and sheet.people("comparison")):
        return _("The file has one group. Add the people of the other, or compare nothing.")
    if "start" not in sheet.waves or len(sheet.waves) < 2:
        return _("The file needs a start and a later wave.")
    return ""


def _kept(frame: EvaluationFrame, by: Viewer) -> dict[str, Any]:
    if (
        frame.assigned not in Evaluation.Assigned.values
        or frame.domain not in Evaluation.Domain.values
    ):
        raise Problem(_("Say how the groups came about, and what is measured."))
    return {
        "school_id": by.school_id, "made_by_id": by.user_id, "title": frame.title.strip()[:120] or _("Evaluation"),
        "assigned": frame.assigned, "whole_classes": frame.whole_classes, "domain": frame.domain,
    }  # fmt: skip
