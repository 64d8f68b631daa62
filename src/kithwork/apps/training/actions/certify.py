"""Certificates follow from what was shown. Nobody hands one out, and nobody holds one back."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import limits
from kithwork.apps.trail.actions import action, note
from kithwork.apps.training.mastery import mastery_ends, passed, quiz_of
from kithwork.apps.training.models import Certificate, Progress, Rehearsal
from kithwork.apps.training.policies import Learner
from kithwork.apps.training.subjects import STAFF_SUBJECTS, rehearsed_for


def certify(learner: Learner, *, by: Viewer) -> list[Certificate]:
    """Give every certificate that is reached now and was not before."""
    if learner.student is not None:
        return _certify_student(learner.student, by)
    return _certify_staff(learner, by)


@action("training.certify")
def _give(
    learner: Learner, subject: str, until_days: int, after: Rehearsal | None, *, by: Viewer
) -> Certificate:
    on = clock.today(learner.timezone)
    made = Certificate.objects.create(
        **learner.key,
        subject=subject,
        given_on=on,
        until=on + timedelta(days=until_days),
        after=after,
    )
    note(subject=subject)
    return made


def _certify_student(student: Student, by: Viewer) -> list[Certificate]:
    held_to = limits(student.school)
    quiz = quiz_of(Progress.objects.filter(student=student))
    if not quiz.reaches(held_to.training_quiz_pct):
        return []
    today = clock.today(student.school.timezone)
    days = (mastery_ends(today, held_to) - today).days
    made = []
    for subject, rows in _rehearsed_since(student).items():
        checklists = rehearsed_for(subject, student.school_id)
        if checklists and passed(checklists, rows, held_to):
            made.append(_give(Learner(student=student), subject, days, rows[-1], by=by))
    return made


def _rehearsed_since(student: Student) -> dict[str, list[Rehearsal]]:
    """subject -> rehearsals after those the last certificate rests on."""
    last: dict[str, int] = {}
    for one in Certificate.objects.filter(
        student=student, after__isnull=False, taken_back_at__isnull=True
    ):
        last[one.subject] = max(last.get(one.subject, 0), one.after_id or 0)
    found: dict[str, list[Rehearsal]] = defaultdict(list)
    for row in Rehearsal.objects.filter(student=student, taken_back_at__isnull=True):
        if row.pk > last.get(row.subject, 0):
            found[row.subject].append(row)
    return found


def _certify_staff(learner: Learner, by: Viewer) -> list[Certificate]:
    """An adult's training is its questions, all of them; it is good for a school year."""
    rows = list(Progress.objects.filter(staff=learner.staff))
    today = clock.today(learner.timezone)
    days = limits(School.objects.get(pk=learner.school_id)).staff_training_days
    made = []
    for subject, audience in STAFF_SUBJECTS.items():
        held = Certificate.objects.filter(
            staff=learner.staff, subject=subject, until__gte=today, taken_back_at__isnull=True
        )
        if quiz_of(rows, audience).reaches(100) and not held.exists():
            made.append(_give(learner, subject, days, None, by=by))
    return made
