"""The demo's Peer Collaboration course, midway: units ticked, a placement, journals with answers, the inventory."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.consents.actions import permit_made_up
from kithwork.apps.consents.models import Purpose
from kithwork.apps.courses import actions
from kithwork.apps.courses.models import Cohort, Member, Placement
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.people.models import Meeting, Section, Staff, Student
from kithwork.apps.reflections.actions import rate, write_down
from kithwork.apps.reflections.models import Reply
from kithwork.apps.reflections.questionnaire import SKIP
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import open_days
from kithwork.demo.plan import HARLOW, SEED

NAME = "Peer Collaboration, this semester"
# Ten weeks ago: the inventory of the middle is open now.
WEEKS_AGO, WEEKS, PEOPLE, UNITS_DONE = 10, 18, 12, 9
PLACED = 0.75
OFTEN = ("rarely", "sometimes", "usually", "always")
JOURNALS = (
    ("We read the lab steps to each other. I waited longer than I wanted to, and then Kai did it first.",
     ("learned", "waited"), 3, "You wrote what you did, not what somebody else could not do. Try the long wait again."),
    ("I talked too much today. Next time I ask one question and count to ten.",
     ("talked", "listened"), 2, "That is honest, and it is a plan. Tell us in seminar how the counting went."),
)  # fmt: skip
SPOKEN = "I like that we make things. I want to go to the art room more."
IDEA = "Everybody could get the lab steps as pictures. Many of us lost our place."
AGENDA = "Wait, look, answer: three pairs show how they do it."


def begin_course() -> Cohort:
    """Begin it as the coordinator, and teach it as its teacher of record would."""
    held = Membership.objects.select_related("school", "district", "user").get(
        role=Role.COORDINATOR.value, school__name=HARLOW.name
    )
    return _Teaching(held.school, viewer_of(held, held.user)).make()


class _Teaching:
    def __init__(self, school: School, by: Viewer) -> None:
        self.school, self.by = school, by
        self.draw = Random(f"{SEED} course")
        self.today: date = clock.today_for(by)
        self.monday = self.today - timedelta(days=self.today.weekday())
        teachers = _members(school, Role.GENERAL_EDUCATOR)
        self.teachers = [_staff(one) for one in teachers]
        self.teacher, self.there = self.teachers[:2]
        self.as_teacher, self.as_adult = (viewer_of(one, one.user) for one in teachers[:2])

    def make(self) -> Cohort:
        starts_on = self.monday - timedelta(weeks=WEEKS_AGO)
        frame = actions.CohortFrame(
            NAME, self.teacher, starts_on, starts_on + timedelta(weeks=WEEKS), label="5"
        )
        cohort = actions.start_cohort(frame, by=self.by)
        permit_questions(self.school, self._people(), self.by)
        actions.add_members(cohort, self._people(), by=self.by)
        self._units(cohort)
        self._inventory(cohort)
        members = list(cohort.members.select_related("student__user"))
        own = [one for one in members if one.student.user_id is not None]
        self._seminars(cohort, members)
        for member, (text, did, feel, answer) in zip(own, JOURNALS, strict=False):
            self._journal(member, actions.EntryFrame(self.monday, text, did, feel), answer)
        self._spoken(next(one for one in members if one.student.user_id is None))
        self._days(self._place(own[0]), own[0])
        for place, member in enumerate(one for one in members if one != own[0]):
            if self.draw.random() < PLACED:
                self._place(member, self.teachers[place % len(self.teachers)], weeks_ago=1)
        return cohort

    def _people(self) -> list[Student]:
        """Peers with an account first, so that a visitor can be one of them; then others who offer."""
        offers = Volunteer.objects.filter(student__school=self.school).values("student_id")
        rows = Student.objects.filter(pk__in=offers).order_by("pk").select_related("user", "school")
        own = [one for one in rows if one.user_id is not None]
        others = [one for one in rows if one.user_id is None]
        return [*own, *others][:PEOPLE]

    def _units(self, cohort: Cohort) -> None:
        for unit in cohort.units.all()[:UNITS_DONE]:
            actions.set_unit(unit, unit.on, is_done=True, by=self.as_teacher)
            for member in cohort.members.all():
                if self.draw.random() < 0.9:
                    actions.check_unit(member, unit, self.draw.random() < 0.9, by=self.as_teacher)

    def _inventory(self, cohort: Cohort) -> None:
        """Everybody answered on paper in the first seminar, some with a question left out; two were rated."""
        assert cohort.survey is not None, "a course begins with its inventory"
        wave = cohort.survey.waves.get(kind="start")
        items = [one.id for one in cohort.survey.asks().items]
        people = [one.student for one in cohort.members.select_related("student__school")]
        for student in people:
            said = {item: self._often() for item in items}
            write_down(wave, student, said, Reply.Mode.PAPER, by=self.as_teacher)
        for student in people[:2]:
            rate(wave, student, {item: self._often(0) for item in items}, by=self.as_teacher)

    def _often(self, skips: float = 0.04) -> str:
        if self.draw.random() < skips:
            return SKIP
        return self.draw.choices(OFTEN, (2, 4, 3, 1))[0]

    def _seminars(self, cohort: Cohort, members: list[Member]) -> None:
        for weeks in (2, 1):
            on = self.monday - timedelta(weeks=weeks) + timedelta(days=2)
            held = actions.plan_seminar(cohort, on, AGENDA, by=self.as_teacher)
            came = {one.pk: self.draw.random() < 0.9 for one in members}
            actions.write_down_who_came(held, came, by=self.as_teacher)
        ahead = self.monday + timedelta(days=9)
        actions.plan_seminar(cohort, ahead, "The half-way talk.", by=self.as_teacher)

    def _journal(self, member: Member, frame: actions.EntryFrame, answer: str) -> None:
        """Last week's page, with what the teacher wrote to it."""
        last = actions.EntryFrame(
            frame.week_on - timedelta(weeks=1), frame.words, frame.did, frame.feel
        )
        entry = actions.write_entry(member, last, by=_student(member.student))
        actions.give_feedback(entry, answer, by=self.as_teacher)

    def _spoken(self, member: Member) -> None:
        frame = actions.EntryFrame(self.monday - timedelta(weeks=1), SPOKEN, ("made", "laughed"), 3)
        actions.write_entry_for(member, frame, "speech", by=self.as_teacher)

    def _place(
        self, member: Member, adult: Staff | None = None, *, weeks_ago: int = 3
    ) -> Placement:
        adult = adult or self.there
        section = Section.objects.filter(
            teachings__staff=adult, school=self.school, is_homeroom=False
        ).order_by("pk")[0]
        labels = Meeting.objects.filter(section=section).values_list("label", flat=True)
        frame = actions.PlacementFrame(
            "class", adult, self.monday - timedelta(weeks=weeks_ago), tuple(sorted(set(labels))),
            section=section,
        )  # fmt: skip
        return actions.place(member, frame, by=self.as_teacher)

    def _days(self, placement: Placement, member: Member) -> None:
        """Six days said, four of them approved, and an idea the adult has not read yet."""
        by = _student(member.student)
        days = open_days(self.school, placement.starts_on, self.today - timedelta(days=1))
        for place, day in enumerate(days[-6:]):
            said = actions.say_day(placement, day.on, placement.labels[0], by=by)
            if place < 4:
                actions.approve_day(said, by=self.as_adult)
        actions.give_idea(placement, IDEA, by=by)


def permit_questions(school: School, students: list[Student], by: Viewer) -> None:
    """Families and students said yes to questions, until the summer."""
    until = clock.today_for(by) + timedelta(weeks=20)
    house = Viewer.command(school_id=school.pk)
    permit_made_up(school, students, until=until, purpose=Purpose.SURVEY, by=house)


def _members(school: School, role: Role) -> list[Membership]:
    rows = Membership.objects.filter(school=school, role=role.value).order_by("pk")
    return list(rows.select_related("school", "district", "user"))


def _staff(one: Membership) -> Staff:
    return Staff.objects.get(user_id=one.user_id, school_id=one.school_id)


def _student(student: Student) -> Viewer:
    held = Membership.objects.select_related("school", "district", "user").get(
        user_id=student.user_id, school_id=student.school_id
    )
    return viewer_of(held, held.user)
