"""The schools of a district: how far each is, and which may need support. By name, never a ranking."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.small_groups import LEAST_SHOWN, people_in_words
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.home.queries.program.happening import GOING_ON, held_line
from kithwork.apps.home.queries.program.weeks import Weeks, is_mostly_told
from kithwork.apps.plans.models import Draft
from kithwork.apps.programs.models import Program
from kithwork.apps.programs.stages import ORDER
from kithwork.apps.programs.wording import STAGES
from kithwork.apps.runs.models import Participant, Session, SessionPeer
from kithwork.apps.schools.models import School
from kithwork.apps.schools.policies import visible_schools

ROUNDED_TO = (
    5  # a share moves by steps, so that two looks do not give one session away (tag D, ours)
)


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """One school of a district. ``held`` is empty for who keeps the machine: they see no figures of students."""

    name: str
    students: str
    stage: str
    plan: str
    held: str
    needs_support: bool


def school_lines(viewer: Viewer) -> list[SchoolLine]:
    open_now = Count("students", filter=Q(students__closed_on__isnull=True))
    schools = list(visible_schools(viewer).annotate(here=open_now).order_by("name"))
    in_force = dict(
        Draft.objects.filter(school__in=schools, status=Draft.Status.IN_FORCE)
        .order_by()
        .values_list("school_id", "ask__ends_on")
    )
    stages = _stages(schools)
    sees = viewer.role == Role.DISTRICT_ADMINISTRATOR
    held = _held(schools, clock.today_for(viewer)) if sees else {}
    return [
        SchoolLine(
            school.name,
            people_in_words(school.here),  # type: ignore[attr-defined]
            stages.get(school.pk, _("No program yet")),
            _("Plan until %(date)s") % {"date": date_format(in_force[school.pk], "F j")}
            if school.pk in in_force
            else _("No plan yet"),
            *held.get(school.pk, ("", False)),
        )
        for school in schools
    ]


def _stages(schools: list[School]) -> dict[int, str]:
    """How far the furthest of a school's programs is."""
    found: dict[int, str] = {}
    rows = Program.objects.filter(school__in=schools, closed_on__isnull=True)
    for school, stage in rows.order_by().values_list("school_id", "stage"):
        found[school] = max(found.get(school, stage), stage, key=ORDER.index)
    return {school: str(STAGES[stage]) for school, stage in found.items()}


def _held(schools: list[School], today: date) -> dict[int, tuple[str, bool]]:
    """In words, school by school, and whether it may need support; nothing where few take part or little is known."""
    weeks = Weeks(today)
    over = Session.objects.filter(school__in=schools, on__gte=weeks.first, on__lt=today).exclude(
        status=Session.Status.CANCELLED
    )
    counts = {
        row["school_id"]: (row["held"], row["told"], row["over"])
        for row in over.order_by()
        .values("school_id")
        .annotate(
            over=Count("pk"),
            told=Count("pk", filter=~Q(status=Session.Status.PLANNED)),
            held=Count("pk", filter=Q(status=Session.Status.HELD)),
        )
    }
    people = _people(schools, weeks)
    return {
        school.pk: _says(people[school.pk], *counts.get(school.pk, (0, 0, 0))) for school in schools
    }


def _people(schools: list[School], weeks: Weeks) -> dict[int, int]:
    """School -> how many different students had times planned or a practice in these weeks."""
    found: dict[int, set[int]] = defaultdict(set)
    sessions = Q(on__gte=weeks.first, on__lt=weeks.today) & ~Q(status=Session.Status.CANCELLED)
    around = Session.objects.filter(sessions, school__in=schools, student__isnull=False)
    peers = SessionPeer.objects.filter(
        session__in=around.order_by().values("pk"), is_live=True
    ).values_list("session__school_id", "peer_id")
    there = Participant.objects.filter(
        run__school__in=schools, run__status__in=GOING_ON, left_on__isnull=True
    ).values_list("run__school_id", "student_id")
    for rows in (around.order_by().values_list("school_id", "student_id"), peers, there):
        for school, student in rows.distinct():
            found[school].add(student)
    return defaultdict(int, {school: len(students) for school, students in found.items()})


def _says(people: int, held: int, told: int, over: int) -> tuple[str, bool]:
    if people < LEAST_SHOWN:
        return _("Fewer than 10 take part: nothing is said of so few."), False
    if told < LEAST_SHOWN or not is_mostly_told(told, over):
        return _("Few sessions are written down. Ask how it goes."), True
    share = ROUNDED_TO * round(100 * held / told / ROUNDED_TO)
    return _("Of the sessions written down, about %(share)s %% were held.") % {
        "share": share
    }, share < held_line()
