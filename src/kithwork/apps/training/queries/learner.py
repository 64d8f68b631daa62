"""One student's training for the adult who trains them: nothing of it is on a list that others see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.asking import ask
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.schools.queries import limits
from kithwork.apps.training.mastery import Quiz, booster_from, quiz_of, weakest
from kithwork.apps.training.models import Agreement, Certificate, Progress, Rehearsal
from kithwork.apps.training.orientation import Piece, pieces_for
from kithwork.apps.training.policies import (
    may_train,
    visible_agreements,
    visible_learners,
    visible_rehearsals,
)
from kithwork.apps.training.queries.ready import why_not
from kithwork.apps.training.subjects import (
    Rehearsed,
    practices_to_master,
    rehearsed_for,
    role_subjects,
    subject_name,
)


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """One role or practice: on record until a day, or what is missing, and where to go on."""

    subject: str
    name: str
    certificate: Certificate | None
    missing: str
    booster_due: bool
    again_first: str
    checklists: tuple[Rehearsed, ...]


@dataclass(frozen=True, slots=True)
class PieceState:
    piece: Piece
    done_on: date | None
    right: int
    aloud: bool


@dataclass(frozen=True, slots=True)
class LearnerPage:
    student: Student
    quiz: Quiz
    pieces: tuple[PieceState, ...]
    roles: tuple[SubjectRow, ...]
    practices: tuple[SubjectRow, ...]
    more: tuple[tuple[str, str], ...]
    rehearsals: tuple[tuple[Rehearsal, str], ...]
    agreements: tuple[Agreement, ...]
    may_train: bool

    @property
    def has_mastery(self) -> bool:
        return any(one.certificate for one in (*self.roles, *self.practices))


def student_or_404(viewer: Viewer, student_id: int) -> Student:
    return first_or_404(visible_learners(viewer).select_related("school").filter(pk=student_id))


def learner_students(viewer: Viewer) -> QuerySet[Student]:
    """Students somebody may ask to a meeting, by name."""
    students = visible_learners(viewer).filter(closed_on__isnull=True)
    return students.order_by("last_name", "first_name")


def rehearsal_or_404(viewer: Viewer, rehearsal_id: int) -> Rehearsal:
    rows = visible_rehearsals(viewer).select_related("student__school")
    return first_or_404(rows.filter(pk=rehearsal_id))


def agreement_or_404(viewer: Viewer, agreement_id: int) -> Agreement:
    rows = visible_agreements(viewer).select_related("student__school")
    return first_or_404(rows.prefetch_related("signatures").filter(pk=agreement_id))


def learner_page(viewer: Viewer, student: Student) -> LearnerPage:
    progress = list(Progress.objects.filter(student=student))
    rehearsals = list(Rehearsal.objects.filter(student=student).select_related("by"))
    known = {row.subject for row in rehearsals}
    known |= set(Certificate.objects.filter(student=student).values_list("subject", flat=True))
    every = practices_to_master(viewer)
    begun = [subject for subject, _name in every if subject in known]
    return LearnerPage(
        student=student,
        quiz=quiz_of(progress),
        pieces=_pieces(progress),
        roles=tuple(_row(student, subject, rehearsals) for subject in role_subjects()),
        practices=tuple(_row(student, subject, rehearsals) for subject in begun),
        more=tuple(one for one in every if one[0] not in known),
        rehearsals=tuple(
            (row, subject_name(row.subject, student.school_id)) for row in reversed(rehearsals)
        ),
        agreements=tuple(visible_agreements(viewer).filter(student=student)),
        may_train=bool(may_train(viewer, student)),
    )


def _pieces(progress: list[Progress]) -> tuple[PieceState, ...]:
    held = {(row.piece, row.version): row for row in progress}
    found = []
    for piece in pieces_for("peer"):
        row = held.get((piece.id, piece.version))
        right = len({one.id for one in piece.check} & set(row.right)) if row else 0
        found.append(
            PieceState(piece, row.done_on if row else None, right, bool(row and row.aloud))
        )
    return tuple(found)


def _row(student: Student, subject: str, rehearsals: list[Rehearsal]) -> SubjectRow:
    today, held_to = clock.today(student.school.timezone), limits(student.school)
    rows = Certificate.objects.filter(student=student, subject=subject, taken_back_at__isnull=True)
    certificate = rows.filter(given_on__lte=today, until__gte=today).order_by("until").last()
    played = [one for one in rehearsals if one.subject == subject and one.taken_back_at is None]
    is_due = certificate is not None and booster_from(certificate, held_to) <= today
    return SubjectRow(
        subject=subject,
        name=subject_name(subject, student.school_id),
        certificate=certificate,
        missing=why_not(student.school, subject, [student.pk], today).get(student.pk, ""),
        booster_due=is_due,
        again_first=_again_first(student, subject, played) if is_due else "",
        checklists=rehearsed_for(subject, student.school_id),
    )


def _again_first(student: Student, subject: str, played: list[Rehearsal]) -> str:
    """What went worst where it counts, in the sessions themselves; else what was missed most when it was played."""
    seen: str = ask("practice.weakest_step", student.pk, subject)
    return seen.rstrip(".") or weakest(played)


@dataclass(frozen=True, slots=True)
class ScorePage:
    """A checklist to score, with what was missed in the last role-play and lately in sessions: taught again first."""

    name: str
    checklist: Rehearsed
    missed: tuple[str, ...]
    in_sessions: str = ""


def score_page(student: Student, subject: str, lesson: str) -> ScorePage:
    found = [one for one in rehearsed_for(subject, student.school_id) if one.id == lesson]
    if not found:
        raise Http404
    rows = Rehearsal.objects.filter(
        student=student, subject=subject, lesson=lesson, taken_back_at__isnull=True
    )
    last = rows.last()
    missed = tuple(last.missed) if last else ()
    seen = ask("practice.weakest_step", student.pk, subject)
    name = subject_name(subject, student.school_id)
    return ScorePage(name, found[0], missed, in_sessions=seen)


def first_checklist(subject: str, student: Student) -> str | None:
    """The id of the first checklist of a subject, to begin with."""
    found = rehearsed_for(subject, student.school_id)
    return found[0].id if found else None
