"""Role-plays as an adult scored them. A missed step is taught again alone; nothing of it is shown to anybody else."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.news import tell
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action, note
from kithwork.apps.training.actions.certify import certify
from kithwork.apps.training.models import Certificate, Rehearsal
from kithwork.apps.training.policies import Learner, may_train
from kithwork.apps.training.subjects import rehearsed_or_none

SAID = ("yes", "no", "na")


@action("training.score")
def score(
    student: Student, subject: str, lesson: str, said: Mapping[int, str], *, by: Viewer
) -> Rehearsal:
    """Keep a role-play: for each item of the checklist yes, no, or not applicable.

    Raises Refused if `by` does not train them, Problem when an item has no answer or none could happen.
    """
    require(may_train(by, student))
    checklist = rehearsed_or_none(subject, lesson, student.school_id)
    if checklist is None:
        raise Problem(_("This role-play is not there any more. Choose another."))
    marks = [said.get(n, "") for n in range(len(checklist.items))]
    if any(mark not in SAID for mark in marks):
        raise Problem(_("Give every step a yes, a no, or that it did not come up."))
    if set(marks) == {"na"}:
        raise Problem(_("No step came up. Play another scene, then score it."))
    row = Rehearsal.objects.create(
        student=student,
        subject=subject,
        lesson=lesson,
        items=[
            {"text": text, "said": mark} for text, mark in zip(checklist.items, marks, strict=True)
        ],
        yes=marks.count("yes"),
        no=marks.count("no"),
        on=clock.today(student.school.timezone),
        by_id=by.user_id,
    )
    note(student=student.pk, subject=subject)
    if certify(Learner(student=student), by=by):
        tell("people.changed", student.school_id, by=by)
    return row


@action("training.take_rehearsal_back")
def take_rehearsal_back(rehearsal: Rehearsal, *, by: Viewer) -> Rehearsal:
    """Written down by mistake. The row stays, crossed out; a certificate that rests on it goes with it."""
    require(may_train(by, rehearsal.student))
    if rehearsal.taken_back_at is None:
        rehearsal.taken_back_at = clock.now()
        rehearsal.save(update_fields=["taken_back_at"])
        # A certificate rests on this rehearsal and those before it: one given at or after it is looked at again.
        resting = Certificate.objects.filter(
            student=rehearsal.student_id,
            subject=rehearsal.subject,
            after_id__gte=rehearsal.pk,
            taken_back_at__isnull=True,
        )
        n = resting.update(taken_back_at=clock.now())
        note(student=rehearsal.student_id, certificates=n)
        certify(Learner(student=rehearsal.student), by=by)
        if n:
            tell("people.changed", rehearsal.student.school_id, by=by)
    return rehearsal
