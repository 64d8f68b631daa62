"""Practices that go on in the demo schools, begun as people would begin them, so that there are pages to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.db.models import Q

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.consents.actions import permit_made_up
from kithwork.apps.consents.queries import TAKE_PART, live
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.people.models import Enrolment, Meeting, Section, Staff, Student
from kithwork.apps.runs import actions
from kithwork.apps.runs.apart import kept_apart
from kithwork.apps.runs.models import Run
from kithwork.apps.runs.queries import playbook_of
from kithwork.apps.runs.required import forms_to_fill
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import current_year
from kithwork.demo.looks import visit
from kithwork.demo.plan import ALDER, HARLOW, SEED
from kithwork.demo.training import Training
from kithwork.playbooks import Playbook, shipped
from kithwork.playbooks.schema.voice import Form

WEEKS_BEFORE, WEEKS_AFTER = 1, 10
# What the demo's people wrote where a practice asks for a word of their own.
WORDS = {
    "contributes": "Knows the bus lines by heart and plans the way for everybody.",
    "strengths": "Draws comics, remembers birthdays.",
    "choices_used": "Pointed to pictures: the table by the window, the card games, two of the photos.",
    "communication": "Yes: thumb up. No: turns away. An idea: the tablet. Stop: the red card.",
    "first_activity": "Build a city from boxes; everybody brings one house.",
    "plan_goal": "Starts an exchange with a classmate three times in a session.",
    "not_with": "Nobody.",
    "fills_in": "Whoever sits at the next table.",
    "support_needs": "Loud rooms are hard; the break card lies on the table for everybody.",
    "class_period": "Science, with the whole class.",
    "buddy_days": "One on Mondays and Wednesdays, the other on Tuesdays and Thursdays; either fills in.",
    "joining": "You are welcome. Four fit in the sandbox; then we swap.",
    "happy_ending": "Bubbles.",
    "student_agrees": "Thumb up, after going through the plan with pictures.",
}
SAID_NO = Q(answers__purpose=TAKE_PART, answers__said="no")
ANY_WORD = "Agreed with everybody in the first meeting."


@dataclass(frozen=True, slots=True)
class Practice:
    """One run of the demo: which practice, where, with whom, when."""

    playbook: str
    name: str
    school: str = HARLOW.name
    section: str = ""
    label: str = ""
    days: tuple[str, ...] = ()
    variant: str = ""
    place: str = ""
    peers: int = 0
    supported: int = 0
    is_led_by_teacher: bool = False
    weeks_before: int = WEEKS_BEFORE


PRACTICES = (
    Practice("cwpt", "Spelling pairs, English 6A", section="English 6A", variant="spelling",
             is_led_by_teacher=True),
    Practice("pals_reading_2_6", "Reading pairs, English 6B", section="English 6B",
             is_led_by_teacher=True),
    Practice("peer_network", "Lunch table network", label="Lunch", days=("A",), place="lunch",
             peers=4, weeks_before=6),
    Practice("peer_support", "Science together", section="Science", place="classroom", peers=2,
             supported=1),
    Practice("peer_partner_club", "Game club", label="Lunch", days=("B",), place="club", peers=9),
    Practice("stay_play_talk", "Recess friends", school=ALDER.name, label="Recess", place="recess",
             peers=2),
)  # fmt: skip


def begin_practices() -> list[Run]:
    """Begin every practice of the list, as the coordinator of its school."""
    return [_Beginning(one).run() for one in PRACTICES if one.playbook in shipped()]


class _Beginning:
    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        held = Membership.objects.select_related("school", "district", "user").get(
            role=Role.COORDINATOR.value, school__name=practice.school
        )
        self.by: Viewer = viewer_of(held, held.user)
        self.school: School = held.school
        self.draw = Random(f"{SEED} {practice.name}")
        self.today: date = clock.today_for(self.by)

    def run(self) -> Run:
        practice, playbook = self.practice, shipped()[self.practice.playbook]
        student = self._student() if playbook.scope == Run.Scope.FOCUS_STUDENT else None
        section = self._section(student)
        run = actions.start_run(
            playbook,
            frame=self._frame(section),
            section=section,
            focus_student=student,
            by=self.by,
        )
        actions.set_times(run, times=self._times(section), by=self.by)
        chosen = actions.Choices(variant=practice.variant, place=practice.place, on_paper=True)
        run = actions.choose(run, choices=chosen, by=self.by)
        self._people(run, student, section)
        for form in forms_to_fill(playbook):
            self._write(run, form)
        run = actions.read_safety_note(run, by=self.by)
        run = actions.activate_run(run, by=self.by)
        if run.scope == Run.Scope.CLASS:
            self._scores(run)
            actions.draw_pairs(run, starts_on=self.today, times=2, seed=SEED, by=self.by)
        if self.practice.playbook == "cwpt":
            visit(run, self.by)
        return run

    def _frame(self, section: Section | None) -> actions.Frame:
        year = current_year(self.school, self.today)
        monday = self.today - timedelta(days=self.today.weekday())
        last = monday + timedelta(weeks=WEEKS_AFTER, days=-3)
        return actions.Frame(
            self.practice.name,
            monday - timedelta(weeks=self.practice.weeks_before),
            min(last, year.ends_on) if year else last,
            self._leader(section),
        )

    def _leader(self, section: Section | None) -> Staff:
        if self.practice.is_led_by_teacher and section is not None:
            return section.teachings.select_related("staff").first().staff
        paras = Membership.objects.filter(
            school=self.school, role=Role.PARAPROFESSIONAL.value
        ).values("user_id")
        return self.draw.choice(list(Staff.objects.filter(user_id__in=paras).order_by("pk")))

    def _student(self) -> Student:
        """One of those the coordinator plans with, another one for each practice."""
        asking = SupportNeed.objects.filter(student__school=self.school).values("student_id")
        rows = Student.objects.filter(pk__in=asking).exclude(SAID_NO).order_by("pk")
        return rows[self.practice.supported]

    def _section(self, student: Student | None) -> Section | None:
        if not self.practice.section:
            return None
        rows = Section.objects.filter(school=self.school, title__startswith=self.practice.section)
        if student is not None:
            mine = Enrolment.objects.filter(student=student).values("section_id")
            rows = rows.filter(pk__in=mine)
        return rows.order_by("title").first()

    def _times(self, section: Section | None) -> list[tuple[str, list[str]]]:
        if section is not None:
            meetings = Meeting.objects.filter(section=section)
            return [(one.label, one.cycle_days) for one in meetings]
        return [(self.practice.label, list(self.practice.days))]

    def _people(self, run: Run, student: Student | None, section: Section | None) -> None:
        if run.scope == Run.Scope.CLASS:
            return
        roles = _roles_given(playbook_of(run))
        apart = kept_apart(self.school.pk, self.today)
        rows = Student.objects.filter(school=self.school).exclude(SAID_NO).order_by("pk")
        if section is not None:
            rows = rows.filter(enrolments__section=section)
        if student is not None:
            rows = rows.filter(grade=student.grade).exclude(pk=student.pk)
        people = [
            one
            for one in rows
            if student is None or not {(student.pk, one.pk), (one.pk, student.pk)} & apart
        ]
        for place, one in enumerate(self.draw.sample(people, self.practice.peers)):
            actions.add_participants(run, [one], role=roles[place % len(roles)], by=self.by)
        own = run.participants.filter(student=student, role="").first() if student else None
        if own is not None:
            actions.change_role(own, role=roles[0], by=self.by)
        self._permit(run)
        people = [one.student for one in run.participants.select_related("student")]
        training = Training(self.school, run.starts_on, self.today)
        training.master(people, self.practice.playbook)

    def _permit(self, run: Run) -> None:
        """Their families and they themselves said yes before it began."""
        people = {one.student_id: one.student for one in run.participants.select_related("student")}
        agreed = live(TAKE_PART, self.today, people)
        until = self.today + timedelta(weeks=WEEKS_AFTER + 4)
        permit_made_up(
            self.school,
            [one for pk, one in people.items() if pk not in agreed],
            until=until,
            by=Viewer.command(school_id=self.school.pk),
        )

    def _write(self, run: Run, form: Form) -> None:
        answers: dict[str, object] = {}
        for field in form.fields:
            if field.kind == "date":
                answers[field.id] = (self.today + timedelta(weeks=4)).isoformat()
            elif field.kind in {"choice", "choices"}:
                answers[field.id] = (
                    field.choices[0] if field.kind == "choice" else [field.choices[0]]
                )
            elif field.kind == "yes_no":
                answers[field.id] = "yes"
            elif field.kind in {"count", "tally", "minutes", "rating", "adult_level", "money"}:
                answers[field.id] = field.scale.min if field.scale else 2
            else:
                answers[field.id] = WORDS.get(field.id, ANY_WORD)
        if form.grid is not None:
            width = len(form.grid.columns)
            answers["grid"] = [
                [row.name, *(cell or "none" for cell in (*row.cells, *[""] * width)[:width])]
                for row in form.grid.rows
            ]
        team = {one.id for one in form.fields if one.staff_only}
        actions.write_form(
            run,
            form=form.id,
            answers={key: value for key, value in answers.items() if key not in team},
            team_answers={key: value for key, value in answers.items() if key in team},
            by=self.by,
        )

    def _scores(self, run: Run) -> None:
        """Last week's tests, or readings: what orders the class for the first draw."""
        people = [one.student_id for one in run.participants.all()]
        monday = run.starts_on
        if self.practice.playbook == "cwpt":
            before = {pk: self.draw.randint(2, 6) for pk in people}
            after = {pk: min(10, before[pk] + self.draw.randint(1, 5)) for pk in people}
            self._sitting(run, "pre", monday, before, out_of=10)
            self._sitting(run, "post", monday + timedelta(days=4), after, out_of=10)
            return
        words = {pk: self.draw.randint(70, 150) for pk in people}
        self._sitting(run, "reading", monday, words, seconds=60)

    def _sitting(
        self,
        run: Run,
        kind: str,
        on: date,
        right: dict[int, int],
        *,
        out_of: int | None = None,
        seconds: int | None = None,
    ) -> None:
        results = {pk: actions.Result(number) for pk, number in right.items()}
        sitting = actions.Sitting(kind, on, out_of=out_of, seconds=seconds)
        actions.keep_scores(run, sitting=sitting, results=results, by=self.by)


def _roles_given(playbook: Playbook) -> list[str]:
    """Roles peers hold from the start; one that goes round among all of them is nobody's own."""
    return [
        role.id
        for role in playbook.roles
        if role.who in {"student", "peer"} and role.max_per_group != 1
    ] or [role.id for role in playbook.roles if role.who in {"student", "peer"}]
