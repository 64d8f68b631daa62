"""A measure that the school follows becomes a case of a study, under a code; and is taken out again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.consents.models import Purpose
from kithwork.apps.consents.queries import live
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused, require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.policies import visible_measures
from kithwork.apps.people.models import Student
from kithwork.apps.people.queries import fold
from kithwork.apps.studies.file_read import MOST_CASES, MOST_NAME, MOST_OUTCOMES
from kithwork.apps.studies.live import condition_of, live_of
from kithwork.apps.studies.models import Case, CaseMeasure, Condition, Outcome, Point, Study
from kithwork.apps.studies.policies import may_follow_in
from kithwork.apps.trail.actions import action, note

FACTS = ("improvement", "scale")


@dataclass(frozen=True, slots=True)
class MeasureFrame:
    """Which measure, under which code, as which outcome (none: one called as the measure is), from which day on."""

    measure: Measure
    code: str
    outcome: Outcome | None = None
    since: date | None = None


@action("study.add_measure")
def add_measure(study: Study, frame: MeasureFrame, *, by: Viewer) -> CaseMeasure:
    """Follow a measure as a case. Nothing is copied: its sessions are read from the measure each time.

    Raises Refused if `by` may not change the study or not see the measure; Problem without permission for research,
    for a study that has sessions of its own, a code of somebody else's or with a name in it, or an outcome that
    does not fit.
    """
    require(may_follow_in(by, study))
    study = Study.objects.select_for_update().get(pk=study.pk)
    measure = visible_measures(by).select_related("student").filter(pk=frame.measure.pk).first()
    if measure is None or measure.school_id != study.school_id:
        raise Refused(_("This measure is not open to you."))
    _require_room(study, measure, by)
    case = _case(study, measure.student, frame.code)
    outcome = _outcome(study, measure, frame.outcome)
    made = CaseMeasure.objects.create(
        study=study, case=case, outcome=outcome, measure=measure, since=frame.since, by_id=by.user_id, at=clock.now()
    )  # fmt: skip
    known = set(study.conditions.values_list("label", flat=True))
    Condition.objects.bulk_create(
        condition_of(study, label) for label in live_of(study).phases if label not in known
    )
    note(study=study.pk, case=case.pk, measure=measure.pk)
    return made


@action("study.take_out")
def take_out(row: CaseMeasure, *, by: Viewer) -> CaseMeasure:
    """A measure is no longer in the study, and none of its sessions. The code stays its own, should it come back.

    Raises Refused if `by` may not change the study.
    """
    require(may_follow_in(by, row.study))
    row.ended_at = row.ended_at or clock.now()
    row.save(update_fields=["ended_at"])
    note(study=row.study_id, case=row.case_id, measure=row.measure_id)
    return row


def why_closed(study: Study) -> str:
    """Why no measure can be added to this study at all; empty where one can."""
    if study.source == Study.Source.PUBLISHED:
        return _(
            "A study of published data follows nobody. Start another for what the school follows."
        )
    if Point.objects.filter(case__study=study).exists():
        return _(
            "This study has sessions from a file or written in. Start another for what the school follows."
        )
    return ""


def _require_room(study: Study, measure: Measure, by: Viewer) -> None:
    if why := why_closed(study):
        raise Problem(why)
    if not live(Purpose.RESEARCH, clock.today_for(by), [measure.student_id]):
        raise Problem(
            _("There is no permission for research today, or the student did not say yes. Ask under Families.")
        )  # fmt: skip
    if study.measures.filter(measure=measure, ended_at__isnull=True).exists():
        raise Problem(_("This measure is in the study already."))


def _case(study: Study, student: Student, said: str) -> Case:
    """The case of this code. A code is one student's for as long as the study lasts, and a student has one code."""
    code = " ".join(said.split())
    if not code or len(code) > MOST_NAME:
        raise Problem(_("Give the case a code, such as P1."))
    _require_no_name(code, student)
    own = study.cases.filter(measures__measure__student=student).distinct().first()
    if own is not None and own.code != code:
        raise Problem(
            _("This student is {code} in this study already. Use that code.").format(code=own.code)
        )
    case = study.cases.filter(code=code).first()
    if case is None:
        if study.cases.count() >= MOST_CASES:
            raise Problem(_("A study holds at most {n} cases.").format(n=MOST_CASES))
        return Case.objects.create(study=study, code=code)
    if own is None and case.measures.exists():
        raise Problem(
            _("{code} is somebody else in this study. Use another code.").format(code=code)
        )
    return case


def _outcome(study: Study, measure: Measure, chosen: Outcome | None) -> Outcome:
    if chosen is None:
        # With its unit: a figure says what its numbers are, and another unit is another outcome.
        name = f"{measure.name}, {measure.unit}"[:80]
        _require_no_name(name, measure.student)
        chosen = study.outcomes.filter(name=name).first()
        if chosen is None:
            if study.outcomes.count() >= MOST_OUTCOMES:
                raise Problem(_("A study holds at most {n} outcomes.").format(n=MOST_OUTCOMES))
            facts = {fact: getattr(measure, fact) for fact in FACTS}
            return Outcome.objects.create(study=study, name=name, **facts)
    if chosen.study_id != study.pk:
        raise Problem(_("This outcome is of another study."))
    units = set(chosen.measures.exclude(measure=None).values_list("measure__unit", flat=True))
    if units - {measure.unit} or any(
        getattr(chosen, fact) != getattr(measure, fact) for fact in FACTS
    ):
        raise Problem(
            _("{outcome} is counted in another way, or another way is better. Choose an outcome that fits.").format(
                outcome=chosen.name
            )
        )  # fmt: skip
    if CaseMeasure.objects.filter(
        outcome=chosen, measure__student=measure.student, ended_at__isnull=True
    ).exists():
        raise Problem(_("Another measure of this student is that outcome already."))
    return chosen


def _require_no_name(text: str, student: Student) -> None:
    """Codes and outcomes are read by people who never see a name."""
    words = set(re.findall(r"\w+", fold(text)))
    names = (student.first_name, student.preferred_name, student.last_name)
    if words & {word for name in names for word in re.findall(r"\w+", fold(name))}:
        raise Problem(_("The student's name is in it. A study sees codes, never a name."))
