"""A class is asked before, and once more after. The roster is fixed on the day a round opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.friendships.models import Circle, Place, Round
from kithwork.apps.friendships.policies import (
    may_ask,
    may_change_circle,
    runs_to_ask,
    sections_to_ask,
)
from kithwork.apps.friendships.wording import questions
from kithwork.apps.people.models import Enrolment, Student
from kithwork.apps.people.policies import open_on
from kithwork.apps.runs.models import Run
from kithwork.apps.trail.actions import action, note

# A round longer than that is two rounds; a class of fewer than that has no answer that is not somebody's.
LONGEST = timedelta(days=31)
FEWEST = 5


@dataclass(frozen=True, slots=True)
class CircleFrame:
    """Which class or practice, under which name, what is asked, and until when. One of the two ids."""

    question: str
    title: str
    due_on: date
    section_id: int | None = None
    run_id: int | None = None


@action("friendships.ask_before")
def start_circle(frame: CircleFrame, *, by: Viewer) -> Circle:
    """Ask a class before anything changes; open from today.

    Raises Refused if `by` asks nobody, Problem for a class, a question or a day that cannot be.
    """
    require(may_ask(by))
    section = sections_to_ask(by).filter(pk=frame.section_id or 0).first()
    run = runs_to_ask(by).filter(pk=frame.run_id or 0).first()
    if (section is None) == (run is None):
        raise Problem(_("Choose one class or one practice."))
    if frame.question not in questions():
        raise Problem(_("Choose a question that is there."))
    title = frame.title.strip()[:80]
    if not title:
        raise Problem(_("Say what students call this class. They read it."))
    made = Circle.objects.create(
        school_id=by.school_id, section=section, run=run, title=title, question=frame.question
    )
    note(round=_open(made, Round.Kind.BEFORE, frame.due_on, by).pk)
    return made


@action("friendships.ask_after")
def open_after(circle: Circle, due_on: date, *, by: Viewer) -> Circle:
    """Ask the same class the same question again; open from today, with the roster of today.

    Raises Refused for another school's class, Problem while the round before is open or once it was asked.
    """
    require(may_change_circle(by, circle))
    before = circle.rounds.filter(kind=Round.Kind.BEFORE).first()
    if circle.rounds.filter(kind=Round.Kind.AFTER).exists():
        raise Problem(
            _("This class was asked again already. Ask it anew for another pair of rounds.")
        )
    if before is not None and before.due_on >= clock.today_for(by):
        raise Problem(
            _("The round before is open until %(on)s. Ask again when it is over.")
            % {"on": before.due_on.isoformat()}
        )
    note(round=_open(circle, Round.Kind.AFTER, due_on, by).pk)
    return circle


def _open(circle: Circle, kind: str, due_on: date, by: Viewer) -> Round:
    today = clock.today_for(by)
    if due_on < today:
        raise Problem(_("The last day is over already. Choose today or a later day."))
    if due_on - today > LONGEST:
        raise Problem(_("A round is open for a month at most. Choose an earlier day."))
    roster = roster_of(circle, today)
    if len(roster) < FEWEST:
        raise Problem(
            _(
                "There are fewer than five students in it. In so small a group every number is somebody."
            )
        )
    made = Round.objects.create(circle=circle, kind=kind, opens_on=today, due_on=due_on)
    Place.objects.bulk_create(Place(round=made, student_id=pk) for pk in roster)
    return made


def roster_of(circle: Circle, on: date) -> list[int]:
    """Everybody in the class or the practice on a day, whether there is permission or not."""
    students = Student.objects.filter(school_id=circle.school_id, closed_on__isnull=True)
    if circle.section_id is not None:
        enrolled = Enrolment.objects.filter(section_id=circle.section_id)
        students = students.filter(pk__in=open_on(enrolled, on).values("student_id"))
    elif circle.run_id is not None:
        joined = Q(participations__left_on__isnull=True) | Q(participations__left_on__gt=on)
        students = students.filter(joined, participations__run_id=circle.run_id)
        students = students | Student.objects.filter(
            pk__in=Run.objects.filter(pk=circle.run_id).values("focus_student_id"),
            closed_on__isnull=True,
        )
    else:
        return []
    return sorted(set(students.values_list("pk", flat=True)))
