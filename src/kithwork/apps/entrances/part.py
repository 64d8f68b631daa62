"""Which part somebody has in the program, if any: read from what the rooms below hold, never typed at the door."""

from __future__ import annotations

from django.db.models import Q

from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.accounts.queries import memberships_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.models import Participant, Run

OF_STUDENTS = (Role.PEER, Role.FOCUS_STUDENT)


def part_of(student: Student) -> Role | None:
    """What this student's own pages are about; None for somebody with nothing here."""
    today = clock.today(student.school.timezone)
    is_open = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    if SupportNeed.objects.filter(is_open, student=student, closed_on__isnull=True).exists():
        return Role.FOCUS_STUDENT
    offers = Volunteer.objects.filter(student=student).exclude(status=Volunteer.Status.FINISHED)
    runs = Participant.objects.filter(
        student=student,
        left_on__isnull=True,
        run__status__in=[Run.Status.ACTIVE, Run.Status.PAUSED],
    )
    return Role.PEER if offers.exists() or runs.exists() else None


def held_by(user: User, school_id: int) -> Membership | None:
    """The student's own role in this school today; never another one the same person may hold."""
    return memberships_of(user).filter(school_id=school_id, role__in=OF_STUDENTS).first()
