"""Students are named, invited, looked at side by side, and chosen with a reason."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.peers.actions import offer
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.people.models import Student
from kithwork.apps.recruiting.models import Candidate, Nomination
from kithwork.apps.recruiting.policies import may_choose, may_choose_at, may_name
from kithwork.apps.schools.models import School
from kithwork.apps.trail.actions import action, note

# Who was not chosen is forgotten after this (trust/security 3, D3).
FORGOTTEN_AFTER = timedelta(days=60)
IN_THE_POOL = (Candidate.State.OPEN, Candidate.State.WAITING)
DECIDES = (Candidate.State.CHOSEN, Candidate.State.WAITING, Candidate.State.NOT_NOW)


@action("recruiting.name")
def name_student(student: Student, *, why: str, would_gain: bool = False, by: Viewer) -> Nomination:
    """Name a student with a good word. Named twice, both words stand beside each other.

    Raises Refused if `by` may not name this student, Problem without a word.
    """
    require(may_name(by, student))
    if not why.strip():
        raise Problem(_("Say in a few words what you have seen."))
    candidate = _in_pool(student, Candidate.Came.NOMINATED)
    made = Nomination.objects.create(
        candidate=candidate, by_id=by.user_id, why=why.strip()[:300], would_gain=would_gain
    )
    note(student=student.pk)
    return made


@action("recruiting.invite")
def invite(student: Student, *, by: Viewer) -> Candidate:
    """Ask one student whether they would like to hear more. They may say no in one tap; nobody else sees it."""
    require(may_choose(by))
    if student.school_id != by.school_id or student.closed_on is not None:
        raise Problem(_("This student is not at this school. Choose another."))
    candidate = _in_pool(student, Candidate.Came.INVITED)
    if candidate.came != Candidate.Came.INVITED:
        candidate.came = Candidate.Came.INVITED
        candidate.save(update_fields=["came"])
    note(student=student.pk)
    return candidate


@action("recruiting.answer_invitation")
def answer_invitation(
    candidate: Candidate, *, says_yes: bool, own_words: str = "", by: Viewer
) -> Candidate:
    """The invited student says yes or no with the link in their letter, and may change their mind.

    Raises Problem once the school has decided.
    """
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk)
    if candidate.state not in (*IN_THE_POOL, Candidate.State.DECLINED):
        raise Problem(_("The school has decided meanwhile. Ask your teacher."))
    candidate.state = Candidate.State.OPEN if says_yes else Candidate.State.DECLINED
    if own_words.strip():
        candidate.own_words = own_words.strip()[:1000]
    candidate.decided_on = None if says_yes else clock.today(candidate.school.timezone)
    candidate.save(update_fields=["state", "own_words", "decided_on"])
    note(yes=says_yes)
    return candidate


@action("recruiting.look_up")
def note_attendance(candidate: Candidate, *, attendance: str, by: Viewer) -> Candidate:
    """What the office says about attendance of the last term. No number is kept."""
    require(may_choose_at(by, candidate.school_id))
    if attendance not in Candidate.Attendance.values:
        raise Problem(_("Choose one of the answers shown."))
    candidate.attendance = attendance
    candidate.save(update_fields=["attendance"])
    return candidate


@action("recruiting.decide")
def decide(
    candidate: Candidate, *, state: str, reason: str, is_reserved: bool = False, by: Viewer
) -> Candidate:
    """Choose somebody, put them on the waiting list, or thank them for this time; with a reason.

    Who is chosen offers to partner from here: their roles and limits are written in the list of peers.
    Raises Refused if `by` does not choose, Problem without a reason or before it is clear who wrote.
    """
    require(may_choose_at(by, candidate.school_id))
    candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    if state not in DECIDES:
        raise Problem(_("Choose one of the answers shown."))
    if not reason.strip():
        raise Problem(_("Write the reason, for those who choose with you."))
    if candidate.student is None and state != Candidate.State.NOT_NOW:
        raise Problem(_("Say first which student of the roster wrote this."))
    if candidate.state == Candidate.State.DECLINED:
        raise Problem(_("They said no. Ask again another time, if you like."))
    candidate.state, candidate.reason = state, reason.strip()[:300]
    candidate.is_reserved = is_reserved and state == Candidate.State.CHOSEN
    candidate.decided_on = clock.today(candidate.school.timezone)
    candidate.decided_by_id = by.user_id
    candidate.told_on = None
    candidate.save()
    if state == Candidate.State.CHOSEN and candidate.student is not None:
        _offer(candidate.student, by)
    note(student=candidate.student_id, state=state)
    return candidate


@action("recruiting.told")
def note_told(candidate: Candidate, *, by: Viewer) -> Candidate:
    """Somebody thanked them and told them how it was decided."""
    require(may_choose_at(by, candidate.school_id))
    candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    if candidate.state not in DECIDES:
        raise Problem(_("Decide first. Then tell them."))
    candidate.told_on = clock.today(candidate.school.timezone)
    candidate.save(update_fields=["told_on"])
    return candidate


@action("recruiting.forget")
def forget_old(school: School, *, by: Viewer) -> int:
    """Erase who was not chosen, or said no, sixty days ago. It follows from the school's own rule."""
    last = clock.today(school.timezone) - FORGOTTEN_AFTER
    old = Candidate.objects.filter(
        school=school,
        state__in=[Candidate.State.NOT_NOW, Candidate.State.DECLINED],
        decided_on__lte=last,
    )
    n = old.count()
    old.delete()
    note(candidates=n)
    return n


def forget() -> None:
    """A duty of the engine. Safe to run twice."""
    for school in School.objects.order_by("pk"):
        last = clock.today(school.timezone) - FORGOTTEN_AFTER
        states = [Candidate.State.NOT_NOW, Candidate.State.DECLINED]
        due = Candidate.objects.filter(school=school, state__in=states, decided_on__lte=last)
        if due.exists():
            forget_old(school, by=Viewer.command(school_id=school.pk))


def _in_pool(student: Student, came: str) -> Candidate:
    standing = Candidate.objects.filter(student=student, state__in=IN_THE_POOL).first()
    if standing is not None:
        return standing
    return Candidate.objects.create(school_id=student.school_id, student=student, came=came)


def _offer(student: Student, by: Viewer) -> None:
    """In the list of peers from now on, with roles to be written there; who is in it stays as they are."""
    if not Volunteer.objects.filter(student=student).exists():
        offer(student, by=by, status=Volunteer.Status.OFFERED)
