"""A measure that the school follows becomes a case of a study, under a code; and is taken out again."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
# What codes begin with, by what they stand for.
LETTERS = {
    Study.Across.PARTICIPANTS.value: "P",
    Study.Across.BEHAVIOURS.value: "B",
    Study.Across.SETTINGS.value: "S",
}


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
    case = _case(study, measure, frame.code)
    outcome = _outcome(study, case, frame.outcome, measure)
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


def _case(study: Study, measure: Measure, said: str) -> Case:
    """The case of this code: it is one student's, or one tier of the one student, for as long as the study lasts."""
    code = " ".join(said.split())
    if not code or len(code) > MOST_NAME:
        usual = f"{LETTERS[study.across]}1"
        raise Problem(_("Give the case a code, such as {code}.").format(code=usual))
    _require_no_name(code, measure.student)
    rows = list(study.measures.select_related("case", "measure"))
    if study.is_of_one:
        _require_tier(study, measure, [one for one in rows if one.ended_at is None])
    _require_own_code(study, measure, code, rows)
    case = study.cases.filter(code=code).first()
    if case is None:
        if study.cases.count() >= MOST_CASES:
            raise Problem(_("A study holds at most {n} cases.").format(n=MOST_CASES))
        return Case.objects.create(study=study, code=code)
    return case


def _require_own_code(
    study: Study, measure: Measure, code: str, rows: Sequence[CaseMeasure]
) -> None:
    """Who was taken out or erased had a code, too: it is nobody else's."""
    this = stands_for(study, measure)
    own = {one.case.code for one in rows if one.measure and stands_for(study, one.measure) == this}
    if own and code not in own:
        said = _("This student is {code} in this study already. Use that code.")
        if study.is_of_one:
            said = _("This tier is {code} in this study already. Use that code.")
        raise Problem(said.format(code=min(own)))
    if not own and any(one.case.code == code for one in rows):
        said = _("{code} is somebody else in this study. Use another code.")
        if study.is_of_one:
            said = _("{code} is another tier of this study. Use another code.")
        raise Problem(said.format(code=code))


def _require_tier(study: Study, measure: Measure, rows: Sequence[CaseMeasure]) -> None:
    """Tiers are of one student, each of something of its own, and each with phases of its own."""
    if any(one.measure is None or one.measure.student_id != measure.student_id for one in rows):
        raise Problem(
            _("The tiers of this study are of one student, and this is another. Start another study.")
        )  # fmt: skip
    if study.across == Study.Across.SETTINGS and not measure.setting:
        raise Problem(
            _("Say of this measure where it is practised, on the page of the student's progress. Then add it.")
        )  # fmt: skip
    if measure.run_id is None:
        raise Problem(
            _("This measure has no run, so no phase of it ever begins. Follow it in a run.")
        )
    tier = stands_for(study, measure)
    for one in rows:
        if (
            one.measure
            and one.measure.run_id == measure.run_id
            and stands_for(study, one.measure) != tier
        ):
            raise Problem(
                _("{code} is of the same run, so both would begin on one day. Follow this in a run of its own.").format(
                    code=one.case.code
                )
            )  # fmt: skip


def stands_for(study: Study, measure: Measure) -> object:
    """What a code of this study is one of: a student, or a behaviour or place of the one student."""
    if not study.is_of_one:
        return measure.student_id
    if study.across == Study.Across.SETTINGS:
        return measure.student_id, measure.setting
    if measure.source == Measure.Source.OBSERVED:
        _form, behaviour, who, _index = measure.key.split("/")
        return measure.student_id, behaviour, who
    return measure.student_id, measure.source, measure.key or measure.name


def _outcome(study: Study, case: Case, chosen: Outcome | None, measure: Measure) -> Outcome:
    if chosen is None:
        name = name_of_outcome(study, measure)
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
    if CaseMeasure.objects.filter(outcome=chosen, case=case, ended_at__isnull=True).exists():
        raise Problem(
            _("Another measure of {code} is that outcome already.").format(code=case.code)
        )
    return chosen


def name_of_outcome(study: Study, measure: Measure) -> str:
    """With its unit: a figure says what its numbers are. Tiers that are behaviours have nothing else in common."""
    if study.is_of_one and study.across == Study.Across.BEHAVIOURS:
        return measure.unit[:1].upper() + measure.unit[1:80]
    return f"{measure.name}, {measure.unit}"[:80]


def _require_no_name(text: str, student: Student) -> None:
    """Codes and outcomes are read by people who never see a name."""
    words = set(re.findall(r"\w+", fold(text)))
    names = (student.first_name, student.preferred_name, student.last_name)
    if words & {word for name in names for word in re.findall(r"\w+", fold(name))}:
        raise Problem(_("The student's name is in it. A study sees codes, never a name."))
