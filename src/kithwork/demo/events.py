"""A club meeting and a service project of the demo's middle school, planned as people would plan them."""

from __future__ import annotations

from datetime import date, time, timedelta

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.events import actions
from kithwork.apps.events.actions import Frame, When
from kithwork.apps.events.models import Event, EventStep
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.needs.models import HowAsked
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.runs.models import Run
from kithwork.apps.schools.models import CalendarDay
from kithwork.demo.plan import HARLOW
from kithwork.playbooks import event_templates

ON_THE_LIST = 8
# What the demo's people answered; the questions left out stay open, for Today to tell.
ANSWERS = {
    "getting_there": "A firm path from the side door to every bed. Tried out together.",
    "seeing_hearing": "Signs with pictures and big print at each station.",
    "communicating": "A board with pictures of all tasks at each station.",
    "cost": "Free for everybody. The parents' group pays for seeds.",
    "time_of_day": "In the last period, so that every bus is caught.",
}


def plan_events() -> list[Event]:
    """The club meets this week with a full check; the garden begins next week, some questions open."""
    planning = _Planning()
    made = [planning.club(), planning.garden()]
    for event in made:
        event.refresh_from_db()
    return made


class _Planning:
    def __init__(self) -> None:
        held = Membership.objects.select_related("school", "district", "user").get(
            role=Role.COORDINATOR.value, school__name=HARLOW.name
        )
        self.by: Viewer = viewer_of(held, held.user)
        self.today: date = clock.today_for(self.by)
        paras = Membership.objects.filter(
            school=held.school, role=Role.PARAPROFESSIONAL.value
        ).values("user_id")
        self.leads = list(Staff.objects.filter(user_id__in=paras).order_by("pk")[:2])
        # Those with an account first, so that a student's own page has something to show.
        rows = Student.objects.filter(school=held.school)
        accounts = list(rows.filter(user__isnull=False).order_by("pk"))
        self.students = accounts + list(rows.filter(user__isnull=True).order_by("pk")[:30])

    def club(self) -> Event:
        run = Run.objects.filter(school_id=self.by.school_id, name="Game club").first()
        event = self._start("club_meeting", "Game club: board games", "Library", 2, run=run)
        self._people(event)
        for question in event.access_questions.all():
            self._answer(event, question.key, "Nothing more is needed, because we tried it before.")
        return event

    def garden(self) -> Event:
        event = self._start("community_garden", "School garden", "Garden behind the gym", 6)
        self._people(event)
        for key, says in ANSWERS.items():
            self._answer(event, key, says)
        for partner in event.partners.filter(name__in=["Science", "Woodshop"]):
            actions.partner_said(partner, answer="yes", by=self.by)
        first = event.days.get()
        for days in (13, 20, 27):
            on = self._school_day(days)
            if not event.days.filter(on=on).exists():
                when = When(on, first.starts_at, first.ends_at)
                actions.add_day(event, when, by=self.by)
        for step in event.steps.filter(part=EventStep.Part.PREPARE)[:5]:
            actions.step_done(step, is_done=True, by=self.by)
        return event

    def _start(
        self, template: str, name: str, place: str, days: int, *, run: Run | None = None
    ) -> Event:
        chosen = event_templates()[template]
        frame = Frame(name, chosen.kind, place, lead=self.leads[days % 2], run=run)
        when = When(self._school_day(days), time(14, 0), time(15, 0))
        return actions.start_event(frame, when=when, template=chosen, by=self.by)

    def _school_day(self, days: int) -> date:
        """The first school day so many days from now, or that day when the year is over."""
        first = self.today + timedelta(days=days)
        rows = CalendarDay.objects.filter(
            year__school_id=self.by.school_id, is_open=True, on__gte=first
        )
        return rows.order_by("on").values_list("on", flat=True).first() or first

    def _people(self, event: Event) -> None:
        """Eight who said yes, three of them planning, each with a role they chose."""
        for place, student in enumerate(self.students[:ON_THE_LIST]):
            row = actions.add_student(event, student, by=self.by)
            if place < 3:
                self._if_they_may(
                    lambda row=row, place=place: actions.set_planner(  # type: ignore[misc]
                        row, is_planner=True, had_idea=place == 0, by=self.by
                    )
                )
        actions.say_both_plan(event, is_so=True, by=self.by)
        ways = [HowAsked.SPEECH, HowAsked.DEVICE, HowAsked.SYMBOLS]
        for place, role in enumerate(event.roles.all()):
            self._if_they_may(
                lambda role=role, place=place: actions.take_role(  # type: ignore[misc]
                    role,
                    self.students[place % ON_THE_LIST],
                    chosen="self",
                    how=ways[place % 3],
                    by=self.by,
                )
            )

    def _if_they_may(self, act) -> None:  # type: ignore[no-untyped-def]
        """Two who are kept apart get no part together, in the demo as anywhere."""
        try:
            act()
        except Problem:
            return

    def _answer(self, event: Event, key: str, says: str) -> None:
        question = event.access_questions.get(key=key)
        actions.answer_access(
            question, says=says, who="The students who plan", by_on=self.today, by=self.by
        )
