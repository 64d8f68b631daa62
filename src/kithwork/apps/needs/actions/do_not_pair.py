"""Keeping two students apart in plans. The reason is for their teams; plans see only the pair."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.news import tell
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import DoNotPair
from kithwork.apps.needs.policies import may_keep_apart
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action, note


@action("do_not_pair.add")
def keep_apart(one: Student, other: Student, *, reason: str, by: Viewer) -> DoNotPair:
    """Keep two students apart from today until somebody ends it.

    Raises Refused if `by` is on neither team, Problem if they are kept apart already.
    """
    require(may_keep_apart(by, one, other))
    if one.pk == other.pk or one.school_id != other.school_id:
        raise Problem(_("Choose another student of this school."))
    if not reason.strip():
        raise Problem(_("Say why, for the team that reads this next year."))
    first, second = sorted((one, other), key=lambda student: student.pk)
    if DoNotPair.objects.filter(first=first, second=second, ended_on__isnull=True).exists():
        raise Problem(_("These two are kept apart already."))
    note(students=[first.pk, second.pk])
    kept = DoNotPair.objects.create(
        first=first,
        second=second,
        reason=reason.strip(),
        by_id=by.user_id,
        since=clock.today_for(by),
    )
    tell("people.changed", one.school_id, by=by)
    return kept


@action("do_not_pair.end")
def end_do_not_pair(kept: DoNotPair, *, by: Viewer) -> DoNotPair:
    """Plans may bring them together again from today; the note stays on the record."""
    require(may_keep_apart(by, kept.first, kept.second))
    kept.ended_on = clock.today_for(by)
    kept.save(update_fields=["ended_on"])
    note(students=[kept.first_id, kept.second_id])
    tell("people.changed", kept.first.school_id, by=by)
    return kept


@action("do_not_pair.resume")
def resume_do_not_pair(kept: DoNotPair, *, by: Viewer) -> DoNotPair:
    """Take ending back. Raises Problem if a newer note keeps them apart already."""
    require(may_keep_apart(by, kept.first, kept.second))
    newer = DoNotPair.objects.filter(
        first=kept.first, second=kept.second, ended_on__isnull=True
    ).exclude(pk=kept.pk)
    if newer.exists():
        raise Problem(_("These two are kept apart already."))
    kept.ended_on = None
    kept.save(update_fields=["ended_on"])
    note(students=[kept.first_id, kept.second_id])
    tell("people.changed", kept.first.school_id, by=by)
    return kept
