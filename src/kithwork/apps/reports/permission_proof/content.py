"""Each place that gathers people is asked whether it still reaches this student. Nothing here is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.consents.queries import TAKE_PART, for_a_study, live, why_not
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.policies import OBSERVES
from kithwork.apps.observations.queries import day_list
from kithwork.apps.people.models import Student
from kithwork.apps.plans.problem import question_for
from kithwork.apps.runs.models import Pairing, Participant, Pause, Run, Session
from kithwork.apps.studies.queries import studies_with

NEXT_WEEKS = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Asked:
    """One place, and how often it reaches the student now."""

    place: str
    reaches: int
    said: str

    @property
    def is_empty(self) -> bool:
        return self.reaches == 0


@dataclass(frozen=True, slots=True)
class Proof:
    student: Student
    at: datetime
    has_permission: bool
    why: str
    paused_at: datetime | None
    asked: tuple[Asked, ...]
    study: Asked
    cases: Asked

    @property
    def for_research(self) -> tuple[Asked, ...]:
        """What hangs on the permission for research alone."""
        return self.study, self.cases

    @property
    def holds(self) -> bool:
        """Nobody is reached whose permission is not there."""
        return self.has_permission or all(one.is_empty for one in self.asked)


def proof_of(student: Student) -> Proof:
    """Ask every place now. The answer is of this moment, and says so."""
    school, today = student.school, clock.today(student.school.timezone)
    agreed = bool(live(TAKE_PART, today, [student.pk]))
    pause = Pause.objects.filter(
        student=student, rule=Pause.Rule.LAPSED, ended_at__isnull=True
    ).first()
    return Proof(
        student=student,
        at=clock.now(),
        has_permission=agreed,
        why=why_not(school, TAKE_PART, [student.pk]).get(student.pk, ""),
        paused_at=pause.begun_at if pause else None,
        asked=tuple(_ask(student)),
        study=_study(student),
        cases=_cases(student),
    )


def _ask(student: Student) -> Iterator[Asked]:
    yield _next_plan(student)
    pairs = Pairing.objects.filter(Q(student=student) | Q(peer=student))
    n = pairs.filter(status=Pairing.Status.ACTIVE).count()
    said = ngettext("%(n)s pair goes on.", "%(n)s pairs go on.", n) % {"n": n}
    yield Asked(_("Pairs"), n, said if n else _("No pair goes on."))
    yield _sessions(student)
    runs = Participant.objects.filter(
        student=student, left_on__isnull=True, is_paused=False, run__status=Run.Status.ACTIVE
    ).exclude(run__scope=Run.Scope.CLASS)
    n = runs.count()
    said = ngettext("Goes on in %(n)s practice.", "Goes on in %(n)s practices.", n) % {"n": n}
    yield Asked(_("Practices"), n, said if n else _("Goes on in none."))
    yield _devices(student)


def _study(student: Student) -> Asked:
    """Research has a permission of its own, which does not follow from taking part; a no to either ends it."""
    n = len(for_a_study(student.school, [student.pk]))
    said = _("May leave, with this student in them.") if n else _("None leaves with this student.")
    return Asked(_("Files for a study"), n, said)


def _cases(student: Student) -> Asked:
    n = studies_with(student)
    said = ngettext("A case of %(n)s study.", "A case of %(n)s studies.", n) % {"n": n}
    return Asked(_("Studies of the school"), n, said if n else _("A case of none."))


def _next_plan(student: Student) -> Asked:
    """The question that would go to the matching if somebody asked for a plan now."""
    today = clock.today(student.school.timezone)
    try:
        question = question_for(student.school, today, today + NEXT_WEEKS)
    except Problem as problem:
        return Asked(_("The next plan"), 0, str(problem))
    n = sum(pk == student.pk for pk in question.people["students"].values())
    return Asked(_("The next plan"), n, _("Asks for them.") if n else _("Does not ask for them."))


def _sessions(student: Student) -> Asked:
    today = clock.today(student.school.timezone)
    coming = Session.objects.filter(on__gte=today, status=Session.Status.PLANNED)
    own = Q(student=student) | Q(session_peers__peer=student, session_peers__is_live=True)
    n = coming.filter(own).distinct().count()
    said = ngettext("%(n)s is planned.", "%(n)s are planned.", n) % {"n": n}
    return Asked(_("Times together from today on"), n, said if n else _("None is planned."))


def _devices(student: Student) -> Asked:
    """Every observer's list of today, made anew as a device would be sent it."""
    lists = n = 0
    for viewer in _observers(student):
        lists += 1
        today = day_list(viewer)
        n += any(one["id"] == student.pk for one in today["students"]) or any(
            one["student"] == student.pk for one in today["watches"]
        )
    said = _("On %(n)s of %(lists)s lists.") % {"n": n, "lists": lists}
    return Asked(_("Lists on devices"), n, said)


def _observers(student: Student) -> Iterator[Viewer]:
    rows = Membership.objects.filter(
        school_id=student.school_id, role__in=[role.value for role in OBSERVES]
    ).select_related("school", "district", "user")
    for row in rows:
        yield viewer_of(row, row.user)
