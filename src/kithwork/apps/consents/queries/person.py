"""One student's permissions: what stands, who answered what, and the links that are out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch

from kithwork.apps.consents.models import Answer, Ask, OfAge, Purpose, Scan
from kithwork.apps.consents.permits import ASKS_STUDENT, standings
from kithwork.apps.consents.policies import (
    may_ask_student,
    may_write_down,
    visible_answers,
    visible_asks,
    visible_scans,
)
from kithwork.apps.consents.queries.board import Cell, cell
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import SCHOOL_STAFF, Depth, Viewer
from kithwork.apps.people.models import Guardianship, Staff, Student
from kithwork.apps.people.policies import visible_students
from kithwork.apps.schools.queries import limits


@dataclass(frozen=True, slots=True)
class PurposeRow:
    purpose: str
    label: str
    cell: Cell
    asks_student: bool


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One answer, in words."""

    answer: Answer
    who: str
    what: str
    how: str
    is_crossed_out: bool
    may_cross_out: bool
    scans: tuple[int, ...] = ()
    may_add_scan: bool = False


@dataclass(frozen=True, slots=True)
class PersonPage:
    student: Student
    rows: tuple[PurposeRow, ...]
    lines: tuple[LedgerLine, ...]
    asks: tuple[Ask, ...]
    guardians: tuple[Guardianship, ...]
    of_age: OfAge | None
    may_write: bool
    may_ask: bool


def student_or_404(viewer: Viewer, student_id: int, depth: Depth = Depth.NAME) -> Student:
    found = visible_students(viewer, depth=depth).select_related("school")
    return first_or_404(found.filter(pk=student_id))


def person_page(viewer: Viewer, student: Student) -> PersonPage:
    """For those who keep the ledger. Newest answers first."""
    found = standings(student.school, [student.pk])
    today = clock.today(student.school.timezone)
    ends = today + timedelta(days=limits(student.school).permission_ends_days)
    may_write = bool(may_write_down(viewer, student))
    answers = visible_answers(viewer).filter(student=student).order_by("-pk")
    lines = answers.select_related("guardian", "witness", "by", "taken_back_by")
    lines = lines.prefetch_related(Prefetch("scans", Scan.objects.defer("content")))
    return PersonPage(
        student=student,
        rows=tuple(
            PurposeRow(
                purpose.value, str(purpose.label), cell(found[student.pk, purpose], ends),
                purpose in ASKS_STUDENT,
            )
            for purpose in Purpose
        ),
        lines=tuple(_line(row, may_write) for row in lines),
        asks=tuple(
            visible_asks(viewer)
            .filter(student=student, closed_at__isnull=True)
            .select_related("guardian")
        ),
        guardians=guardians_of(student),
        of_age=OfAge.objects.filter(student=student).first(),
        may_write=may_write,
        may_ask=bool(may_ask_student(viewer, student)),
    )  # fmt: skip


def guardians_of(student: Student) -> tuple[Guardianship, ...]:
    """Guardians on record, those a court keeps from deciding too."""
    rows = Guardianship.objects.filter(student=student, closed_on__isnull=True)
    return tuple(rows.filter(guardian__closed_on__isnull=True).select_related("guardian"))


def witnesses(viewer: Viewer) -> list[tuple[int, str]]:
    """Colleagues who can have listened to a call: with an account, and somebody else."""
    rows = Staff.objects.filter(
        school_id=viewer.school_id, closed_on__isnull=True, user__isnull=False
    ).exclude(user_id=viewer.user_id)
    held = rows.filter(user__memberships__role__in=[role.value for role in SCHOOL_STAFF])
    return [(row.user_id, row.full_name) for row in held.distinct() if row.user_id]


def answer_or_404(viewer: Viewer, answer_id: int) -> Answer:
    rows = visible_answers(viewer).select_related("student__school", "school")
    return first_or_404(rows.filter(pk=answer_id))


def scan_or_404(viewer: Viewer, scan_id: int) -> Scan:
    """A file of a form, for those who keep the ledger of the school."""
    return first_or_404(visible_scans(viewer).filter(pk=scan_id))


def ask_or_404(viewer: Viewer, ask_id: int) -> Ask:
    return first_or_404(visible_asks(viewer).select_related("student__school").filter(pk=ask_id))


def _line(row: Answer, may_write: bool) -> LedgerLine:
    is_crossed_out = hasattr(row, "taken_back_by")
    return LedgerLine(
        answer=row,
        who=_who(row),
        what=str(Answer.Said(row.said).label),
        how=str(Answer.How(row.how).label),
        is_crossed_out=is_crossed_out,
        may_cross_out=may_write and not is_crossed_out and row.said != Answer.Said.NOT_SO,
        scans=tuple(one.pk for one in row.scans.all()),
        may_add_scan=may_write and row.how == Answer.How.PAPER and not is_crossed_out,
    )


def _who(row: Answer) -> str:
    if row.voice == Answer.Voice.STUDENT:
        return str(Answer.Voice.STUDENT.label)
    return str(row.guardian or "") or row.signer or str(Answer.Voice.GUARDIAN.label)
