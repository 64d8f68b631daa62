"""Somebody is worried: kept as written, told at once, and from level 2 on the pairing pauses by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from uuid import UUID

from django.utils.translation import gettext as _

from kithwork.apps.accounts.spoken import for_adults
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.actions import pause_pairings
from kithwork.apps.runs.models import Pause
from kithwork.apps.safety.models import Concern, ConcernStep
from kithwork.apps.safety.policies import STUDENTS, may_follow_up, may_report, students_to_name
from kithwork.apps.safety.telling import tell_those_who_look_after
from kithwork.apps.trail.actions import action, note

# DR-51: from here on the times together pause, and the principal is told as well.
PAUSES_FROM = Concern.Level.HARM


@dataclass(frozen=True, slots=True)
class Report:
    """What was written down. A student's own report needs no more than `seen`."""

    letter: UUID
    seen: str
    level: int = Concern.Level.CONCERN
    when: str = ""
    place: str = ""
    done: str = ""
    is_adult_told: bool = False
    written_at: datetime | None = None
    students: Sequence[Student] = ()


@action("safety.report")
def report_concern(report: Report, *, by: Viewer) -> Concern:
    """Keep a concern and tell those who look after the school.

    The same letter again is the same concern. Raises Refused if `by` may not report or name one of the
    students, Problem when nothing is said.
    """
    require(may_report(by))
    kept = Concern.objects.filter(letter=report.letter).first()
    if kept is not None:
        if kept.by_id != by.user_id:
            raise Problem(_("This was sent already, by somebody else. Please send it again."))
        return kept
    _check(report, by)
    from_student = by.role in STUDENTS
    concern = Concern.objects.create(
        school_id=by.school_id,
        letter=report.letter,
        level=Concern.Level.CONCERN if from_student else report.level,
        when=report.when.strip()[:80],
        place=report.place.strip()[:120],
        seen=report.seen.strip(),
        done=report.done.strip(),
        is_adult_told=report.is_adult_told,
        is_from_student=from_student,
        written_at=report.written_at,
        by_id=by.user_id,
    )
    concern.students.set(report.students)
    _tell(concern, by)
    _pause(concern, by)
    note(level=concern.level, students=len(report.students))
    return concern


@action("safety.raise_level")
def raise_level(concern: Concern, *, level: int, by: Viewer) -> Concern:
    """Say how serious it is after a second look. From level 2 on it pauses; lowering ends no pause."""
    concern = _to_follow_up(concern, by)
    if level not in Concern.Level.values:
        raise Problem(_("Choose one of the three levels."))
    before, concern.level = concern.level, level
    concern.save(update_fields=["level"])
    _step(concern, ConcernStep.Kind.LEVEL, f"{before} → {level}", by)
    if level > before:
        _tell(concern, by)
        _pause(concern, by)
    return concern


@action("safety.follow_up")
def follow_up(concern: Concern, *, text: str, is_family: bool = False, by: Viewer) -> ConcernStep:
    """Add what was done, or that the family was told."""
    concern = _to_follow_up(concern, by)
    kind = ConcernStep.Kind.FAMILY if is_family else ConcernStep.Kind.NOTE
    if not text.strip() and not is_family:
        raise Problem(_("Write what was done, in a few words."))
    return _step(concern, kind, text, by)


@action("safety.close")
def close_concern(concern: Concern, *, text: str, by: Viewer) -> Concern:
    """It is settled, with a line that says how. Pauses end one by one, where somebody decides it."""
    concern = _to_follow_up(concern, by)
    if concern.closed_at is not None:
        raise Problem(_("It is closed already."))
    if not text.strip():
        raise Problem(_("Write how it was settled, in a few words."))
    _step(concern, ConcernStep.Kind.CLOSED, text, by)
    concern.closed_at = clock.now()
    concern.save(update_fields=["closed_at"])
    return concern


@action("safety.open_again")
def open_again(concern: Concern, *, by: Viewer) -> Concern:
    """It was closed too soon."""
    concern = _to_follow_up(concern, by)
    if concern.closed_at is None:
        raise Problem(_("It is open already."))
    _step(concern, ConcernStep.Kind.OPENED, "", by)
    concern.closed_at = None
    concern.save(update_fields=["closed_at"])
    return concern


@action("safety.read")
def note_reading(concern: Concern, *, by: Viewer) -> Concern:
    """Say on the trail who opened a concern: the most private thing somebody can read here."""
    require(may_follow_up(by, concern))
    return concern


def _to_follow_up(concern: Concern, by: Viewer) -> Concern:
    require(may_follow_up(by, concern))
    return Concern.objects.select_for_update().get(pk=concern.pk)


def _check(report: Report, by: Viewer) -> None:
    if not report.seen.strip():
        raise Problem(_("Write what you saw or heard. A few words are enough."))
    if report.level not in Concern.Level.values:
        raise Problem(_("Choose one of the three levels."))
    named = {student.pk for student in report.students}
    if students_to_name(by).filter(pk__in=named).count() != len(named):
        raise Problem(_("Name only students you are there for. Write the others in words."))


def _step(concern: Concern, kind: str, text: str, by: Viewer) -> ConcernStep:
    return ConcernStep.objects.create(
        concern=concern, kind=kind, text=text.strip(), by_id=by.user_id
    )


def _tell(concern: Concern, by: Viewer) -> None:
    roles: tuple[Role, ...] = (Role.COORDINATOR,)
    if concern.level >= PAUSES_FROM:
        roles = (Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR)
    with for_adults():
        title = (
            _("A student asked to tell an adult something. Please read it today.")
            if concern.is_from_student
            else _("Somebody wrote down a concern. Please read it today.")
        )
    tell_those_who_look_after(concern.school_id, title, by=by, roles=roles)


def _pause(concern: Concern, by: Viewer) -> None:
    """Those named, from each other; one alone, from everybody, until somebody has looked."""
    if concern.level < PAUSES_FROM:
        return
    because, rule = f"safety.concern:{concern.pk}", Pause.Rule.CONCERN
    named = list(concern.students.order_by("pk"))
    if len(named) == 1:
        pause_pairings(named[0], (), rule=rule, because=because, by=by)
    for one, other in combinations(named, 2):
        pause_pairings(one, [other], rule=rule, because=because, by=by)
