"""A value is typed in: of a paper, an older record, or a probe nobody had a device for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.measures.models import Entry, Measure
from kithwork.apps.measures.policies import may_follow
from kithwork.apps.trail.actions import action
from kithwork.evidence.series import Scale, value_fault


@dataclass(frozen=True, slots=True)
class EntryFrame:
    """One session's value. None with a word where it has none."""

    on: date
    value: float | None
    why_none: str = ""
    phase: str = ""
    setting: str = ""
    from_file: str = ""


@action("measure.enter")
def enter_value(
    measure: Measure, frame: EntryFrame, *, by: Viewer, replaces: Entry | None = None
) -> Entry:
    """Write one value down, or correct one: the older row stays and counts no more.

    Raises Refused if the student is none of `by`'s; Problem for a day to come, a value the scale does not have,
    or a row that was corrected already.
    """
    require(may_follow(by, measure.student))
    if frame.on > clock.today_for(by):
        raise Problem(_("That day is still to come. Write it down when it is over."))
    check_value(measure, frame)
    if replaces is not None:
        if replaces.measure_id != measure.pk:
            raise Problem(_("That value is of something else. Open the page again."))
        if Entry.objects.filter(replaces=replaces).exists():
            raise Problem(_("Somebody corrected this value already. Open the page again."))
    return Entry.objects.create(
        measure=measure,
        on=frame.on,
        value=frame.value,
        why_none=frame.why_none.strip()[:80],
        phase=frame.phase,
        setting=frame.setting,
        from_file=frame.from_file,
        replaces=replaces,
        by_id=by.user_id,
    )


def check_value(measure: Measure, frame: EntryFrame) -> None:
    """Raises Problem for what the measure's scale does not have."""
    if frame.value is None:
        if not frame.why_none.strip():
            raise Problem(_("Give a number, or say in a word why there is none."))
        return
    fault = value_fault(frame.value, Scale(measure.scale)) if math.isfinite(frame.value) else True
    if fault:
        raise Problem(
            _("%(value)g does not fit what is followed here: %(unit)s.")
            % {"value": frame.value, "unit": measure.unit}
        )


@action("measure.take_back")
def take_entry_back(entry: Entry, *, by: Viewer) -> Entry:
    """It was typed by mistake. A row that says so takes its place; the value stays readable in the history."""
    require(may_follow(by, entry.measure.student))
    if Entry.objects.filter(replaces=entry).exists():
        raise Problem(_("Somebody corrected this value already. Open the page again."))
    return Entry.objects.create(
        measure=entry.measure,
        on=entry.on,
        value=entry.value,
        why_none=entry.why_none,
        phase=entry.phase,
        setting=entry.setting,
        replaces=entry,
        is_taken_back=True,
        by_id=by.user_id,
    )
