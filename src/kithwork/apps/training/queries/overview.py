"""The list of training for the adults who run it: what is due, who meets when, which adults are trained."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import Limits, limits
from kithwork.apps.training.mastery import booster_from, quiz_of
from kithwork.apps.training.models import Certificate, Meeting, Progress, Rehearsal
from kithwork.apps.training.policies import (
    may_hold_meetings,
    may_see_staff_training,
    staff_in_training,
    visible_learners,
    visible_meetings,
)
from kithwork.apps.training.subjects import STAFF_SUBJECTS, lesson_name, subject_name


@dataclass(slots=True)
class LearnerRow:
    """One student by name. Side by side, and never in an order of who did better."""

    student: Student
    asked: int = 0
    right: int = 0
    held: list[str] = field(default_factory=list)
    due: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    meeting: Meeting
    name: str
    asked: int


@dataclass(frozen=True, slots=True)
class TrainingPage:
    rows: tuple[LearnerRow, ...]
    due: int
    with_mastery: int
    only: str
    coming: tuple[MeetingRow, ...]
    held: tuple[MeetingRow, ...]
    may_hold: bool
    sees_staff: bool


def training_page(viewer: Viewer, only: str = "") -> TrainingPage:
    """Students who learn, in the order of their names, and the meetings around today."""
    rows = _rows(viewer)
    today = clock.today_for(viewer)
    meetings = visible_meetings(viewer).select_related("leader").prefetch_related("seats")
    shown = [row for row in rows if row.due] if only == "due" else rows
    return TrainingPage(
        rows=tuple(shown),
        due=sum(bool(row.due) for row in rows),
        with_mastery=sum(bool(row.held) for row in rows),
        only=only,
        coming=tuple(_meeting(one) for one in meetings.filter(on__gte=today).order_by("on", "pk")),
        held=tuple(_meeting(one) for one in meetings.filter(on__lt=today)[:10]),
        may_hold=bool(may_hold_meetings(viewer)),
        sees_staff=bool(may_see_staff_training(viewer)),
    )


def _meeting(one: Meeting) -> MeetingRow:
    return MeetingRow(one, lesson_name(one.lesson, one.school_id), len(one.seats.all()))


def _rows(viewer: Viewer) -> list[LearnerRow]:
    seen = visible_learners(viewer).filter(closed_on__isnull=True)
    progress: dict[int, list[Progress]] = defaultdict(list)
    for row in Progress.objects.filter(student__in=seen):
        progress[row.student_id].append(row)
    held: dict[int, list[Certificate]] = defaultdict(list)
    for one in Certificate.objects.filter(student__in=seen, taken_back_at__isnull=True):
        held[one.student_id].append(one)
    played = set(Rehearsal.objects.filter(student__in=seen).values_list("student_id", flat=True))
    wanted = progress.keys() | held.keys() | played
    students = seen.filter(pk__in=wanted).order_by("last_name", "first_name", "pk")
    held_to = limits(School.objects.get(pk=viewer.school_id))
    today = clock.today_for(viewer)
    return [_row(one, progress[one.pk], held[one.pk], today, held_to) for one in students]


def _row(
    student: Student,
    progress: list[Progress],
    certificates: list[Certificate],
    today: date,
    held_to: Limits,
) -> LearnerRow:
    quiz = quiz_of(progress)
    row = LearnerRow(student, asked=quiz.asked, right=quiz.right)
    newest: dict[str, Certificate] = {}
    for one in certificates:
        if one.subject not in newest or newest[one.subject].until < one.until:
            newest[one.subject] = one
    for subject, one in sorted(newest.items()):
        name = subject_name(subject, student.school_id)
        if one.until >= today:
            row.held.append(name)
        if booster_from(one, held_to) <= today:
            row.due.append(name)
    return row


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One adult and, for each training, the certificate that reaches furthest."""

    staff: Staff
    trained: tuple[tuple[str, Certificate | None, bool], ...]

    @property
    def is_complete(self) -> bool:
        return all(one is not None and not ended for _name, one, ended in self.trained)


def staff_rows(viewer: Viewer) -> list[StaffRow]:
    """Adults of the school with what they are trained in and until when."""
    today = clock.today_for(viewer)
    best: dict[tuple[int, str], Certificate] = {}
    rows = Certificate.objects.filter(
        staff__in=staff_in_training(viewer), taken_back_at__isnull=True
    ).order_by("until")
    for one in rows:
        best[one.staff_id, one.subject] = one
    found = []
    for staff in staff_in_training(viewer):
        trained = []
        for subject in STAFF_SUBJECTS:
            one = best.get((staff.pk, subject))
            trained.append((subject_name(subject), one, one is not None and one.until < today))
        found.append(StaffRow(staff, tuple(trained)))
    return found
