"""With whom a student is together just now: pairs of the plan that have not ended. Runs are left as a whole."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Pairing, Participant, Run, Session
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import limits, open_days

# How far the calendar is read for the next school days; longer than any holiday.
FAR = timedelta(days=90)


def partners_of(student: Student) -> list[Student]:
    """Each partner once, whoever of the two gives more."""
    pairs = Pairing.objects.exclude(status=Pairing.Status.ENDED)
    as_peer = pairs.filter(peer=student).values("student_id")
    as_student = pairs.filter(student=student).values("peer_id")
    rows = Student.objects.filter(Q(pk__in=as_peer) | Q(pk__in=as_student), closed_on__isnull=True)
    return list(rows.order_by("first_name", "pk"))


def partnered_by(student: Student) -> list[Student]:
    """Whom this student is the peer of: those who lose a partner when they stop."""
    pairs = Pairing.objects.exclude(status=Pairing.Status.ENDED).filter(peer=student)
    rows = Student.objects.filter(pk__in=pairs.values("student_id"), closed_on__isnull=True)
    return list(rows.order_by("first_name", "pk"))


def next_time(student: Student, partner: Student | None, today: date) -> date | None:
    """The day of their next planned time, to say goodbye in; None where nothing is planned."""
    rows = Session.objects.filter(on__gte=today, status=Session.Status.PLANNED, run__isnull=True)
    mine = rows.filter(session_peers__peer=student, session_peers__is_live=True)
    if partner is not None:
        theirs = rows.filter(
            student=student, session_peers__peer=partner, session_peers__is_live=True
        )
        mine = mine.filter(student=partner) | theirs
    return mine.order_by("on").values_list("on", flat=True).first()


def gives_somewhere(student: Student) -> bool:
    """Whether there is anything to stop: an offer, a pair, or a part in a run with a few students."""
    parts = Participant.objects.filter(student=student, left_on__isnull=True)
    parts = parts.exclude(run__scope=Run.Scope.CLASS).exclude(run__focus_student=student)
    offer = getattr(student, "volunteer", None)
    is_offered = offer is not None and offer.status != offer.Status.FINISHED
    return is_offered or parts.exists() or bool(partnered_by(student))


def replaced_by(school: School, last_on: date) -> date:
    """By when whoever stays has somebody again: so many school days on, plain days where the calendar ends."""
    days = limits(school).replace_partner_days
    ahead = open_days(school, last_on + timedelta(days=1), last_on + FAR)[:days]
    return ahead[-1].on if len(ahead) == days else last_on + timedelta(days=days)
