"""A school for trying the doors out: made-up students, and observers who hold tokens. Nobody real is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.accounts.tokens import make_token
from kithwork.apps.consents.actions import permit_made_up
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Depth, Role, Viewer
from kithwork.apps.observations.models import Instrument, ObservationPlan, PlanStudent
from kithwork.apps.observations.policies import cause_of
from kithwork.apps.people.models import Access, Staff, Student
from kithwork.apps.schools.models import District, School
from kithwork.apps.trail.actions import action, note

NAME = "Observer trials"
A_YEAR = timedelta(days=365)
FORM = {
    "kind": "tally",
    "minutes": 10,
    "pads": [
        {"code": "a", "behaviour": "initiation", "label": "Starts", "records": "event"},
        {"code": "b", "behaviour": "response", "label": "Answers", "records": "event"},
        {"code": "z", "behaviour": "joint_engagement", "label": "Together", "records": "duration"},
    ],
}


@dataclass(frozen=True, slots=True)
class TrialObserver:
    """One made-up observer: what a program needs to write a letter and to send it."""

    user: int
    token: str
    student: int
    instrument: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The observers, and the token of a coordinator who reads everything they sent."""

    school: int
    reader: str
    observers: list[TrialObserver]


@action("observation.make_trial")
def make_trial(count: int, *, by: Viewer) -> Trial:
    """Make observers with tokens, each with a student of their own. Calling it again adds more.

    Raises Refused for anybody but the command line.
    """
    if by.user_id is not None or by.role != Role.SYSTEM_ADMINISTRATOR:
        raise Refused(_("Trial accounts are made on the command line of the server."))
    school = _school()
    instrument, _made = Instrument.objects.get_or_create(
        school=school, key="trial", version=1, defaults={"name": "Trial", "text": FORM}
    )
    first = User.objects.filter(memberships__school=school).count()
    observers = [_observer(school, instrument, first + place) for place in range(count)]
    students = Student.objects.filter(pk__in=[one.student for one in observers])
    until = clock.today(school.timezone) + A_YEAR
    permit_made_up(school, list(students), until=until, by=by)
    note(school=school.pk, observers=count)
    return Trial(school.pk, _token(school, Role.COORDINATOR, first + count), observers)


def _school() -> School:
    district, _made = District.objects.get_or_create(
        name=NAME, is_trial=True, defaults={"is_demo": True}
    )
    school, _made = School.objects.get_or_create(
        district=district, name=NAME, defaults={"is_demo": True}
    )
    return school


def _observer(school: School, instrument: Instrument, place: int) -> TrialObserver:
    student = Student.objects.create(school=school, first_name="Trial", last_name=f"No. {place}")
    secret = _token(school, Role.PARAPROFESSIONAL, place)
    user = User.objects.get(email=_email(school, place))
    today = clock.today(school.timezone)
    plan = ObservationPlan.objects.create(
        school=school, instrument=instrument, phase="baseline", setting="other",
        observer=Staff.objects.create(school=school, last_name=user.name, user=user),
        starts_on=today, ends_on=today + A_YEAR,
    )  # fmt: skip
    PlanStudent.objects.create(plan=plan, student=student, place=0)
    Access.objects.create(
        user=user, student=student, depth=Depth.PROGRESS, reason="You try the doors out.",
        because=cause_of(plan.pk), from_on=today, until_on=plan.ends_on,
    )  # fmt: skip
    return TrialObserver(user.pk, secret, student.pk, instrument.pk)


def _token(school: School, role: Role, place: int) -> str:
    user = User.objects.create_user(email=_email(school, place), name=f"Trial {place}")
    membership = Membership.objects.create(
        user=user, role=role.value, school=school, district=school.district
    )
    return make_token(membership, NAME)


def _email(school: School, place: int) -> str:
    return f"trial-{place}@school-{school.pk}.invalid"
