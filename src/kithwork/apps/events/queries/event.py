"""One event, whole: what is planned, what is missing, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kithwork.apps.events.models import (
    AccessAnswer,
    AccessQuestion,
    AttendanceMark,
    Event,
    EventDay,
    EventPartner,
    EventQuestion,
    EventStep,
    Moment,
    Reflection,
)
from kithwork.apps.events.policies import visible_events
from kithwork.apps.events.queries.lists import came_by_event
from kithwork.apps.events.queries.people import RoleLine, role_lines, students_on_the_list
from kithwork.apps.events.readiness import Lack, lacking, open_questions
from kithwork.apps.events.wording import (
    ANSWERS,
    CONTACTS,
    ICONS,
    KINDS,
    MOMENTS,
    PARTNERS,
    WHO,
    WHOSE,
)
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import HowAsked
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.schools.models import CalendarDay

MOST_IN_A_ROW = 12


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day with how many came; ``has_come`` when it can be noted."""

    day: EventDay
    came: int
    is_noted: bool
    has_come: bool
    is_school: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    step: EventStep
    who: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question of the access check with its latest answer and the earlier ones."""

    question: AccessQuestion
    answer: AccessAnswer | None
    earlier: tuple[AccessAnswer, ...]
    is_late: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Words with when and as what they were said."""

    reflection: Reflection
    moment: str
    whose: str
    how: str


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """Who joins in, how they are reached, what they said."""

    partner: EventPartner
    kind: str
    contact: str
    answer: str


@dataclass(frozen=True, slots=True)
class EventPage:
    event: Event
    kind: str
    icon: str
    days: tuple[DayLine, ...]
    lacks: tuple[Lack, ...]
    planners: tuple[Student, ...]
    people: int
    adults: tuple[Staff, ...]
    roles: tuple[RoleLine, ...]
    questions: tuple[QuestionLine, ...]
    steps: dict[str, tuple[StepLine, ...]]
    partners: tuple[PartnerLine, ...]
    asks: tuple[tuple[str, EventQuestion], ...]
    said: tuple[Said, ...]
    row: tuple[tuple[date, int], ...]
    following: Event | None

    @property
    def open_access(self) -> int:
        return sum(line.answer is None for line in self.questions)

    @property
    def to_note(self) -> DayLine | None:
        """The latest day that has come: where who came is noted."""
        come = [line for line in self.days if line.has_come]
        return come[-1] if come else None


def event_or_404(viewer: Viewer, event_id: int) -> Event:
    return first_or_404(visible_events(viewer).filter(pk=event_id).select_related("lead", "run"))


def event_page(viewer: Viewer, event: Event) -> EventPage:
    today = clock.today_for(viewer)
    kind = Event.Kind(event.kind)
    on_list = students_on_the_list(event)
    return EventPage(
        event=event,
        kind=str(KINDS[kind]),
        icon=ICONS[kind],
        days=day_lines(event, today),
        lacks=tuple(lacking(event)) if event.status == Event.Status.PLANNED else (),
        planners=tuple(row.student for row in on_list if row.is_planner),
        people=len(on_list),
        adults=tuple(event.staff.all()),
        roles=tuple(role_lines(event)),
        questions=question_lines(event, today),
        steps=step_lines(event, today),
        partners=tuple(partner_lines(event)),
        asks=tuple((str(MOMENTS[Moment(one.moment)]), one) for one in event.questions.all()),
        said=tuple(_said(one) for one in event.reflections.all()),
        row=_in_a_row(event),
        following=visible_events(viewer).filter(follows=event).first(),
    )


def day_lines(event: Event, today: date) -> tuple[DayLine, ...]:
    days = list(event.days.filter(dropped_at__isnull=True))
    school = CalendarDay.objects.filter(
        year__school_id=event.school_id, on__in=[day.on for day in days], is_open=True
    )
    is_open = set(school.values_list("on", flat=True))
    marks = AttendanceMark.objects.filter(day__in=days).order_by("pk")
    latest = {(row.day_id, row.student_id): row.is_here for row in marks}
    return tuple(
        DayLine(
            day=day,
            came=sum(here is True for (pk, _s), here in latest.items() if pk == day.pk),
            is_noted=any(here is not None for (pk, _s), here in latest.items() if pk == day.pk),
            has_come=day.on <= today,
            is_school=day.on in is_open,
        )
        for day in days
    )


def question_lines(event: Event, today: date) -> tuple[QuestionLine, ...]:
    found = []
    for question in event.access_questions.prefetch_related("answers"):
        answers = list(question.answers.all())
        last = answers[-1] if answers else None
        is_late = last is not None and last.done_at is None and last.by_on < today
        found.append(QuestionLine(question, last, tuple(answers[:-1]), is_late))
    return tuple(found)


def step_lines(event: Event, today: date) -> dict[str, tuple[StepLine, ...]]:
    """The lines of the plan by part."""
    rows = list(event.steps.filter(dropped_at__isnull=True))
    return {
        part: tuple(
            StepLine(
                row,
                str(WHO[EventStep.Who(row.who)]),
                row.done_at is None and row.due_on is not None and row.due_on < today,
            )
            for row in sorted(rows, key=lambda one: (one.due_on or date.max, one.place, one.pk))
            if row.part == part
        )
        for part in EventStep.Part.values
    }


def _said(one: Reflection) -> Said:
    how = str(HowAsked(one.how).label) if one.how in HowAsked.values else ""
    moment, whose = MOMENTS[Moment(one.moment)], WHOSE[Reflection.Whose(one.whose)]
    return Said(one, str(moment), str(whose), how)


def _in_a_row(event: Event) -> tuple[tuple[date, int], ...]:
    """How many came to this one and to those before it, the oldest first."""
    chain: list[Event] = []
    current: Event | None = event
    while current is not None and len(chain) < MOST_IN_A_ROW:
        chain.append(current)
        current = current.follows
    if len(chain) < 2:
        return ()
    came = came_by_event([one.pk for one in chain])
    first: dict[int, date] = {}
    days: QuerySet[EventDay] = EventDay.objects.filter(event__in=chain, dropped_at__isnull=True)
    for day in days.order_by("on"):
        first.setdefault(day.event_id, day.on)
    return tuple(
        (first[one.pk], came.get(one.pk, 0))
        for one in reversed(chain)
        if one.pk in first and one.status == Event.Status.HELD
    )


def partner_lines(event: Event) -> list[PartnerLine]:
    """Departments and partners with what they said."""
    return [
        PartnerLine(
            one,
            str(PARTNERS[EventPartner.Kind(one.kind)]),
            str(CONTACTS[EventPartner.Contact(one.contact)]),
            str(ANSWERS[EventPartner.Answer(one.answer)]),
        )
        for one in event.partners.filter(dropped_at__isnull=True)
    ]


def next_open_question(event: Event) -> AccessQuestion | None:
    """The next question of the check that nobody has answered."""
    return next(iter(open_questions(event)), None)
