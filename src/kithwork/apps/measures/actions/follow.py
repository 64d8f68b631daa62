"""Something is followed of a student from a day on, and some day no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.measures.models import Measure
from kithwork.apps.measures.policies import may_follow
from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Run
from kithwork.apps.trail.actions import action, note


@dataclass(frozen=True, slots=True)
class MeasureFrame:
    """What is followed. ``key`` says which number of its source; see `Measure.key`."""

    name: str
    source: str
    scale: str
    unit: str
    key: str = ""
    improvement: str = "increase"
    setting: str = ""
    run: Run | None = None
    started_on: date | None = None
    learned_elsewhere: bool = False


@action("measure.follow")
def follow(student: Student, frame: MeasureFrame, *, by: Viewer) -> Measure:
    """Follow a measure of a student.

    Raises Refused if the student is none of `by`'s, Problem when it has no name, belongs to another student's
    run, or is followed already.
    """
    require(may_follow(by, student))
    if not frame.name.strip() or not frame.unit.strip():
        raise Problem(_("Say in plain words what is followed, and in which unit."))
    _check_run(student, frame.run)
    if frame.source != Measure.Source.ENTERED and _followed(student, frame).exists():
        raise Problem(_("This is followed already. Open it on the student's progress page."))
    today = clock.today_for(by)
    return Measure.objects.create(
        school_id=student.school_id,
        student=student,
        run=frame.run,
        name=frame.name.strip()[:80],
        source=frame.source,
        key=frame.key,
        improvement=frame.improvement,
        scale=frame.scale,
        unit=frame.unit.strip()[:60],
        setting=frame.setting,
        started_on=frame.started_on or today,
        learned_elsewhere=frame.learned_elsewhere,
        by_id=by.user_id,
    )


def _followed(student: Student, frame: MeasureFrame):  # type: ignore[no-untyped-def]
    return Measure.objects.filter(
        student=student, run=frame.run, source=frame.source, key=frame.key, ended_on__isnull=True
    )


def _check_run(student: Student, run: Run | None) -> None:
    if run is None:
        return
    taking_part = run.participants.filter(student=student).exists()
    if run.focus_student_id != student.pk and not taking_part:
        raise Problem(_("This student does not take part in that run. Choose one of theirs."))


@action("measure.change")
def change_measure(
    measure: Measure, *, name: str, improvement: str, setting: str, by: Viewer
) -> Measure:
    """What it is called, which way is better, and where it is practised. Its numbers stay what they are.

    Raises Refused as `follow` does, Problem without a name.
    """
    require(may_follow(by, measure.student))
    if not name.strip():
        raise Problem(_("Say in plain words what is followed."))
    if improvement != measure.improvement:
        note(was=measure.improvement)
    measure.name, measure.improvement, measure.setting = name.strip()[:80], improvement, setting
    measure.save(update_fields=["name", "improvement", "setting"])
    return measure


@action("measure.stop")
def stop_following(measure: Measure, *, by: Viewer) -> Measure:
    """From today on nobody follows it. What was recorded stays, and its page too."""
    require(may_follow(by, measure.student))
    if measure.ended_on is None:
        measure.ended_on = max(clock.today_for(by), measure.started_on)
        measure.save(update_fields=["ended_on"])
    return measure
