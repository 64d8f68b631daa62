"""Who takes part in a run, in which role, from when until when. Leaving ends a row; nothing erases it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.people.models import Enrolment, Student
from kithwork.apps.people.policies import open_on, visible_students
from kithwork.apps.runs.actions.consequences import keep_access
from kithwork.apps.runs.apart import kept_apart
from kithwork.apps.runs.models import Participant, Run
from kithwork.apps.runs.policies import may_change_run
from kithwork.apps.runs.queries.practice import playbook_of
from kithwork.apps.trail.actions import action, note


@action("participant.add")
def add_participants(
    run: Run, students: Sequence[Student], *, role: str = "", by: Viewer
) -> list[Participant]:
    """Let students take part from today, or from the run's first day when it is still to come.

    Raises Refused if `by` may not, Problem when somebody is there already, is not in the class, or is not
    to be with the student it is for.
    """
    require(may_change_run(by, run))
    _check_role(run, role)
    _still_open(run)
    today = clock.today_for(by)
    seen = visible_students(by, depth=Depth.PARTICIPATION).filter(closed_on__isnull=True)
    known = set(seen.filter(pk__in=[one.pk for one in students]).values_list("pk", flat=True))
    here = set(_present(run).values_list("student_id", flat=True))
    for student in students:
        if student.pk not in known:
            raise Problem(_("Choose students of this school."))
        if student.pk in here:
            raise Problem(_("%(name)s takes part already.") % {"name": student.called})
        _check_company(run, student)
    joined_on = max(today, run.starts_on)
    made = Participant.objects.bulk_create(
        Participant(run=run, student=one, role=role, role_since=joined_on, joined_on=joined_on)
        for one in students
    )
    keep_access(run)
    note(count=len(made))
    return made


@action("participant.change_role")
def change_role(participant: Participant, *, role: str, by: Viewer) -> Participant:
    """Another role from today on. The row that ends says which role it was until now."""
    require(may_change_run(by, participant.run))
    _check_role(participant.run, role)
    _still_open(participant.run)
    today = clock.today_for(by)
    if participant.left_on is not None:
        raise Problem(_("Somebody else changed this already. Look at the list again."))
    if participant.role == role:
        return participant
    begun = participant.role_since or participant.joined_on
    if not participant.role or begun >= today:
        participant.role, participant.role_since = role, max(today, participant.joined_on)
        participant.save(update_fields=["role", "role_since"])
        return participant
    participant.left_on = today
    participant.save(update_fields=["left_on"])
    return Participant.objects.create(
        run=participant.run,
        student=participant.student,
        role=role,
        role_since=today,
        joined_on=today,
        is_paused=participant.is_paused,
    )


@action("participant.leave")
def leave_run(participant: Participant, *, by: Viewer) -> Participant:
    """No longer take part, from today. What was together until now stays on record."""
    require(may_change_run(by, participant.run))
    _still_open(participant.run)
    if participant.left_on is None:
        participant.left_on = max(clock.today_for(by), participant.joined_on)
        participant.save(update_fields=["left_on"])
        keep_access(participant.run)
    return participant


@action("participant.come_back")
def come_back(participant: Participant, *, by: Viewer) -> Participant:
    """Take a leaving back, as long as nobody put the student in again meanwhile."""
    require(may_change_run(by, participant.run))
    _still_open(participant.run)
    if _present(participant.run).filter(student=participant.student).exists():
        raise Problem(_("%(name)s takes part already.") % {"name": participant.student.called})
    participant.left_on = None
    participant.save(update_fields=["left_on"])
    keep_access(participant.run)
    return participant


@action("participant.leave_all")
def leave_all(student: Student, *, by: Viewer) -> int:
    """Leave every run with a few students, but those that are for this student themselves.

    What follows from a student's own word that they stop; it was allowed where it was said, and the lessons
    of a class go on.
    """
    rows = _beside_classes(student).filter(left_on__isnull=True)
    today = clock.today_for(by)
    for one in rows:
        one.left_on = max(today, one.joined_on)
        one.save(update_fields=["left_on"])
        keep_access(one.run)
    note(student=student.pk, runs=[one.run_id for one in rows])
    return len(rows)


@action("participant.come_back_to_all")
def come_back_to_all(student: Student, *, left_on: date, by: Viewer) -> int:
    """They think otherwise a moment later: back where they left that day and nobody put them in again."""
    rows = _beside_classes(student).filter(left_on=left_on)
    back = [one for one in rows if not _present(one.run).filter(student=student).exists()]
    for one in back:
        one.left_on = None
        one.save(update_fields=["left_on"])
        keep_access(one.run)
    note(student=student.pk, runs=[one.run_id for one in back])
    return len(back)


def _beside_classes(student: Student) -> QuerySet[Participant]:
    rows = Participant.objects.filter(student=student).exclude(run__scope=Run.Scope.CLASS)
    rows = rows.exclude(run__focus_student=student).exclude(run__status=Run.Status.CLOSED)
    return rows.select_related("run__school", "run__facilitator")


@action("participant.follow_class")
def follow_class(run: Run, *, by: Viewer) -> Run:
    """Make the participants those of the class list today: new ones come in, who left the class leaves."""
    require(may_change_run(by, run))
    _still_open(run)
    today = clock.today_for(by)
    enrolled = open_on(Enrolment.objects.filter(section=run.section), today)
    listed = Student.objects.filter(closed_on__isnull=True, pk__in=enrolled.values("student_id"))
    present = {row.student_id: row for row in _present(run)}
    wanted = {one.pk for one in listed}
    joined_on = max(today, run.starts_on)
    Participant.objects.bulk_create(
        Participant(run=run, student_id=pk, role_since=joined_on, joined_on=joined_on)
        for pk in sorted(wanted - set(present))
    )
    for pk in set(present) - wanted:
        present[pk].left_on = max(today, present[pk].joined_on)
    Participant.objects.bulk_update(present.values(), ["left_on"])
    keep_access(run)
    note(came=len(wanted - set(present)), left=len(set(present) - wanted))
    return run


def _present(run: Run) -> QuerySet[Participant]:
    return Participant.objects.filter(run=run, left_on__isnull=True)


def _check_role(run: Run, role: str) -> None:
    if role and role not in {one.id for one in playbook_of(run).roles if one.who != "adult"}:
        raise Problem(_("Choose one of the roles of this practice."))


def _check_company(run: Run, student: Student) -> None:
    """In a class nobody is left out; in what is for one student, nobody whom that student must not meet."""
    if run.scope == Run.Scope.CLASS:
        on_list = open_on(Enrolment.objects.filter(section=run.section), run.starts_on)
        if not on_list.filter(student=student).exists():
            raise Problem(_("%(name)s is not in this class.") % {"name": student.called})
    if run.focus_student_id is not None:
        apart = kept_apart(run.school_id, clock.today(run.school.timezone))
        pair = (run.focus_student_id, student.pk)
        if pair in apart or pair[::-1] in apart:
            raise Problem(
                _("%(name)s cannot be asked for this. Choose somebody else.")
                % {"name": student.called}
            )


def _still_open(run: Run) -> None:
    if run.status == Run.Status.CLOSED:
        raise Problem(_("This run is over. Start another one; what was recorded stays here."))
